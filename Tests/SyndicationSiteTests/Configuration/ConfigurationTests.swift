import Foundation
import Syndication
import SyndicationFiles
import SyndicationMarkup
import SyndicationSources
import SyndicationTesting
import Testing

@testable import SyndicationSite

@Suite("A configuration") struct ConfigurationTests {
  @Test("of many aliases takes time by their number")
  func manyAliases() {
    let times = growth(of: 500, within: 24) { count in
      let aliases = (0..<count).map { #""a\#($0)": "a\#($0 + 1)""# }.joined(separator: ", ")
      let configuration = try? loadConfiguration(
        #"{"site": {"title": "A", "url": "https://a.org"}, "sources": [{"type": "json", "path": "b"}], "#
          + #""tags": {"aliases": {\#(aliases)}}}"#)
      #expect(configuration?.tags.aliases.count == count)
    }
    #expect(times <= 24)
  }

  @Test("says everything, and it is read")
  func complete() throws {
    let configuration = try loadConfiguration(
      #"""
      {
        "$schema": "docs/config.schema.json",
        "site": {
          "title": "A Site", "url": "HTTPS://Example.org:443/blog", "description": "About things", "language": "de-CH",
          "timeZone": "Europe/Berlin", "timeOfDay": "09:30:15", "founded": "2021-09-01",
          "authors": [{"name": "Ann", "url": "https://ann.example", "email": "ann@example.org"}, {"name": "Bob"}],
          "icon": "https://example.org/icon.png", "rights": "© Ann"
        },
        "sources": [
          {"type": "listing", "path": "catalog/a.txt", "permalink": "/{year}/{slug}", "links": "catalog/links.json"},
          {"type": "json", "path": "/srv/posts.ndjson", "name": "notes"},
          {"type": "feed", "path": "old/atom.xml", "origin": false}, {"type": "feed", "path": "b", "name": "b"},
          {"type": "html", "path": "pages", "permalink": "/{path}/", "dropped": [".share", "form"]}
        ],
        "precedence": ["notes", "b"],
        "feeds": {
          "directory": "public/feeds/", "url": "https://feeds.example.org/x", "formats": ["json", "atom"],
          "scopes": {"all": {"path": {"atom": "feed.xml"}, "title": "All of {site}", "archive": true},
            "author": {"complete": true, "archive": false}, "category": {"archive": {"entries": 7}},
            "tag": {"path": "topics/{slug}/feed", "minimumEntries": 2, "entries": 3, "bytes": 9, "content": "full"}}, "entries": 5, "bytes": 5e4, "content": "summary"
        },
        "tags": {
          "aliases": {"rl": "reinforcement-learning", "RLHF": "rl"}, "titles": {"graphs": "Graphs"},
          "slugs": {"c++": "cplusplus", "c/c++": "c-and-c"}, "page": "https://example.org/tags/#{slug}"
        },
        "watch": {"quiet": "50ms", "atMost": "1m", "method": "poll"}, "state": "var/state"
      }
      """#)
    let site = Site(
      title: "A Site", url: AbsoluteURL("https://example.org/blog")!, description: "About things", language: "de-CH",
      timeZone: SiteTimeZone("Europe/Berlin")!, timeOfDay: 9 * 3600 + 30 * 60 + 15, founded: LocalDate("2021-09-01"),
      authors: [
        Person(name: "Ann", url: "https://ann.example/", email: "ann@example.org"), Person(name: "Bob"),
      ],
      icon: AbsoluteURL("https://example.org/icon.png"), rights: "© Ann")
    #expect(configuration.site == site)
    #expect(
      configuration.sources == [
        SourceConfiguration(
          name: "listing", kind: ListingSource.Options(permalink: "/{year}/{slug}", links: "catalog/links.json"),
          path: "catalog/a.txt"),
        SourceConfiguration(name: "notes", kind: JSONSource.Options(), path: "/srv/posts.ndjson"),
        SourceConfiguration(name: "feed", kind: FeedSource.Options(origin: false), path: "old/atom.xml"),
        SourceConfiguration(name: "b", kind: FeedSource.Options(origin: nil), path: "b"),
        SourceConfiguration(
          name: "html",
          kind: HTMLSource.Options(
            permalink: "/{path}/", dropped: [".share", "form"].map { ElementPattern($0)! }),
          path: "pages"),
      ])
    #expect(configuration.precedence == ["notes", "b"])
    var feeds = FeedSettings(url: AbsoluteURL("https://feeds.example.org/x/")!)
    feeds.formats = ["json", "atom"]
    feeds.scopes = [
      .all: ScopeSettings(of: .all, paths: ["atom": "feed.xml"], title: "All of {site}", archive: 100),
      .author: ScopeSettings(of: .author, isComplete: true), .category: ScopeSettings(of: .category, archive: 7),
      .tag: ScopeSettings(
        of: .tag, path: "topics/{slug}/feed", minimumEntries: 2, entries: 3, bytes: 9, content: .full),
    ]
    (feeds.entries, feeds.bytes, feeds.content) = (5, 50_000, .summary)
    #expect(configuration.feeds == feeds)
    #expect(
      configuration.tags
        == TagSettings(
          aliases: ["rl": "reinforcement-learning", "RLHF": "rl"], titles: ["graphs": "Graphs"],
          slugs: ["c++": "cplusplus", "c/c++": "c-and-c"], page: "https://example.org/tags/#{slug}"))
    #expect(configuration.watch.quiet == .milliseconds(50))
    #expect(configuration.watch.atMost == .seconds(60))
    #expect(configuration.watch.method == .poll)
    #expect(configuration.feedDirectory == "public/feeds")
    #expect(configuration.stateDirectory == "var/state")
  }

  @Test("says the least, and the rest is filled in")
  func minimal() throws {
    let configuration = try loadConfiguration(
      #"{"site": {"title": "A Site", "url": "https://example.org"}, "sources": [{"type": "listing", "path": "a.txt"}]}"#
    )
    #expect(configuration.site == Site(title: "A Site", url: AbsoluteURL("https://example.org/")!))
    #expect(configuration.site.authors == [Person(name: "A Site")])
    #expect(
      configuration.sources == [
        SourceConfiguration(
          name: "listing", kind: ListingSource.Options(permalink: "/{year}/{month}/{day}/{slug}/", links: nil),
          path: "a.txt")
      ])
    var feeds = FeedSettings(url: AbsoluteURL("https://example.org/feeds/")!)
    feeds.formats = ["atom", "rss", "json"]
    feeds.scopes = FeedSettings.defaultScopes
    (feeds.entries, feeds.bytes, feeds.content) = (20, 1_000_000, .full)
    #expect(configuration.feeds == feeds)
    #expect(configuration.tags == TagSettings())
    #expect(configuration.watch == WatchSettings())
    #expect(configuration.directory == ".")
    #expect(configuration.feedDirectory == "feeds")
    #expect(configuration.stateDirectory == ".syndicate")
  }

  @Test(
    "has its feeds served below the site where it says nothing else",
    arguments: [
      ("feeds", "https://example.org/blog/feeds/"), ("./a b/feeds/", "https://example.org/blog/a%20b/feeds/"),
      ("a/../b#c", "https://example.org/blog/b%23c/"),
    ])
  func feedURL(_ directory: String, _ url: String) throws {
    let configuration = try loadConfiguration(
      """
      {"site": {"title": "A Site", "url": "https://example.org/blog/"}, "sources": [{"type": "json", "path": "a.json"}],
       "feeds": {"directory": "\(directory)"}}
      """)
    #expect(configuration.feeds.url.string == url)
  }

  @Test(
    "has paths relative to its own folder",
    arguments: [
      ("config.json", ".", "feeds", "feeds"), ("a/config.json", "a", "feeds/", "a/feeds"),
      ("/config.json", "/", "feeds", "/feeds"), ("/a/config.json", "/a", "../feeds", "/a/../feeds"),
      ("a/config.json", "a", "/srv/feeds", "/srv/feeds"), ("a/config.json", "a", ".", "a"),
    ])
  func paths(_ file: String, _ folder: String, _ path: String, _ joined: String) {
    #expect(Path.folder(of: file) == folder)
    #expect(Path.join(folder, path) == joined)
  }

  @Test(
    "knows whether its state lies within the feeds",
    arguments: [
      ("feeds/state", "feeds", true), ("feeds", "feeds", true), ("./feeds/../feeds/x", "feeds/", true),
      (".syndicate", ".", true), ("feeds-state", "feeds", false), (".syndicate", "feeds", false),
      ("../state", ".", false), ("feeds", "feeds/public", false),
    ])
  func inside(_ state: String, _ feeds: String, _ isInside: Bool) {
    #expect(Path.isInside(state, feeds) == isInside)
    #expect(Path.isInside(FileManager.default.currentDirectoryPath + "/" + state, feeds) == isInside)
  }

  @Test("that is not there is an error that says what to do, and one that cannot be read a failure of the machine")
  func missing() {
    #expect(throws: MissingConfiguration(path: "/nowhere/config.json")) {
      try Configuration.load("/nowhere/config.json")
    }
    #expect(throws: FileError("read", "/tmp", code: EISDIR)) { try Configuration.load("/tmp") }
  }

  @Test(
    "suggests the word that was nearest, if one was near",
    arguments: [
      ("titel", "title"), ("timezone", "timeZone"), ("ulr", "url"), ("discription", "description"),
      ("formats", "formats"),
    ] as [(String, String?)] + [("headline", nil), ("x", nil), ("", nil)])
  func suggestions(_ word: String, _ nearest: String?) {
    let words = ["title", "url", "description", "timeZone", "timeOfDay", "formats"]
    #expect(Suggestion.nearest(to: word, among: words) == nearest)
  }
}
