import Foundation
import Glibc
import Syndication
import SyndicationFiles
import SyndicationFolder
import SyndicationSite
import SyndicationTesting
import Testing

/// A small site with a source of every kind, whose configuration says all that one can say.
struct SampleSite {
  let folder: TemporaryFolder
  /// What a program that builds again and again has read.
  private let loaded = LoadedSources()

  static let first = Timestamp("2022-06-01T00:00:00Z")
  static let later = Timestamp("2022-07-01T00:00:00Z")

  /// Files that no source is changed to.
  static let files = [
    "list.txt": """
    The Notes ·

    Salt

    26 Mar 2022 | rye oats Lee, Ann

    About salt.


    Oil

    25 Mar 2022 | oats Lee, Ann

    About oil.

    """,
    "links.json": #"{"Oil": "https://elsewhere.example/oil/"}"#,
    "posts.json": #"""
    [{"id": "urn:a", "title": "Milk", "content_text": "Milk.\n\nIs white.", "date_published": "2022-03-24T10:00", "tags": ["Wheat"]},
     {"id": "urn:b", "url": "shared/", "title": "Copy", "date_published": "2022-03-23", "tags": ["oats"]}]
    """#,
    "blog/_config.yml": "title: Kitchen\n",
    "blog/_posts/2022-03-20-bread.md": """
    ---
    guidx: bread-two
    guid: bread
    title: Bread
    titlex: Loaf
    datex: 2022-03-19 08:00
    date: 2022-03-20 08:00
    publishedx: 2022-03-18 08:00
    updatedx: 2022-03-29 08:00
    author: Ann
    authorx: Bob
    tags: [rye, oats]
    tagsx: [barley]
    categories: [baking]
    categoriesx: [cooking]
    summary: In *short*.
    summaryx: Briefly.
    image: /a.png
    imagex: /b.png
    draftx: true
    expiresx: 2022-06-15
    lang: de
    langx: fr
    aliases: [/old/]
    aliasesx: [/older/]
    permalinkx: /else/
    slugx: loaf
    enclosure: /a.mp3
    enclosurex: /b.mp3
    duration: 61
    durationx: 62
    episode: 1
    episodex: 2
    season: 1
    seasonx: 2
    explicit: true
    explicitx: false
    ---
    At {{ page.date | date: "%H:%M" }}, from {{ site.cdn }}, flour.

    <script>x</script> A [link](next) and more.

    """,
    "blog/_posts/2022-03-21-shared.md": "---\nguid: urn:b\ntitle: Shared\npermalink: /shared/\n---\nShared words.\n",
    "old.xml": """
    <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:feed</id><title>Old</title><updated>2022-01-01T00:00:00Z</updated>
    <link href="https://old.example/"/><link rel="self" href="https://old.example/feed"/>
    <entry><id>urn:c</id><title>Egg</title><link href="https://old.example/egg/"/><published>2022-03-22T10:00:00Z</published>
    <category term="rye"/><content type="html">&lt;p&gt;An egg &lt;img src="a.png"&gt;&lt;/p&gt;</content></entry>
    <entry><id>urn:d</id><title>Tea</title><link href="https://old.example/tea/"/><published>2022-03-21T10:00:00Z</published>
    <source><id>urn:far</id><title>Far</title><updated>2022-03-02T00:00:00Z</updated></source>
    <summary>Green tea.</summary></entry></feed>

    """,
    "pages/pie.html": """
    <title>Pie</title><meta name=date content=2022-03-19><meta name=description content="About pie.">
    <main><h1>Pie</h1><p>Apples. <img src=a.png alt="A pie"><div class=share>Share</div></main>

    """,
    "pages/jam.html": """
    <title>Jam</title><meta name=date content="2022-03-18T09:00"><link rel=canonical href=https://example.org/jam/>
    <main><h1>Jam</h1><p>Plums.<div class=share>Share</div></main>

    """,
  ]

  static let configuration = #"""
    {"$schema": "docs/config.schema.json",
     "site": {"title": "Notes", "url": "https://example.org/", "description": "On food", "language": "en",
              "timeZone": "America/New_York", "timeOfDay": "06:30", "founded": "2020-01-02",
              "icon": "https://example.org/i.png", "rights": "Ours",
              "authors": [{"name": "Ed", "url": "https://ed.example/", "email": "ed@example.org"}]},
     "podcast": {"categories": ["Arts", {"Science": "Nature"}], "image": "https://example.org/a.png", "explicit": false,
                 "author": "Ed & Ann", "owner": {"name": "Ed", "email": "ed@example.org"}, "type": "serial",
                 "complete": true, "block": true, "newFeedURL": "https://new.example/feed"},
     "sources": [{"type": "listing", "path": "list.txt", "name": "a", "permalink": "/l/{slug}/", "links": "links.json"},
                 {"type": "json", "path": "posts.json", "name": "json", "adopt": ["old.xml"]},
                 {"type": "markdown", "path": "blog", "name": "markdown", "preset": "jekyll",
                  "permalink": "/{year}/{slug}/", "variables": {"site.cdn": "https://cdn.example"},
                  "fields": {"id": "guid", "title": "title", "date": "date", "published": "published",
                             "updated": "updated", "authors": ["author"], "tags": "tags", "categories": "categories",
                             "summary": "summary", "image": "image", "external": "link", "draft": "draft",
                             "unlisted": "unlisted", "listed": "feed", "expires": "expires",
                             "language": "lang", "aliases": "aliases", "permalink": "permalink", "slug": "slug",
                             "attachments": "enclosure", "duration": "duration", "episode": "episode",
                             "season": "season", "explicit": "explicit", "withdrawn": "withdrawn", "minor": "minor"}},
                 {"type": "feed", "path": "old.xml", "name": "d", "origin": true},
                 {"type": "html", "path": "pages", "name": "e", "permalink": "/p/{path}/", "dropped": [".share", "h6"]}],
     "precedence": ["markdown", "json"], "languages": ["en", "de"],
     "feeds": {"directory": "feeds", "url": "https://example.org/feeds/", "formats": ["rss", "atom", "json"],
               "entries": 9, "bytes": 9000, "documents": 900, "content": "full", "tombstones": {"atMost": 3, "days": 90},
               "page": true, "opml": true, "catalogue": true, "stylesheet": true, "host": "nginx",
               "queries": {"ours": {"title": "Ours", "description": "What is ours", "query": "(rye OR author:Ed) AND NOT title:milk"}},
               "scopes": {"query": {"path": "queries/{slug}", "title": "{name}", "minimumEntries": 1, "entries": 9,
                                    "bytes": 9000, "content": "full"},
                          "all": {"path": {"atom": "all.atom", "rss": "all.rss", "json": "all.json"}, "title": "All of {site}",
                                  "entries": 9, "bytes": 8000, "content": "full", "archive": {"entries": 4}},
                          "tag": {"path": {"atom": "t/{slug}.atom", "rss": "t/{slug}.rss", "json": "t/{slug}.json"},
                                  "title": "{name}", "minimumEntries": 1, "entries": 2, "bytes": 7000, "content": "full"},
                          "author": {"path": {"atom": "a/{slug}.atom", "rss": "a/{slug}.rss", "json": "a/{slug}.json"},
                                     "title": "{name}", "minimumEntries": 2, "entries": 2, "bytes": 7000,
                                     "content": "summary"},
                          "language": {"path": {"atom": "l/{slug}.atom", "rss": "l/{slug}.rss", "json": "l/{slug}.json"},
                                       "title": "{name}", "minimumEntries": 1, "entries": 2, "bytes": 7000,
                                       "content": "full"},
                          "category": {"path": {"atom": "c/{slug}.atom", "rss": "c/{slug}.rss", "json": "c/{slug}.json"},
                                       "title": "{name}", "minimumEntries": 1, "entries": 2, "bytes": 7000,
                                       "content": "full"}}},
     "tags": {"aliases": {"wheat": "rye"}, "titles": {"rye": "Rye!"}, "slugs": {"oats": "oat"},
              "page": "https://example.org/t/{slug}", "descriptions": {"rye": "On rye"},
              "parents": {"oats": ["grain"]}, "exclude": ["posts"], "atMost": 90},
     "watch": {"quiet": "1s", "atMost": "1m", "method": "poll"},
     "serve": {"host": "::1", "port": 80, "socket": "s", "tls": {"certificate": "c.pem", "key": "k.pem"}, "maxAge": "1m",
               "proxies": ["10.0.0.0/8"], "monitors": ["::1"], "accessLog": "-", "connections": 1,
               "connectionsPerAddress": 1, "requestsPerMinute": 1},
     "hub": ["https://hub.example/", "built-in"], "hubNetworks": ["10.0.0.0/8"],
     "strict": false,
     "check": false,
     "state": ".syndicate"}
    """#

  /// Of an age, so that a build knows them again.
  init(_ files: [String: String] = Self.files) throws {
    folder = try TemporaryFolder()
    for (name, text) in files { try write(text, to: name) }
    try write(Self.configuration, to: "config.json")
  }

  /// Each version of a file is of another age.
  func write(_ text: String, to name: String) throws {
    let before = status(folder[name])?.st_mtim.tv_sec ?? 1_600_000_000
    try folder.write(text, to: name)
    setModified(folder[name], to: timespec(tv_sec: before + 1, tv_nsec: 7))
  }

  func write(_ configuration: Any) throws {
    try write(
      String(decoding: JSONSerialization.data(withJSONObject: configuration), as: UTF8.self), to: "config.json")
  }

  func configuration() throws -> Configuration { try Configuration.load(folder["config.json"]) }

  private static let options: Build.Options = {
    var options = Build.Options()
    options.allowShrink = true
    return options
  }()

  /// Builds to the folder, after the builds before.
  @discardableResult
  func build(at instant: Timestamp = Self.later) async throws -> BuildReport {
    try await Build(configuration(), options: Self.options, loaded: loaded).run(at: instant)
  }

  /// What a build comes to that knows nothing but the ledger.
  func coldBuild(
    at instant: Timestamp = Self.later
  ) async throws -> (report: BuildReport, documents: [String: [UInt8]], ledger: [UInt8]?) {
    let configuration = try configuration()
    let (sink, state) = (MemorySink(), MemoryState())
    if let ledger = try StateFolder(configuration.stateDirectory).read(.ledger) { _ = state.write(ledger, to: .ledger) }
    let report = try await Build(configuration, options: Self.options, to: sink, remembering: state).run(at: instant)
    let documents = await sink.documents.map { ($0.key.string, Array($0.value.parts.joined())) }
    return (report, Dictionary(uniqueKeysWithValues: documents), state.read(.ledger))
  }

  /// What is published.
  func documents() throws -> [String: [UInt8]] {
    let directory = try configuration().feedDirectory
    let files = folder.files().map { folder[$0] }.filter { $0.hasPrefix(directory + "/") }
    return try Dictionary(
      uniqueKeysWithValues: files.map { ($0.dropFirst(directory.count + 1).description, try FileContents.read($0)) })
  }

  func ledger() throws -> [UInt8]? { try StateFolder(configuration().stateDirectory).read(.ledger) }

  /// Builds until nothing that was written is too young to be known again.
  func settle() async throws {
    for _ in 1...2 {
      try await build(at: Self.first)
      // Newer kernels date a file by the finer clock where somebody has looked at it.
      var now = timespec()
      clock_gettime(CLOCK_REALTIME, &now)
      while FileState.tick <= FileState.nanoseconds(of: now) { usleep(500) }
    }
  }

  private static let kept = ["feeds", ".syndicate"]

  /// Remembers what is published, with all that is known of it.
  func keep() throws { for name in Self.kept { try link(name, to: "kept/\(name)") } }

  /// Brings back what `keep` saw. It is the same files, which are replaced by others, never written to.
  func restore() throws {
    for name in Self.kept {
      try? FileManager.default.removeItem(atPath: folder[name])
      try link("kept/\(name)", to: name)
    }
  }

  private func link(_ from: String, to copy: String) throws {
    for file in folder.files() where file.hasPrefix(from + "/") {
      let new = copy + file.dropFirst(from.count)
      try folder.makeFolder(String(new[..<new.lastIndex(of: "/")!]))
      try #require(Glibc.link(folder[file], folder[new]) == 0)
    }
  }
}
