import SyndicationTesting
import Testing

@testable import Syndication

@Suite("The page of all feeds")
struct FeedPageTests {
  /// A site whose tags are as often used as tags are: few often, most once or twice.
  private func blog(tags count: Int, of alphabet: [String]? = nil) -> Blog {
    var generator = SeededGenerator(seed: 14)
    let syllables = ["ba", "ker", "lin", "gra", "ph", "son", "tor", "mi", "net", "da", "web", "ops", "sql", "ja"]
    let tags = (0..<count).map { number in
      (alphabet.map { $0[number % $0.count] } ?? generator.one(of: syllables)) + generator.one(of: syllables)
        + (generator.once(in: 2) ? "-\(generator.one(of: syllables))" : "") + "\(number)"
    }
    var items: [SourceItem] = []
    for number in 0..<max(count * 3, 3) {
      let own = number < count ? [tags[number]] : []
      let often = (0..<3).map { _ in
        tags[min(generator.number(0...count - 1), generator.number(0...count - 1), generator.number(0...count - 1))]
      }
      items.append(
        .post(
          "urn:\(number)",
          on: "20\(generator.number(15...21))-0\(generator.number(1...9))-\(generator.number(10...28))T08:00:00Z",
          tags: own + often))
    }
    var blog = Blog(items)
    blog.pipeline.documents = [FeedPage(beside: [OPML().path])]
    return blog
  }

