import Testing

@testable import Streams

/// nst/JSONTestSuite: what RFC 8259 accepts, what it refuses, and our decisions where it leaves the choice.
@Suite(.enabled(if: Corpus.isPresent, Comment(rawValue: Corpus.absence)))
struct JSONSuiteTests {
    private static let folder = "suites/json/test_parsing"
    private static func names(_ prefix: String) -> [String] {
        Corpus.names(in: folder).filter { $0.hasPrefix(prefix) }
    }

    private func read(_ name: String, chunk: Int) throws {
        let reader = JSONReader(ByteSource(bytes: Corpus.bytes(Self.folder + "/" + name), chunk: chunk))
        try reader.skip()
        try reader.end()
    }

    /// RFC 8259 leaves duplicate keys to the reader ("names SHOULD be unique"); the suite accepts them and we do not
    /// (SECURITY.md matrix row 31).
    private static let duplicates = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]

    @Test func `as evidence, the valid files but the two with duplicate keys are accepted`() throws {
        let names = Self.names("y_")
        #expect(names.count == 95)
        for name in Self.duplicates {
            let problem = #expect(throws: StreamProblem.self) { try read(name, chunk: 4096) }
            #expect(problem?.id == "json.duplicate-key", "\(name)")
        }
        for name in names where !Self.duplicates.contains(name) {
            for chunk in [1, 2, 3, 7, 4096] {
                #expect(throws: Never.self, "\(name)") { try read(name, chunk: chunk) }
            }
        }
    }

    @Test func `all 95 valid files are accepted as RFC 8259's grammar`() throws {
        for name in Self.names("y_") {
            let source = ByteSource(bytes: Corpus.bytes(Self.folder + "/" + name))
            let reader = JSONReader(source, mode: .one, limits: .standard, allowsDuplicateKeys: true)
            try reader.skip()
            try reader.end()
        }
    }

    @Test func `all 188 invalid files are refused`() throws {
        let names = Self.names("n_")
        #expect(names.count == 188)
        for name in names {
            for chunk in [1, 2, 3, 7, 4096] {
                #expect(throws: StreamProblem.self, "\(name)") { try read(name, chunk: chunk) }
            }
        }
    }

    /// The id of the problem, or `nil` where the file is accepted.
    private static let decisions: [String: String?] = [
        // Numbers are kept as text, so their size is no concern of the reader.
        "i_number_double_huge_neg_exp": nil, "i_number_huge_exp": nil, "i_number_neg_int_huge_exp": nil,
        "i_number_pos_double_huge_exp": nil, "i_number_real_neg_overflow": nil, "i_number_real_pos_overflow": nil,
        "i_number_real_underflow": nil, "i_number_too_big_neg_int": nil, "i_number_too_big_pos_int": nil,
        "i_number_very_big_negative_int": nil,
        // Half a pair is no text.
        "i_object_key_lone_2nd_surrogate": "json.lone-surrogate",
        "i_string_1st_surrogate_but_2nd_missing": "json.lone-surrogate",
        "i_string_1st_valid_surrogate_2nd_invalid": "json.lone-surrogate",
        "i_string_UTF8_surrogate_U+D800": "text.invalid-utf8",
        "i_string_incomplete_surrogate_and_escape_valid": "json.lone-surrogate",
        "i_string_incomplete_surrogate_pair": "json.lone-surrogate",
        "i_string_incomplete_surrogates_escape_valid": "json.lone-surrogate",
        "i_string_invalid_lonely_surrogate": "json.lone-surrogate",
        "i_string_invalid_surrogate": "json.lone-surrogate",
        "i_string_inverted_surrogates_U+1D11E": "json.lone-surrogate",
        "i_string_lone_second_surrogate": "json.lone-surrogate",
        // Only UTF-8, or UTF-16 with its mark (PowerShell redirects so).
        "i_string_UTF-16LE_with_BOM": nil,
        "i_string_UTF-8_invalid_sequence": "text.invalid-utf8", "i_string_invalid_utf-8": "text.invalid-utf8",
        "i_string_iso_latin_1": "text.invalid-utf8", "i_string_lone_utf8_continuation_byte": "text.invalid-utf8",
        "i_string_not_in_unicode_range": "text.invalid-utf8",
        "i_string_overlong_sequence_2_bytes": "text.invalid-utf8",
        "i_string_overlong_sequence_6_bytes": "text.invalid-utf8",
        "i_string_overlong_sequence_6_bytes_null": "text.invalid-utf8",
        "i_string_truncated-utf-8": "text.invalid-utf8",
        "i_string_utf16BE_no_BOM": "json.unexpected", "i_string_utf16LE_no_BOM": "json.unexpected",
        "i_structure_500_nested_arrays": "limit.depth",
        "i_structure_UTF-8_BOM_empty_object": nil,
    ]

    @Test func `each file that is left open is decided in writing`() throws {
        let names = Self.names("i_")
        #expect(Set(names) == Set(Self.decisions.keys.map { $0 + ".json" }))
        for (name, wanted) in Self.decisions {
            for chunk in [1, 2, 3, 7, 4096] {
                var found: String?
                do { try read(name + ".json", chunk: chunk) } catch { found = (error as? StreamProblem)?.id }
                // Where a text breaks two rules, chunks decide which one is seen first.
                if chunk < 4096, wanted == "text.invalid-utf8" {
                    #expect(found != nil, "\(name)")
                } else {
                    #expect(found == wanted, "\(name)")
                }
            }
        }
    }
}
