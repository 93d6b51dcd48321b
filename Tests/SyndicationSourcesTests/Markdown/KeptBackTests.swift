import Syndication
import Testing

@testable import SyndicationSources

@Suite("What a generator keeps out of its lists and feeds is kept back")
struct KeptBackTests {
  /// The titles of posts that may be published.
  private func shown(_ files: [String: String], at path: String = "") async throws -> Set<String> {
    try await Set(MarkdownFixture(files).load(at: path).items.filter { !$0.isHidden }.compactMap(\.title))
  }

  private static func matter(_ title: String, _ more: String = "") -> String {
    "---\ntitle: \(title)\ndate: 2024-05-01\n\(more)\n---\nText.\n"
  }

  /// A post of each generator.
  private static let sites: [(configuration: [String: String], post: String)] = [
    (["_config.yml": ""], "_posts/2024-05-01-a.md"), (["hugo.toml": ""], "content/posts/a.md"),
    (["zola.toml": ""], "content/blog/a.md"), (["eleventy.config.js": ""], "posts/a.md"),
    (["astro.config.mjs": ""], "src/content/blog/a.md"), (["pelicanconf.py": ""], "content/a.md"),
    (["Package.swift": ""], "Content/posts/a.md"),
  ]

  @Test(
    "what a post says to be on the site, and in no feed, in every generator",
    arguments: [
      "feed: false", "rss: false", "nofeed: true", "exclude_from_feed: true", "feed_exclude: true", "unlisted: true",
      "eleventyExcludeFromCollections: true", "draft: true", "hidden: true", "hiddenFromFeed: true",
      "exclude-from-feed: true", "feed: {exclude: true}", "rss: {exclude: true}", "no-rss: true",
      "excludeFromRSS: true",
      "hide_from_feeds: true", "show-in-feed: false", "isDraft: true",
    ])
  func flags(_ flag: String) async throws {
    // Publish's front matter has no maps.
    for site in Self.sites where !(flag.contains("{") && site.configuration.keys.contains("Package.swift")) {
      #expect(
        try await shown(site.configuration.merging([site.post: Self.matter("A", flag)]) { $1 }) == [], "\(site.post)")
    }
  }

  @Test(
    "but not what says nothing of feeds, or the contrary",
    arguments: [
      "sitemap: false", "feed: true", "rss: full.xml", "unlisted: false", "draft: false", "nofeed: false", "toc: false",
      "published: true",
    ])
  func others(_ flag: String) async throws {
    for site in Self.sites {
      #expect(
        try await shown(site.configuration.merging([site.post: Self.matter("A", flag)]) { $1 }) == ["A"],
        "\(site.post)")
    }
  }

  @Test("also where the configuration names what drafts are called, and by names of its own")
  func configured() async throws {
    var fixture = try MarkdownFixture([
      "_posts/2022-03-25-a.md": "---\nfeed: false\n---\n", "_posts/2022-03-24-b.md": "---\nsyndicate: false\n---\n",
    ])
    fixture.options.fields = [.draft: ["wip"]]
    #expect(try await fixture.load().items.map(\.isHidden) == [true, false])
    fixture.options.fields = [.listed: ["syndicate"]]
    #expect(try await fixture.load().items.map(\.isHidden) == [false, true])
  }

  // MARK: - Hugo

  @Test("in Hugo by headless, build and _build, of the post or by a cascade above it, which what is nearer overrides")
  func hugo() async throws {
    let files = [
      "hugo.toml": """
      [[cascade]]
      [cascade.target]
      path = "/config/**"
      [cascade.build]
      list = "never"
      """,
      "content/posts/_index.md": "---\ntitle: P\n---\n",
      "content/posts/a.md": Self.matter("normal"), "content/posts/b.md": Self.matter("b", "build: {list: never}"),
      "content/posts/c.md": Self.matter("c", "_build: {list: false}"),
      "content/posts/d.md": Self.matter("d", "build: {render: never}"),
      "content/posts/e.md": Self.matter("e", "build: {list: local}"),
      "content/posts/f/index.md": Self.matter("f", "headless: true"),
      "content/posts/g.md": Self.matter("link", "build: {render: link, list: always}"),
      "content/wip/_index.md": "---\ncascade:\n  draft: true\n---\n", "content/wip/a.md": Self.matter("h"),
      "content/wip/deep/b.md": Self.matter("i"), "content/wip/c.md": Self.matter("own word", "draft: false"),
      "content/private/_index.md": "---\ncascade:\n  - build:\n      list: never\n---\n",
      "content/private/a.md": Self.matter("j"),
      "content/config/a.md": Self.matter("k"),
      "content/some/_index.md":
        "+++\n[[cascade]]\nDraft = false\n[cascade.target]\npath = \"/some/x*\"\n[[cascade]]\ndraft = true\n+++\n",
      "content/some/X One.md": Self.matter("first that fits"), "content/some/y.md": Self.matter("l"),
      "content/kind/_index.md":
        "---\ncascade:\n  - draft: true\n    target: {kind: section}\n  - hidden: true\n    _target: {environment: development}\n---\n",
      "content/kind/a.md": Self.matter("a page"),
      "content/section/_index.md": "---\ndraft: true\n---\n",
      "content/section/a.md": Self.matter("of a draft's section"),
    ]
    #expect(
      try await shown(files) == [
        "normal", "link", "own word", "first that fits", "a page", "of a draft's section",
      ])
    // Where a folder below is the source.
    #expect(try await shown(files, at: "content/wip/deep") == [])
  }

  @Test("and everything else cascades, too: tags, authors")
  func hugoCascade() async throws {
    let fixture = try MarkdownFixture([
      "hugo.yaml": "cascade:\n  params: {author: Ann Lee}\n  tags: [site]\n",
      "content/team/_index.md": "+++\n[cascade]\nauthors = [\"Mona Lee\"]\ntags = [\"team\"]\n+++\n",
      "content/team/a.md": Self.matter("A"), "content/team/b.md": Self.matter("B", "tags: [own]"),
      "content/team/sub/_index.md": "---\ncascade: {tags: [sub]}\n---\n", "content/team/sub/c.md": Self.matter("C"),
      "content/posts/d.md": Self.matter("D"),
    ])
    let items = try await fixture.load().items.sorted { $0.title! < $1.title! }
    #expect(items.map(\.tags) == [["team"], ["own"], ["sub"], ["site"]])
    #expect(items.map { $0.authors.map(\.name) } == [["Mona Lee"], ["Mona Lee"], ["Mona Lee"], ["Ann Lee"]])
    // What others say is none of what an author wrote.
    #expect(items.map(\.asWritten.tags) == [[], ["tags", "own"], [], []])
  }

  @Test("and what a cascade says under a condition that is not followed is told, once")
  func unknownCascade() async throws {
    let contents = try await MarkdownFixture([
      "hugo.toml": "",
      "content/a/_index.md": "---\ncascade:\n  draft: true\n  target: {sites: {matrix: {roles: [guest]}}}\n---\n",
      "content/a/b.md": Self.matter("B"), "content/a/c.md": Self.matter("C"),
    ]).load()
    #expect(contents.problems.count == 1)
    #expect(contents.problems.first?.message.contains("a condition that is not followed (sites)") == true)
    #expect(contents.problems.first?.place.file.hasSuffix("content/a/_index.md") == true)
  }

  @Test("whatever the page of a section is called, and the parts of the configuration are")
  func hugoFiles() async throws {
    let files = [
      "config/_default/hugo.toml": "title = 'T'\nignoreFiles = ['skip']\n",
      "config/production/cascade.toml": "draft = true\n[target]\npath = '/part/**'\n",
      "config/_default/languages.de.toml": "weight = 2\n", "config/_default/languages.en.toml": "weight = 1\n",
      "content/html/_index.html": "---\ncascade: {draft: true}\n---\n", "content/html/a.md": Self.matter("a"),
      "content/long/_index.markdown": "---\ncascade: {draft: true}\n---\n", "content/long/a.md": Self.matter("b"),
      "content/part/a.md": Self.matter("c"), "content/posts/skip.md": Self.matter("d"),
      "content/posts/a.md": Self.matter("A"), "content/posts/a.de.md": Self.matter("German"),
    ]
    #expect(try await shown(files) == ["A", "German"])
  }

  @Test("and by what of a folder is mounted as content, where")
  func hugoMounts() async throws {
    let fixture = try MarkdownFixture([
      "hugo.yaml": """
      languages: {en: {}, de: {}}
      module:
        mounts:
        - {source: content, target: content, files: ["! wip/**", "! /Two/*"]}
        - {source: blog, target: content/blog, excludeFiles: [x*]}
        - {source: third, target: content/third, files: ["ok/**"]}
        - {source: deutsch, target: content, lang: de}
        - {source: ../shared, target: content/shared}
        - {source: img, target: static}
      """,
      "content/p/a.md": Self.matter("A"), "content/wip/b.md": Self.matter("b"), "content/two/n/c.md": Self.matter("c"),
      "blog/_index.md": "---\ncascade: {tags: [m]}\n---\n", "blog/d.md": Self.matter("D"),
      "blog/xe.md": Self.matter("e"), "third/ok/f.md": Self.matter("F"), "third/no/g.md": Self.matter("g"),
      "deutsch/p/h.md": Self.matter("H"), "img/i.md": Self.matter("i"), "j.md": Self.matter("j"),
    ])
    let contents = try await fixture.load()
    let items = contents.items.sorted { $0.title! < $1.title! }
    #expect(items.map(\.title) == ["A", "D", "F", "H"])
    #expect(items.map(\.addressPath) == ["/p/a/", "/blog/d/", "/third/ok/f/", "/de/p/h/"])
    #expect(items.map(\.tags) == [[], ["m"], [], []] && items.last?.language == "de")
    let told = contents.problems.filter { $0.message.contains("module.mounts") }
    #expect(told.count == 1 && told.first?.message.contains("../shared") == true)
  }

  @Test("but not by what stands in `params` that Hugo reads beside them alone")
  func hugoParams() async throws {
    let files = [
      "hugo.toml": "", "content/p/a.md": Self.matter("A", "params: {draft: true, url: /x/, expiryDate: 2020-01-01}"),
      "content/p/b.md": Self.matter("b", "params: {unlisted: true}"),
      "content/q/_index.md": "---\ncascade: {params: {tags: [t]}}\n---\n",
      "content/q/c.md": Self.matter("C"),
      // Those of a cascade count as if they stood beside.
      "content/r/_index.md": "---\ncascade: {params: {draft: true}}\n---\n", "content/r/d.md": Self.matter("d"),
    ]
    #expect(try await shown(files) == ["A", "C"])
    let items = try await MarkdownFixture(files).load().items
    #expect(items.first { $0.title == "A" }?.addressPath == "/p/a/")
    #expect(items.first { $0.title == "A" }?.expires == nil && items.first { $0.title == "C" }?.tags == ["t"])
  }

  @Test("`published: false` counts unless `draft: false` stands beside it, and `draft: yes` counts with a warning")
  func hugoDrafts() async throws {
    let fixture = try MarkdownFixture([
      "hugo.toml": "", "content/p/a.md": Self.matter("A", "published: false"),
      "content/p/b.md": Self.matter("B", "published: false\ndraft: false"),
      "content/p/c.md": Self.matter("C", "published: true\ndraft: true"),
      "content/p/d.md": Self.matter("D", "draft: yes"),
      "content/p/e.md": Self.matter("E", "draft: 'true'"),
    ])
    let contents = try await fixture.load()
    #expect(contents.items.filter { !$0.isHidden }.map(\.title) == ["B"])
    #expect(contents.problems.map(\.severity) == [.warning])
    #expect(contents.problems.first?.message.contains("`draft: yes` keeps the post back here") == true)
    #expect(contents.problems.first?.place.file.hasSuffix("content/p/d.md") == true)
  }

  @Test("and what the configuration says of files, drafts, and what is expired or yet to come is followed")
  func hugoConfiguration() async throws {
    let posts = [
      "content/p/a.md": Self.matter("A", "draft: true"), "content/p/b.md": Self.matter("B", "expiryDate: 2024-06-01"),
      "content/p/c.md": Self.matter("C"), "content/p/old/d.md": Self.matter("D"),
      "content/p/e.md": Self.matter("E", "build: {list: never}"),
    ]
    let plain = try await MarkdownFixture(
      posts.merging(["hugo.toml": "ignoreFiles = ['old/', '\\.skip\\.md$']\n"]) { $1 }
    )
    .load()
    #expect(Set(plain.items.filter { !$0.isHidden }.map(\.title)) == ["B", "C"])
    #expect(plain.items.map(\.expires).compactMap(\.self) == ["2024-06-01"] && !plain.items.contains { $0.isDue })
    let all = try await MarkdownFixture(
      posts.merging([
        "hugo.toml": "buildDrafts = true\nbuildFuture = true\n", "config/production/hugo.toml": "buildExpired = true\n",
      ]) { $1 }
    ).load()
    #expect(Set(all.items.filter { !$0.isHidden }.map(\.title)) == ["A", "B", "C", "D"])
    #expect(all.items.allSatisfy { $0.expires == nil && $0.isDue })
  }

  // MARK: - Others

  @Test("in Zola by a section that is a draft, for all below it, and by ignored_content")
  func zola() async throws {
    let toml = { (title: String, more: String) in "+++\ntitle = \"\(title)\"\ndate = 2024-05-01\n\(more)\n+++\n" }
    let files = [
      "config.toml": "base_url = \"https://a.org\"\nignored_content = [\"*.skip.md\", \"old/*\"]\n",
      "content/_index.md": "+++\n+++\n",
      "content/blog/_index.md": "+++\n+++\n", "content/blog/a.md": toml("A", ""),
      "content/blog/b.skip.md": toml("B", ""),
      "content/old/c.md": toml("C", ""), "content/drafts/_index.md": "+++\ndraft = true\n+++\n",
      "content/drafts/d.md": toml("D", ""), "content/drafts/deep/e.md": toml("E", "draft = false"),
      "content/blog/f.md": toml("F", "[extra]\nunlisted = true"),
      "content/blog/g.md": toml("G", "[extra]\nfeed = false"),
    ]
    #expect(try await shown(files) == ["A"])
    #expect(try await shown(files, at: "content/drafts/deep") == [])
  }

  @Test("in Jekyll by `published`, which a text does not say, by defaults, and by `exclude`")
  func jekyll() async throws {
    let configuration = """
      exclude: [_posts/excluded, "*.skip.md", _posts/kept]
      include: [_posts/kept/2024-05-01-k.md]
      defaults:
        - scope: {path: _posts/secret}
          values: {published: no}
        - scope: {path: "_posts/*-team"}
          values: {feed: false}
        - scope: {path: "", type: pages}
          values: {published: false}
      """
    let posts = [
      "a": "published: 'false'", "b": "published: false", "c": "published: no", "d": "published:", "e": "published: 0",
      "secret/f": "", "red-team/g": "", "secret/h": "published: true", "secretive/i": "", "excluded/j": "",
      "kept/k": "",
      "l.skip": "",
    ]
    let files = posts.map { name, matter in
      let path = name.split(separator: "/").map(String.init)
      return (
        "_posts/" + (path.dropLast() + ["2024-05-01-\(path.last!).md"]).joined(separator: "/"),
        "---\ntitle: \(path.last!)\n\(matter)\n---\n"
      )
    }
    let site = Dictionary(uniqueKeysWithValues: files).merging(["_drafts/m.md": "---\ntitle: m\n---\n"]) { $1 }
    #expect(try await shown(site.merging(["_config.yml": configuration]) { $1 }) == ["a", "e", "h", "k"])
    let all = try await MarkdownFixture(site.merging(["_config.yml": "unpublished: true\nfuture: true\n"]) { $1 })
      .load()
    let none = try await MarkdownFixture(
      site.merging(["_config.yml": "collections: {posts: {output: false}}\n"]) { $1 }
    ).load()
    #expect(none.items.count == 12 && none.items.allSatisfy(\.isHidden))
    #expect(all.items.count == 12 && all.items.allSatisfy { !$0.isHidden && $0.isDue })
  }

  @Test("and by its folders and names, of which only the first below _posts counts, and the file's own")
  func jekyllNames() async throws {
    let posts = [
      "_posts/2024-05-01-a.md", "_posts/24-5-1-b.md", "_posts/_hidden/2024-05-01-c.md", "_posts/x/_y/2024-05-01-d.md",
      "_posts/x/.y/2024-05-01-e.md", "_posts/x/#2024-05-01-f.md", "_posts/20240501-g.md", "_posts/2024-05-01_h.md",
      "_posts/2024-05-01 i.md", "_posts/2024-05-01-j/index.md", "_posts/_shown/2024-05-01-k.md",
      "_posts/x/_posts/2024-05-01-l.md", "vendor/_posts/2024-05-01-m.md", "vendor/bundle/_posts/2024-05-01-n.md",
      "blog-posts/_posts/2024-05-01-o.md", "blog/_posts/2024-05-01-p.md", "oldest/_posts/2024-05-01-q.md",
    ]
    let files = posts.map { ($0, "---\ntitle: \"\($0.split(separator: ".")[0].last!)\"\n---\n") }
    #expect(
      try await shown(
        Dictionary(uniqueKeysWithValues: files).merging([
          "_config.yml": "include: [_shown]\nexclude: [blog/, old]\n"
        ]) { $1 }) == ["a", "b", "d", "k", "l", "m", "o"])
  }

  @Test("and by the beginnings of paths that defaults are said of, a type's old name, and what there is of a pattern")
  func jekyllScopes() async throws {
    let configuration = """
      defaults:
        - scope: {path: _posts/2010}
          values: {published: false}
        - scope: {path: /_posts/abs}
          values: {published: false}
        - scope: {path: "_posts/*b"}
          values: {published: false}
        - scope: {path: _posts/typed, type: post}
          values: {published: false}
        - scope: {path: _posts/page, type: page}
          values: {published: false}
        - scope: {path: ""}
          values: {lang: de}
        - scope: {path: _posts/long}
          values: {author: Ann Lee}
        - scope: {path: _posts/}
          values: {lang: fr}
      """
    let posts = [
      "2010-05-01-a", "abs/2024-05-01-b", "xb/2024-05-01-c", "xbc/2024-05-01-d", "typed/2024-05-01-e",
      "page/2024-05-01-f", "long/2024-05-01-g", "2024-05-01-h",
    ]
    var files = ["_config.yml": configuration]
    for post in posts { files["_posts/\(post).md"] = "---\ntitle: \(post.last!)\n---\n" }
    let items = try await MarkdownFixture(files).load().items.filter { !$0.isHidden }
    #expect(Set(items.map(\.title)) == ["b", "f", "g", "h"])
    // As Jekyll merges them, what is written behind a longer path is the first of all.
    #expect(items.first { $0.title == "g" }?.language == "de" && items.first { $0.title == "h" }?.language == "fr")
    // A folder of collections holds all posts, and need not be named.
    let moved = try await shown([
      "_config.yml":
        "source: src\ncollections_dir: all\ndefaults: [{scope: {path: _posts/x}, values: {published: false}}]\n",
      "src/all/_posts/2024-05-01-a.md": Self.matter("A"), "src/all/_posts/x/2024-05-01-b.md": Self.matter("B"),
      "src/_posts/2024-05-01-c.md": Self.matter("C"), "all/_posts/2024-05-01-d.md": Self.matter("D"),
    ])
    #expect(moved == ["A"])
  }

  @Test("and by how many posts it is to have, the newest")
  func jekyllLimit() async throws {
    let files = [
      "_config.yml": "limit_posts: 1\n", "_posts/2024-05-01-a.md": "---\ntitle: A\n---\n",
      "_posts/2024-05-02-b.md": "---\ntitle: B\n---\n",
      "_posts/2024-05-03-c.md": "---\ntitle: C\npublished: false\n---\n",
    ]
    #expect(try await shown(files) == ["B"])
  }

  @Test("and a collection that Jekyll makes pages of is read where it is named")
  func collections() async throws {
    let fixture = try MarkdownFixture([
      "_config.yml":
        "collections:\n  notes: {output: true}\n  parts: {output: false}\ndefaults:\n  - scope: {type: notes, path: ''}\n    values: {author: Ann Lee}\n",
      "_notes/a b.md": Self.matter("A"), "_notes/sub/c.md": Self.matter("C", "draft: true"),
      "_parts/d.md": Self.matter("D"),
    ])
    let notes = try await fixture.load(at: "_notes").items
    #expect(notes.map(\.addressPath) == ["/notes/a%20b.html", "/notes/sub/c.html"])
    #expect(notes.map(\.tags) == [[], []])
    #expect(notes.map(\.isHidden) == [false, true] && notes[0].authors.map(\.name) == ["Ann Lee"])
    #expect(try await fixture.load(at: "_parts").items.isEmpty)
    #expect(try await fixture.load().items.isEmpty)
  }

  @Test(
    "in Pelican by any status but `published`, of the article or by DEFAULT_METADATA, and what is dated ahead is out")
  func pelican() async throws {
    let article = { (title: String, more: String) in "Title: \(title)\nDate: 2024-05-01\n\(more)\n\nText.\n" }
    let articles = [
      "content/a.md": article("A", "Status: published"), "content/b.md": article("B", "Status: wip"),
      "content/c.md": article("C", "Tags: x"), "content/d.md": article("D", "Status: Published"),
      "content/e.md": article("E", "Status: hidden"), "content/old/f.md": article("F", "Status: published"),
      "content/misc/g.md": article("G", "Status: published"), "content/h.md": "Title: H\n\nText.\n",
    ]
    let plain = try await MarkdownFixture(
      articles.merging([
        "pelicanconf.py":
          "IGNORE_FILES = ['old', '.#*']\nPAGE_PATHS = ['pages', 'misc']\nDEFAULT_DATE = (2023, 1, 2, 3, 4)\n"
      ]) { $1 }
    ).load()
    #expect(plain.items.filter { !$0.isHidden }.map(\.title) == ["A", "C", "D", "H"])
    #expect(plain.items.last?.published == "2023-01-02 03:04:00" && plain.items.allSatisfy { $0.isDue })
    let strict = try await MarkdownFixture(
      articles.merging([
        "pelicanconf.py": "DEFAULT_METADATA = {\n  'status': 'draft',  # all\n}\nWITH_FUTURE_DATES = False\n"
      ]) { $1 }
    ).load()
    #expect(Set(strict.items.filter { !$0.isHidden }.map(\.title)) == ["A", "D", "F", "G"])
    #expect(!strict.items.contains { $0.isDue })
    let made = try await MarkdownFixture(
      articles.merging(["pelicanconf.py": "DEFAULT_METADATA = dict(status='draft')\nSITEURL = os.getenv('X')\n"]) { $1 }
    ).load()
    let told = made.problems.filter { $0.message.contains("what a program makes is not read") }
    #expect(told.map(\.message).first?.contains("(pelicanconf.py: DEFAULT_METADATA, pelicanconf.py: SITEURL)") == true)
    #expect(told.count == 1)
  }

  @Test("and by what the configuration makes of paths, and without a title, which is told")
  func pelicanPaths() async throws {
    let article = { (title: String, more: String) in "Title: \(title)\nDate: 2024-05-01\n\(more)\n\nText.\n" }
    let articles = [
      "content/draft/a.md": article("A", ""), "content/hidden/b.md": article("B", ""),
      "content/c.md": article("C", ""), "content/draft/d.md": article("D", "Status: published"),
      "content/drafts.md": article("E", ""), "content/draft/in/f.md": article("F", "Status:"),
    ]
    func titles(_ configuration: String) async throws -> Set<String> {
      try await shown(articles.merging(["pelicanconf.py": configuration]) { $1 })
    }
    #expect(try await titles("PATH_METADATA = r'(?P<status>draft|hidden)/.*'") == ["C", "D", "E"])
    #expect(
      try await titles("EXTRA_PATH_METADATA = {'draft': {'status': 'draft'}, 'c.md': {'status': 'hidden'}}")
        == ["B", "D", "E"])
    #expect(
      try await titles(
        "EXTRA_PATH_METADATA = {'draft/': {'status': 'draft'}, 'draft/a.md': {'status': 'published'}}\n"
          + "FILENAME_METADATA = '(?P<Status>draft)s'") == ["A", "B", "C", "D"])
    #expect(try await titles("DEFAULT_METADATA = (('Status', 'draft'),)") == ["D"])
    #expect(try await titles("PAGE_PATHS = ['draft']\nARTICLE_EXCLUDES = ['hidden']") == ["C", "E"])

    let untitled = try await MarkdownFixture([
      "pelicanconf.py": "IGNORE_FILES = f()\nFILENAME_METADATA = '(?P<slug>.*'\n",
      "content/a.md": "Date: 2024-05-01\n\n# A heading\n",
    ]).load()
    #expect(untitled.items.map(\.isHidden) == [true] && untitled.problems.count == 3)
    for part in ["(pelicanconf.py: IGNORE_FILES)", "expressions in FILENAME_METADATA", "it has no title"] {
      #expect(untitled.problems.contains { $0.severity == .warning && $0.message.contains(part) })
    }
  }

  @Test("in Eleventy by data of folders and of files, as far as programs write it out, and by what is ignored")
  func eleventy() async throws {
    let files = [
      "eleventy.config.js":
        "export default function (c) { c.ignores.add(\"src/old/**\"); return { dir: { input: 'src' } } }",
      ".eleventyignore": "# none\nsrc/secret/\n*.skip.md\n", "src/blog/a.md": Self.matter("A"),
      "src/blog/b.md": Self.matter("B"), "src/blog/b.11tydata.json": "{\"draft\": true}",
      "src/notes/notes.json": "{\"eleventyExcludeFromCollections\": true}", "src/notes/c.md": Self.matter("C"),
      "src/old/d.md": Self.matter("D"), "src/secret/e.md": Self.matter("E"), "src/blog/f.skip.md": Self.matter("F"),
      "src/wip/wip.11tydata.js":
        "module.exports = {\n  // not yet\n  draft: true, tags: ['x', \"y\"], permalink: `/w/{{ page.fileSlug }}/`,\n};\n",
      "src/wip/g.md": Self.matter("G", "tags: [z]"), "src/wip/h.md": Self.matter("H", "draft: false"),
      "src/blog/i.md": Self.matter("I", "eleventyExcludeFromCollections: [posts]"),
    ]
    let contents = try await MarkdownFixture(files).load()
    #expect(contents.items.filter { !$0.isHidden }.map(\.title) == ["A", "H"] && contents.problems == [])
    let g = contents.items.first { $0.title == "G" }
    #expect(g?.tags == ["x", "y", "z"] && g?.addressPath == "/w/g/")
    #expect(try await shown(files, at: "src/wip") == ["H"])
  }

  @Test("and by what is computed as text, after all else, and by data of other names")
  func eleventyComputed() async throws {
    let files = [
      "eleventy.config.js":
        "export default (c) => { c.setDataFileBaseName('index'); c.setDataFileSuffixes(['.data', '']); return { dir: { input: 'src' } } }",
      "src/a/index.json": #"{"eleventyComputed": {"permalink": "/p/{{ page.fileSlug }}/", "draft": true}}"#,
      "src/a/a.md": Self.matter("A", "draft: false"), "src/b/index.data.json": #"{"draft": true}"#,
      "src/b/b.md": Self.matter("B"), "src/c.md": Self.matter("Ç & D", "permalink: {build: /built/}"),
      "src/d.md": Self.matter("D", "permalink: {build: false}"), "src/e/e.json": #"{"draft": true}"#,
      "src/e/f.md": Self.matter("E"),
      "src/f.md": Self.matter(
        "F", "eleventyComputed:\n  permalink: /c/{{ title | slugify }}/\n  hidden: '{{ wip }}'\nwip: true"),
      "src/_data/eleventyComputed.json": #"{"permalink": "/all/{{ title | slugify }}/"}"#,
    ]
    let items = try await MarkdownFixture(files).load().items
    #expect(Set(items.filter { !$0.isHidden }.map(\.title)) == ["Ç & D", "D", "E"])
    #expect(
      items.compactMap(\.addressPath).sorted() == ["/all/b/", "/all/c-and-d/", "/all/d/", "/all/e/", "/c/f/", "/p/a/"])
  }

  @Test("and by a permalink that is said of builds alone")
  func builtPermalink() async throws {
    let items = try await MarkdownFixture([
      "eleventy.config.js": "", "a.md": Self.matter("A", "permalink: {build: /built/}"),
      "b.md": Self.matter("B", "permalink: {build: false}"),
    ]).load().items
    #expect(items.map(\.isHidden) == [false, true] && items.first?.addressPath == "/built/")
  }

  @Test("and what a program makes is named, once")
  func programs() async throws {
    let contents = try await MarkdownFixture([
      "eleventy.config.js": "",
      "blog/blog.11tydata.js":
        "export default () => ({ layout: 'a', eleventyComputed: { draft: (data) => data.x, y: [1, '}'] }, permalink(data) { return `/${data.slug}/`; } })",
      "blog/a.md": Self.matter("A"), "blog/b.md": Self.matter("B"),
      "notes/notes.11tydata.cjs": "const x = 1;\nmodule.exports = make(x);\n", "notes/c.md": Self.matter("C"),
    ]).load()
    #expect(contents.items.count == 3)
    #expect(
      contents.problems.map { $0.place.file.split(separator: "/").last } == ["blog.11tydata.js", "notes.11tydata.cjs"])
    #expect(contents.problems[0].message.contains("it makes `draft`, `permalink`:"))
    #expect(
      contents.problems.allSatisfy {
        $0.severity == .warning && $0.message.hasPrefix("what this program makes is not read")
      })
  }

  @Test("and so is what a configuration says of all posts, and is not followed")
  func doubts() async throws {
    let computed = try await MarkdownFixture([
      "eleventy.config.js": "export default (c) => { c.addGlobalData('eleventyComputed', () => ({})); }",
      "_data/eleventyComputed.js": "export default { draft: (data) => data.wip }", "blog/a.md": Self.matter("A"),
    ]).load()
    #expect(
      computed.problems.map { $0.place.file.split(separator: "/").last } == [
        "eleventyComputed.js", "eleventy.config.js",
      ])
    #expect(computed.problems.allSatisfy { $0.message.hasPrefix("what this program makes for all posts is not read") })
    let mounts = try await MarkdownFixture([
      "hugo.toml":
        "ignoreFiles = ['(?<x']\n[[module.mounts]]\nsource = 'content'\ntarget = 'content'\nexcludeFiles = ['wip/*']\n",
      "content/p/a.md": Self.matter("A"),
    ]).load()
    #expect(mounts.problems.count == 1)
    #expect(mounts.problems.last?.message.contains("“(?<x” in ignoreFiles is not understood") == true)
  }
}
