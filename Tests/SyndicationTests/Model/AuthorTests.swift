import Syndication
import SyndicationTesting
import Testing

@Suite("Rules A authors")
struct AuthorTests {
  private func edition(_ authors: [Person], site: [Person] = []) throws -> BuiltBlog {
    var blog = Blog([.post("urn:example:1", url: "https://example.com/1/", summary: "Short.", authors: authors)])
    if !site.isEmpty { blog.pipeline.site.authors = site }
    return try blog.preview()
  }

  private let three = [
    Person(name: "Zoë", url: "https://zoe.example/", email: "zoe@example.org", affiliation: "A & B"),
    Person(name: "Ada"), Person(name: "Li, Bai", email: "li@example.org"),
  ]

  @Test("A1 every author is written, in order, in all formats")
  func order() throws {
    for entry in try edition(three).readEntries() { #expect(entry.authors == "Zoë, Ada, Li, Bai") }
  }

  @Test("A1 RFC 4287 §3.2: an Atom author has a name, and uri and email where given")
  func atom() throws {
    let authors = try #require(try edition(three).atom().only("entry")).all("author")
    #expect(authors[0]["name"] == "Zoë")
    #expect(authors[0]["uri"] == "https://zoe.example/")
    #expect(authors[0]["email"] == "zoe@example.org")
    #expect(authors[1].children.map(\.name) == ["name"])
  }

  @Test("A1 RSS has one dc:creator with all names, and then no author")
  func creators() throws {
    let item = try #require(try edition(three).rss().only("item"))
    #expect(item.all("dc:creator").map(\.text) == ["Zoë, Ada, Li, Bai"])
    #expect(item.all("author").isEmpty)
    #expect(item.all("dc:creator").allSatisfy { $0.namespace == "http://purl.org/dc/elements/1.1/" })
  }

  @Test("A1 RSS has author as e-mail and name, and then no dc:creator")
  func author() throws {
    let item = try #require(try edition([three[0]]).rss().only("item"))
    #expect(item["author"] == "zoe@example.org (Zoë)")
    #expect(item.all("dc:creator").isEmpty)
  }

  @Test("A2 an entry without authors has the site's, written out in every format")
  func inherited() throws {
    let site = [Person(name: "Editors", email: "editors@example.org"), Person(name: "Others")]
    for entry in try edition([], site: site).readEntries() { #expect(entry.authors == "Editors, Others") }
    for entry in try edition([]).readEntries() { #expect(entry.authors == "Example Notes") }
    #expect(try edition([], site: site).atom().all("author").map { $0["name"] } == ["Editors", "Others"])
  }

  @Test("A3 an affiliation is in no name, address or e-mail")
  func affiliation() throws {
    let edition = try edition(three)
    for path in ["all.atom", "all.rss"] { #expect(!edition.text(of: path).contains("A &amp; B")) }
    let author = try #require((try edition.jsonItems()[0]["authors"] as? [[String: Any]])?.first)
    #expect(author["name"] as? String == "Zoë")
    #expect(author["_syndicate"] as? [String: String] == ["affiliation": "A & B"])
  }

  @Test(
    "RFC 4287 §3.2.3 what is no e-mail address is left out, with a warning, and the author stays",
    arguments: ["nobody", "a b@example.org", "@example.org", "a@", "a@b@c", "<a@b>", "a@example.org\u{0}", "a(b)@c"])
  func badEmail(_ email: String) throws {
    let edition = try edition([Person(name: "Ada", email: email)])
    #expect(try edition.atom().only("entry")?.only("author")?.children.map(\.name) == ["name"])
    #expect(try edition.rss().only("item")?["dc:creator"] == "Ada")
    #expect(edition.rules == ["RFC 4287 §3.2.3"])
    #expect(!edition.problems.hasErrors)
  }

  @Test(
    "I5 an author's address that leads nowhere is left out, with a warning", arguments: ["javascript:x", "http://"])
  func badURL(_ url: String) throws {
    let edition = try edition([Person(name: "Ada", url: url)])
    #expect(try edition.atom().only("entry")?.only("author")?.children.map(\.name) == ["name"])
    #expect(edition.rules == ["I5"])
  }
}
