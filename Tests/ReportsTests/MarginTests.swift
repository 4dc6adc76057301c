import Testing

@testable import Reports

@Suite struct `The margin of a value` {
    @Test(arguments: [
        ("worst 238.18784916201113 ms", "< 300 ms", "margin 61.81 ms"),
        ("451.1857707509879 ms", "< 300 ms", "over by 151.2 ms"),
        ("a gap of 25 min", "<= 5 min", "over by 20 min"),
        ("5 h 43 min old", "<= 1 d 1 h", "margin 19 h 17 min"),
        ("stable for 16 min 31 s", "stable for >= 15 min", "margin 1 min 31 s"),
        ("94.0 % (158 of 168)", ">= 70%", "margin 24 %"), ("worst 55.215%", "< 65%", "margin 9.785 %"),
        ("1 high", "<= 0", "over by 1 high"), ("11", ">= 12", "short by 1"),
        ("12 of 12", "all, >= 12", "just at the limit"),
        ("300 ms", "< 300 ms", "at the limit, which is not allowed"), ("0", "<= 0", ""),
    ])
    func `is in the limit's unit`(observed: String, limit: String, words: String) {
        #expect(Margin.words(observed: observed, limit: limit) == words)
    }

    @Test(arguments: [
        ("360 of 360", ">= 99%"), ("5 min", "<= 5"), ("0.05", "< 0.1%"), ("api:42", "newer than api:41"),
        ("2026-11-24T14:10:39Z", "<= 3"), ("v1.50.3", ">= 1"), ("nothing", "<= 5 min"), ("9b07c1", "< 10"),
        ("12", "a done status"), ("", ""),
    ])
    func `is not invented where units differ or there is no quantity`(observed: String, limit: String) {
        #expect(Margin.words(observed: observed, limit: limit) == "")
    }

    @Test(arguments: [
        ("worst 238.18784916201113 ms", "worst 238.1878… ms"), ("94.0 %", "94.0 %"), ("-0.123456", "-0.1234…"),
        ("lodash 4.17.20211203", "lodash 4.17.20211203"), ("v0.123456", "v0.123456"),
        ("13:49:55.676123Z", "13:49:55.676123Z"),
    ])
    func `and long decimals are cut visibly, while versions and times stay`(text: String, short: String) {
        #expect(shortDecimals(text) == short)
    }
}