  private func page(_ blog: Blog, _ path: String = "index.html") throws -> XMLTree {
    try XMLTree(#require(try blog.preview().bytes(of: path)))
  }

  private func rows(_ page: XMLTree) -> [XMLTree] {
    page.elements("section").flatMap { $0.elements("li") }
  }

  @Test("shows each feed with its count, its last post, its posts over time, and where it is in each format")
  func rows() throws {
    var blog = Blog([
      .post("urn:1", on: "2022-03-26T08:00:00Z", authors: [Person(name: "Ann Lee")], tags: ["Graphs"]),
      .post("urn:2", on: "2021-03-26T08:00:00Z", authors: [Person(name: "Ann Lee")], tags: ["Graphs", "oats"]),
    ])
    blog.pipeline.feeds.scopes[.author] = .init(of: .author)
    blog.pipeline.documents = [FeedPage()]
    let page = try page(blog)
    let rows = rows(page)
    #expect(rows.map { $0.elements("b").map(\.text) } == [["Graphs"], ["oats"], ["Ann Lee"]])
    #expect(
      rows.map(\.text) == [
        "Graphs2 posts2022-03-26AtomRSSJSON", "oats1 post2021-03-26AtomRSSJSON", "Ann Lee2 posts2022-03-26AtomRSSJSON",
      ])
    #expect(
      rows[2].elements("a").map { $0.attributes["href"] } == ["atom", "rss", "json"].map { "authors/ann-lee.\($0)" })
    #expect(rows[1].elements("path").map { $0.attributes["d"] } == ["M0 0v4"])
    #expect(rows[0].elements("path").map { $0.attributes["d"] } == ["M0 0v4M12 0v4"])
    let sections = page.elements("section").map { $0.elements("h2").map(\.text) }
    #expect(sections == [["Everything"], ["Tags 2"], ["Authors 1"]])
    #expect(
      page.elements("time").allSatisfy {
        ($0.attributes["datetime"] ?? $0.text).wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil
      })
  }

  @Test("loads nothing, and names nothing that is not there")
  func alone() throws {
    let page = try page(blog(tags: 5))
    #expect(page.elements("img") + page.elements("iframe") + page.elements("object") == [])
    #expect(page.elements("script").allSatisfy { $0.attributes["src"] == nil })
    #expect(page.elements("link").allSatisfy { $0.attributes["rel"] == "alternate" })
    let addresses = Set(page.elements("a").compactMap { $0.attributes["href"] })
    let edition = try blog(tags: 5).preview()
    #expect(addresses.subtracting(edition.paths) == ["https://example.com/", "#main", "feeds.opml"])
    #expect(
      !edition.text(of: "index.html").contains("http://")
        || edition.text(of: "index.html").matches(of: /http:\/\//).count == 1)
  }

  @Test(
    "XML 1.0 §2.4, HTML: whatever a name holds, it is text",
    arguments: [
      "</script><script>alert(1)</script>", "\" onmouseover=\"x", "' & <b>", "\u{202E}עברית\u{2066}", "]]>", "\u{0}a",
    ])
  func hostile(name: String) throws {
    var blog = Blog([.post("urn:1", tags: [name])])
    blog.pipeline.site.title = name
    blog.pipeline.site.language = "he"
    blog.pipeline.documents = [FeedPage()]
    let page = try page(blog)
    #expect(page.elements("script").count == 1)
    let clean = PlainText.line(name).text
    #expect(rows(page).flatMap { $0.elements("b") }.map(\.text.unicodeScalars.count) == [clean.unicodeScalars.count])
    #expect(page.elements("title").map(\.text) == ["Feeds · \(clean)"])
    #expect(page.elements("header").flatMap { $0.elements("a") }.first?.attributes["lang"] == "he")
  }

  @Test("is at most 100 KB of 500 tags, each of them there, the other formats told of in a sentence")
  func many() throws {
    let edition = try blog(tags: 500).preview()
    #expect(edition.paths.filter { $0.hasSuffix(".html") } == ["index.html"])
    let bytes = try #require(edition.bytes(of: "index.html"))
    #expect(bytes.count <= 100_000)
    let page = try XMLTree(bytes)
    #expect(rows(page).count == 500)
    #expect(rows(page).allSatisfy { $0.elements("a").count == 1 })
    #expect(page.elements("main").first?.attributes["data-more"] == "rss=RSS json=JSON")
    #expect(
      page.elements("p").contains {
        $0.text == "Each feed is there as RSS and JSON, too: its address then ends in .rss and .json."
      })
  }

  @Test("is on several pages beyond, none above 100 KB, by first letter, every feed with every format on one of them")
  func split() throws {
    let edition = try blog(tags: 1_500).preview()
    let pages = edition.paths.filter { $0.hasSuffix(".html") }
    #expect(pages.first == "index.html" && pages.contains("index-b.html") && pages.contains("index-s.html"))
    var shown: [String] = []
    for path in pages {
      let bytes = try #require(edition.bytes(of: path))
      #expect(bytes.count <= 100_000, "\(path)")
      let page = try XMLTree(bytes)
      let letters = page.elements("nav").flatMap { $0.elements("a") }.compactMap { $0.attributes["href"] }
      #expect(Set(letters).isSubset(of: pages) && letters.count > 5, "\(path)")
      if path == "index.html" { continue }
      #expect(rows(page).allSatisfy { $0.elements("a").count == 3 })
      let names = rows(page).flatMap { $0.elements("b") }.map(\.text)
      #expect(names.allSatisfy { path.hasPrefix("index-\($0.prefix(1))") }, "\(path)")
      shown += names
    }
    #expect(shown.sorted() == edition.plan.feeds.compactMap { $0.scope.term?.label }.sorted())
  }

  @Test("goes on where one letter has too much for a page, and where a letter is none of a to z")
  func letters() throws {
    let edition = try blog(tags: 1_300, of: ["я", "7", "z"]).preview()
    let pages = edition.paths.filter { $0.hasSuffix(".html") }
    #expect(pages.first == "index.html")
    #expect(
      Set(["index-0.html", "index-z.html", "index-other.html", "index-other-2.html"]).isSubset(of: pages), "\(pages)")
    let first = try page(blog(tags: 1_300, of: ["я", "7", "z"]), "index-other.html")
    #expect(
      first.elements("a").contains { $0.attributes["rel"] == "next" && $0.attributes["href"] == "index-other-2.html" })
    for path in pages { #expect(try #require(edition.bytes(of: path)).count <= 100_000, "\(path)") }
  }

  @Test("says the formats of each feed where their addresses are not alike")
  func unlike() throws {
    var blog = blog(tags: 600)
    blog.pipeline.feeds.scopes[.tag]?.paths = ["rss": "rss/{slug}.xml"]
    let pages = try blog.preview().paths.filter { $0.hasSuffix(".html") }
    #expect(pages.count > 5)
  }

  @Test("G2 a feed keeps the path at which a further page would be, which is told")
  func clash() throws {
    var blog = blog(tags: 1_500)
    blog.pipeline.feeds.scopes[.all]?.paths = ["atom": "index-b.html"]
    let edition = try blog.preview()
    #expect(edition.rules == ["G2"])
    #expect(edition.text(of: "index-b.html").hasPrefix("<?xml"))
  }

  @Test("is the same in every build of the same posts, and removed where nobody asks for it any more")
  func deterministic() throws {
    var blog = blog(tags: 700)
    let first = try blog.build(at: "2024-06-01T00:00:00Z")
    let second = try blog.build(at: "2025-06-01T00:00:00Z")
    let pages = first.paths.filter { $0.hasSuffix(".html") }
    #expect(pages.allSatisfy { first.bytes(of: $0) == second.bytes(of: $0) } && second.paths == first.paths)
    blog.pipeline.documents = []
    #expect(try Set(blog.build().publication.withdrawn.map(\.string)).isSuperset(of: pages))
  }
}

extension XMLTree {
  /// All elements of that name below, and itself.
  fileprivate func elements(_ name: String) -> [XMLTree] {
    (self.name == name ? [self] : []) + children.flatMap { $0.elements(name) }
  }
}
