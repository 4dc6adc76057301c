/// One line of a text, valid only during the call that receives it.
package struct Line {
    /// The number of the line in the file, from 1.
    package var number: Int
    /// The line without its end; if stripping, also without escape sequences, CI prefix and overwritten progress.
    package var bytes: Bytes
    /// Whether a prefix of a CI log was taken off.
    package var wasPrefixed: Bool
}
