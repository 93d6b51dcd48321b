import Foundation
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("RFC 5005 §4, P1: an archive")
struct ArchiveTests {
  /// A blog whose feed of everything has an archive, and what a sink keeps of it.
  fileprivate struct Site {
    var blog = Blog()
    /// What a reader finds.
    var documents: [String: Read] = [:]
    /// Paths that the last build wrote.
    var written: Set<String> = []
    private var fingerprints: [DocumentPath: ContentHash] = [:]
    private var count = 0
    private var builds = 0

    /// A document as a reader has it.
    struct Read: Equatable {
      var bytes: [UInt8]
      var ids: [String]
      /// By relation: `self`, `current`, `prev-archive`, `next-archive`.
      var links: [String: String] = [:]
      var id: String
      var isArchive: Bool
      var updated: String?
    }

    init(holding size: Int = 10, entries: Int = 4, posts: Int = 0) {
      blog.pipeline.feeds.scopes = [.all: ScopeSettings(of: .all, archive: size)]
      blog.pipeline.feeds.entries = entries
      for _ in 0..<posts { add() }
    }

    /// Each a day after the one before, but for those that are dated otherwise.
    mutating func add(day: Int? = nil) {
      count += 1
      blog.items.append(
        .post(
          "urn:example:\(count)", url: "https://example.com/\(count)/", title: "Post \(count)",
          on: Site.date(ofDay: day ?? count, second: count), text: "Body \(count)."))
    }

    private static func date(ofDay day: Int, second: Int) -> String {
      (Timestamp("2000-01-01T00:00:00Z") + Int64(day * 86_400 + second)).rfc3339
    }

    /// As a sink publishes: what has the fingerprint that it had is not made.
    mutating func build() throws {
      builds += 1
      let instant = Timestamp("2022-06-01T00:00:00Z") + Int64(builds)
      let edition = blog.pipeline.edition(of: blog.items, remembering: blog.ledger, at: instant)
      #expect(edition.problems == [])
      let publication = edition.publication
      let known = fingerprints
      let made = Gathered()
      let rendered = try publication.makeDocuments(
        unless: { known[publication.paths[$0]] == $1 }, to: { made.add($0) })
      written = []
      for item in made.all {
        let path = publication.paths[item.index]
        fingerprints[path] = item.fingerprint
        let read = try Read(item.document.parts.flatMap(\.self), at: path.string)
        if documents.updateValue(read, forKey: path.string)?.bytes != read.bytes { written.insert(path.string) }
      }
      for path in publication.withdrawn {
        documents[path.string] = nil
        fingerprints[path] = nil
      }
      #expect(documents.keys.sorted() == publication.paths.map(\.string).sorted())
      blog.ledger = rendered.ledger
    }

    private final class Gathered: @unchecked Sendable {
      private let lock = NSLock()
      private(set) var all: [Publication.Made] = []

      func add(_ made: Publication.Made) { lock.withLock { all.append(made) } }
    }

    static let formats = ["atom", "rss", "json"]

    /// The ids in each page of the archive, by its number.
    func pages(in format: String = "atom") -> [Int: [String]] {
      var pages: [Int: [String]] = [:]
      for (path, read) in documents where path.hasPrefix("all/archive/") && path.hasSuffix(".\(format)") {
        pages[Int(path.dropFirst("all/archive/".count).prefix { $0 != "." })!] = read.ids
      }
      return pages
    }

    /// The numbers of the pages that the last build wrote.
    var writtenPages: Set<String> {
      Set(written.filter { $0.hasPrefix("all/archive/") }.map { String($0.prefix { $0 != "." }) })
    }

    /// The paths that following a relation comes to, from a document on.
    func way(from path: String, by relation: String) -> [String] {
      var way: [String] = []
      var path = path
      while let address = documents[path]?.links[relation], way.count < 1_000 {
        path = String(address.dropFirst("https://example.com/feeds/".count))
        way.append(path)
      }
      return way
    }

    var ids: [String] { blog.items.compactMap { if case .item(let id?, _) = $0.identity { id } else { nil } } }
  }

