import Foundation
import SyndicationTesting
import Testing

private typealias Object = [String: Any]

@Suite("syndicate init")
struct InitTests {
  /// A site of one post, and what is found of it.
  struct Site: Sendable, CustomTestStringConvertible {
    var name: String
    var files: [String: String]
    /// Below `https://example.org`.
    var address: String
    /// What the configuration says of the source, and of the feeds; of the site, title and url alone.
    var source = ["type": "markdown", "path": "."]
    var feeds: [String: String]?
    var url = "https://example.org/"
    /// Where the build writes, and under which id the post is published.
    var folder = "feeds"
    var id: String?
    /// What is told, and what is warned of, in each build, too.
    var tells: [String] = []
    var warns = ""

    var testDescription: String { name }
  }

  static let post = "---\ntitle: A Post\ndate: 2022-03-25\ntags: [graphs]\n---\n\nWords.\n"

  static func atom(_ id: String, at url: String, home: String = "https://example.org/") -> String {
    """
    <feed xmlns="http://www.w3.org/2005/Atom"><title>A Blog</title><link href="\(home)"/><id>urn:x:feed</id>
    <updated>2022-03-25T10:00:00Z</updated><entry><id>\(id)</id><title>A Post</title><link href="\(url)"/>
    <published>2022-03-25T10:00:00Z</published><updated>2022-03-25T10:00:00Z</updated></entry></feed>
    """
  }

