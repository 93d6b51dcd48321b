import Foundation
import SyndicationTesting
import Testing

@Suite("Posts that are withdrawn, and posts that are gone, from build to build")
struct CorrectionTests {
  let site: Workdir

  init() throws {
    site = try Workdir(
      config: RefusedInputTests.jsonConfig.replacing(
        "\"sources\"", with: "\"feeds\": {\"tombstones\": {\"atMost\": 5}}, \"sources\""))
    try write(Self.posts)
  }

  static let posts = [
    #"{"id": "urn:example:a", "title": "A", "url": "/a", "content_text": "What A says", "date_published": "2022-03-25", "tags": ["x"]}"#,
    #"{"id": "urn:example:b", "title": "B", "url": "/b", "content_text": "What B says", "date_published": "2022-03-24"}"#,
    #"{"id": "urn:example:c", "title": "C", "url": "/c", "content_text": "What C says", "date_published": "2022-03-23"}"#,
  ]

  private func write(_ posts: [String]) throws {
    try site.folder.write("[\(posts.joined(separator: ",\n"))]", to: "posts.json")
  }

  private func all() throws -> String { try #require(site.folder.text("feeds/all.atom")) }

  @Test("a post that is deleted is announced in Atom, at the time of the build that missed it, and that stays")
  func gone() throws {
    try site.run("build")
    #expect(try !all().contains("deleted-entry"))
    try write(Array(Self.posts.dropLast()))
    #expect(try site.run("build", at: 1_700_000_100).code == 0)
    let tombstone = "<at:deleted-entry ref=\"urn:example:c\" when=\"2023-11-14T22:15:00Z\"/>"
    #expect(try all().contains(tombstone))
    #expect(site.folder.text("feeds/tags/x.atom")?.contains("deleted-entry") == false)
    #expect(try site.isWellFormed("feeds/all.atom"))
    let before = site.stamps()
    #expect(try site.run("build", "--force", at: 1_800_000_000).out.contains("documents: 0 written,"))
    #expect(site.stamps() == before)
    try write(Self.posts)
    try site.run("build", at: 1_800_000_001)
    #expect(try !all().contains("deleted-entry"))
  }

  @Test("a post that is withdrawn keeps its place, with a notice, and is updated; a minor edit is not")
  func withdrawn() throws {
    try site.run("build")
    let withdrawn = Self.posts[0].replacing(
      "\"tags\"", with: #""_syndicate": {"withdrawn": "The data were wrong"}, "tags""#)
    try write([withdrawn] + Self.posts.dropFirst())
    let plan = try site.run("plan", "--max-notified", "0")
    #expect(
      plan.code == 0 && plan.out.contains("feed: all, 0 new, 0 shown again, 1 updated, 0 removed\n"), "\(plan.out)")
    try site.run("build", at: 1_700_000_100)
    #expect(try all().contains("This post was withdrawn: The data were wrong") && !all().contains("What A says"))
    #expect(try all().contains("<updated>2023-11-14T22:15:00Z</updated>"))
    let minor = Self.posts[1].replacing("What B", with: "That which B")
      .replacing("}", with: #", "_syndicate": {"minor": true}}"#)
    try write([withdrawn, minor, Self.posts[2]])
    #expect(try site.run("plan").out.contains("entries: 0 new, 0 shown again, 0 updated, 0 removed\n"))
    try site.run("build", at: 1_700_000_200)
    #expect(try all().contains("That which B") && !all().contains("2023-11-14T22:16"))
  }

  @Test("in Markdown, the same by front matter")
  func markdown() throws {
    try site.folder.write(
      Workdir.config.replacing("listing", with: "markdown").replacing("posts.txt", with: "blog"), to: "config.json")
    try site.folder.write("title: A\n", to: "blog/_config.yml")
    func post(_ more: String, _ body: String) throws {
      try site.folder.write("---\ntitle: One\n\(more)---\n\(body)\n", to: "blog/_posts/2022-03-25-one.md")
    }
    try post("", "Teh text.")
    try site.run("build")
    try post("minor: true\n", "The text.")
    #expect(try site.run("build").out.contains("entries: 1 read, 0 new, 0 updated, 0 removed\n"))
    #expect(try all().contains("The text."))
    try post("withdrawn: It was wrong\n", "The text.")
    #expect(try site.run("build").out.contains("entries: 1 read, 0 new, 1 updated, 0 removed\n"))
    #expect(try all().contains("This post was withdrawn: It was wrong") && !all().contains("The text."))
  }
}
