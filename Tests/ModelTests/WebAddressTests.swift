import Model
import Testing

@Suite struct `Addresses in evidence` {
    @Test(arguments: [
        ("https://api.example.com/health/live", "https://api.example.com/health/live"),
        ("HTTPS://API.Example.com:443/Health?t=secret#x", "https://api.example.com/Health?"),
        ("http://api.example.com.:80", "http://api.example.com/"), ("https://a.b:8443/x#?y", "https://a.b:8443/x"),
        ("https://[::1]/", "https://[::1]/"),
    ])
    func `are compared by scheme, host and path, and never show a query`(text: String, shown: String) {
        #expect(WebAddress(text)?.description == shown)
    }

    @Test(arguments: [
        "", "api.example.com/health", "ftp://a/", "https://", "https:///x", "https://user:secret@a/", "https://a\\@b/",
        "https://é.com/", " https://a/",
    ])
    func `are refused where it is not plain which host is meant`(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test func `of task definitions are taken apart at their end`() {
        #expect(TaskRevision("arn:aws:ecs:eu-central-1:123456789012:task-definition/api:42")?.description == "api:42")
        #expect(TaskRevision("api:42")?.revision == 42)
        for text in ["", "api", ":42", "api:", "api:0", "api:-1", "api:x", "a/"] { #expect(TaskRevision(text) == nil) }
    }
}
