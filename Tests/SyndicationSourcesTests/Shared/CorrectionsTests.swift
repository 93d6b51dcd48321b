import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("What sources read of corrections")
struct CorrectionsTests {
  @Test(
    "Markdown: why a post was withdrawn, or that it was",
    arguments: [
      ("withdrawn: The proof is wrong", "The proof is wrong"), ("withdrawn: true", ""), ("retracted: yes", ""),
      ("withdrawn: false", nil), ("withdrawn:", nil), ("title: A", nil),
    ])
  func markdown(_ matter: String, _ withdrawn: String?) async throws {
    #expect(try await MarkdownFixture.post(matter).withdrawn == withdrawn)
  }

  @Test(
    "Markdown: that an edit is minor",
    arguments: [
      ("minor: true", true), ("minorEdit: yes", true), ("minor: false", false), ("title: A", false),
    ])
  func minor(_ matter: String, _ isMinor: Bool) async throws {
    #expect(try await MarkdownFixture.post(matter).isMinorEdit == isMinor)
  }

  @Test("Markdown: under the names that the configuration has for them")
  func names() async throws {
    var fixture = try MarkdownFixture(["_posts/2022-03-25-a.md": "---\nwhy: Wrong\nsmall: true\n---\nText.\n"])
    fixture.options.fields = [.withdrawn: ["why"], .minor: ["small"]]
    let item = try #require(try await fixture.load().items.first)
    #expect(item.withdrawn == "Wrong" && item.isMinorEdit)
  }

  @Test(
    "JSON: in its extension",
    arguments: [
      (#""withdrawn": "Wrong""#, "Wrong", false), (#""withdrawn": true, "minor": true"#, "", true),
      (#""withdrawn": false, "minor": false"#, nil, false), ("", nil, false),
    ])
  func json(_ members: String, _ withdrawn: String?, _ isMinor: Bool) async throws {
    let folder = try TemporaryFolder()
    try folder.write(#"[{"id": "1", "date_published": "2022-03-25", "_syndicate": {\#(members)}}]"#, to: "posts.json")
    let contents = try await JSONSource(name: "json", path: folder["posts.json"]).load()
    #expect(contents.problems.map(\.message) == [])
    let item = try #require(contents.items.first)
    #expect(item.withdrawn == withdrawn && item.isMinorEdit == isMinor)
  }

  @Test(
    "HTML: in meta elements, whatever tells of the post",
    arguments: [
      (#"<meta name="syndicate:withdrawn" content="Wrong">"#, "Wrong", false),
      (#"<meta name="syndicate:withdrawn" content="true"><meta name="syndicate:minor" content="true">"#, "", true),
      ("", nil, false),
    ])
  func html(_ meta: String, _ withdrawn: String?, _ isMinor: Bool) async throws {
    let folder = try TemporaryFolder()
    try folder.write(PageFixtures.minima.replacing("<head>", with: "<head>\(meta)"), to: "pages/bread.html")
    let site = Site(title: "A Site", url: AbsoluteURL("https://example.org/")!)
    let contents = try await HTMLSource(name: "html", path: folder["pages"], site: site).load()
    let item = try #require(contents.items.first)
    #expect(item.withdrawn == withdrawn && item.isMinorEdit == isMinor)
  }
}
