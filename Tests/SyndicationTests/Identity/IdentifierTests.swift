import SyndicationFiles
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Rules I identity")
struct IdentifierTests {
  private func id(_ item: SourceItem, on site: (inout Site) -> Void = { _ in }) throws -> String? {
    var blog = Blog([item])
    site(&blog.pipeline.site)
    return try blog.preview().plan.entries.first?.id
  }

  @Test(
    "§4.2.6 an id that is an absolute URI is written byte for byte, in all formats",
    arguments: [
      "urn:uuid:1225C695-CFB8-4EBB-aaaa-80da344efa6a", "HTTP://Example.COM:80/%7efoo/../x?y#z",
      "tag:old.example,2005-01-01:a",
      "https://example.com", "yt:video:42", "http://example.com/?p=1&amp;x",
    ])
  func verbatim(_ id: String) throws {
    let edition = try Blog([.post(id, url: "https://example.com/1/", summary: "Short.")]).preview()
    for entry in try edition.readEntries() { #expect(entry.id == id) }
  }

  @Test(
    "I2 any other id becomes a tag URI of the site's host and the date of publication",
    arguments: [
      ("42", "42"), ("a b", "a%20b"), ("über", "%C3%BCber"), ("/2022/post", "/2022/post"), ("a#b", "a%23b"),
      ("100%", "100%25"),
      ("%41", "%2541"), ("http://example.com/ü", "http://example.com/%C3%BC"), ("<&>", "%3C%26%3E"), ("..", ".."),
      ("post:42", "post:42"), ("JavaScript:alert(1)", "JavaScript:alert%281%29"),
      ("data:text/html,x", "data:text/html%2Cx"),
    ])
  func tagURI(_ id: String, _ specific: String) throws {
    let made = try self.id(.post(id, url: "https://example.com/1/"))
    #expect(made == "tag:example.com,2022-03-26:\(specific)")
    #expect(AbsoluteURL.isURI(made ?? ""))
  }

  @Test("RFC 4151 the date in a tag URI is the local one, the host in punycode and without its port")
  func tagURIParts() throws {
    let made = try id(.post("42", on: "2022-03-25T23:30:00Z")) {
      $0.timeZone = SiteTimeZone("Europe/Berlin")!
      $0.url = AbsoluteURL("https://BÜCHER.example:8080/blog")!
    }
    #expect(made == "tag:xn--bcher-kva.example,2022-03-26:42")
  }

  @Test("I2 without an id it is the canonical URL")
  func url() throws {
    #expect(try id(.post(url: "HTTPS://Example.com:443/a/../b?q=ü")) == "https://example.com/b?q=%C3%BC")
    #expect(try id(.post("", url: "/relative")) == "https://example.com/relative")
  }

  @Test("a listing's id is its first permalink")
  func listed() throws {
    #expect(try id(.listed("Graphs & Trees")) == "https://example.com/2022/03/26/graphs-trees/")
  }

  @Test("§4.2.6 an item with neither id nor URL is an error that names its place, and the others are published")
  func neither() throws {
    let edition = try Blog([.post(), .post("urn:example:2"), .post("", url: ""), .post("\u{0}")]).preview()
    #expect(edition.plan.entries.map(\.id) == ["urn:example:2"])
    #expect(edition.problems.map(\.severity) == [.error, .error, .error])
    #expect(edition.problems.allSatisfy { $0.rule == "RFC 4287 §4.2.6" && $0.place.file == "posts.json" })
  }

  @Test("I1 two items with one id are an error that names both places, and the first is published")
  func duplicates() throws {
    var second = SourceItem.post("urn:example:1", title: "Second")
    second.place = Place(file: "posts.json", line: 9)
    let edition = try Blog([.post("urn:example:1", title: "First"), second]).preview()
    #expect(edition.titles() == ["First"])
    let problem = try #require(edition.problems.first)
    #expect(edition.problems.count == 1 && problem.severity == .error)
    #expect(problem.place == second.place && problem.message.contains("posts.json#/items/urn:example:1"))
  }

  @Test("I1 two sources with one id are an error: it is unique within a feed")
  func duplicatesOfTwoSources() throws {
    let edition = try Blog([.post("urn:example:1"), .post("urn:example:1", source: "other")]).preview()
    #expect(edition.plan.entries.count == 1)
    #expect(edition.problems.map(\.severity) == [.error])
  }

  @Test("I1 two posts with one title on one day are an error, in the first build and in every later one")
  func listedDuplicates() throws {
    var blog = Blog([.listed("A", summary: "One."), .listed("a!", summary: "Two.")])
    let first = try blog.preview()
    #expect(first.titles() == ["A"])
    #expect(first.problems.map(\.severity) == [.error])
    blog.items.removeLast()
    try blog.build()
    blog.items.append(.listed("a!", summary: "Two."))
    let later = try blog.build()
    #expect(later.titles() == ["A"])
    #expect(later.problems.map(\.severity) == [.error])
    #expect(later.plan.entries.first?.id == "https://example.com/2022/03/26/a/")
  }

  @Test("one title on two days is two posts")
  func sameTitle() throws {
    let edition = try Blog([.listed("A", on: "2022-03-26"), .listed("A", on: "2022-03-25")]).preview()
    #expect(
      edition.plan.entries.map(\.id) == ["https://example.com/2022/03/26/a/", "https://example.com/2022/03/25/a/"])
  }

  @Test(
    "I5 an address that is no page's is an error",
    arguments: [
      "javascript:alert(1)", "mailto:a@example.org", "http://", "https://exa mple.com/", "ftp://example.com/a",
    ])
  func badURL(_ url: String) throws {
    let edition = try Blog([.post("urn:example:1", url: url)]).preview()
    #expect(edition.plan.entries.isEmpty)
    #expect(edition.problems.filter { $0.rule == "I5" }.map(\.severity) == [.error])
  }

  @Test("a permalink is made from the template: below the site, or absolute")
  func template() throws {
    var item = SourceItem.listed("Été à Rome", on: "2022-03-05", template: "/{year}-{month}-{day}/{slug}.html")
    #expect(try id(item) == "https://example.com/2022-03-05/%C3%A9t%C3%A9-%C3%A0-rome.html")
    #expect(
      try id(item) { $0.url = AbsoluteURL("https://example.com/blog")! }
        == "https://example.com/blog/2022-03-05/%C3%A9t%C3%A9-%C3%A0-rome.html")
    item = .listed("A", template: "https://other.example/{slug}")
    #expect(try id(item) == "https://other.example/a")
  }

  @Test("links give a listed post's address, found by its title's slug")
  func links() throws {
    let item = SourceItem.listed("A Title", links: ["a-title": "https://example.com/lecun1989/"])
    #expect(try id(item) == "https://example.com/lecun1989/")
  }
}