  static let sites = [
    Site(
      name: "Jekyll, and its feed that was before",
      files: [
        "_config.yml": "title: A Blog\nurl: https://example.org\nbaseurl: /blog\ntimezone: Europe/Berlin\nlang: de\n",
        "_posts/2022-03-25-a.md": "---\ntitle: A Post\n---\nWords.\n",
        "_site/feed.xml": atom("urn:x:a", at: "https://example.org/blog/2022/03/25/a.html"),
      ],
      address: "/blog/2022/03/25/a.html",
      source: ["type": "markdown", "path": ".", "adopt": "_site/feed.xml"], url: "https://example.org/blog",
      id: "urn:x:a",
      tells: [
        "Jekyll (_config.yml), 1 post", "A Blog (_config.yml)", "de (_config.yml)", "Europe/Berlin (_config.yml)",
        "_site/feed.xml, 1 entry: their ids stay", "Jekyll copies feeds/ into the site",
      ]),
    Site(
      name: "Hugo, which copies a folder",
      files: [
        "hugo.toml": "title = 'A Blog'\nbaseURL = 'https://example.org/'\n", "content/posts/a.md": post,
        "static/robots.txt": "", "public/index.xml": atom("urn:x:a", at: "https://example.org/posts/a/"),
      ],
      address: "/posts/a/", source: ["type": "markdown", "path": ".", "adopt": "public/index.xml"],
      feeds: ["directory": "static/feeds", "url": "https://example.org/feeds/"], folder: "static/feeds", id: "urn:x:a",
      tells: ["served at https://example.org/feeds/"]),
    Site(
      name: "Zola",
      files: [
        "config.toml": "base_url = 'https://example.org/'\ntitle = 'A Blog'\n",
        "content/blog/a.md": "+++\ntitle = 'A Post'\ndate = 2022-03-25\n+++\nWords.\n",
      ], address: "/blog/a/"),
    Site(
      name: "Zola, whose home page has the title",
      files: [
        "config.toml": "base_url = 'https://example.org/'\n",
        "content/_index.md": "+++\ntitle = 'A Blog'\n+++\n",
        "content/blog/a.md": "+++\ntitle = 'A Post'\ndate = 2022-03-25\n+++\nWords.\n",
      ], address: "/blog/a/"),
    Site(
      name: "Eleventy, whose configuration is a program",
      files: [
        "eleventy.config.js": """
        export default function(c) {
          c.addPlugin(feedPlugin, { outputPath: "/news.xml", metadata: { title: "A Blog", base: "https://example.org/" } });
        }
        export const config = { dir: { input: "content", output: "www" } };
        """,
        "content/blog/a.md": post, "www/news.xml": atom("urn:x:a", at: "https://example.org/blog/a/"),
      ],
      address: "/blog/a/", source: ["type": "markdown", "path": ".", "adopt": "www/news.xml"], id: "urn:x:a"),
    Site(
      name: "Astro, in a folder of its host",
      files: [
        "astro.config.mjs": "export default defineConfig({ site: 'https://example.org', base: '/b' });\n",
        "src/consts.ts": "export const SITE_TITLE = 'A Blog';\n",
        "src/content/blog/a.md": post.replacing("date", with: "pubDate"), "public/favicon.svg": "<svg/>",
      ],
      address: "/b/blog/a/", feeds: ["directory": "public/feeds", "url": "https://example.org/b/feeds/"],
      url: "https://example.org/b", folder: "public/feeds"),
    Site(
      name: "Pelican, which knows its address where it is published",
      files: [
        "pelicanconf.py": "SITENAME = 'A Blog'\nSITEURL = ''\nPATH = 'content'\nFEED_ALL_ATOM = None\n",
        "publishconf.py":
          "from pelicanconf import *\nSITEURL = 'https://example.org/'\nFEED_ALL_ATOM = 'all.xml'\n",
        "content/a.md": "Title: A Post\nDate: 2022-03-25\n\nWords.\n",
        "output/all.xml": atom("tag:example.org,2022:a", at: "https://example.org/a-post.html"),
      ],
      address: "/a-post.html", source: ["type": "markdown", "path": ".", "adopt": "output/all.xml"],
      id: "tag:example.org,2022:a"),
    Site(
      name: "Nikola",
      files: [
        "conf.py": """
        BLOG_TITLE = "A Blog"
        SITE_URL = "https://example.org/"
        POSTS = (("posts/*.md", "posts", "post.tmpl"),)
        """,
        "posts/a.md": "<!--\n.. title: A Post\n.. slug: a\n.. date: 2022-03-25 00:00:00 UTC\n-->\n\nWords.\n",
      ], address: "/posts/a/"),
    Site(
      name: "Publish, whose configuration is a program, too",
      files: [
        "Package.swift": "// swift-tools-version: 5.9\n",
        "Sources/Blog/main.swift": """
        struct Blog: Website {
          var url = URL(string: "https://example.org/")!
          var name = "A Blog"
        }
        """,
        "Content/posts/a.md": "---\ndate: 2022-03-25 00:00\n---\n# A Post\n\nWords.\n",
      ], address: "/posts/a"),
    Site(
      name: "a JSON Feed",
      files: [
        "posts/feed.json": """
        {"version": "https://jsonfeed.org/version/1.1", "title": "A Blog", "home_page_url": "https://example.org/",
         "items": [{"id": "https://example.org/a", "url": "https://example.org/a", "title": "A Post",
                    "content_text": "Words.", "date_published": "2022-03-25T00:00:00Z"}]}
        """,
        "package.json": #"{"name": "blog"}"#,
      ], address: "/a", source: ["type": "json", "path": "posts/feed.json"]),
    Site(
      name: "saved pages, and their feed",
      files: [
        "index.html": "<title>A Blog</title><link rel='canonical' href='https://example.org/'>",
        "a.html": """
        <title>A Post</title><meta property="article:published_time" content="2022-03-25">
        <article><h1>A Post</h1><p>Words.</p></article>
        """,
        "atom.xml": atom("urn:x:a", at: "https://example.org/a.html"),
      ], address: "/a.html", source: ["type": "html", "path": ".", "adopt": "atom.xml"], id: "urn:x:a",
      tells: ["https://example.org/ (atom.xml)"],
      warns: ".: warning: 1 page has no date, and no post that is read: index.html [html]\n"),
  ]

  /// A folder of nothing but `files`.
  private func workdir(_ files: [String: String]) throws -> Workdir {
    let site = try Workdir()
    for file in ["config.json", "posts.txt"] { try FileManager.default.removeItem(atPath: site.folder[file]) }
    for (file, text) in files { try site.folder.write(text, to: file) }
    return site
  }

  private func configuration(of site: Workdir, _ file: String = "config.json") throws -> Object {
    let text = try #require(site.folder.text(file))
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
  }

