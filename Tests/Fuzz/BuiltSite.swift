import Foundation
import SyndicationFiles
import SyndicationSite

@testable import Syndication

/// A site in the workplace, with a source of every kind.
enum BuiltSite {
  /// Which generator's blog it is: what marks it.
  private static let marks: [(name: String, text: String)] = [
    ("", ""), ("_config.yml", "title: A\npermalink: pretty\n"), ("hugo.toml", "baseURL = 'https://example.org/'\n"),
    ("zola.toml", "base_url = 'https://example.org'\n"), ("eleventy.config.js", ""), ("astro.config.mjs", ""),
    ("pelicanconf.py", "SITENAME = 'A'\n"), ("conf.py", "BLOG_TITLE = 'A'\n"),
  ]

  private static func configuration(_ sources: [String]) -> String {
    """
    {"site": {"title": "A Site", "url": "https://example.org/"}, "sources": [\(sources.joined(separator: ", "))],
     "feeds": {"directory": "feeds", "entries": 5, "bytes": 200000, "scopes": {"author": {"minimumEntries": 1}}}}
    """
  }

  static let all = [
    #"{"type": "listing", "path": "list.txt", "name": "listing"}"#,
    #"{"type": "json", "path": "posts.json", "name": "json"}"#,
    #"{"type": "feed", "path": "old.xml", "name": "feed", "origin": true}"#,
    #"{"type": "html", "path": "pages", "name": "html"}"#, blog,
  ]
  static let blog = #"{"type": "markdown", "path": "blog", "name": "blog"}"#

  /// Empties the workplace, but for the folders of the sources.
  static func begin() {
    Workplace.empty()
    for folder in ["blog", "pages"] { mkdir("\(Workplace.path)/\(folder)", 0o700) }
  }

  /// Builds it twice: each document is well-formed, and the second time none changes.
  ///
  /// - Parameter kind: whose blog it is.
  static func check(_ sources: [String], kind: UInt8) {
    let mark = marks[Int(kind) % marks.count]
    if !mark.name.isEmpty { Workplace.put(mark.text, at: "blog/\(mark.name)") }
    for name in ["list.txt", "posts.json", "old.xml"] where access("\(Workplace.path)/\(name)", F_OK) != 0 {
      Workplace.put("", at: name)
    }
    Workplace.put(configuration(sources), at: "config.json")
    guard let first = build() else { return }
    for path in first.published?.written ?? [] {
      let bytes = Workplace.read("feeds/\(path)")
      if path.string.hasSuffix(".json") {
        require((try? DataValue(json: bytes)) != nil, "\(path) is no JSON: \(bytes.shown)")
      } else {
        require(WellFormedness.holds(bytes), "\(path) is not well-formed: \(bytes.shown)")
      }
      require(bytes.count <= 200_000 * 2, "\(path) has \(bytes.count) bytes")
    }
    guard let second = build() else { fatalError("it cannot be built a second time") }
    let again = (second.published?.written ?? []).union(second.published?.removed ?? [])
    require(again.isEmpty, "changed without a change: \(again)")
    require(
      second.problems.count { $0.severity == .error } == first.problems.count { $0.severity == .error },
      "\(first.problems)\n\(second.problems)")
  }

  /// Nil where the input has a folder where a file is to be.
  private static func build() -> BuildReport? {
    var options = Build.Options()
    options.force = true
    options.allowShrink = true
    let configuration = try! Configuration.load("\(Workplace.path)/config.json")
    do {
      return try wait { [options] in
        try await Build(configuration, options: options).run(at: Timestamp(seconds: 1_700_000_000))
      }
    } catch {
      require(error is FileError, "\(error)")
      return nil
    }
  }
}
