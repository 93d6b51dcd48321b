import Foundation
import Syndication
import SyndicationFiles
import SyndicationMarkup
import SyndicationTesting
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

  private static let matter = "---\ntags: x\n---\n"

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
      "_posts/2024-05-01-c3.md": "category: Old Films", "_posts/2024-05-01-p.md": "permalink: /p/:slug\nurl: /none/",
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

  @Test("of Jekyll's files: of any ending, whatever stands in them, with dashes between the parts of a date")
  func jekyllFiles() async throws {
    let files = [
      "_config.yml": "permalink: /:year/:title:output_ext\nmarkdown_ext: md,mark\n",
      "_posts/22-3-4-short.md": Self.matter, "_posts/99-03-04-old.md": Self.matter,
      "_posts/2024-05-01-a.txt": "*One*", "_posts/2024-05-01-b.TXT": Self.matter, "_posts/2024-05-01-c.htm": "",
      "_posts/2024-05-01-d.markdown": Self.matter, "_posts/2024-05-01-e.mark": "*One*",
      "_posts/2024-05-01-f...md": Self.matter, "_posts/20240501-g.md": Self.matter,
      "_posts/2024-05-01_h.md": Self.matter,
      "_posts/2024-05-01.md": Self.matter, "_posts/notes.txt": "x", "_posts/2024-05-01-i": Self.matter,
      "_posts/2024-05-01-j.md~": Self.matter, "_posts/2024-05-01-k.textile": Self.matter,
      "_posts/2024-05-01-l.scss": "",
    ]
    let fixture = try MarkdownFixture(files)
    try Data([0x89, 0x50, 0xFF]).write(to: URL(filePath: fixture.folder["_posts/2024-05-01-picture.png"]))
    let contents = try await fixture.load()
    let posts = Dictionary(
      uniqueKeysWithValues: contents.items.map { (String($0.place.file.split(separator: "/").last!), $0) })
    #expect(
      posts.mapValues { $0.addressPath ?? "" } == [
        "22-3-4-short.md": "/2022/short.html", "99-03-04-old.md": "/1999/old.html", "2024-05-01-a.txt": "/2024/a.txt",
        "2024-05-01-b.TXT": "/2024/b.TXT", "2024-05-01-c.htm": "/2024/c.htm",
        "2024-05-01-d.markdown": "/2024/d.markdown",
        "2024-05-01-e.mark": "/2024/e.html", "2024-05-01-f...md": "/2024/f.html",
      ])
    let kinds = posts.mapValues { ($0.content?.markup as? BodyMarkup)?.kind }
    #expect(kinds["2024-05-01-a.txt"] == .html && kinds["2024-05-01-e.mark"] == .markdown)
    #expect(posts["2024-05-01-a.txt"]?.title == "A")
    let told = contents.problems.map { String($0.place.file.split(separator: "/").last!) }
    #expect(told.sorted() == ["2024-05-01-k.textile", "2024-05-01.md", "2024-05-01_h.md", "20240501-g.md"])
  }

  @Test(
    "of Jekyll's titles, which a file's name makes, and a heading only where a plug-in takes it",
    arguments: [
      ("no_Title.second-part", "", "No_title.second Part"), ("ALL-caps", "", "All Caps"),
      ("-lead--trail-", "", "Lead  Trail"), ("über-Éa", "", "Über Éa"),
      ("a", "plugins: [jekyll-titles-from-headings]\n", "A"),
      ("a", "plugins: [jekyll-titles-from-headings]\ntitles_from_headings: {collections: true}\n", "Heading"),
    ])
  func jekyllTitles(_ name: String, _ configuration: String, _ title: String) async throws {
    let item = try await MarkdownFixture.post(
      "layout: x", body: "# Heading\n", named: "_posts/2024-05-01-\(name).md",
      configuration: ["_config.yml": configuration])
    #expect(item.title == title)
  }

  @Test(
    "of Jekyll's `category`, which feeds show alone, and addresses behind the others",
    arguments: [
      ("category: one two\ncategories: a b", ["one two"], "/a/b/one%20two/n"),
      ("category:\ncategories: a b", ["a", "b"], "/a/b/n"), ("category: false\ncategories: a", ["a"], "/a/n"),
      ("category: [one, two]\ncategories: a\ntags: t", ["t", "one", "two"], "/a/one/two/n"),
    ])
  func jekyllCategory(_ matter: String, _ tags: [String], _ path: String) async throws {
    let item = try await MarkdownFixture.post(
      matter, named: "_posts/2024-05-01-n.md", configuration: ["_config.yml": "permalink: /:categories/:title\n"])
    #expect(item.tags == tags && item.addressPath == path)
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

  @Test("of Jekyll's collections: the name with its date, and an id without it")
  func collections() async throws {
    let fixture = try MarkdownFixture([
      "_config.yml": "collections: {notes: {output: true, permalink: '/n/:name/'}}\n",
      "_notes/2024-02-01-my Note.md": "---\ntitle: A\n---\n", "_notes/sub/Plain Note.md": Self.titled("B"),
    ])
    let notes = try await fixture.load(at: "_notes").items
    #expect(notes.map(\.addressPath) == ["/n/plain-note/", "/n/2024-02-01-my-note/"])
    #expect(
      notes.map(\.feedID) == ["https://example.com/n/Plain%20Note", "https://example.com/n/my%20Note"])
    #expect(notes.map(\.categories) == [[], []])
  }

  @Test("of Jekyll's zones, whose sign is that of POSIX where it is none of a name")
  func posix() async throws {
    for (name, zone) in [
      ("UTC+8", "Etc/GMT+8"), ("UTC+08", "Etc/GMT+8"), ("EST5", "Etc/GMT+5"), ("GMT-3", "Etc/GMT-3"),
      ("Asia/Tokyo", "Asia/Tokyo"),
    ] {
      let item = try await MarkdownFixture.post("title: T", configuration: ["_config.yml": "timezone: \(name)\n"])
      #expect(item.timeZone == SiteTimeZone(zone))
    }
  }

  // MARK: - Eleventy, Zola, Astro, Publish

  @Test("of Eleventy: the date of a name stays in its path, and dates it wherever it stands; a slug has none")
  func eleventy() async throws {
    let posts = try await posts([
      "eleventy.config.js": "export default () => ({ dir: { input: 'src' } })",
      "src/n/2024-01-04-a.md": "---\ntitle: A\n---\n",
      "src/2024-01-06/c.md": "---\ntitle: C\n---\n", "src/n/2024-1-7-d.md": Self.titled("D"),
      "src/n/2024-01-08-e.md": Self.titled("E", "permalink: '/x{{ page.filePathStem }}/{{ page.fileSlug }}/'"),
      "src/g.md": Self.titled("G", "permalink: '/i/{{ page.inputPath }}/'"),
      "src/h.md": Self.titled("H", "url: /elsewhere/"),
    ])
    #expect(posts["2024-01-04-a.md"]?.addressPath == "/n/2024-01-04-a/")
    #expect(posts["2024-01-04-a.md"]?.published == "2024-01-04")
    #expect(posts["c.md"]?.addressPath == "/2024-01-06/c/" && posts["c.md"]?.published == "2024-01-06")
    #expect(posts["2024-1-7-d.md"]?.addressPath == "/n/2024-1-7-d/")
    #expect(posts["2024-01-08-e.md"]?.addressPath == "/x/n/e/e/")
    #expect(posts["g.md"]?.addressPath == "/i/src/g.md/" && posts["h.md"]?.addressPath == "/h/")
  }

  @Test("of Eleventy's folders, and what a permalink has that is not known is told")
  func eleventyFolders() async throws {
    let contents = try await MarkdownFixture([
      "eleventy.config.js": "", "n/2024-01-05-dir/index.md": "---\ntitle: B\n---\n",
      "n/2024-01-06-f/index.md":
        "---\ntitle: F\npermalink: '/x{{ page.filePathStem }}/{{ page.fileSlug }}/{{ mine }}{{ page.date | nice }}'\n---\n",
    ]).load()
    #expect(contents.items.map(\.addressPath) == ["/x/n/2024-01-06-f/index/f/2024-01-06", "/n/2024-01-05-dir/"])
    #expect(contents.problems.map(\.severity) == [.warning])
    #expect(
      contents.problems.first?.message.hasPrefix(
        "its `permalink` has what is not filled in (Nunjucks filter “nice”, Nunjucks variable)") == true)
  }

  @Test("of Zola: folders stay, names become slugs as it is told, and keep their dates where it says so")
  func zola() async throws {
    let sites: [(slugify: String, address: String)] = [
      ("", "/Blog%20Posts/x-y-z/"), ("paths = 'on'\npaths_keep_dates = true", "/Blog%20Posts/2024-01-01-x-y-z/"),
      ("paths = 'safe'", "/Blog%20Posts/X%20yz/"), ("paths = 'off'", "/Blog%20Posts/X%20y:z./"),
    ]
    for (slugify, address) in sites {
      let posts = try await posts([
        "config.toml": "base_url = 'https://example.com'\n[slugify]\n\(slugify)\n",
        "content/Blog Posts/2024-01-01-X y:z..md": "+++\ntitle = 'T'\n+++\n",
      ])
      #expect(posts.values.map(\.addressPath) == [address])
      #expect(posts.values.map(\.published) == ["2024-01-01"])
    }
  }

  @Test("of Astro: a slug stands for all behind the collection, which lies where the configuration says")
  func astro() async throws {
    let configuration = "export default {}"
    let posts = try await posts([
      "astro.config.mjs": configuration, "src/content/blog/2024/c.md": Self.titled("T", "slug: own/c"),
      "src/content/blog/2024/D.md": Self.titled("T"), "src/pages/index.md": Self.titled("T"),
      "src/pages/notes/e.md": Self.titled("T", "slug: own"), "src/posts/f.md": Self.titled("T"),
      "src/other/g.md": Self.titled("T"),
      "src/content.config.ts":
        "const blog = defineCollection({ loader: glob({ pattern: '**/*.md', base: \"./src/posts\" }) });",
    ])
    #expect(
      posts.mapValues(\.addressPath) == [
        "c.md": "/blog/own/c/", "D.md": "/blog/2024/d/", "e.md": "/notes/e/", "f.md": "/posts/f/",
      ])
    let bare = ["astro.config.mjs": configuration, "src/blog/a.md": Self.titled("T"), "src/pages/[...slug].astro": ""]
    #expect(try await self.posts(bare).mapValues(\.addressPath) == ["a.md": "/blog/a/"])
    #expect(try await MarkdownFixture(bare).load(at: "src/blog").items.map(\.addressPath) == ["/blog/a/"])
  }

  @Test("of Publish: the titles, links and ids of its feed")
  func publish() async throws {
    let item = try await MarkdownFixture.post(
      "date: 2024-05-01 12:00\nrss.guid: https://old.example/1\nrss.titlePrefix: [Pro]\nrss.titleSuffix: !\nrss.link: https://else.example/",
      body: "# A\n", named: "Content/posts/a.md", configuration: ["Package.swift": ""])
    #expect(item.title == "[Pro]A!" && item.externalURL == "https://else.example/")
    guard case .item(let id, _) = item.identity else { return }
    #expect(id == "https://old.example/1" && item.addressPath == "/posts/a")
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
      ("posts/u6.md", "url: /u/index.html", "/u/"), ("posts/u7.md", "url: /u/xindex.html", "/u/xindex.html"),
      ("posts/u8.md", "url: '/:2006/:Jan/'", "/2024/May/"), ("posts/İstanbul.md", "", "/posts/istanbul/"),
    ]
    let files = expected.map { ("content/\($0.file)", Self.titled("T", $0.matter)) }
    let posts = try await posts(Dictionary(uniqueKeysWithValues: files).merging(["hugo.toml": ""]) { $1 })
    for (file, _, address) in expected {
      #expect(posts[String(file.split(separator: "/").last!)]?.addressPath == address, "\(file)")
    }
  }

  @Test("of Hugo's patterns by section, whatever its case, and by language")
  func hugoSections() async throws {
    let configuration = """
      permalinks:
        "/": /r/:slug/
        Blog: /b/:slug/
        notes/deep: /d/:slug/
        "no*": /n/:slug/
        log: /:sectionslug/:sectionslugs/:slug/
        category: /:sectionslug/:slug/
      languages: {en: {}, de: {permalinks: {blog: "/bd/:slug/"}}}
      """
    let expected = [
      "root.md": "/r/root/", "Blog/a.md": "/b/a/", "blog/in/b.md": "/b/b/", "blog/c.de.md": "/de/bd/c/",
      "notes/d.md": "/n/d/", "notes/deep/e.md": "/d/e/", "notes/deep/in/f.md": "/d/f/", "notes/g.de.md": "/de/notes/g/",
      "log/h.md": "/my-log/my-log/h/", "log/two/i.md": "/my-log/my-log/ww/i/", "category/j.md": "/categories/j/",
      "other/k.md": "/other/lead/slash/",
    ]
    let files = expected.map { file, _ in
      let name = file.split(separator: "/").last!.prefix(1)
      return (
        "content/\(file)", Self.titled(file == "root.md" ? "root" : "\(name)", name == "k" ? "slug: /lead/slash/" : "")
      )
    }
    let sections = [
      "content/log/_index.md": "---\ntitle: My Log\n---\n",
      "content/log/two/_index.md": "---\ntitle: Two\nslug: ww\n---\n",
    ]
    let all = Dictionary(uniqueKeysWithValues: files).merging(sections) { $1 }
    let posts = try await posts(all.merging(["hugo.yaml": configuration]) { $1 })
    for (file, address) in expected {
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

  @Test(
    "of Go's layouts in Hugo's patterns, in the zone of the date",
    arguments: [
      (":Jan/:January/:1/:01", "/may/may/5/05/"), (":2/:02/:_2/:002/:__2", "/6/06/-6/127/127/"),
      (":2006/:06/:20060102", "/2024/24/20240506/"), (":Mon/:Monday", "/mon/monday/"),
      (":15/:3/:03/:4/:04/:5/:05", "/23/11/11/7/07/9/09/"), (":3PM", "/11pm/"),
      (":x2/:Slug2/:Januaryx", "/x6/slug6/mayx/"),
      (":2006_01/:_2006/:Jan_2", "/2024_05/_2024/may-6/"), ("With Blank/:slug.html", "/with-blank/t.html/"),
    ])
  func layouts(_ pattern: String, _ path: String) async throws {
    let item = try await MarkdownFixture.post(
      "title: T\ndate: 2024-05-06T23:07:09-08:00", named: "content/p/x.md",
      configuration: ["hugo.toml": "[permalinks]\np = '/\(pattern)'\n"])
    #expect(item.addressPath == path)
  }

  @Test("of Hugo's patterns by file name, which `uglyURLs` end, too")
  func ugly() async throws {
    let configuration = """
      uglyURLs = true
      [frontmatter]
      date = [":filename", ":default"]
      [permalinks]
      a = "/:year/:contentbasename/"
      b = "/b/:filename"
      c = "/c/:slugorcontentbasename/"
      d = "/d/:slug.html"
      """
    let posts = try await posts([
      "hugo.toml": configuration, "content/a/2024-02-03-x.md": Self.titled("T"), "content/b/A - B.md": Self.titled("T"),
      "content/c/2024-02-04-y.md": Self.titled("T"), "content/d/z.md": Self.titled("T"),
      "content/e/w/index.md": Self.titled("T"), "content/e/u.md": Self.titled("T", "url: /u"),
    ])
    #expect(
      posts.mapValues { $0.addressPath ?? "" } == [
        "2024-02-03-x.md": "/2024/2024-02-03-x.html", "A - B.md": "/b/a-b.html", "2024-02-04-y.md": "/c/y.html",
        "z.md": "/d/t.html.html", "index.md": "/e/w.html", "u.md": "/u/",
      ])
  }

  @Test("of Hugo's names without blanks, but as they are written, where it keeps capitals")
  func capitals() async throws {
    let names = ["a - b": "a-b", "A -- B": "A--B", "x  y": "x-y", "İ": "%C4%B0"]
    let files = Dictionary(uniqueKeysWithValues: names.keys.map { ("content/P - Q/\($0).md", Self.titled("T")) })
    let posts = try await posts(files.merging(["hugo.toml": "disablePathToLower = true\n"]) { $1 })
    for (name, slug) in names { #expect(posts["\(name).md"]?.addressPath == "/P-Q/\(slug)/") }
  }

  @Test("of Hugo's sections, whose own slug is in the addresses of all below, each language for itself")
  func sectionSlugs() async throws {
    let section = { (lines: String) in "---\ntitle: S\n\(lines)\n---\n" }
    let files = [
      "hugo.toml": "[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n[permalinks]\np = '/p/:section/:slug'\n",
      "content/a/_index.md": section("slug: Its Own!"), "content/a/1.md": Self.titled("T"),
      "content/a/1.de.md": Self.titled("T"), "content/a/in/_index.de.md": section("slug: drin"),
      "content/a/in/2.md": Self.titled("T"), "content/a/in/2.de.md": Self.titled("T"),
      "content/b/_index.md": section("cascade: {slug: fallen, tags: [c]}"), "content/b/3.md": Self.titled("T"),
      "content/b/none/4.md": Self.titled("T", "slug: own"), "content/b/in/_index.md": section(""),
      "content/b/in/5.md": Self.titled("T"), "content/b/6.de.md": Self.titled("T"),
      "content/c/_index.md": section("cascade: {slug: s, target: {kind: section}}"), "content/c/7.md": Self.titled("T"),
      "content/p/_index.md": section("slug: own"), "content/p/8.md": Self.titled("T"),
    ]
    let posts = try await posts(files)
    #expect(
      posts.mapValues { $0.addressPath ?? "" } == [
        "1.md": "/its-own/1/", "1.de.md": "/de/a/1/", "2.md": "/its-own/in/2/", "2.de.md": "/de/a/drin/2/",
        "3.md": "/fallen/fallen/", "4.md": "/fallen/none/own/", "5.md": "/fallen/fallen/fallen/", "6.de.md": "/de/b/6/",
        "7.md": "/s/7/", "8.md": "/p/p/t/",
      ])
    #expect(posts["3.md"]?.tags == ["c"] && posts["6.de.md"]?.tags == [])
  }

  @Test("of links of Hugo's to files, where its own hook is at work, and of its references beside the post")
  func links() async throws {
    let body =
      "[a](b.md) [b](./b#f) [c](/p/b.md?x) [d](<b.md>) [e](c.md) `[f](b.md)` [g](https://b.md) [h](../q/b.md) [i][r]\n\n"
      + "[^1]: b\n[r]: b.md\n\n{{< relref \"b.md\" >}}\n"
    func read(_ configuration: String) async throws -> String {
      let fixture = try MarkdownFixture([
        "hugo.toml": configuration, "content/p/a.md": Self.titled("A") + body, "content/p/b.md": Self.titled("B"),
        "content/b.md": Self.titled("B"), "content/q/b/index.md": Self.titled("B"),
      ])
      let item = try #require(try await fixture.load().items.first { $0.place.file.hasSuffix("/a.md") })
      let content = try #require(item.content)
      let template = try #require((content.markup as? BodyMarkup)?.template)
      return String(
        decoding: template.expand(
          try content.read().text, as: .markdown, permalink: fixture.site.url, on: fixture.site
        ).body, as: UTF8.self
      ).replacing("https://example.com", with: "")
    }
    let plain = body.replacing("{{< relref \"b.md\" >}}", with: "/p/b/")
    let linked =
      "[a](/p/b/) [b](/p/b/#f) [c](/p/b/?x) [d](</p/b/>) [e](c.md) `[f](b.md)` [g](https://b.md) [h](/q/b/) [i][r]\n\n"
      + "[^1]: b\n[r]: /p/b/\n\n/p/b/\n"
    #expect(try await read("") == plain)
    #expect(try await read("[languages.en]\nweight = 1\n") == linked)
    #expect(try await read("[markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'\n") == linked)
    #expect(
      try await read("[languages.en]\nweight = 1\n[markup.goldmark.renderHooks.link]\nuseEmbedded = 'never'\n") == plain
    )
    #expect(try await read("[languages.en]\nweight = 1\n[markup.goldmark]\nduplicateResourceFiles = true\n") == plain)
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
        "2024-02-03 /p/t1020-four/", "2024-02-03T14:15:16 /p/five/", "2024-02-04 /p/own/", "2024-05-01 /p/three/",
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
    "of times in Hugo's file names",
    arguments: [
      ("2024-02-06T10-30-00-x", "2024-02-06T10:30:00 /x/"),
      ("2024-02-06_10-30-00 My Post", "2024-02-06T10:30:00 /my-post/"),
      ("2024-02-06T10:30:00x", "2024-02-06T10:30:00 /x/"),
      ("2024-02-06T10-30-00", "2024-02-06T10:30:00 /2024-02-06t10-30-00/"),
      ("2024-02-06T25-30-00-x", "2024-02-06 /t25-30-00-x/"), ("2024-02-06T103000-x", "2024-02-06 /t103000-x/"),
      ("2024-02-06 - My Post", "2024-02-06 /my-post/"), ("2024-02-06x", "2024-02-06 /x/"),
    ])
  func times(_ name: String, _ expected: String) async throws {
    let item = try await MarkdownFixture.post(
      "title: T", named: "content/\(name).md", configuration: ["hugo.toml": "[frontmatter]\ndate = [':filename']\n"])
    #expect("\(item.published ?? "") \(item.addressPath ?? "")" == expected)
  }

  @Test(
    "of Hugo's feed, which has a post's own date, or that of its publication, though its file's name dates its address",
    arguments: [
      ("date: 2023-01-01", "2023-01-01"), ("date: 2023-01-01\npublishDate: 2022-01-01", "2022-01-01"),
      ("date: 2023-01-01\nissued: 2021-01-01", "2021-01-01"), ("modified: 2023-01-01", "2024-02-03"),
      ("weight: 1", "2024-02-03"),
    ])
  func ownDates(_ matter: String, _ published: String) async throws {
    let configuration = """
      [frontmatter]
      date = [":filename", ":default"]
      publishDate = ["issued", ":default"]
      [permalinks]
      p = "/:year/:month/:slug/"
      """
    let item = try await MarkdownFixture.post(
      "title: T\n\(matter)", named: "content/p/2024-02-03-x.md", configuration: ["hugo.toml": configuration])
    #expect(item.published == published && item.addressPath == "/2024/02/x/")
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

  // MARK: - Eleventy

  @Test(
    "of Eleventy's tags, without those that name the collection of all posts",
    arguments: [
      ([".eleventy.js": ""], "tags: [post, News]", ["News"]), ([".eleventy.js": ""], "tags: posts", []),
      (["posts/posts.json": "{\"tags\": [\"posts\", \"all\"]}"], "tags: [News, nav]", ["News"]),
      (["posts/posts.json": "{\"tags\": \"essays\"}"], "tags: News", ["essays", "News"]),
      ([:], "tags: [post, News]", ["post", "News"]),
    ] as [([String: String], String, [String])])
  func eleventyTags(_ configuration: [String: String], _ matter: String, _ tags: [String]) async throws {
    let item = try await MarkdownFixture.post(
      "title: T\ndate: 2024-05-01\n\(matter)", named: "posts/a.md", configuration: configuration)
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

  @Test("of what Pelican's configuration makes of paths, names, slugs and dates")
  func pelicanConfiguration() async throws {
    func addresses(_ configuration: String, _ files: [String: String]) async throws -> [String: String] {
      let articles = files.map { ("content/\($0)", "\($1)\n\nx\n") }
      let all = Dictionary(uniqueKeysWithValues: articles).merging(["pelicanconf.py": configuration]) { $1 }
      return try await posts(all).compactMapValues(\.addressPath)
    }
    let dated = { (title: String) in "Title: \(title)\nDate: 2024-01-01" }
    #expect(
      try await addresses(
        "BASE = '{category}/'\nARTICLE_URL = ARTICLE_SAVE_AS = BASE + '{slug}/'\n"
          + "PATH_METADATA = '(?P<category>[^/]+)/(?P<date>\\d{4}-\\d{2}-\\d{2})-(?P<slug>[^/]*)\\.md'",
        [
          "tech/2024-01-01-one.md": "Title: X", "life/sub/2024-01-02-t.md": dated("Two"), "c.md": dated("No Category"),
          "d.md": dated("D") + "\nCategory: A, B", "f/index.md": dated("F"),
        ]) == [
          "2024-01-01-one.md": "/tech/one/", "2024-01-02-t.md": "/sub/two/", "c.md": "/misc/no-category/",
          "d.md": "/a-b/d/", "index.md": "/f/f/",
        ])
    #expect(
      try await addresses(
        "FILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})_(?P<slug>.*)_(?P<lang>de|en)'",
        ["2024-01-01_a_de.md": "Title: X", "2024-01-02_b_en.md": "Title: X"])
        == ["2024-01-01_a_de.md": "/a-de.html", "2024-01-02_b_en.md": "/b.html"])
    #expect(
      try await addresses(
        "SLUGIFY_USE_UNICODE = SLUGIFY_PRESERVE_CASE = True\nEXTRA_PATH_METADATA = {'x': {'lang': 'de'}}",
        ["a.md": dated("Über Straße!"), "x/b.md": dated("日本語 Title")])
        == ["a.md": "/%C3%9Cber-Stra%C3%9Fe.html", "b.md": "/%E6%97%A5%E6%9C%AC%E8%AA%9E-Title-de.html"])
    #expect(
      try await addresses(
        "SLUG_REGEX_SUBSTITUTIONS = [(r'[^\\w\\s-]', ''), (r'(?u)\\A\\s*', ''), (r'(?u)\\s*\\Z', ''), (r'[-\\s]+', '_')]\n"
          + "ARTICLE_URL = '{date.day}/{date:%A}/{author}/{series}/{slug}'",
        ["a.md": dated("Hello big World?") + "\nAuthor: Lee, Ann\nSeries: s1"])
        == ["a.md": "/1/Monday/lee_ann/s1/hello_big_world"])
  }

  @Test("of articles in HTML, whose heads say what they are to Pelican, and dates with months first")
  func pelicanPages() async throws {
    let head = "<title>AT&amp;T &lt;x&gt;</title>\n<meta name=\"date\" content=\"01.02.2024\" />\n"
    let page =
      "<!DOCTYPE html><html><head>\(head)<meta name=Tags content='t1, t2'><meta name=keywords content=t3>"
      + "<meta name=\"slug\" content=\"own\"></head>\n<body class=x><p>Text.</p></body></html>"
    let draft = "<html><head>\(head)<meta name='status' content='draft'></head><body>x</body></html>"
    let posts = try await posts(["pelicanconf.py": "", "content/a.html": page, "content/b.html": draft])
    let item = try #require(posts["a.html"])
    #expect(item.title == "AT&T <x>" && item.tags == ["t1", "t2", "t3"] && item.addressPath == "/own.html")
    #expect(item.published == "2024-01-02" && !item.isHidden && posts["b.html"]?.isHidden == true)
  }

  // MARK: - Nikola

  @Test("of Nikola's lines, in a comment or not, in files beside the posts, and of its translations")
  func nikola() async throws {
    let configuration = """
      BLOG_TITLE = "A"
      SITE_URL = "https://example.com/sub/"
      TIMEZONE = "Europe/Berlin"
      DEFAULT_LANG = "en"
      TRANSLATIONS = {
          DEFAULT_LANG: "",
          # "fr": "./fr",
          "de": "./deutsch",
      }
      POSTS = (("posts/*.md", "blog", "post.tmpl"), ("posts/*.txt", "blog", "post.tmpl"))
      """
    func matter(_ lines: String) -> String {
      "<!--\n.. date: 2024-05-01 10:00:00 UTC-05:00\n\(lines)\n-->\n\nText.\n"
    }
    let posts = try await posts([
      "conf.py": configuration, "posts/a b.md": matter(".. title: A: &amp; B\n.. tags: one, two words; x,, C++"),
      "posts/in/Straße.md": matter(".. title: T\n.. slug: Own Slug"),
      "posts/c.md": matter(".. title: T\n.. pretty_url: no"),
      "posts/index.md": ".. title: I\n.. date: 2024-05-02\n\nText.\n", "posts/d.md": "Nothing but text.\n",
      "posts/d.meta": ".. title: D\n.. slug: described\n.. date: 2024-05-03\n",
      "posts/e.md": "---\ntitle: E\ndate: 2024-05-04\n---\n",
      "posts/e.de.md": "<!--\n.. title: E auf Deutsch\n-->\n\nText.\n",
      "posts/f.md": matter(".. title: F\n.. status: draft"), "posts/g.md": matter(".. title: G\n.. tags: Private"),
      "posts/h.txt": matter(".. title: T"), "other/i.md": matter(".. title: T"),
    ]).filter { !$0.value.isHidden }
    #expect(
      posts.mapValues { $0.addressPath ?? "" } == [
        "a b.md": "/sub/blog/a-b/", "Straße.md": "/sub/blog/in/Own%20Slug/", "c.md": "/sub/blog/c.html",
        "index.md": "/sub/blog/", "d.md": "/sub/blog/described/", "e.md": "/sub/blog/e/",
        "e.de.md": "/sub/deutsch/blog/e/",
      ])
    let post = try #require(posts["a b.md"])
    #expect(post.title == "A: &amp; B" && post.tags == ["one", "two words; x", "C++"])
    #expect(post.published.flatMap { SourceDate($0) } == SourceDate("2024-05-01T15:00:00Z"))
    #expect(posts["d.md"]?.title == "D" && posts["d.md"]?.published == "2024-05-03")
    #expect(posts["e.de.md"]?.language == "de" && posts["e.de.md"]?.published == "2024-05-04")
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
