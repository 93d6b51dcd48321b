import Syndication
import SyndicationFiles
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("A post's field")
struct PostFieldTests {
  @Test(
    "tags are a list, or a text with commas or spaces, and categories beside them",
    arguments: [
      ("tags: [a, b c]", ["a", "b c"]), ("tags: a b", ["a", "b"]), ("tags: a, b c", ["a", "b", "c"]),
      ("tags:\n  - a\n  - b", ["a", "b"]),
      ("tag: a", ["a"]), ("tag: a b", ["a b"]), ("tag: x y\ntags: [z]", ["x y"]),
      ("tags: [a, [b, c]]", ["a", "b", "c"]),
      ("categories: x\ntags: [a]", ["a", "x"]), ("category: y z\ncategories: x", ["x", "y z"]),
      ("keywords: a, b", ["a", "b"]),
      ("tags: [2022, 1.10, no]", ["2022", "1.1", "no"]), ("tags: ['1.10', 'no']", ["1.10", "no"]),
      ("tags:", []), ("tags: [a] # c", ["a"]), ("taxonomies:\n  tags: [a]", ["a"]), ("tags: [a, a]", ["a"]),
    ])
  func tags(_ matter: String, _ tags: [String]) async throws {
    #expect(try await MarkdownFixture.post(matter).tags == tags)
  }

  @Test("tags of several words are one where the generator has them so")
  func words() async throws {
    let item = try await MarkdownFixture.post(
      "date: 2022-03-25\ntags: another tag", named: "content/blog/a.md", configuration: ["eleventy.config.js": ""])
    #expect(item.tags == ["another tag"])
  }

  @Test(
    "dates are read from front matter, else from the name, and an update that is none is dropped",
    arguments: [
      ("title: a", "2022-03-25", nil), ("date: 2022-04-01 10:00", "2022-04-01 10:00", nil),
      ("date: 2022-04-01\nlastmod: 2022-05-01", "2022-04-01", "2022-05-01"),
      ("date: 2022-04-01\nupdated: 2022-04-01", "2022-04-01", nil),
      (
        "date: 2022-04-01T10:00:00Z\nlast_modified_at: 2022-04-01T11:00:00Z", "2022-04-01T10:00:00Z",
        "2022-04-01T11:00:00Z"
      ),
      ("published: true", "2022-03-25", nil), ("published: 2022-04-01", "2022-03-25", nil),
      ("created: 1247590379\ncreated_at: 2010-05-05\npublishDate: 2010-05-05", "2022-03-25", nil),
      ("date: 2022-04-01 10:00:00 Europe/Berlin", "2022-04-01T10:00:00", nil),
    ] as [(String, String, String?)])
  func dates(_ matter: String, _ published: String, _ updated: String?) async throws {
    let item = try await MarkdownFixture.post(matter)
    #expect(item.published == published)
    #expect(item.updated == updated)
  }

  @Test("an address that is absolute is its author's word, and every other is derived")
  func address() async throws {
    let absolute = try await MarkdownFixture.post("date: 2022-04-01\npermalink: https://else.example/one/")
    #expect(absolute.address == .written("https://else.example/one/"))
    let relative = try await MarkdownFixture.post("date: 2022-04-01\npermalink: /one/")
    #expect(relative.address == .derived("https://example.com/one/"))
  }

  @Test("D2 a time without a zone is in the generator's where it has one")
  func zone() async throws {
    let item = try await MarkdownFixture.post(
      "date: 2022-04-01 10:00", configuration: ["_config.yml": "timezone: Europe/Berlin\npermalink: /:hour/\n"])
    #expect(item.published == "2022-04-01 10:00" && item.timeZone == SiteTimeZone("Europe/Berlin"))
    #expect(item.addressPath == "/10/")
  }

  @Test(
    "and one that the system does not know is told",
    arguments: [
      ("_config.yml", "timezone: PST", "_config.yml"), ("hugo.toml", "timeZone = 'PST'", "hugo.toml"),
      ("pelicanconf.py", "TIMEZONE = 'PST'", "pelicanconf.py"),
      ("conf.py", "TIMEZONE = 'PST'\nBLOG_TITLE = 'A'", "conf.py"),
    ])
  func unknownZone(_ name: String, _ text: String, _ place: String) async throws {
    let posts = ["_posts/2022-03-25-a.md", "content/a.md", "posts/a.md"]
    let fixture = try MarkdownFixture(
      Dictionary(
        uniqueKeysWithValues: posts.map { ($0, "---\ntitle: A\ndate: 2022-03-25\n---\nText.\n") } + [(name, text)]))
    let contents = try await fixture.load()
    #expect(contents.items.count > 0 && contents.items.allSatisfy { $0.timeZone == nil })
    let told = contents.problems.filter { $0.message.contains("“PST” is unknown as a time zone") }
    #expect(told.map(\.place.file) == [fixture.folder[place]] && told.allSatisfy { $0.severity == .warning })
  }

