// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A room of the house: the targets it may import are exactly those named here.
func room(_ name: String, imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, swiftSettings: strict)
}

func tests(_ name: String, of imports: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: ["TestKit"] + imports, swiftSettings: strict)
}

let package = Package(
    name: "evidencepack",
    products: [.executable(name: "evidencepack", targets: ["evidencepack"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .systemLibrary(
            name: "CCMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .target(name: "CTemplates", cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
        .target(name: "CLinux"),
        room("Model"),
        room("Streams", imports: ["CLibXML2", "CCMarkGFM", .product(name: "Crypto", package: "swift-crypto")]),
        room("Formats", imports: ["Streams", "Model"]),
        room("Rules", imports: ["Model"]),
        room("Policies", imports: ["Streams", "Rules", "Formats", "Model", .product(name: "Yams", package: "Yams")]),
        room(
            "Sealing",
            imports: [
                "Streams", "Model", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        room("Templates", imports: ["CTemplates"]),
        room("Reports", imports: ["Templates", "Model"]),
        room(
            "Promotion",
            imports: [
                "CLinux", "Streams", "Formats", "Rules", "Policies", "Sealing", "Model",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .executableTarget(
            name: "evidencepack",
            dependencies: [
                "Promotion", "Reports", "Policies", "Model",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(
            name: "TestKit", dependencies: ["Model", "Streams"], path: "Tests/TestKit", swiftSettings: strict),
        tests("ModelTests", of: ["Model"]),
        tests("StreamsTests", of: ["Streams"]),
        tests("FormatsTests", of: ["Formats", "Streams", "Model"]),
        tests("RulesTests", of: ["Rules", "Model"]),
        tests("PoliciesTests", of: ["Policies", "Rules", "Formats", "Model"]),
        tests("SealingTests", of: ["Sealing", "Streams", "Model"]),
        tests("TemplatesTests", of: ["Templates"]),
        tests("ReportsTests", of: ["Reports", "Templates", "Streams", "Model"]),
        tests(
            "PromotionTests",
            of: [
                "evidencepack", "Promotion", "Reports", "Policies", "Formats", "Streams", "Sealing", "Rules", "Model",
            ]),
        tests("CommandTests", of: ["evidencepack", "Model"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
