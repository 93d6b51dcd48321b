import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

/// A site in miniature, and what is to be read of it.
struct SmallSite: Sendable, CustomTestStringConvertible {
  var name: String
  var files: [String: String]
  /// The paths where posts live, newest first.
  var addresses: [String]
  var kind: String
  var testDescription: String { name }
}

private let matter = "---\ntitle: A title\ndate: 2022-03-25\n---\nText.\n"
private let toml = "+++\ntitle = \"A title\"\ndate = 2022-03-25\n+++\nText.\n"

@Suite("Posts are found, and live where their generator puts them")
struct GeneratorTests {
  static let sites: [SmallSite] = [
    SmallSite(
      name: "Jekyll's defaults",
      files: [
        "_config.yml": "title: a\n", "_posts/2022-03-25-some-name.md": "---\ntitle: a\n---\n", "about.md": matter,
      ],
      addresses: ["/2022/03/25/some-name.html"], kind: "Jekyll"),
    SmallSite(
      name: "Jekyll, pretty, with categories",
      files: ["_config.yml": "permalink: pretty\n", "notes/_posts/2022-03-25-Name.md": "---\ncategories: B c\n---\n"],
      addresses: ["/notes/b/c/2022/03/25/Name/"], kind: "Jekyll"),
    SmallSite(
      name: "Jekyll, categories of one and of several, a name with spaces, and an address as the base",
      files: [
        "_config.yml": "baseurl: https://a.org/sub\n",
        "_posts/2022-03-25-My Post.md": "---\ncategory: Old Films\n---\n",
        "_posts/2022-03-24-b.md": "---\ncategory: c\ncategories: d e\n---\n",
      ],
      addresses: ["/sub/old%20films/2022/03/25/My-Post.html", "/sub/d/e/c/2022/03/24/b.html"], kind: "Jekyll"),
    SmallSite(
      name: "Jekyll, a pattern, a slug, and a permalink of its own",
      files: [
        "_config.yml": "permalink: /:year/:month/:title/\nbaseurl: /blog\n",
        "_posts/2022-03-25-a.md": "---\nslug: b\n---\n",
        "_posts/2022-03-24-c.md": "---\npermalink: /d/:day/\n---\n", "_posts/2022-03-23-e.html": "---\n---\n<p>x",
      ],
      addresses: ["/blog/2022/03/b/", "/blog/d/24/", "/blog/2022/03/e/"], kind: "Jekyll"),
    SmallSite(
      name: "Jekyll's folder alone", files: ["_posts/2022-03-25-a.md": matter], addresses: ["/2022/03/25/a.html"],
      kind: "Jekyll"),
    SmallSite(
      name: "Hugo's defaults",
      files: [
        "hugo.toml": "baseURL = 'https://a.org/'\n", "content/posts/My Post.md": matter,
        "content/posts/bundle/index.md": toml,
        "content/posts/bundle/part.md": matter, "content/posts/_index.md": matter, "content/about.md": matter,
        "content/posts/mon-billet.fr.md": matter,
      ],
      addresses: ["/about/", "/posts/my-post/", "/posts/bundle/"], kind: "Hugo"),
    SmallSite(
      name: "Hugo, patterns, slugs, addresses and ugly ones",
      files: [
        "config.yaml":
          "baseURL: https://a.org/\npermalinks:\n  posts: /:year/:month/:slug/\n  notes: /n/:title\nuglyURLs:\n  notes: true\n",
        "content/posts/a.md": "---\ntitle: Some Title\ndate: 2022-03-25\n---\n",
        "content/posts/b.md": "---\ndate: 2022-03-24\nslug: c\n---\n",
        "content/posts/d.md": "---\ndate: 2022-03-23\nurl: /old/d.html\n---\n",
        "content/notes/e.md": "---\ntitle: An E\ndate: 2022-03-22\n---\n",
      ],
      addresses: ["/2022/03/some-title/", "/2022/03/c/", "/old/d.html", "/n/an-e.html"], kind: "Hugo"),
    SmallSite(
      name: "Hugo of old, with names in any case, dates in names, and pages that are not made",
      files: [
        "config.toml":
          "baseurl = 'http://a.org/'\n[frontmatter]\ndate = [':filename', ':default']\n[permalinks]\nnotes = '/:weekdayname/:slug/'\n[permalinks.page]\npost = '/p/:slug/'\n",
        "content/post/a.md": "+++\nTitle = 'A'\nDate = 2022-03-25\n+++\n",
        "content/blog/2022-03-24-b.md": "---\ntitle: B\n---\n",
        "content/notes/c.md": "---\ntitle: C\ndate: 2022-03-23\n---\n",
        "content/post/d.md": "---\nDate: 2022-03-22\nbuild: { render: never }\n---\n",
        "content/post/e.md": "---\nDate: 2022-03-21\nDraft: true\n---\n",
      ],
      addresses: ["/p/a/", "/blog/b/", "/wednesday/c/", "/content/post/d.md", "/p/e/"], kind: "Hugo"),
    SmallSite(
      name: "Zola",
      files: [
        "config.toml": "base_url = 'https://a.org'\n",
        "content/blog/2022-03-25-Some_Näme.md": "+++\ntitle = 'a'\n+++\n", "content/_index.md": toml,
        "content/b/index.md": "+++\ntitle = 'b'\ndate = 2022-03-24T10:00:00Z\nslug = 'c'\n+++\n",
        "content/d.md": "+++\ntitle = 'd'\npath = '2022/03/23/d'\n+++\n",
        "content/about.md": "+++\ntitle = 'about'\n+++\n",
      ],
      addresses: ["/blog/some-name/", "/c/", "/2022/03/23/d/"], kind: "Zola"),
    SmallSite(
      name: "Eleventy",
      files: [
        "eleventy.config.js": "export default () => ({ dir: { input: 'src' } });\n", "src/blog/2022-03-25-a.md": matter,
        "src/blog/b/b.md": matter,
        "src/blog/c/index.md": matter, "src/notes/notes.json": "{\"permalink\": \"/n/{{ page.fileSlug }}/\"}",
        "src/notes/d.md": matter, "src/index.md": "# Home\n",
        "README.md": matter,
      ],
      addresses: ["/blog/2022-03-25-a/", "/blog/b/", "/blog/c/", "/n/d/"], kind: "Eleventy"),
    SmallSite(
      name: "Astro",
      files: [
        "astro.config.mjs":
          "export default defineConfig({ site: 'https://a.org', trailingSlash: 'never', base: '/docs' })\n",
        "src/content/blog/A Post.md": "---\ntitle: a\npubDate: 'Mar 25 2022'\n---\n",
        "src/content/blog/b.mdx": "---\ntitle: b\npubDate: 2022-03-24\nslug: c\n---\n",
        "src/content/blog/_d.md": matter, "README.md": matter,
      ],
      addresses: ["/docs/blog/a-post", "/docs/blog/c"], kind: "Astro"),
    SmallSite(
      name: "Pelican",
      files: [
        "pelicanconf.py":
          "SITEURL = ''\nPATH = 'content'\nARTICLE_URL = 'posts/{date:%Y}/{slug}.html'\nAUTHOR = 'Ann Lee'\n",
        "content/python/a.md": "Title: Some Title\nDate: 2022-03-25 10:20\nTags: b, c\n\nText.\n",
        "content/d.rst": "D\n=\n", "content/pages/about.md": "Title: About\n\nx\n",
      ],
      addresses: ["/posts/2022/some-title.html"], kind: "Pelican"),
    SmallSite(
      name: "Nikola",
      files: [
        "conf.py":
          "BLOG_TITLE = 'A'\nSITE_URL = 'https://a.org/'\nPOSTS = (\n  ('posts/*.md', 'blog', 'post.tmpl'),\n)\n",
        "posts/C++ tips.md": "<!--\n.. title: Tips\n.. date: 2022-03-25 10:20\n.. tags: b, c\n-->\n\nText.\n",
        "other/b.md": "B\n",
      ],
      addresses: ["/blog/c%2B%2B-tips/"], kind: "Nikola"),
    SmallSite(
      name: "Publish",
      files: [
        "Package.swift": "// Publish\n",
        "Content/posts/first.md": "---\ndate: 2022-03-25 10:20\ntags: a, b\n---\n# A heading\n\nText.\n",
        "Content/index.md": "# Home\n",
        "Content/posts/index.md": "# Posts\n",
      ],
      addresses: ["/posts/first"], kind: "Publish"),
    SmallSite(
      name: "Pelican, a slug of the name, an address of its own, and an author's",
      files: [
        "pelicanconf.py":
          "PATH = 'content'\nARTICLE_URL = '{author}/{slug}.html'\nFILENAME_METADATA = r'(?P<date>[-0-9]+)_(?P<slug>.*)'\n",
        "content/2022-03-25_a-b.md": "Title: C\nDate: 2022-03-25\nAuthor: Ann Lee\n\nx\n",
        "content/d.md": "Title: D\nDate: 2022-03-24\nUrl: e/f.html\n\nx\n",
      ],
      addresses: ["/ann-lee/a-b.html", "/e/f.html"], kind: "Pelican"),
    SmallSite(
      name: "Hugo's posts alone", files: ["posts/a.md": matter + "{{< youtube abc >}}\n", "b.md": toml],
      addresses: ["/b/", "/posts/a/"], kind: "Hugo"),
    SmallSite(
      name: "Zola's posts alone",
      files: ["a.md": "+++\ntitle = 'a'\ndate = 2022-03-25\n[taxonomies]\ntags = []\n+++\n"], addresses: ["/a/"],
      kind: "Zola"),
    SmallSite(
      name: "Astro's posts alone", files: ["Release v1.2 & more.md": "---\ntitle: a\npubDate: 2022-03-25\n---\n"],
      addresses: ["/release-v12--more/"], kind: "Astro"),
    SmallSite(
      name: "a folder of somebody's own", files: ["a/b.md": matter, "c.markdown": matter, "d.txt": "x"],
      addresses: ["/a/b/", "/c/"], kind: "Eleventy"),
  ]

