// filled when Policies lands