  @Test("finds what there is, writes the few keys that are no defaults, and that builds at once", arguments: sites)
  func found(_ expected: Site) throws {
    let site = try workdir(expected.files)
    let before = site.snapshot()
    let outcome = try site.run("init", "--yes")
    #expect(outcome.code == 0 && outcome.err == expected.warns, "\(outcome.err)")
    for text in expected.tells { #expect(outcome.out.contains(text), "\(text) in \(outcome.out)") }
    let configuration = try configuration(of: site)
    #expect(configuration["site"] as? [String: String] == ["title": "A Blog", "url": expected.url])
    #expect(configuration["sources"] as? [[String: String]] == [expected.source])
    #expect(configuration["feeds"] as? [String: String] == expected.feeds)
    #expect(site.snapshot().filter { $0.key != "config.json" } == before, "a dry run writes nothing")

    let build = try site.run("build")
    #expect(build.code == 0 && build.err == expected.warns, "\(build.err)")
    let json = try #require(site.folder.read("\(expected.folder)/all.json"))
    let feed = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? Object)
    let items = try #require(feed["items"] as? [Object])
    #expect(items.map { $0["url"] as? String } == ["https://example.org\(expected.address)"])
    if let id = expected.id { #expect(items.map { $0["id"] as? String } == [id]) }
  }

  @Test("says what comes next: where feeds will be, what the head is to hold, how they stay fresh")
  func next() throws {
    let site = try workdir(Self.sites[0].files)
    let out = try site.run("init", "--yes").out
    for text in [
      "  syndicate build\n", "writes 3 documents of 1 feed to feeds/", "https://example.org/blog/feeds/\n",
      #"<link rel="alternate" type="application/atom+xml" title="A Blog" href="https://example.org/blog/feeds/all.atom">"#,
      "syndicate watch\n", "* * * * *  cd ", "examples/systemd/syndicate-watch.service", ".syndicate/ledger.ndjson",
    ] {
      #expect(out.contains(text), "\(text) in \(out)")
    }
    let links = try site.run("links").out
    #expect(!links.isEmpty && links.split(separator: "\n").allSatisfy(out.contains))
  }

  @Test("takes flags before what is found, and tells a line of each that is wrong; nothing is written then")
  func flags() throws {
    let site = try workdir(Self.sites[2].files)
    let wrong = try site.run(
      "init", "--yes", "--url", "nowhere", "--language", "9", "--time-zone", "Nowhere/At/All", "--title", " ")
    #expect(wrong.code == 64)
    #expect(
      wrong.err.split(separator: "\n").map { String($0.prefix { $0 != " " && $0 != ":" }) }
        == ["--title", "--url", "--language", "--time-zone"], "\(wrong.err)")
    #expect(site.folder.text("config.json") == nil)

    let outcome = try site.run(
      "init", "--title", "Mine", "--url", "https://mine.example/", "--language", "fr", "--time-zone", "Europe/Paris",
      "--output", "www/news", "--config", "conf/feeds.json")
    #expect(outcome.code == 2, "there is no such folder: \(outcome.err)")
    try site.folder.makeFolder("conf")
    #expect(
      try site.run(
        "init", "--title", "Mine", "--url", "https://mine.example/", "--language", "fr", "--time-zone", "Europe/Paris",
        "--source", "content", "--output", "www/news", "--config", "conf/feeds.json"
      ).code == 0)
    let configuration = try configuration(of: site, "conf/feeds.json")
    #expect(
      configuration["site"] as? [String: String]
        == ["title": "Mine", "url": "https://mine.example/", "language": "fr", "timeZone": "Europe/Paris"])
    #expect(configuration["sources"] as? [[String: String]] == [["type": "markdown", "path": "../content"]])
    #expect(
      configuration["feeds"] as? [String: String]
        == ["directory": "../www/news", "url": "https://mine.example/news/"])
    #expect(try site.run("build", "--config", "conf/feeds.json").code == 0)
    #expect(site.folder.text("www/news/all.atom")?.contains("https://mine.example/blog/a/") == true)
  }

  @Test(
    "without a terminal it asks nothing, and says a line of each thing that is missing", arguments: [["--yes"], []])
  func missing(flags: [String]) throws {
    let site = try workdir(["content/a.md": Self.post])
    let outcome = try site.start(["init"] + flags).wait()
    #expect(outcome.code == 64)
    #expect(outcome.err == "title is not found: give --title TEXT\nurl is not found: give --url https://…\n")
    #expect(site.folder.files() == ["content/a.md"])
    #expect(try site.start(["init", "--title", "A", "--url", "https://a.example/"] + flags).wait().code == 0)
    #expect(try site.run("build").code == 0)
  }

  @Test(
    "on a terminal it asks for what it did not find, until it can be understood",
    .enabled(if: Terminal.isPossible, "script is not there"))
  func asks() throws {
    let site = try workdir(["content/a.md": Self.post])
    let answers = #"\nA \"Blog\"\nnowhere\nhttps://a.example/\n\nEurope/Nowhere\nEurope/Berlin\n"#
    try site.shell(
      "printf '\(answers)' | LC_ALL=C script -qec '\(Workdir.command) init' /dev/null > ../\(site.folder.path.split(separator: "/").last!).out"
    )
    let shown = site.folder.path + ".out"
    defer { try? FileManager.default.removeItem(atPath: shown) }
    let text = try String(contentsOfFile: shown, encoding: .utf8)
    for question in [
      "Title: ", "URL: ", "Language [en]: ", "Time zone [UTC]: ", "no absolute URL", "unknown as a time zone",
    ] {
      #expect(text.contains(question), "\(question) in \(text)")
    }
    #expect(
      try configuration(of: site)["site"] as? [String: String]
        == ["title": "A \"Blog\"", "url": "https://a.example/", "timeZone": "Europe/Berlin"])
  }

  @Test("replaces no configuration unless it is told to")
  func existing() throws {
    let site = try workdir(Self.sites[2].files)
    try site.folder.write("{}", to: "config.json")
    let refused = try site.run("init", "--yes")
    #expect(refused.code == 1 && refused.err.contains("--force"), "\(refused.err)")
    #expect(site.folder.text("config.json") == "{}")
    #expect(try site.run("init", "--yes", "--force").code == 0)
    #expect(try site.run("build").code == 0)
  }

  @Test("a config.json that a generator reads stays the generator's")
  func claimed() throws {
    let site = try workdir([
      "config.json": #"{"baseURL": "https://example.org/", "title": "A Blog"}"#, "content/posts/a.md": Self.post,
    ])
    let refused = try site.run("init", "--yes", "--force", "--config", "config.json")
    #expect(refused.code == 1 && refused.err.contains("the generator's own"), "\(refused.err)")
    let outcome = try site.run("init", "--yes")
    #expect(outcome.code == 0 && outcome.out.contains("  syndicate build\n"), "\(outcome.err)")
    #expect(site.folder.text("config.json")?.contains("baseURL") == true)
    #expect(try site.run("build").code == 0)
  }

  @Test("a feed that was built for this machine alone lends nobody its ids, and that is told")
  func localhost() throws {
    var files = Self.sites[0].files
    files["_site/feed.xml"] = Self.atom(
      "http://localhost:4000/a", at: "http://localhost:4000/a.html", home: "http://localhost:4000/")
    let site = try workdir(files)
    let outcome = try site.run("init", "--yes")
    #expect(outcome.code == 0 && outcome.err.contains("_site/feed.xml: warning: "), "\(outcome.err)")
    #expect(try configuration(of: site)["sources"] as? [[String: String]] == [["type": "markdown", "path": "."]])
  }

  @Test("where nothing is found it says what it looked for, and where a configuration cannot be read what is wrong")
  func nothing() throws {
    let site = try workdir(["README.md": "# Hello\n"])
    let outcome = try site.run("init", "--yes")
    #expect(outcome.code == 1)
    for name in ["_config.yml", "hugo.toml", "pelicanconf.py", "JSON Feed", "listing", ".html"] {
      #expect(outcome.err.contains(name), "\(name) in \(outcome.err)")
    }
    try site.folder.write("title: [\n", to: "_config.yml")
    let broken = try site.run("init", "--yes")
    #expect(broken.code == 1 && broken.err.contains("_config.yml:2: error: this is not YAML"), "\(broken.err)")
    #expect(try site.run("init", "--yes", "--source", "none").code == 2)
    #expect(site.folder.files() == ["README.md", "_config.yml"])
  }

  @Test("a site without a post yet gets its configuration, and is told that a build would publish nothing")
  func empty() throws {
    let site = try workdir(["hugo.toml": "title = 'A Blog'\nbaseURL = 'https://example.org/'\n"])
    let outcome = try site.run("init", "--yes")
    #expect(outcome.code == 1 && outcome.err.contains("a build would publish nothing yet"), "\(outcome.err)")
    #expect(try configuration(of: site)["site"] != nil)
  }

  @Test("a listing is found, its address by the CNAME of a pages' host; what others wrote is printed harmless")
  func listing() throws {
    let site = try workdir(["posts.txt": Workdir.listing, "CNAME": "blog.example.org\n"])
    let outcome = try site.run("init", "--title", MessageTests.hostile)
    #expect(outcome.code == 0, "\(outcome.err)")
    MessageTests.expectHarmless(outcome.out)
    #expect(
      try configuration(of: site)["sources"] as? [[String: String]] == [["type": "listing", "path": "posts.txt"]])
    #expect((try configuration(of: site)["site"] as? [String: String])?["url"] == "https://blog.example.org/")
    #expect(try site.run("build").code == 0)
  }
}