  @Test("and the generator is found out", arguments: sites)
  func addresses(_ site: SmallSite) async throws {
    let contents = try await MarkdownFixture(site.files).load()
    #expect(contents.items.map(\.addressPath) == site.addresses)
    #expect(contents.kind == site.kind)
    #expect(contents.problems.allSatisfy { $0.severity == .unread && $0.message.hasPrefix("not read: ") })
  }

  @Test("and a source of each conforms", arguments: sites)
  func conformance(_ site: SmallSite) async throws {
    let fixture = try MarkdownFixture(site.files.filter { Self.isRead($0.key) })
    let violations = await CatalogSourceConformance.violations(
      of: { fixture.source() }, missing: { fixture.source(at: "missing") })
    #expect(violations == [])
  }

  /// Whether no problem comes of it.
  private static func isRead(_ file: String) -> Bool {
    !["_index.md", "about.md", ".fr.md", ".rst", "/index.md", "README.md"].contains { file.hasSuffix($0) }
      || file.contains("/bundle/")
      || file.contains("/b/") || file.contains("/c/")
  }

  @Test("also where the folder of the posts is given, and the configuration lies above it")
  func within() async throws {
    let fixture = try MarkdownFixture(["_config.yml": "permalink: /:title/\n", "_posts/2022-03-25-a.md": matter])
    #expect(try await fixture.load(at: "_posts").items.map(\.addressPath) == ["/a/"])
    let hugo = try MarkdownFixture([
      "hugo.toml": "[permalinks]\nposts = '/p/:slug/'\n", "content/posts/a.md": matter, "content/notes/b.md": matter,
    ])
    #expect(try await hugo.load(at: "content/posts").items.map(\.addressPath) == ["/p/a-title/"])
  }

