/// A byte of a template's text that its language would read in more than one way, and why.
struct Malformed: Error {
    let offset: Int
    let reason: String
}