  /// What holds in every step.
  private func check(_ site: Site, step: String) throws {
    let newest = site.documents["all.atom"]!.ids.first
    for format in Site.formats {
      let current = site.documents["all.\(format)"]!
      let pages = site.pages(in: format)
      let held = pages.values.flatMap(\.self)
      #expect(Set(held).count == held.count, "no entry is in two pages: \(step)")
      let missing = Set(site.ids).subtracting(held)
      #expect(missing.isEmpty || missing.count == 1 && missing.first == newest, "\(step): \(missing)")
      #expect(missing.isSubset(of: current.ids), "no entry is in no page: \(step)")
      #expect(Set(held).isSubset(of: site.ids), "\(step)")
      #expect(!pages.values.contains([]), "\(step)")
      let all = pages.keys.sorted().map { "all/archive/\($0).\(format)" }
      let older = format == "json" ? "next_url" : "prev-archive"
      #expect(site.way(from: "all.\(format)", by: older) == all.reversed(), "\(step)")
      for path in all {
        let page = site.documents[path]!
        #expect(page.links["self"] == "https://example.com/feeds/\(path)" && page.id == current.id, "\(step)")
        if format != "json" {
          #expect(page.isArchive && page.links["current"] == "https://example.com/feeds/all.\(format)", "\(step)")
        }
      }
      #expect(!current.isArchive && current.links["current"] == nil && current.links["next-archive"] == nil)
      if format != "json", let oldest = all.first {
        // That to a page with one entry may be yet to come.
        let newer = Array(all.dropFirst())
        let way = site.way(from: oldest, by: "next-archive")
        #expect(way == newer || pages[pages.keys.max()!]!.count == 1 && way == newer.dropLast(), "\(step)")
      }
    }
  }