  @Test("and what is text and no post is named with the reason")
  func notRead() async throws {
    let fixture = try MarkdownFixture([
      "hugo.toml": "baseURL = 'https://a.org'\n", "content/posts/a.md": matter, "content/posts/_index.md": matter,
      "content/posts/b.fr.md": matter,
      "content/posts/c.rst": "x", "content/about.md": matter, "content/posts/d.md": "---\ntitle: no date\n---\n",
      "content/posts/e.md": "No front matter.\n",
      "content/posts/f.md": "---js\nconst a = 1\n---\n", "content/posts/g.png": "x",
    ])
    let contents = try await fixture.load()
    #expect(contents.items.map(\.addressPath) == ["/about/", "/posts/a/"])
    let told = Dictionary(
      uniqueKeysWithValues: contents.problems.map {
        ($0.place.file.split(separator: "/").last.map(String.init) ?? "", $0.message)
      })
    #expect(Set(told.keys) == ["b.fr.md", "c.rst", "d.md", "e.md", "f.md"])
    #expect(told["f.md"]?.contains("is a program (js)") == true)
    #expect(told["d.md"]?.contains("it has no date") == true)
  }

  @Test("and so is what Jekyll keeps elsewhere, but for drafts")
  func elsewhere() async throws {
    let fixture = try MarkdownFixture([
      "_config.yml": "title: a\n", "_posts/2022-03-25-a.md": matter, "_recipes/b.md": matter, "2022-03-24-c.md": matter,
      "_drafts/d.md": matter, "about.md": matter, "_posts/2022-03-23-e.html": "<p>x",
    ])
    let contents = try await fixture.load()
    #expect(contents.items.map(\.addressPath) == ["/2022/03/25/a.html", "/2022/03/23/e.html"])
    let files = contents.problems.map { $0.place.file.split(separator: "/").last.map(String.init) ?? "" }
    #expect(files.sorted() == ["2022-03-24-c.md", "b.md"])
  }

