// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func target(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "SyndicationTesting"] + dependencies,
    exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "syndicate",
  products: [
    .executable(name: "syndicate", targets: ["syndicate"]),
    .library(name: "Syndication", targets: ["Syndication"]),
    .library(name: "SyndicationMarkup", targets: ["SyndicationMarkup"]),
    .library(name: "SyndicationFiles", targets: ["SyndicationFiles"]),
    .library(name: "SyndicationSources", targets: ["SyndicationSources"]),
    .library(name: "SyndicationFolder", targets: ["SyndicationFolder"]),
    .library(name: "SyndicationSite", targets: ["SyndicationSite"]),
    .library(name: "SyndicationCheck", targets: ["SyndicationCheck"]),
    .library(name: "SyndicationTesting", targets: ["SyndicationTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(
      name: "CCMark", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    // Debian's has no .pc file.
    .systemLibrary(name: "CMimalloc", providers: [.apt(["libmimalloc-dev"])]),
    .target(name: "CLinux"),
    // Loops over bytes, and memory that is freed at once.
    .target(name: "CKernels"),
    .target(name: "CArena"),
    // Of the ICU that libxml2 brings.
    .target(name: "CUnicode", linkerSettings: [.linkedLibrary("icuuc")]),
    // Of headers alone, from Debian's libtomlplusplus-dev.
    .target(name: "CTOML"),
    // Each may import those above it, but for siblings: sources and folder do not know each other.
    target("Syndication", ["CKernels", "CLibXML2", "CXXHash"]),
    target("SyndicationMarkup", ["Syndication", "CArena", "CCMark", "CLibXML2"]),
    target("SyndicationFiles", ["Syndication", "CLinux"]),
    target(
      "SyndicationSources",
      ["Syndication", "SyndicationMarkup", "SyndicationFiles", "CLibXML2", "CTOML", "CUnicode", "CYAML"]),
    target("SyndicationCheck", ["Syndication", "CLibXML2"]),
    target("SyndicationFolder", ["Syndication", "SyndicationFiles"]),
    target(
      "SyndicationSite",
      [
        "Syndication", "SyndicationMarkup", "SyndicationSources", "SyndicationFiles", "SyndicationFolder",
        "SyndicationCheck", "CLinux",
      ]),
    target("SyndicationTesting", ["Syndication", "SyndicationMarkup"]),
    .executableTarget(
      name: "syndicate",
      dependencies: [
        "Syndication", "SyndicationSite", "SyndicationCheck", "SyndicationFolder", "SyndicationFiles", "CMimalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    tests(
      of: "Syndication", ["SyndicationMarkup", "SyndicationFiles", "CKernels", "CLibXML2"], exclude: ["Golden"]),
    tests(of: "SyndicationMarkup", ["Syndication"]),
    tests(of: "SyndicationFiles", ["Syndication"]),
    tests(of: "SyndicationSources", ["Syndication", "SyndicationMarkup", "SyndicationFiles"]),
    tests(of: "SyndicationFolder", ["Syndication", "SyndicationFiles"]),
    tests(
      of: "SyndicationSite",
      ["Syndication", "SyndicationMarkup", "SyndicationFolder", "SyndicationFiles", "SyndicationSources"]),
    tests(of: "SyndicationCheck", ["Syndication"], exclude: ["Cases"]),
    tests(of: "syndicate", ["Syndication"]),
  ],
  cxxLanguageStandard: .cxx17
)
