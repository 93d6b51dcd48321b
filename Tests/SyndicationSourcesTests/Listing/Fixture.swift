import Foundation
import Syndication
import Testing

@testable import SyndicationSources

/// What the parser makes of `text`, as of a file named `list.txt`.
func listing(_ text: String) throws -> Listing { try Listing(SourceText(Array(text.utf8), file: "list.txt")) }

/// A listing of whole posts, joined as the real one is.
func posts(_ posts: String...) -> String { posts.joined(separator: "\n\n\n") }

/// Files of this repository, and the real input beside it, which is others' text and so no part of it.
enum ListingFiles {
  static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized.path
  static let sample = root + "/catalog/iclr-blog-track-2022.txt"
  static let links = root + "/catalog/links.json"
  static let real = root + "/../shared/data/iclr-blog-track-2022.txt"
  static let hasReal = FileManager.default.fileExists(atPath: real)

  static func site() -> Site {
    Site(title: "The ICLR Blog Track", url: AbsoluteURL("https://iclr-blog-track.github.io/")!)
  }

  static func source(_ path: String, links: String? = nil, site: Site = site()) -> ListingSource {
    ListingSource(
      name: "listing", path: path, permalink: "/{year}/{month}/{day}/{slug}/", links: links, site: site)
  }

  /// Calls `body` with a fresh folder that holds `files`.
  static func with<R>(_ files: [String: [UInt8]], _ body: (String) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "listing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
    return try await body(folder.path)
  }
}
