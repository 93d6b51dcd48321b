import Syndication
import SyndicationMarkup
import Testing

@testable import SyndicationSources

@Suite("Addresses, dates, tags and titles are those of the generator, as measured on the programs")
struct AddressTests {
  private func posts(_ files: [String: String], on url: String = "https://example.com/") async throws -> [String:
    SourceItem]
  {
    var fixture = try MarkdownFixture(files)
    fixture.site = Site(title: "Notes", url: AbsoluteURL(url)!)
    let contents = try await fixture.load()
    #expect(contents.problems.filter { $0.severity == .error } == [])
    return Dictionary(
      uniqueKeysWithValues: contents.items.map { (String($0.place.file.split(separator: "/").last!), $0) })
  }

  private static func titled(_ title: String, _ more: String = "") -> String {
    "---\ntitle: \"\(title)\"\ndate: 2024-05-01\n\(more)\n---\n"
  }

  // MARK: - Jekyll

  @Test("of Jekyll's names and categories")
  func jekyll() async throws {
    let files = [
      "_config.yml": "defaults:\n  - scope: {path: '', type: posts}\n    values: {categories: [dc], tags: [dt]}\n",
      "_posts/2024-05-01-a - b.md": "", "_posts/2024-05-01-x--y.md": "", "_posts/2024-05-01-trail-.md": "",
      "_posts/2024-05-01-C# & F.md": "", "_posts/2024-05-01-it's (x).md": "", "_posts/2024-05-01-Gro\u{308}ße.md": "",
      "_posts/2024-05-01-½ ﬁ.md": "", "_posts/2024-05-01-s.md": "slug: Some Slug! x",
      "_posts/2024-05-01-c1.md": "categories: News, Linux",
      "_posts/2024-05-01-c2.md": "categories: [a, A, a]\ntags: [a, [b]]",
      "_posts/2024-05-01-c3.md": "category: Old Films", "_posts/2024-05-01-p.md": "permalink: /p/:slug",
    ].mapValues { $0.hasPrefix("defaults") ? $0 : "---\n\($0)\n---\n" }
    let posts = try await posts(files)
    let addresses = posts.mapValues { $0.addressPath!.replacing("/2024/05/01", with: "") }
    #expect(
      addresses == [
        "2024-05-01-a - b.md": "/dc/a-b.html", "2024-05-01-x--y.md": "/dc/x-y.html",
        "2024-05-01-trail-.md": "/dc/trail.html", "2024-05-01-C# & F.md": "/dc/C-&-F.html",
        "2024-05-01-it's (x).md": "/dc/it's-(x).html", "2024-05-01-Gro\u{308}ße.md": "/dc/Gr%C3%B6%C3%9Fe.html",
        "2024-05-01-½ ﬁ.md": "/dc/fi.html", "2024-05-01-s.md": "/dc/Some-Slug!-x.html",
        "2024-05-01-c1.md": "/dc/news,/linux/c1.html", "2024-05-01-c2.md": "/dc/a/c2.html",
        "2024-05-01-c3.md": "/dc/old%20films/c3.html", "2024-05-01-p.md": "/p/p",
      ])
    #expect(posts["2024-05-01-c1.md"]?.tags == ["dt", "dc", "News", "Linux"])
    #expect(posts["2024-05-01-c2.md"]?.tags == ["a", "b", "dc", "A"])
  }

  @Test("of Jekyll's dates: a time without quotes and with seconds is in UTC, and shown in the site's zone; EST counts")
  func jekyllDates() async throws {
    let dates = [
      "2024-05-01 23:30:00": "2024-05-01T23:30:00Z /2024/05/02/",
      "2024-05-01T23:30:00": "2024-05-01T23:30:00Z /2024/05/02/",
      "'2024-05-01 23:30:00'": "2024-05-01 23:30:00 /2024/05/01/", "2024-05-01 23:30": "2024-05-01 23:30 /2024/05/01/",
      "2024-05-01 23:30:00 EST": "2024-05-01T23:30:00-05:00 /2024/05/02/", "2024-05-02": "2024-05-02 /2024/05/02/",
      "2024-05-01 23:30:00 +0900": "2024-05-01 23:30:00 +0900 /2024/05/01/",
    ]
    for (date, expected) in dates {
      let item = try await MarkdownFixture.post(
        "date: \(date)", configuration: ["_config.yml": "timezone: Europe/Berlin\npermalink: /:year/:month/:day/\n"])
      #expect("\(item.published ?? "") \(item.addressPath ?? "")" == expected)
      #expect(item.timeZone == SiteTimeZone("Europe/Berlin"))
    }
  }

  // MARK: - Hugo

  @Test("of Hugo's names, slugs, titles and addresses")
  func hugo() async throws {
    let expected: [(file: String, matter: String, address: String)] = [
      ("posts/a - b.md", "", "/posts/a---b/"), ("posts/c#.md", "", "/posts/c%23/"),
      ("posts/Größe É.md", "", "/posts/gr%C3%B6%C3%9Fe-%C3%A9/"),
      ("posts/it's & that (x).md", "", "/posts/its--that-x/"),
      ("posts/a+b @c~d.e.md", "", "/posts/a+b-@c~d.e/"), ("posts/x  y.md", "", "/posts/x--y/"),
      ("posts/s1.md", "slug: 'Some Slug/with: é'", "/posts/some-slug/with-%C3%A9/"),
      ("posts/s2.md", "slug: '- lead'", "/posts/lead/"),
      ("posts/s3.md", "slug: One - two/three + four", "/posts/one-two/three-+-four/"),
      ("posts/s4.md", "slug: 1.10", "/posts/1.1/"), ("posts/s5.md", "slug: 0123", "/posts/83/"),
      ("posts/s6.md", "slug: 1_000", "/posts/1000/"), ("posts/s7.md", "slug: '1.10'", "/posts/1.10/"),
      ("posts/u1.md", "url: /x", "/x/"), ("posts/u2.md", "url: /y//:year/:title", "/y/2024/t/"),
      ("posts/u3.md", "url: z", "/z/"), ("posts/u4.md", "url: /Q W/é.html", "/Q%20W/%C3%A9.html"),
      ("posts/u5.md", "url: u.htm", "/u.htm"), ("root.md", "", "/root/"),
    ]
    let files = expected.map { ("content/\($0.file)", Self.titled("T", $0.matter)) }
    let posts = try await posts(Dictionary(uniqueKeysWithValues: files).merging(["hugo.toml": ""]) { $1 })
    for (file, _, address) in expected {
      #expect(posts[String(file.split(separator: "/").last!)]?.addressPath == address, "\(file)")
    }
  }

  @Test("of Hugo's patterns")
  func hugoPatterns() async throws {
    let configuration = """
      baseURL = "https://example.com/sub/"
      [permalinks]
      t = "/t/:title/"
      s = "/s/:slug/"
      f = "/f/:filename/:weekday/:weekdayname/:sections[1]/"
      """
    let titles = [
      "x  y - z": "x-y-z", "it's & that (x)": "its-that-x", "One - two/three + four": "one-two-three--four",
      "q? w! e: r; t, u": "q-w-e-r-t-u", "C++ tips": "c-tips", "TCP/IP": "tcp-ip", "- lead": "-lead", "a -- b": "a--b",
      "a_b__c": "a_b__c", "“quoted” – dash—em": "quoted-dashem", "🎉 party": "party",
    ]
    var files = ["hugo.toml": configuration]
    for (index, title) in titles.keys.enumerated() {
      files["content/t/t\(index).md"] = Self.titled(title)
      files["content/s/s\(index).md"] = Self.titled(title)
    }
    files["content/s/own.md"] = Self.titled("T", "slug: One - two/three + four")
    files["content/f/x/2024-02-03-Post One.md"] = Self.titled("T")
    files["content/f/y/_index.md"] = "---\ntitle: Y\n---\n"
    files["content/f/y/z.md"] = Self.titled("T")
    let posts = try await posts(files)
    for (index, slug) in titles.values.enumerated() {
      #expect(
        posts["t\(index).md"]?.addressPath == "/sub/t/\(slug)/"
          && posts["s\(index).md"]?.addressPath == "/sub/s/\(slug)/")
    }
    #expect(posts["own.md"]?.addressPath == "/sub/s/one-two/three--four/")
    #expect(posts["2024-02-03-Post One.md"]?.addressPath == "/sub/f/2024-02-03-post-one/3/wednesday/")
    #expect(posts["z.md"]?.addressPath == "/sub/f/z/3/wednesday/y/")
  }

  @Test("without the accents of letters where Hugo is told so, and with capitals")
  func accents() async throws {
    let posts = try await posts([
      "hugo.toml": "removePathAccents = true\ndisablePathToLower = true\n[permalinks]\nb = '/b/:slug/'\n",
      "content/a/É à.md": Self.titled("T"),
      "content/b/c.md": Self.titled("Grün"),
    ])
    #expect(posts["É à.md"]?.addressPath == "/a/E-a/" && posts["c.md"]?.addressPath == "/b/Grun/")
  }

  @Test("of dates in Hugo's file names, before or after `date` as they are listed")
  func filenames() async throws {
    let matter = { (fields: String) in "---\ntitle: T\n\(fields)\n---\n" }
    let files = [
      "content/p/2024-02-03-three.md": matter("date: 2024-05-01"), "content/p/2024-02-03-14-15-16-five.md": matter(""),
      "content/p/2024-02-04-six/index.md": matter("slug: own"), "content/p/2024-02-03T1020-four.md": matter(""),
    ]
    func read(_ dates: String) async throws -> [String] {
      try await posts(files.merging(["hugo.toml": "[frontmatter]\ndate = \(dates)\n"]) { $1 }).values
        .map { "\($0.published ?? "") \($0.addressPath ?? "")" }.sorted()
    }
    #expect(
      try await read("[':filename', ':default']") == [
        "2024-02-03 /p/t1020-four/", "2024-02-03 /p/three/", "2024-02-03T14:15:16 /p/five/", "2024-02-04 /p/own/",
      ])
    #expect(
      try await read("[':default', ':filename']") == [
        "2024-02-03 /p/t1020-four/", "2024-02-03T14:15:16 /p/five/", "2024-02-04 /p/own/",
        "2024-05-01 /p/2024-02-03-three/",
      ])
    #expect(
      try await read("[':default']") == [
        "2024-02-03 /p/2024-02-03-14-15-16-five/", "2024-02-03 /p/2024-02-03t1020-four/", "2024-02-04 /p/own/",
        "2024-05-01 /p/2024-02-03-three/",
      ])
  }

  @Test(
    "of Hugo's dates: Unix time, zones that are read past, and what dates a post alone",
    arguments: [
      ("date: 1714557000", "2024-05-01T09:50:00Z"), ("date: Wed, 01 May 2024 10:00:00 EST", "2024-05-01T10:00:00"),
      ("lastmod: 2024-05-02", "2024-05-02"), ("modified: 2024-05-02", "2024-05-02"),
      ("published: 2024-05-02", "2024-05-02"), ("published: true\nlastmod: 2024-05-02", "2024-05-02"),
      ("pubDate: 2024-05-02\ndate: 2024-05-01", "2024-05-02"), ("date: 2024-05-01 23:30:00", "2024-05-01 23:30:00"),
      ("date: Wed, 01 May 2024 10:00:00 GMT", "2024-05-01T10:00:00Z"),
    ])
  func hugoDates(_ matter: String, _ date: String) async throws {
    let item = try await MarkdownFixture.post(
      "title: A\n\(matter)", named: "content/posts/a.md", configuration: ["hugo.toml": "timeZone = 'Europe/Berlin'\n"])
    #expect(item.published == date && item.timeZone == SiteTimeZone("Europe/Berlin"))
  }

  @Test(
    "of Hugo's tags: a text is one, `params` holds some, and other names are none",
    arguments: [
      ("tags: a, b", ["a, b"]), ("params: {tags: [a]}\nkeywords: [b]\ncategory: c\ntag: d", ["a"]),
      ("Tags: [Open Source, 1.10, no]", ["Open Source", "1.1", "no"]), ("categories: a b", ["a b"]),
    ])
  func hugoTags(_ matter: String, _ tags: [String]) async throws {
    let item = try await MarkdownFixture.post(
      "title: A\ndate: 2024-05-01\n\(matter)", named: "content/posts/a.md", configuration: ["hugo.toml": ""])
    #expect(item.tags == tags)
  }

  // MARK: - Pelican

  @Test("of Pelican's slugs, where letters of other scripts are written in ASCII, and of languages")
  func pelican() async throws {
    let titles = [
      "straße": "strasse", "日本語": "ri-ben-yu", "Node.js: what's new?": "nodejs-whats-new", "AT&T": "att",
      "x_y z": "x_y-z", "a -- b": "a-b", "Tips &amp; <em>Dune</em>": "tips-dune", "Größe É": "grosse-e",
      "C++ & C#": "c-c", "“quoted” – dash—em": "quoted-dash-em", "🎉 party": "party", "50½ x² ﬁ": "5012-x2-fi",
      "Привет мир": "privet-mir", "Ελληνικά": "ellenika", "don’t": "dont", "a/b": "ab", "ещё Юля": "eshchio-iulia",
      "한국어": "hangugeo", "カタカナ": "katakana", "Łódź": "lodz",
    ]
    var files = ["pelicanconf.py": "SITEURL = 'https://example.com/sub'\nDEFAULT_LANG = 'en'\n"]
    for (index, title) in titles.keys.enumerated() {
      files["content/a\(index).md"] = "Title: \(title)\nDate: 2024-05-01\n\nx\n"
    }
    files["content/de.md"] = "Title: X\nSlug: both\nDate: 2024-05-01\nLang: de\n\nx\n"
    files["content/en.md"] = "Title: X\nSlug: both\nDate: 2024-05-01 10:00 EST\nLang: en\n\nx\n"
    let posts = try await posts(files)
    for (index, slug) in titles.values.enumerated() {
      #expect(posts["a\(index).md"]?.addressPath == "/sub/\(slug).html")
    }
    #expect(posts["de.md"]?.addressPath == "/sub/both-de.html" && posts["en.md"]?.addressPath == "/sub/both.html")
    #expect(posts["de.md"]?.language == "de" && posts["en.md"]?.published == "2024-05-01T10:00:00")
  }

  @Test(
    "of titles, which are HTML to Jekyll and Pelican, and text elsewhere",
    arguments: [
      ("Tips &amp; tricks for <em>Dune</em> &ndash; 2", "Tips & tricks for Dune – 2"),
      ("<code>Array&lt;T&gt;</code> explained", "Array<T> explained"),
      ("A < B and B > C, AT&T", "A < B and B > C, AT&T"),
      ("plain", "plain"), ("AT&T, use <b", "AT&T, use <b"),
    ])
  func titles(_ written: String, _ title: String) async throws {
    let jekyll = try await MarkdownFixture.post("title: '\(written)'", configuration: ["_config.yml": ""])
    let pelican = try await MarkdownFixture.post(
      "title: '\(written)'\ndate: 2024-05-01", named: "content/a.md", configuration: ["pelicanconf.py": ""])
    let hugo = try await MarkdownFixture.post(
      "title: '\(written)'\ndate: 2024-05-01", named: "content/posts/a.md", configuration: ["hugo.toml": ""])
    #expect([jekyll, pelican, hugo].map(\.title) == [title, title, written])
    #expect([jekyll, pelican, hugo].map(\.asWritten.title) == [written, written, written])
  }

  // MARK: - Folders

  @Test("and the folder of its host that a site lives in stands once in them, whoever names it")
  func bases() async throws {
    let post = Self.titled("T")
    let sites: [(files: [String: String], path: String)] = [
      (["hugo.toml": "baseURL = 'https://example.com/sub/'", "content/p/a.md": post], "/sub/p/a/"),
      (
        [
          "config.toml": "base_url = 'https://example.com/sub'",
          "content/p/a.md": "+++\ntitle = 'T'\ndate = 2024-05-01\n+++\n",
        ], "/sub/p/a/"
      ),
      (["_config.yml": "baseurl: /sub", "_posts/2024-05-01-a.md": post], "/sub/2024/05/01/a.html"),
      (["astro.config.mjs": "export default { base: '/sub' }", "src/content/p/a.md": post], "/sub/p/a/"),
      (
        ["eleventy.config.js": "export default (c) => { return { pathPrefix: \"/sub/\" } }", "p/a.md": post],
        "/sub/p/a/"
      ),
      (
        ["pelicanconf.py": "SITEURL = 'https://example.com/sub'", "content/a.md": "Title: A\nDate: 2024-05-01\n\nx\n"],
        "/sub/a.html"
      ),
    ]
    for (files, path) in sites {
      for url in ["https://example.com/sub/", "https://example.com/", "https://example.com/sub"] {
        let item = try await posts(files, on: url).values.first
        #expect(item?.address?.string == "https://example.com\(path)", "\(files.keys.sorted()) on \(url)")
      }
    }
    // Where a site lives on another host than its generator believes, its own address counts.
    let moved = try await posts(["hugo.toml": "baseURL = 'https://old.example/repo/'", "content/p/a.md": post]).values
      .first
    #expect(moved?.address?.string == "https://example.com/p/a/")
    let deeper = try await posts(
      ["astro.config.mjs": "export default { base: '/a/b' }", "src/content/p/a.md": post], on: "https://example.com/a/")
    #expect(deeper.values.first?.address?.string == "https://example.com/a/b/p/a/")
  }
}
