import Model
import Sealing
import TestKit
import Testing

@testable import Promotion

private let hasChromium = Shell.has("chromium")

/// The form's script, run by a browser under the page's own Content-Security-Policy.
@Suite(.enabled(if: hasChromium, "chromium is not installed"), .serialized) struct `The script of the form` {
    /// Fills a form in from outside of its frame, and answers with the file that it offers.
    private static func harness(_ form: String, note: String, decision: String) -> String {
        """
        <!doctype html><meta charset="utf-8"><iframe id="page" src="signoff.html"></iframe><pre id="out">nothing</pre><script>
        document.getElementById('page').addEventListener('load', async () => {
          const out = document.getElementById('out');
          try {
            const view = document.getElementById('page').contentWindow, page = view.document;
            let blob = null, name = '';
            view.URL.createObjectURL = made => { blob = made; return 'blob:none'; };
            view.HTMLAnchorElement.prototype.click = function () { name = this.download; };
            const form = page.getElementById('form-\(form)').closest('.form');
            const save = form.querySelector('.download');
            const said = [];
            save.click();
            said.push(form.querySelector('.message').textContent);
            form.querySelector('[data-field=by]').value = 'sofia';
            save.click();
            said.push(form.querySelector('.message').textContent);
            form.querySelector('input[value=\(decision)]').checked = true;
            form.querySelector('[data-field=note]').value = \(note);
            save.click();
            const text = await blob.text();
            out.textContent = [said.join('|'), name, text, String(text === form.querySelector('textarea').value)]
              .map(encodeURIComponent).join('\\n');
          } catch (problem) { out.textContent = 'problem ' + problem; }
        });
        </script>
        """
    }

    @Test(arguments: [
        ("approve", "''", ""), ("reject", "'  not \\u2028 yet\\u0007: by: x </pre> '", "not yet : by: x </pre>"),
    ])
    func `offers a file that comes back as the same record`(decision: String, note: String, expected: String)
        async throws
    {
        let world = try SignOffWorld()
        let form = try await world.form()
        let id = try #require(form.id)
        let folder = Sandbox()
        folder.write(Array(try await world.document("signoff.html").utf8), to: "signoff.html")
        folder.write(Array(Self.harness(id, note: note, decision: decision).utf8), to: "harness.html")
        let run = Shell(
            """
            timeout 60 chromium --headless=new --no-sandbox --disable-gpu --disable-web-security \
            --allow-file-access-from-files --user-data-dir='\(folder.path)/profile' --virtual-time-budget=5000 \
            --dump-dom "file://\(folder.path)/harness.html"
            """, in: folder.path)
        let start = try #require(run.out.firstRange(of: "<pre id=\"out\">"), "\(run.err)")
        let end = try #require(run.out[start.upperBound...].firstRange(of: "</pre>"))
        let answers = run.out[start.upperBound..<end.lowerBound].split(separator: "\n").map { Self.decoded(String($0)) }
        try #require(answers.count == 4, "\(run.out[start.upperBound..<end.lowerBound])")
        #expect(answers[0] == "Choose who you are.|Choose approve or reject.")
        #expect(answers[1] == "signoff-security-done-\(id.suffix(16).prefix(8)).md")
        #expect(answers[3] == "true")
        let signOff = try SignOffBlock.read(file: Array(answers[2].utf8))
        let wanted = try #require(SignOff.Decision(rawValue: decision))
        #expect(signOff == form.signOff(by: "sofia", decision: wanted, at: signOff.at, note: expected))
        #expect(Array(SignOffBlock.text(of: signOff).utf8) == Array(answers[2].replacing("\nnote:\n", with: "\n").utf8))
    }

    @Test func `is allowed by its hash, and is small`() async throws {
        let page = try await SignOffWorld().document("signoff.html")
        let start = try #require(page.firstRange(of: "<script>")), end = try #require(page.firstRange(of: "</script>"))
        #expect(page[start.upperBound..<end.lowerBound].utf8.count <= 8_192)
        #expect(page.ranges(of: "<script").count == 1)
        #expect(page.contains("script-src 'sha256-") && !page.contains("unsafe"))
    }

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
