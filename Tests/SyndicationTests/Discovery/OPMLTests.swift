import SyndicationTesting
import Testing

@testable import Syndication

@Suite("OPML 2.0")
struct OPMLTests {
  private func blog(_ tags: [String] = ["Graphs", "C++", "C#"], titles: [String: String] = [:]) -> Blog {
    var blog = Blog([
      .post("urn:1", on: "2022-03-26T08:00:00Z", updated: "2022-04-01T00:00:00Z", tags: tags),
      .post("urn:2", on: "2021-03-26T08:00:00Z", authors: [Person(name: "Ann")], tags: ["Graphs"]),
    ])
    blog.pipeline.tags.titles = titles
    blog.pipeline.feeds.scopes[.author] = .init(of: .author)
    blog.pipeline.documents = [OPML()]
    return blog
  }

  /// The outlines of the body, and of their outlines.
  private func outlines(of blog: Blog) throws -> [XMLTree] {
    let opml = try XMLTree(#require(try blog.preview().bytes(of: "feeds.opml")))
    #expect(opml.name == "opml" && opml.attributes == ["version": "2.0"])
    return try #require(opml.children.last).children
  }

  @Test("has every feed once, those of terms in a group for each axis")
  func groups() throws {
    let outlines = try outlines(of: blog())
    #expect(outlines.map { $0.attributes["text"] } == ["Example Notes", "Tags", "Authors"])
    #expect(outlines[1].children.count == 3 && outlines[2].children.count == 1)
    let graphs = try #require(outlines[1].children.first { $0.attributes["xmlUrl"]?.contains("graphs") == true })
    #expect(
      graphs.attributes == [
        "type": "rss", "text": "Tag: Graphs · Example Notes", "title": "Tag: Graphs · Example Notes",
        "xmlUrl": "https://example.com/feeds/tags/graphs.atom", "htmlUrl": "https://example.com/",
      ])
  }

  @Test("is of the newest feed's time, and tells whose it is")
  func head() throws {
    let opml = try XMLTree(#require(try blog().preview().bytes(of: "feeds.opml")))
    let head = try #require(opml.children.first)
    #expect(head["title"] == "Feeds of Example Notes")
    #expect(head["dateModified"] == "Fri, 01 Apr 2022 00:00:00 GMT")
    #expect(head["ownerName"] == "Example Notes")
  }

  @Test("version is said where the document is RSS")
  func version() throws {
    var blog = blog()
    blog.pipeline.feeds.formats = ["json", "rss"]
    let outline = try #require(try outlines(of: blog).first)
    #expect(outline.attributes["version"] == "RSS2")
    #expect(outline.attributes["xmlUrl"] == "https://example.com/feeds/all.rss")
  }

  @Test(
    "O1 texts stay distinct when every run of what is no letter or digit becomes “-”",
    arguments: [
      ["C++", "C#", "C"], ["日本", "中国"], ["a b", "a, b", "a.b", "a b 2"], ["…", "—", "+"], ["Tags", "Everything"],
    ])
  func distinct(tags: [String]) throws {
    var slugs: [String: String] = [:]
    for (index, tag) in tags.enumerated() { slugs[tag] = "slug-\(index)" }
    for title in ["{name}", "Tag: {name} · {site}", "{name} (slug-1)"] {
      var blog = blog(tags)
      blog.pipeline.tags.slugs = slugs
      blog.pipeline.feeds.scopes[.tag]?.title = title
      blog.pipeline.feeds.scopes[.author]?.title = title
      let all = try outlines(of: blog).flatMap { [$0] + $0.children }
      let texts = all.compactMap { $0.attributes["text"] }
      let keys = Set(texts.map { $0.replacing(/[^\p{L}\p{N}]+/, with: "-") })
      #expect(keys.count == texts.count, "\(texts)")
    }
  }

  @Test("a text is the feed's title where that will do")
  func plain() throws {
    let texts = try outlines(of: blog())[1].children.compactMap { $0.attributes["text"] }
    #expect(texts.contains("Tag: Graphs · Example Notes"))
    #expect(texts.contains("Tag: C++ · Example Notes (cpp)") && texts.contains("Tag: C# · Example Notes (c-sharp)"))
  }

  @Test("XML 1.0 §2.4 whatever a title holds, it reads back")
  func hostile() throws {
    let title = #"</opml> & "quotes" <b> עברית 𝔾"#
    let texts = try outlines(of: blog(titles: ["Graphs": title]))[1].children.compactMap { $0.attributes["text"] }
    #expect(texts.contains("Tag: \(title) · Example Notes"))
  }
}