  @Test(
    "of 300 posts that come one by one, of others that are dated back, and of edits, renames and deletions",
    arguments: [1, 2] as [UInt64])
  func walk(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var site = Site()
    var posts = 0
    var steps = 0
    while posts < 300 {
      steps += 1
      let before = site
      // So that the first pages fill undisturbed.
      let choice = steps < 25 ? 9 : random.number(0...9)
      let step: String
      switch choice {
      case 0:
        let day = random.number(1...posts)
        site.add(day: day)
        step = "seed \(seed), step \(steps): one dated back to day \(day)"
      case 1:
        let index = random.number(0...site.blog.items.count - 1)
        site.blog.items[index].content = .text("Edited in step \(steps).")
        step = "seed \(seed), step \(steps): an edit"
      case 2:
        let index = random.number(0...site.blog.items.count - 1)
        site.blog.items[index].title = "Renamed in step \(steps)"
        step = "seed \(seed), step \(steps): a new name"
      case 3:
        site.blog.items.remove(at: random.number(0...site.blog.items.count - 1))
        step = "seed \(seed), step \(steps): one deleted"
      default:
        site.add()
        posts += 1
        step = "seed \(seed), step \(steps): post \(posts)"
      }
      try site.build()
      try check(site, step: step)
      let pages = site.writtenPages
      switch choice {
      case 0, 3: #expect(pages.count <= 2, "\(step): \(pages)")
      case 1, 2:
        #expect(pages.count <= 1, "\(step): \(pages)")
        #expect(site.pages() == before.pages(), "\(step)")
      default: #expect(pages.count <= 1, "\(step): \(pages)")
      }
      if steps % 40 == 0 {
        let ledger = try Ledger(site.blog.ledger.text, file: "ledger.ndjson")
        #expect(ledger == site.blog.ledger, "the ledger as text is the ledger: \(step)")
        // Law 3, and a rebuild is no change.
        let again = try BuiltBlog(
          site.blog.pipeline.edition(of: site.blog.items, remembering: ledger, at: Timestamp("2022-07-01T00:00:00Z")))
        for item in again.documents {
          #expect(
            item.document.parts.flatMap(\.self) == site.documents[item.path.string]?.bytes, "\(step): \(item.path)")
        }
        #expect(again.ledger == ledger, "\(step)")
      }
    }
    #expect(site.pages().count >= 25)
  }

  @Test("is the same for posts that came one by one and for the same posts at once", arguments: [3, 4, 10])
  func atOnce(_ size: Int) throws {
    var site = Site(holding: size)
    for number in 1...3 * size + 2 {
      site.add()
      try site.build()
      let whole = try site.blog.pipeline.edition(
        of: site.blog.items, remembering: Ledger(), at: Timestamp("2022-06-01T00:00:00Z"))
      for item in try BuiltBlog(whole).documents {
        #expect(
          item.document.parts.flatMap(\.self) == site.documents[item.path.string]?.bytes, "\(number) \(item.path)")
      }
      #expect(site.writtenPages.count <= 1, "\(number)")
    }
  }

  @Test("a page that is full and led to has the bytes that it had, whatever comes")
  func frozen() throws {
    var site = Site(holding: 5, posts: 12)
    try site.build()
    let frozen = site.documents.filter { $0.key.hasPrefix("all/archive/1.") || $0.key.hasPrefix("all/archive/2.") }
    #expect(frozen.count == 6)
    for _ in 0..<20 {
      site.add()
      try site.build()
      for (path, read) in frozen { #expect(site.documents[path] == read, "\(path)") }
    }
  }

  @Test("an edit of an old post, its update and its page's, are in its page alone; the feed is as new as it was")
  func edited() throws {
    var site = Site(holding: 5, posts: 12)
    try site.build()
    let before = site
    site.blog.items[2].content = .text("Better.")
    try site.build()
    #expect(site.written == ["all/archive/1.atom", "all/archive/1.rss", "all/archive/1.json"])
    #expect(site.documents["all/archive/1.atom"]?.updated == "2022-06-01T00:00:02Z")
    #expect(site.documents["all.atom"] == before.documents["all.atom"])
  }

  @Test("another size is that of pages to come: no entry changes its page")
  func resized() throws {
    var site = Site(holding: 5, posts: 13)
    try site.build()
    let before = site.pages()
    for size in [3, 50] {
      var other = site
      other.blog.pipeline.feeds.scopes[.all]!.archive = size
      try other.build()
      #expect(other.pages()[1] == before[1] && other.pages()[2] == before[2])
      try check(other, step: "\(size)")
    }
  }

  @Test("that is taken out of the configuration is removed, and comes back as it was")
  func removed() throws {
    var site = Site(holding: 5, posts: 13)
    try site.build()
    let before = site
    site.blog.pipeline.feeds.scopes[.all]!.archive = nil
    try site.build()
    #expect(site.documents.keys.sorted() == ["all.atom", "all.json", "all.rss"])
    #expect(site.documents["all.atom"]?.links["prev-archive"] == nil)
    site.blog.pipeline.feeds.scopes[.all]!.archive = 7
    try site.build()
    #expect(site.pages() == before.pages())
  }

  @Test("pages that have lost all that they held are gone, and the others lead past them")
  func emptied() throws {
    var site = Site(holding: 5, posts: 20)
    try site.build()
    site.blog.items.removeSubrange(5..<10)
    try site.build()
    #expect(site.pages().keys.sorted() == [1, 3, 4])
    try check(site, step: "without the second")
    site.blog.items.removeLast(10)
    try site.build()
    #expect(site.pages().keys.sorted() == [1])
    try check(site, step: "without all but the first")
    site.add()
    try site.build()
    try check(site, step: "with a new one")
    #expect(site.pages().keys.sorted() == [1, 5])
  }

  @Test("P3: pages lose contents for want of room, and no entry")
  func bytes() throws {
    var site = Site(holding: 10, posts: 20)
    for index in site.blog.items.indices {
      site.blog.items[index].content = .text(String(repeating: "word ", count: 200))
    }
    site.blog.pipeline.feeds.bytes = 4_000
    try site.build()
    try check(site, step: "4,000 bytes")
    #expect(
      site.pages().values.allSatisfy { $0.count == 10 } && site.documents["all/archive/1.atom"]!.bytes.count > 4_000)
  }

  @Test("of a tag holds what the tag has, at a path and under an id of its own")
  func ofTags() throws {
    var blog = Blog(
      (1...9).map { .post("urn:example:\($0)", on: "2022-03-0\($0)T00:00:00Z", text: "x", tags: $0 < 8 ? ["c++"] : []) }
    )
    blog.pipeline.feeds.scopes = [
      .tag: ScopeSettings(of: .tag, paths: ["rss": "t/{slug}/index.xml", "json": "j/{slug}"], archive: 3)
    ]
    let built = try blog.build()
    #expect(
      built.paths.sorted() == [
        "j/cpp", "j/cpp-archive/1", "j/cpp-archive/2", "j/cpp-archive/3", "t/cpp/index.xml",
        "t/cpp/index/archive/1.xml", "t/cpp/index/archive/2.xml", "t/cpp/index/archive/3.xml", "tags/cpp.atom",
        "tags/cpp/archive/1.atom", "tags/cpp/archive/2.atom", "tags/cpp/archive/3.atom",
      ])
    // The pages are there before what leads to them.
    #expect(built.paths.last == "j/cpp" && built.paths.first == "tags/cpp/archive/1.atom")
    let page = try built.atom("tags/cpp/archive/2.atom")
    #expect(page["id"] == "tag:example.com,2022-03-01:feeds/tags/cpp")
    #expect(page.all("entry").map { $0["id"] } == ["urn:example:6", "urn:example:5", "urn:example:4"])
    #expect(page["updated"] == "2022-03-06T00:00:00Z")
  }

  @Test("§2: a complete feed holds every entry, says so, and has no archive; others say nothing of it")
  func complete() throws {
    var blog = Blog((1...30).map { .post("urn:example:\($0)", on: "2022-03-01T00:00:\($0 + 10)Z", text: "x") })
    let before = try blog.preview()
    #expect(!before.text(of: "all.atom").contains("xmlns:fh") && !before.text(of: "all.rss").contains("xmlns:fh"))
    blog.pipeline.feeds.scopes[.all]!.isComplete = true
    blog.pipeline.feeds.bytes = 2_000
    let built = try blog.build()
    let atom = try built.atom()
    #expect(atom.all("entry").count == 30 && atom.all("fh:complete").count == 1)
    #expect(atom.only("fh:complete")?.namespace == "http://purl.org/syndication/history/1.0")
    let rss = try built.rss()
    #expect(rss.all("item").count == 30 && rss.all("fh:complete").count == 1)
    #expect(try built.jsonItems().count == 30)
  }

  @Test("P4: the feed tells of an entry that is gone and that a page alone has held; only its page is another then")
  func tombstones() throws {
    var site = Site(holding: 5, posts: 12)
    site.blog.pipeline.feeds.tombstones = TombstoneSettings()
    try site.build()
    site.blog.items.remove(at: 2)
    try site.build()
    let told = String(decoding: site.documents["all.atom"]!.bytes, as: UTF8.self)
    #expect(told.contains(#"<at:deleted-entry ref="urn:example:3""#))
    #expect(site.written == ["all.atom", "all/archive/1.atom", "all/archive/1.rss", "all/archive/1.json"])
  }

  @Test("§2: a complete feed that another has taken the place of holds nothing, and does not say that it is complete")
  func moved() throws {
    var blog = Blog((1...3).map { .post("urn:example:\($0)", on: "2022-03-0\($0)T00:00:00Z", text: "x", tags: ["rl"]) })
    blog.pipeline.feeds.scopes[.tag]!.isComplete = true
    try blog.build()
    blog.pipeline.tags.aliases = ["rl": "reinforcement"]
    let built = try blog.build()
    #expect(try built.atom("tags/reinforcement.atom").all("fh:complete").count == 1)
    let former = try built.atom("tags/rl.atom")
    #expect(former.all("entry").isEmpty && former.all("fh:complete").isEmpty)
  }

  @Test("what a ledger says of pages that cannot be is refused")
  func ledger() {
    func problem(_ row: String) -> String? {
      do {
        _ = try Ledger(Array("{\"ledger\":2}\n\(row)\n{\"row\":\"end\"}\n".utf8), file: "l")
        return nil
      } catch { return error.message }
    }
    #expect(problem(#"{"row":"page","feed":"all","page":1,"documents":["a/1.atom"]}"#) == nil)
    #expect(
      problem(#"{"row":"page","feed":"all","page":1,"documents":[],"published":"2022-03-01T00:00:00Z","id":"x"}"#)
        == nil)
    for row in [
      #"{"row":"page","feed":"all","page":0,"documents":[]}"#, #"{"row":"page","feed":"all","documents":[]}"#,
      #"{"row":"page","feed":"all","page":1}"#, #"{"row":"page","feed":"all","page":1,"documents":["../a"]}"#,
      #"{"row":"page","feed":"all","page":1,"documents":[],"id":"x"}"#,
      #"{"row":"page","feed":"all","page":1,"documents":[],"published":"x","id":"x"}"#,
    ] {
      #expect(problem(row) != nil, "\(row)")
    }
  }
}

