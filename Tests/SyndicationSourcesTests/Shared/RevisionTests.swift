import Glibc
import Syndication
import SyndicationSources
import SyndicationTesting
import Testing

@Suite("A source that is read from files tells its revision")
struct RevisionTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// By name; the first is what is changed.
    let files: KeyValuePairs<String, String>
    let source: @Sendable (_ path: (String) -> String, _ name: String) -> any CatalogSource
    /// What the source is made of.
    let name: String
  }

  static let site = Site(title: "A", url: AbsoluteURL("https://example.org/")!)
  static let html =
    "<article class=h-entry><h1 class=p-name>A</h1><time class=dt-published datetime=2022-03-25>x</time>"

  static let kinds = [
    Kind(
      testDescription: "JSON",
      files: ["posts.json": #"[{"id": "urn:a", "title": "A", "date_published": "2022-03-25"}]"#],
      source: { JSONSource(name: "a", path: $0($1)) }, name: "posts.json"),
    Kind(
      testDescription: "a listing", files: ["posts.txt": "A\n\n26 Mar 2022 | a\n\nText."],
      source: { ListingSource(name: "a", path: $0($1), permalink: "/{slug}/", site: site) },
      name: "posts.txt"),
    Kind(
      testDescription: "a listing's links", files: ["links.json": "{}", "posts.txt": "A\n\n26 Mar 2022 | a\n\nText."],
      source: {
        ListingSource(
          name: "a", path: $0($1), permalink: "/{slug}/", links: $0("links.json"), site: site)
      }, name: "posts.txt"),
    Kind(
      testDescription: "a feed",
      files: [
        "feed.json":
          #"{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"id": "urn:a"}]}"#
      ], source: { FeedSource(name: "a", path: $0($1), site: site) }, name: "feed.json"),
    Kind(
      testDescription: "a page", files: ["a.html": html],
      source: { HTMLSource(name: "a", path: $0($1), site: site) }, name: "a.html"),
    Kind(
      testDescription: "a folder of pages", files: ["pages/a.html": html],
      source: { HTMLSource(name: "a", path: $0($1), site: site) }, name: "pages"),
    Kind(
      testDescription: "a folder of Markdown", files: ["blog/_posts/2022-03-25-a.md": "---\ntitle: A\n---\nText."],
      source: { MarkdownSource(name: "a", path: $0($1), options: .init(), site: site) }, name: "blog"),
    Kind(
      testDescription: "the pages of a folder of Markdown",
      files: ["built/2022/03/25/a.html": "<main>A</main>", "blog/_posts/2022-03-25-a.md": "---\ntitle: A\n---\nText."],
      source: {
        var options = MarkdownSource.Options()
        options.rendered = MarkdownSource.Rendered(path: $0("built"))
        return MarkdownSource(name: "a", path: $0($1), options: options, site: site)
      }, name: "blog"),
    Kind(
      testDescription: "the configuration above a folder of Markdown",
      files: ["_config.yml": "permalink: /:title/", "_posts/2022-03-25-a.md": "---\ntitle: A\n---\nText."],
      source: { MarkdownSource(name: "a", path: $0($1), options: .init(), site: site) }, name: "_posts"),
  ]

  @Test("that stays while nothing changes, and is another afterwards, as it must", arguments: kinds)
  func conformance(_ kind: Kind) async throws {
    let folder = try TemporaryFolder()
    for (name, text) in kind.files {
      try folder.write(text, to: name)
      setModified(folder[name], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0))
    }
    let (changed, text) = (kind.files[0].key, kind.files[0].value)
    let violations = await CatalogSourceConformance.violations(
      of: { kind.source({ folder[$0] }, kind.name) }, missing: { kind.source({ folder[$0] }, "none") },
      change: {
        try folder.write(text + " ", to: changed)
        setModified(folder[changed], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0))
      })
    #expect(violations == [])
  }

  @Test("and none where a file is missing, or too young to be known again")
  func none() async throws {
    let folder = try TemporaryFolder()
    let source = JSONSource(name: "a", path: folder["a.json"])
    #expect(await source.revision() == nil)
    try folder.write("[]", to: "a.json")
    setModified(folder["a.json"], to: timespec(tv_sec: 4_000_000_000, tv_nsec: 0))
    #expect(await source.revision() == nil)
  }
}