  @Test("and the configuration decides over the generator")
  func configured() async throws {
    var fixture = try MarkdownFixture([
      "hugo.toml": "baseURL = 'x'\n", "content/posts/a.md": "---\nname: N\ntopics: [b]\ndate: 2022-03-25\n---\n",
    ])
    fixture.options.permalink = "/p/{year}/{name}/"
    fixture.options.fields = [.title: ["name"], .tags: ["topics"]]
    let item = try #require(try await fixture.load().items.first)
    #expect(item.addressPath == "/p/2022/a/")
    #expect(item.title == "N")
    #expect(item.tags == ["b"])
    fixture.options.preset = .eleventy
    fixture.options.permalink = nil
    #expect(try await fixture.load().items.first?.addressPath == "/posts/a/")
  }

  @Test("and the day in an address is that of the date's own zone, but for Jekyll that of the site's")
  func zones() async throws {
    let late = "---\ntitle: A\ndate: 2022-03-25T23:30:00-07:00\n---\n"
    let jekyll = try MarkdownFixture(["_config.yml": "permalink: /:day/\n", "_posts/2022-03-25-a.md": late])
    #expect(try await jekyll.load().items.map(\.addressPath) == ["/26/"])
    let hugo = try MarkdownFixture(["hugo.toml": "[permalinks]\nposts = '/:day/'\n", "content/posts/a.md": late])
    #expect(try await hugo.load().items.map(\.addressPath) == ["/25/"])
  }

  @Test("and their categories are those that they name and their folders are, else for Hugo and Zola their section")
  func categories() async throws {
    let named = "---\ntitle: a\ndate: 2022-03-25\ncategories: [b, c]\n---\n"
    let sites: [([String: String], [String])] = [
      (["_config.yml": "", "notes/_posts/2022-03-25-a.md": "---\ncategories: b c\n---\n"], ["notes", "b", "c"]),
      (["hugo.toml": "", "content/posts/2022/a.md": matter], ["posts"]),
      (["hugo.toml": "", "content/posts/a/index.md": matter], ["posts"]),
      (["hugo.toml": "", "content/posts/a.md": named], ["b", "c"]),
      (["zola.toml": "", "content/notes/a.md": toml], ["notes"]),
      (["zola.toml": "", "content/a.md": toml], []),
      (["pelicanconf.py": "", "content/b/a.md": "Title: A\nDate: 2022-03-25\n\nx\n"], ["b"]),
      (["pelicanconf.py": "", "content/b/a.md": "Title: A\nDate: 2022-03-25\nCategory: C\n\nx\n"], ["C"]),
      ([".eleventy.js": "", "posts/a.md": named], ["b", "c"]), ([".eleventy.js": "", "posts/a.md": matter], []),
    ]
    for (files, categories) in sites {
      #expect(try await MarkdownFixture(files).load().items.map(\.categories) == [categories], "\(files)")
    }
  }

  @Test("and what a configuration says of all posts, or of a folder's, is what they say where they do not")
  func defaults() async throws {
    let jekyll = try MarkdownFixture([
      "_config.yml":
        "defaults:\n  - scope: {path: ''}\n    values: {author: Ann Lee}\n  - scope: {path: b/_posts}\n    values: {author: Bo Day}\n",
      "_posts/2022-03-25-a.md": "---\n---\n", "b/_posts/2022-03-24-b.md": "---\n---\n",
      "_posts/2022-03-23-c.md": "---\nauthor: Cy Kay\n---\n",
    ])
    #expect(try await jekyll.load().items.map { $0.authors.map(\.name) } == [["Ann Lee"], ["Bo Day"], ["Cy Kay"]])
    let pelican = try MarkdownFixture([
      "pelicanconf.py": "AUTHOR = 'Ann Lee'\n", "content/b/a.md": "Title: A\nDate: 2022-03-25\nTags: c\n\nx\n",
    ])
    let item = try #require(try await pelican.load().items.first)
    #expect(item.authors.map(\.name) == ["Ann Lee"])
    #expect(item.tags == ["c", "b"])
  }

  @Test("and only those names hide a post that the configuration gives, where it gives any")
  func hiding() async throws {
    var fixture = try MarkdownFixture([
      "_posts/2022-03-25-a.md": "---\nhidden: true\n---\n", "_posts/2022-03-24-b.md": "---\nwip: true\n---\n",
    ])
    #expect(try await fixture.load().items.map(\.isHidden) == [true, false])
    fixture.options.fields = [.draft: ["wip"]]
    #expect(try await fixture.load().items.map(\.isHidden) == [false, true])
  }

  @Test("and a configuration that cannot be read is a problem with its line")
  func broken() async throws {
    let contents = try await MarkdownFixture(["_config.yml": "title: a\nurl: [\n", "_posts/2022-03-25-a.md": matter])
      .load()
    #expect(contents.items.isEmpty)
    #expect(contents.problems.first?.place.file.hasSuffix("_config.yml") == true)
    #expect(contents.problems.first?.severity == .error)
  }
}
