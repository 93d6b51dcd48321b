import Syndication
import SyndicationSite
import SyndicationTesting
import Testing

@Suite("Law 5: of what a build remembers, only an author's edit moves updated")
struct EditTests {
  /// What a build after `change` tells subscribers.
  private func changes(after change: (SampleSite) throws -> Void) async throws -> Ledger.Changes {
    let site = try SampleSite()
    try await site.build(at: SampleSite.first)
    try change(site)
    let report = try await site.build()
    #expect(report.published != nil)
    #expect(try await site.build(at: Timestamp("2022-08-01T00:00:00Z")).changes == Ledger.Changes(), "and no later one")
    return report.changes
  }

  private func replace(_ old: String, with new: String, in file: String, of site: SampleSite) throws {
    let text = try #require(site.folder.text(file))
    try #require(text.contains(old), "\(file)")
    try site.write(text.replacing(old, with: new), to: file)
  }

  private static let settings: KeyValuePairs = [
    #""url": "https://example.org/", "description""#: #""url": "https://new.example/blog/", "description""#,
    "America/New_York": "Asia/Tokyo", "06:30": "18:30", "/l/{slug}/": "/posts/{year}/{slug}/",
    "/{year}/{slug}/": "/blog/{year}/{month}/{slug}/", "/p/{path}/": "/{year}/{path}.html",
    #"[".share", "h6"]"#: #"["p", "img", ".other"]"#, #""wheat": "rye""#: #""rye": "wheat", "oats": "wheat""#,
    #""titles": {"rye": "Rye!"}"#: #""titles": {"oats": "Oats"}"#, "https://cdn.example": "https://other.example",
    #""origin": true"#: #""origin": false"#, #""language": "en""#: #""language": "de""#,
    #""authors": [{"name": "Ed""#: #""authors": [{"name": "Somebody""#,
  ]

  @Test(
    "no other address of the site, zone, permalink, dropped element, alias, variable or origin is one",
    arguments: settings.map(\.key))
  func setting(_ old: String) async throws {
    let new = Self.settings.first { $0.key == old }!.value
    #expect(
      try await changes { try replace(old, with: new, in: "config.json", of: $0) } == Ledger.Changes())
  }

  @Test("nor are all of them at once, nor what a generator's configuration says")
  func everySetting() async throws {
    let changes = try await changes { site in
      for (old, new) in Self.settings { try replace(old, with: new, in: "config.json", of: site) }
      let generators = "title: Cellar\ntimezone: Asia/Tokyo\npermalink: /:title/\nmarkdown: CommonMark\n"
      try site.write(generators, to: "blog/_config.yml")
    }
    #expect(changes == Ledger.Changes())
  }

  private static let texts = SampleSite.files.keys.filter { !$0.hasSuffix("links.json") }.sorted()

  @Test("nor are line ends, nor white space at the ends of a file", arguments: texts, ["\r\n", "\n"])
  func lines(_ file: String, _ end: String) async throws {
    let changes = try await changes { site in
      let text = SampleSite.files[file]!
      try site.write(text.replacing("\n", with: end) + end + end, to: file)
    }
    #expect(changes == Ledger.Changes())
  }

  private static let spaces: [(String, String, String)] = [
    ("posts.json", #""Milk.\n\nIs white.""#, #"" \r\nMilk.\r\n\r\nIs white. \n\n""#),
    ("posts.json", #""title": "Milk""#, #""title": " Milk\n""#),
    ("old.xml", "&lt;p&gt;An egg", " \n&lt;p&gt;An egg"), ("old.xml", "&lt;/p&gt;<", "&lt;/p&gt;\r\n\n <"),
    ("old.xml", "<title>Egg</title>", "<title> Egg\n</title>"), ("old.xml", "Green tea.", "\n Green tea. \n"),
    ("blog/_posts/2022-03-20-bread.md", "---\nAt", "---\n\n\nAt"),
    ("blog/_posts/2022-03-20-bread.md", "title: Bread", "title:   Bread  "),
    ("pages/pie.html", "<main>", "<main>\n\n"),
    ("list.txt", "About salt.", "About salt.  "),
  ]

  @Test("nor is white space around a text", arguments: spaces)
  func space(_ file: String, _ old: String, _ new: String) async throws {
    #expect(try await changes { try replace(old, with: new, in: file, of: $0) } == Ledger.Changes())
  }

  @Test(
    "a word is, and moves its own post alone",
    arguments: [
      ("posts.json", "white", "pale"), ("posts.json", "\"Milk\"", "\"Whey\""), ("old.xml", "An egg", "One egg"),
      ("old.xml", "<title>Tea", "<title>Leaf"), ("old.xml", "Green", "Black"), ("pages/pie.html", "Apples", "Pears"),
      ("list.txt", "About salt", "All about salt"),
      ("blog/_posts/2022-03-20-bread.md", "flour", "rye"), ("blog/_posts/2022-03-21-shared.md", "words", "thoughts"),
    ])
  func word(_ file: String, _ old: String, _ new: String) async throws {
    let changes = try await changes { try replace(old, with: new, in: file, of: $0) }
    #expect(changes.updated.count == 1 && changes.new == [] && changes.removed == [])
  }
}
