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
    // Of what both programs are told.
    target(
      "SyndicationOptions",
      ["SyndicationSite", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    target("SyndicationTesting", ["Syndication", "SyndicationMarkup"]),
    .executableTarget(
      name: "syndicate",
      dependencies: [
        "Syndication", "SyndicationSite", "SyndicationOptions", "SyndicationCheck", "SyndicationFolder",
        "SyndicationFiles", "CMimalloc",
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

// The server and what speaks to hubs: executables and libraries of their own, so that who publishes a folder neither
// fetches nor builds SwiftNIO. `make feeds` asks for the command alone.
if Context.environment["SYNDICATE_COMMAND_ALONE"] == nil {
  package.products += [
    .executable(name: "syndicate-serve", targets: ["syndicate-serve"]),
    .library(name: "SyndicationServer", targets: ["SyndicationServer"]),
    .library(name: "SyndicationPush", targets: ["SyndicationPush"]),
    .library(name: "SyndicationPostgres", targets: ["SyndicationPostgres"]),
    .executable(name: "syndicate-worker", targets: ["syndicate-worker"]),
    .library(name: "SyndicationS3", targets: ["SyndicationS3"]),
  ]
  package.dependencies += [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ]
  package.targets += [
    .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlienc", providers: [.apt(["libbrotli-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    target("SyndicationPostgres", ["Syndication", "SyndicationMarkup", "CPostgreSQL"]),
    target(
      "SyndicationS3",
      [
        "Syndication", "SyndicationFiles", "CLibXML2", "CZlib",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .executableTarget(
      name: "syndicate-worker",
      dependencies: [
        "Syndication", "SyndicationSite", "SyndicationFiles", "SyndicationFolder", "SyndicationServer",
        "SyndicationPostgres", "SyndicationS3", "CMimalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    target(
      "SyndicationServer",
      [
        "Syndication", "SyndicationSite", "SyndicationFiles", "SyndicationFolder", "CBrotli", "CZlib",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    target(
      "SyndicationPush",
      [
        "Syndication", "SyndicationFiles",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .executableTarget(
      name: "syndicate-serve",
      dependencies: [
        "Syndication", "SyndicationSite", "SyndicationOptions", "SyndicationFiles", "SyndicationFolder",
        "SyndicationServer", "SyndicationPush", "CMimalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    tests(
      of: "SyndicationServer",
      [
        "Syndication", "SyndicationSite", "SyndicationFiles", "SyndicationFolder", "CBrotli", "CZlib",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    tests(of: "SyndicationPostgres", ["Syndication", "SyndicationMarkup", "syndicate", "syndicate-worker"]),
    tests(
      of: "SyndicationPush",
      [
        "Syndication", "SyndicationSite", "SyndicationFolder", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    tests(
      of: "SyndicationS3",
      [
        "Syndication", .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
  ]
}