  @Test("in lines of Publish is read, whatever YAML would make of it")
  func plainLines() async throws {
    let item = try await MarkdownFixture.post(
      "date: 2022-04-01 10:00\ntitle: Swift: @a\ntags: b, #c", named: "Content/posts/a.md",
      configuration: ["Package.swift": ""])
    #expect(item.title == "Swift: @a" && item.tags == ["b", "#c"] && item.published == "2022-04-01 10:00")
  }

  @Test(
    "an image is none where it says so, and is where Pelican's names of places have it",
    arguments: [
      ("image: false", nil), ("image: none", nil), ("image: a.png", "a.png"), ("image: '{static}/i/a.png'", "/i/a.png"),
      ("cover: '|attach|a.png'", "a.png"),
    ] as [(String, String?)])
  func image(_ matter: String, _ image: String?) async throws {
    #expect(try await MarkdownFixture.post(matter).image == image)
  }

  @Test("Eleventy's words for times of files are no dates, as those are others in each clone")
  func times() async throws {
    let error = try await #require(throws: NoPost.self) {
      _ = try await MarkdownFixture.post(
        "date: git Last Modified", named: "a.md", configuration: ["eleventy.config.js": ""])
    }
    #expect(error.problems.map(\.severity) == [.unread])
  }

  @Test("a date that cannot be read is an error with the file and the line")
  func undated() async throws {
    let error = try await #require(throws: NoPost.self) { _ = try await MarkdownFixture.post("date: next week") }
    #expect(error.problems.map(\.severity) == [.error] && error.problems[0].place.line == 2)
    #expect(error.problems[0].message.contains("“next week” is no date"))
  }

  @Test(
    "a date of an update that cannot be read is told, and costs the post nothing",
    arguments: [
      (["_config.yml": ""], "_posts/2022-03-25-a.md"), (["eleventy.config.js": ""], "a.md"),
      (["zola.toml": ""], "content/a.md"), (["hugo.toml": ""], "content/a.md"),
    ])
  func unreadableUpdate(_ configuration: [String: String], _ path: String) async throws {
    let post = "---\ntitle: A\ndate: 2022-03-25\nupdated: never\n---\nText.\n"
    let contents = try await MarkdownFixture(configuration.merging([path: post]) { $1 }).load()
    #expect(contents.items.map(\.published) == ["2022-03-25"] && contents.items.map(\.updated) == [nil])
    #expect(contents.problems.map(\.severity) == [.warning] && contents.problems.first?.place.line == 4)
    #expect(contents.problems.first?.message.contains("“never” is no date that can be read (updated)") == true)
  }

  @Test("another program's id is none, unless the configuration says so")
  func guid() async throws {
    let files = ["_posts/2022-03-25-name.md": "---\ntitle: A\nguid: urn:x:1\n---\n"]
    var fixture = try MarkdownFixture(files)
    func ids() async throws -> [String?] {
      try await fixture.load().items.map { if case .item(let id, _) = $0.identity { id } else { nil } }
    }
    #expect(try await ids() == [nil])
    fixture.options.fields = [.id: ["guid"]]
    #expect(try await ids() == ["urn:x:1"])
  }

  @Test(
    "drafts and hidden posts are read, and kept back",
    arguments: [
      "draft: true", "published: false", "hidden: true", "hide: true", "status: draft", "draft: yes", "draft: 'true'",
    ])
  func hidden(_ matter: String) async throws {
    #expect(try await MarkdownFixture.post(matter).isHidden)
  }

  @Test("and others are not", arguments: ["draft: false", "published: true", "hide: no", "title: draft"])
  func visible(_ matter: String) async throws {
    #expect(try await !MarkdownFixture.post(matter).isHidden)
  }

  @Test("everything else is where people write it")
  func others() async throws {
    let item = try await MarkdownFixture.post(
      """
      title: "A: b"
      description: Short.
      cover:
        image: /c.png
      lang: de_CH
      aliases: [/old/, /older/]
      expiryDate: 2030-01-01
      audio: /a.mp3
      duration: "1:02:03"
      episode: 4
      explicit: no
      """)
    #expect(item.title == "A: b")
    #expect(try item.summary?.read().string == "Short.")
    #expect(item.image == "/c.png")
    #expect(item.language == "de-CH")
    #expect(item.aliases == ["/old/", "/older/"])
    #expect(item.expires == "2030-01-01")
    #expect(item.attachments.map(\.url) == ["/a.mp3"])
    #expect(item.attachments.first?.duration == 3723)
    #expect(item.episode == Episode(number: 4, isExplicit: false))
  }

  @Test(
    "a link post's page is elsewhere, at an address of the web",
    arguments: [
      ("external_url: https://else.example/x", "https://else.example/x"),
      ("link: http://else.example/x", "http://else.example/x"),
      ("linkUrl: https://else.example/x", "https://else.example/x"),
      ("extra:\n  link: https://else.example/x", "https://else.example/x"),
      ("external-url: https://else.example/x", "https://else.example/x"),
      ("link: {url: https://else.example/x, title: X}", "https://else.example/x"),
      ("url: https://else.example/x", "https://else.example/x"), ("url: /here/", nil),
      ("link: /here/\nurl: https://else.example/x", "https://else.example/x"),
      ("link: https://example.com/2022/03/25/name.html", nil),
      ("link: /here/", nil), ("link: true", nil), ("link: mailto:a@example.org", nil),
    ] as [(String, String?)])
  func external(_ matter: String, _ address: String?) async throws {
    let item = try await MarkdownFixture.post(matter)
    #expect(item.externalURL == address)
    #expect(item.address == .derived("https://example.com/2022/03/25/name.html"))
  }

  @Test("a title that is empty stays so in Jekyll, and one that is missing does not")
  func emptyTitle() async throws {
    #expect(try await MarkdownFixture.post("title: ''", configuration: ["_config.yml": ""]).title == nil)
    #expect(try await MarkdownFixture.post("title:", configuration: ["_config.yml": ""]).title == "Name")
  }

  @Test("an attachment's length is that of its file")
  func length() async throws {
    let item = try await MarkdownFixture.post("audio: /files/a.mp3", configuration: ["files/a.mp3": "12345"])
    #expect(item.attachments.first?.size == 5)
  }

  @Test(
    "an attachment has no length of a file of another kind, nor of one that is hidden",
    arguments: ["/.env", "/.git/a.mp3", "/_config.yml", "/files/a.pdf, type: audio/mpeg", "/files/../.env"])
  func noLength(_ url: String) async throws {
    let files = [".env": "12345", ".git/a.mp3": "12345", "files/a.pdf": "12345"]
    let item = try await MarkdownFixture.post("audio: {url: \(url)}", configuration: files)
    #expect(item.attachments.count == 1 && item.attachments.first?.size == nil)
  }

  @Test(
    "a title that is missing is the first heading, which leaves the text, else the file's name",
    arguments: [
      ("# A heading #\n\nText.\n", "A heading", "\nText.\n"), ("Text.\n", "Some Name", "Text.\n"),
      ("## B\n", "Some Name", "## B\n"),
    ])
  func title(_ body: String, _ title: String, _ rest: String) async throws {
    let fixture = try MarkdownFixture(["_posts/2022-03-25-some-name.md": "---\nlayout: x\n---\n\(body)"])
    let item = try #require(try await fixture.load().items.first)
    #expect(item.title == title)
    #expect(try item.content?.body.read().string == rest)
  }

  @Test("the body is what stands below the front matter, its line ends as LF")
  func body() async throws {
    let fixture = try MarkdownFixture(["_posts/2022-03-25-a.md": "---\r\ntitle: A\r\n---\r\nOne\r\ntwo\rthree\n"])
    let item = try #require(try await fixture.load().items.first)
    #expect(try item.content?.body.read().string == "One\ntwo\nthree\n")
    try fixture.folder.write("---\ntitle: B\n---\nOther", to: "_posts/2022-03-25-a.md")
    #expect(throws: FileChanged.self) { _ = try item.content?.body.read() }
  }

  @Test("posts come newest first, those of one time by their paths")
  func order() async throws {
    let fixture = try MarkdownFixture([
      "_posts/2022-03-25-b.md": "---\n---\n", "_posts/2022-03-25-a.md": "---\n---\n",
      "_posts/2022-03-26-c.md": "---\n---\n",
      "_posts/2022-03-25-d.md": "---\ndate: 2022-03-25 10:00\n---\n",
    ])
    #expect(try await fixture.load().items.map(\.title) == ["C", "D", "A", "B"])
  }
}
