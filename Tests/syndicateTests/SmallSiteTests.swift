import Foundation
import SyndicationTesting
import Testing

/// Sites that went wrong for somebody, from a folder beside the repository; their own notes say what is right.
@Suite("Small sites that went wrong", .enabled(if: SharedCases.isThere, "no ../shared/cases: not tested"))
struct SmallSiteTests {
  struct Site: Sendable, CustomTestStringConvertible {
    var folder: String
    var configuration = "config"
    /// Below `https://example.org`, newest first.
    var addresses: [String]
    var code: Int32 = 0
    /// What bodies, titles, tags and authors hold, and what they do not.
    var holds: [String] = []
    var lacks: [String] = []
    /// What is told.
    var tells: [String] = []

    var testDescription: String { "\(folder)/\(configuration)" }
  }

  static let sites = [
    Site(folder: "02-jekyll-kept-out", addresses: ["/2024/04/01/sitemap-false.html"]),
    Site(
      folder: "03-hugo-build-options", addresses: ["/team/three/", "/posts/normal/"],
      holds: [#""authors":[{"name":"Mona Lee"}]"#, #""tags":["team"]"#]),
    Site(
      folder: "05-odd-tags", addresses: ["/posts/b/", "/posts/a/"], holds: [#""CI CD""#],
      tells: ["“C” and “C%” have one slug", "“CI CD” and “ci-cd” and “ci.cd” and “ci/cd” have one slug"]),
    Site(
      folder: "06-footnotes-anchors", addresses: ["/2024/03/01/notes.html"],
      holds: [
        #"<sup id=\"fnref:1\"><a href=\"https://example.org/2024/03/01/notes.html#fn:1\">"#, #"<li id=\"fn:1\">"#,
        #"href=\"https://example.org/2024/03/01/notes.html#fnref:named\""#,
      ]),
    Site(
      folder: "07-heading-anchors", addresses: ["/post/"],
      holds: [#"<h2 id=\"six\">Six</h2>"#, #"Seven <a href=\"https://example.net/\">elsewhere</a></h2>"#],
      lacks: ["aria-hidden", "¶"]),
    Site(
      folder: "08-code-html", addresses: ["/code/"], holds: ["a = 1;\\n", "<pre>\\n\\ntwo blank lines above</pre>"],
      lacks: ["lineno", ">1<", "1let"]),
    Site(
      folder: "09-lazy-images", addresses: ["/lazy/"],
      holds: (["one", "four", "five", "seven", "eight", "nine", "ten"].map { "/\($0).jpg\\\"" })
        + [
          #"<a href=\"https://www.youtube.com/watch?v=abc123\"><img src=\"https://i.ytimg.com/vi/abc123/hqdefault.jpg\""#
        ],
      lacks: ["placeholder", "data-src", "data:image"]),
    Site(
      folder: "12-jekyll-titles",
      addresses: (1...5).reversed().map { "/2024/05/0\($0)/p.html" },
      holds: ["Tips & tricks for Dune – part 2", "Array<T> explained"], lacks: ["&amp;"]),
    Site(
      folder: "18-duplicates", addresses: ["/fifth.html", "/hello.html"], code: 1,
      tells: ["is the same entry as the one at", "1 translation is in no feed (de)"]),
    Site(
      folder: "19-pelican-body", addresses: ["/date-in-the-name-only.html", "/fifth.html", "/hello.html"],
      holds: [#"href=\"https://example.org/hello.html#part\""#, "<dt>Apple</dt>"], tells: ["f.rst: not read: "]),
    Site(
      folder: "20-site-author", configuration: "h", addresses: ["/posts/b/"],
      holds: [#""authors":[{"name":"Mona Lee","url":"mailto:mona@example.org"}]"#, #""language":"de-de""#]),
    Site(
      folder: "20-site-author", configuration: "j", addresses: ["/2024/05/01/a.html"],
      holds: [#""authors":[{"name":"Mona Lee","url":"mailto:mona@example.org"}]"#]),
    Site(
      folder: "20-site-author", configuration: "z", addresses: ["/blog/d/", "/blog/c/"],
      holds: ["Bo Day", "Mona Lee", #""language":"de""#]),
    Site(
      folder: "22-zola-jekyll-languages", configuration: "j", addresses: ["/2024/05/01/a.html"],
      tells: ["2 translations are in no feed (de, fr)"]),
    Site(
      folder: "22-zola-jekyll-languages", configuration: "z", addresses: ["/blog/a/"],
      tells: ["1 translation is in no feed (fr)"]),
    Site(
      folder: "25-feed-rss-oddities", addresses: ["/2", "/7", "/6", "/1", "", "/rel/3"], code: 1,
      holds: ["Low 'price' & more <b>"], tells: ["“Invalid Date” is no date", "has no date"]),
    Site(
      folder: "26-svg-mathml-details", addresses: ["/posts/a/"],
      holds: [#""summary":"Growth is ekt here."#, "漢(kan)", "$$\\\\begin{aligned} a &amp;= b"],
      lacks: ["triangle", "draw()"],
      tells: ["raw HTML"]),
    Site(
      folder: "30-eleventy-cascade", addresses: ["/l/a-link-post/", "/writing/named/", "/writing/firstpost/"],
      holds: ["Bo Day", "Mona Lee"]),
    Site(
      folder: "34-zola-pages", addresses: ["/sub/top/", "/sub/blog/dated/", "/sub/blog/plain-slug/", "/sub/wtf-8/"],
      lacks: ["/drafts/"]),
    Site(
      folder: "35-tilde", configuration: "e", addresses: ["/posts/a/"],
      holds: ["10~11 or 14~15 o'clock, H~2~O", "<del>gone</del>"]),
    Site(
      folder: "35-tilde", configuration: "j", addresses: ["/2024/05/01/a.html"],
      holds: ["10~11 or 14~15 o'clock, H~2~O"]),
    Site(
      folder: "35-tilde", configuration: "p", addresses: ["/tilde.html"],
      holds: ["10~11 or 14~15 o'clock, H~2~O", "~~gone~~"], lacks: ["<del>"]),
    Site(folder: "37-katex-markdown", addresses: ["/blog/a/"], holds: ["Caption"], lacks: ["Label", "Fig label"]),
    Site(
      folder: "39-hugo-captions", addresses: ["/posts/a/"],
      holds: [#"Photo by <a href=\"https://ann.example/\">Ann</a>, <em>2023</em> &amp; later"#]),
    Site(
      folder: "42-astro-slashes", addresses: ["/docs/blog/fourth", "/docs/blog/custom/third"],
      holds: ["or write {url} yourself", "Handlebars {{name}}", "A set: {a, b}"], lacks: ["/docs/docs/"]),
    Site(folder: "44-subpath", configuration: "a", addresses: ["/sub/blog/a/"], lacks: ["/sub/sub/"]),
    Site(folder: "44-subpath", configuration: "e", addresses: ["/sub/posts/a/"], lacks: ["/sub/sub/"]),
    Site(folder: "44-subpath", configuration: "h", addresses: ["/sub/posts/a/"], lacks: ["/sub/sub/"]),
    Site(folder: "44-subpath", configuration: "p", addresses: ["/sub/a.html"], lacks: ["/sub/sub/"]),
  ]

  /// A copy of a case's folder, with its configuration as this version has it.
  private func workdir(_ folder: String, _ configuration: String) throws -> Workdir {
    let site = try Workdir()
    try site.shell("cp -r '\(SharedCases.root)/\(folder)/.' .")
    let text = try #require(site.folder.text("\(configuration).json"))
    var object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    if var feeds = object["feeds"] as? [String: Any] {
      feeds["directory"] = "feeds"
      if feeds.removeValue(forKey: "paths") != nil {
        feeds["scopes"] = ["all": ["path": "all"], "tag": ["path": "tags/{slug}"]]
      }
      object["feeds"] = feeds
    }
    object["state"] = nil
    let bytes = try JSONSerialization.data(withJSONObject: object)
    try site.folder.write(String(decoding: bytes, as: UTF8.self), to: "config.json")
    return site
  }

  private func items(of site: Workdir) throws -> [[String: Any]] {
    let json = try #require(site.folder.read("feeds/all.json"))
    let feed = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    return try #require(feed["items"] as? [[String: Any]])
  }

  @Test("show what is right", arguments: sites)
  func right(_ expected: Site) throws {
    let site = try workdir(expected.folder, expected.configuration)
    let outcome = try site.run("build", at: 1_800_000_000)
    #expect(outcome.code == expected.code, "\(outcome.err)")
    let addresses = try items(of: site).map { ($0["url"] as? String ?? "").trimmingPrefix("https://example.org") }
    #expect(zip(addresses, expected.addresses).allSatisfy { $1.isEmpty || $0 == $1 }, "\(addresses)")
    #expect(addresses.count == expected.addresses.count)
    let text = try #require(site.folder.text("feeds/all.json"))
    for part in expected.holds { #expect(text.contains(part), "\(part)") }
    for part in expected.lacks { #expect(!text.contains(part), "\(part)") }
    for part in expected.tells { #expect(outcome.err.contains(part), "\(part): \(outcome.err)") }
    // Told again it fits a screen.
    #expect(outcome.err.split(separator: "\n").count < 20)
  }

  @Test("and move with the ids of their generator's feed, beside it or without it", arguments: ["config", "only-md"])
  func moves(configuration: String) throws {
    let site = try workdir("41-move-from-jekyll-feed", configuration)
    let outcome = try site.run("build", at: 1_800_000_000)
    #expect(outcome.code == 0, "\(outcome.err)")
    #expect(
      try items(of: site).map { $0["id"] as? String }
        == ["https://example.org/2024/05/02/b", "https://example.org/2024/05/01/a"])
  }

  @Test("a post of today is published when its day begins where its generator is")
  func today() throws {
    let site = try workdir("38-today-no-time", "config")
    // 2024-04-30T15:00:00Z is midnight in Tokyo.
    for (instant, isPublished) in [(1_714_489_199, false), (1_714_489_200, true)] {
      #expect(try site.run("build", at: instant).code == 0)
      let isThere = try items(of: site).contains { ($0["url"] as? String)?.hasSuffix("/2024/05/01/today.html") == true }
      #expect(isThere == isPublished)
    }
  }
}

private enum SharedCases {
  static let root = URL(filePath: #filePath).appending(path: "../../../../shared/cases").standardized.path
  static var isThere: Bool { FileManager.default.fileExists(atPath: root) }
}
