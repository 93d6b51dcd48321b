// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "syndicate",
  products: [
    .executable(name: "syndicate", targets: ["syndicate"]),
    .library(name: "Syndication", targets: ["Syndication"]),
    .library(name: "SyndicationFiles", targets: ["SyndicationFiles"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(
      name: "CCMark", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .target(name: "CLinux"),
    .target(
      name: "Syndication", dependencies: ["CCMark", "CLibXML2", "CXXHash"], swiftSettings: settings),
    .target(
      name: "SyndicationFiles",
      dependencies: [
        "Syndication", "CLibXML2", "CLinux",
        .product(name: "Yams", package: "Yams"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: settings),
    .target(name: "SyndicationTesting", dependencies: ["Syndication"], swiftSettings: settings),
    .executableTarget(
      name: "syndicate",
      dependencies: [
        "Syndication", "SyndicationFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SyndicationTests",
      dependencies: ["Syndication", "SyndicationTesting", "CLibXML2"],
      exclude: ["Golden"],
      swiftSettings: settings),
    .testTarget(
      name: "SyndicationFilesTests",
      dependencies: ["SyndicationFiles", "Syndication", "SyndicationTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "syndicateTests",
      dependencies: ["syndicate", "SyndicationTesting"],
      swiftSettings: settings),
  ]
)
