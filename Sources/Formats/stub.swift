// filled when Streams lands