extension ArchiveTests.Site.Read {
  /// As a reader of the format that the path's extension names takes it.
  fileprivate init(_ bytes: [UInt8], at path: String) throws {
    if path.hasSuffix(".json") {
      let feed = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
      let items = try #require(feed["items"] as? [[String: Any]])
      self.init(
        bytes: bytes, ids: items.compactMap { $0["id"] as? String },
        links: ["self": feed["feed_url"], "next_url": feed["next_url"]].compactMapValues { $0 as? String },
        id: feed["title"] as? String ?? "", isArchive: false)
      return
    }
    let root = try XMLTree(bytes)
    let isAtom = path.hasSuffix(".atom")
    let feed = isAtom ? root : try #require(root.only("channel"))
    let links = feed.all(isAtom ? "link" : "atom:link").compactMap { link in
      link.attributes["href"].map { (link.attributes["rel"] ?? "", $0) }
    }
    let history = "http://purl.org/syndication/history/1.0"
    self.init(
      bytes: bytes, ids: feed.all(isAtom ? "entry" : "item").compactMap { $0[isAtom ? "id" : "guid"] },
      links: Dictionary(links) { first, _ in first }, id: feed[isAtom ? "id" : "title"] ?? "",
      isArchive: feed.only("fh:archive")?.namespace == history, updated: feed["updated"])
  }
}
