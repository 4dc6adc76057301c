import Templates

/// The release folder that `init` lays down.
package enum Starter {
    /// Content by file name.
    package static var files: [String: [UInt8]] {
        let library = TemplateLibrary.embedded
        let prefix = "starter/"
        return Dictionary(
            uniqueKeysWithValues: library.names.filter { $0.hasPrefix(prefix) }.compactMap { name in
                library[name].map { (String(name.dropFirst(prefix.utf8.count)), $0) }
            })
    }
}
