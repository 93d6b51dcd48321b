import Syndication
import SyndicationFiles
import Testing

@testable import SyndicationSite

@Suite("A configuration is refused") struct ConfigurationProblemsTests {
  @Test("for everything that is wrong with it at once, in the order of the keys")
  func all() throws {
    let problems = try configurationProblems(
      #"""
      {"site": {"titel": "A Site", "url": "example.org", "authors": [{"name": 1}, "Ann"], "founded": null},
       "sources": [{"type": "lsting", "path": "a.txt"}, {"type": "json", "path": "a.json", "links": "b.json"}],
       "feeds": {"entries": 0, "bytes": 1.5, "content": "ful", "formats": "atom", "scopes": {"al": {}}},
       "tags": {"page": "https://example.org/"}, "state": [], "stat": 1}
      """#.utf8)
    #expect(
      problems == [
        "/site: \"title\" is missing: add it [configuration]",
        "/site/url: \"example.org\" is no absolute URL: write one that begins with https:// or http:// [RFC 3986 §4.3]",
        "/site/founded: this is null, and has to be a string [configuration]",
        "/site/authors/0/name: this is a number, and has to be a string [configuration]",
        "/site/authors/1: this is a string, and has to be an object [configuration]",
        "/site/titel: the key is unknown: did you mean \"title\"? [configuration]",
        "/sources/0/type: \"lsting\" is unknown: did you mean \"listing\"? [configuration]",
        "/sources/1/links: the key is unknown: write one of \"type\", \"name\", \"path\", \"adopt\" [configuration]",
        "/feeds/formats: this is a string, and has to be an array [configuration]",
        "/feeds/scopes/al: the key is unknown: did you mean \"all\"? [configuration]",
        "/feeds/entries: this is 0, and has to be a whole number, 1 or more [configuration]",
        "/feeds/bytes: this is 1.5, and has to be a whole number, 1 or more [configuration]",
        "/feeds/content: \"ful\" is unknown: did you mean \"full\"? [configuration]",
        "/tags/page: \"https://example.org/\" is one address for all: put {slug} where they differ [configuration]",
        "/state: this is an array, and has to be a string [configuration]",
        "/stat: the key is unknown: did you mean \"state\"? [configuration]",
      ])
  }

  @Test(
    "if it is no JSON object",
    arguments: [
      ("", ": the file is empty: write an object with \"site\" and \"sources\" [configuration]"),
      (" \n", ": the file is empty: write an object with \"site\" and \"sources\" [configuration]"),
      ("{\n\"site\": }", "line 2: not JSON: '}' does not begin a value [RFC 8259]"),
      (
        "{\"site\": {", "line 1: not JSON: the end of the text stands where a member's name in quotes should [RFC 8259]"
      ),
      ("[]", ": this is an array, and has to be an object [configuration]"),
    ])
  func noObject(_ text: String, _ problem: String) throws {
    #expect(try configurationProblems(text.utf8) == [problem])
  }

  @Test("if it is not UTF-8")
  func encoding() throws {
    #expect(
      try configurationProblems([0x7B, 0x22, 0xFF, 0x22])
        == [": byte 2 (counted from 0) is not UTF-8: save the file as UTF-8 [UTF-8]"])
  }

  @Test("if something is missing")
  func missing() throws {
    #expect(
      try configurationProblems("{}".utf8) == [
        ": \"site\" is missing: add it [configuration]", ": \"sources\" is missing: add it [configuration]",
      ])
    #expect(
      try configurationProblems(site: #", "authors": [{}]"#, sources: "[{}]") == [
        "/site/authors/0: \"name\" is missing: add it [configuration]",
        "/sources/0: \"type\" is missing: add it [configuration]",
        "/sources/0: \"path\" is missing: add it [configuration]",
      ])
  }

  @Test("if a key is given twice")
  func duplicates() throws {
    #expect(
      try configurationProblems(site: #", "title": "B""#, rest: #", "tags": {"titles": {"a/b~": "x", "a/b~": "y"}}"#)
        == [
          "/site/title: the key is given twice: keep one [configuration]",
          "/tags/titles/a~1b~0: the key is given twice: keep one [configuration]",
        ])
  }

  @Test(
    "for what the site cannot be",
    arguments: [
      (#""title": " ""#, "/site/title: this is empty: write something, or leave it out [configuration]"),
      (
        #""url": "ftp://example.org/""#,
        "/site/url: \"ftp://example.org/\" is no absolute URL: write one that begins with https:// or http:// [RFC 3986 §4.3]"
      ),
      (
        #""url": "https://example.org/?a""#,
        "/site/url: \"https://example.org/?a\" has a query or a fragment, so that nothing can lie below it: "
          + "leave out what begins with ? or # [RFC 3986 §3.4]"
      ),
      (
        #""language": "de_DE""#,
        "/site/language: \"de_DE\" is no language tag: write one such as en, de-CH or zh-Hant [RFC 5646 §2.1]"
      ),
      (
        #""timeZone": "Berlin""#,
        "/site/timeZone: \"Berlin\" is unknown as a time zone: write an IANA name such as Europe/Berlin, or UTC [IANA tz]"
      ),
      (
        #""timeOfDay": "24:00""#,
        "/site/timeOfDay: \"24:00\" is no time of day: write it as HH:MM or HH:MM:SS, from 00:00 to 23:59:59 [configuration]"
      ),
      (
        #""founded": "2021-02-29""#,
        "/site/founded: \"2021-02-29\" is no date: write a day that exists as YYYY-MM-DD [ISO 8601]"
      ),
      (
        #""icon": "/icon.png""#,
        "/site/icon: \"/icon.png\" is no absolute URL: write one that begins with https:// or http:// [RFC 3986 §4.3]"
      ),
      (
        #""authors": [{"name": "Ann", "url": "javascript:alert(1)"}]"#,
        "/site/authors/0/url: \"javascript:alert(1)\" is no absolute URL: write one that begins with https:// or http:// "
          + "[RFC 3986 §4.3]"
      ),
      (
        #""authors": [{"name": "Ann", "email": "Ann <ann@example.org>"}]"#,
        "/site/authors/0/email: \"Ann <ann@example.org>\" is no mail address: write one such as ann@example.org "
          + "[RFC 5322 §3.4.1]"
      ),
    ])
  func site(_ member: String, _ problem: String) throws {
    let key = member.split(separator: "\"")[0]
    var site = ["title": "\"title\": \"A Site\"", "url": "\"url\": \"https://example.org\""]
    site[String(key)] = member
    let text = site.values.joined(separator: ",")
    #expect(
      try configurationProblems("{\"site\": {\(text)}, \"sources\": [{\"type\": \"json\", \"path\": \"a\"}]}".utf8)
        == [problem])
  }

  @Test("for sources that cannot be told apart, or none")
  func sources() throws {
    #expect(
      try configurationProblems(sources: "[]") == [
        "/sources: the array is empty: it has to hold one at least [configuration]"
      ])
    #expect(
      try configurationProblems(
        sources: #"[{"type": "json", "path": "a"}, {"type": "json", "path": "b"}, {"type": "listing", "path": "c"}]"#)
        == ["/sources: two sources are named \"json\": give each a \"name\" of its own [configuration]"])
    #expect(
      try configurationProblems(sources: #"[{"type": "json", "path": "a\u0000b"}]"#) == [
        "/sources/0/path: the path holds NUL, which no file's name can: leave it out [configuration]"
      ])
  }

  @Test("for a precedence of what is no source, or of one twice")
  func precedence() throws {
    let sources = #"[{"type": "json", "path": "a"}, {"type": "feed", "path": "b", "name": "old feed"}]"#
    #expect(try configurationProblems(sources: sources, rest: #", "precedence": ["old feed", "json"]"#) == [])
    #expect(
      try configurationProblems(sources: sources, rest: #", "precedence": ["old", "json", "json", 1]"#) == [
        "/precedence/0: \"old\" is unknown: write one of \"json\", \"old feed\" [configuration]",
        "/precedence/2: \"json\" is given twice: keep the first [configuration]",
        "/precedence/3: this is a number, and has to be a string [configuration]",
      ])
    #expect(
      try configurationProblems(sources: sources, rest: #", "precedence": []"#) == [
        "/precedence: the array is empty: it has to hold one at least [configuration]"
      ])
  }

  @Test("for a feed whose origin is neither true nor false")
  func origin() throws {
    #expect(
      try configurationProblems(sources: #"[{"type": "feed", "path": "b", "origin": "yes"}]"#) == [
        "/sources/0/origin: this is a string, and has to be true or false [configuration]"
      ])
  }

  @Test(
    "for a permalink that cannot be",
    arguments: [
      ("/{year}/", "\"/{year}/\" is one address for all: put {slug} where they differ [configuration]"),
      ("/{yaer}/{slug}", "the placeholder {yaer} is unknown: did you mean \"year\"? [configuration]"),
      ("/{slug", "\"/{slug\" has a brace without its other half: placeholders are written {slug} [configuration]"),
      ("/slug}", "\"/slug}\" has a brace without its other half: placeholders are written {slug} [configuration]"),
      (
        "javascript:{slug}",
        "\"javascript:slug\" is no absolute URL: write one that begins with https:// or http:// [RFC 3986 §4.3]"
      ),
    ])
  func permalink(_ template: String, _ problem: String) throws {
    let source = "[{\"type\": \"listing\", \"path\": \"a\", \"permalink\": \"\(template)\"}]"
    #expect(try configurationProblems(sources: source) == ["/sources/0/permalink: \(problem)"])
  }

  @Test("for addresses and elements of pages that cannot be")
  func pages() throws {
    let source = #"[{"type": "html", "path": "a", "permalink": "/{year}/", "dropped": [".share", "div p", ""]}]"#
    #expect(
      try configurationProblems(sources: source) == [
        "/sources/0/permalink: \"/{year}/\" is one address for all: put {path}, {name} or {slug} where they differ "
          + "[configuration]",
        "/sources/0/dropped/1: \"div p\" is no element: write its name, its .class or its #id [configuration]",
        "/sources/0/dropped/2: this is empty: write something, or leave it out [configuration]",
      ])
  }

  @Test(
    "for feeds that cannot be",
    arguments: [
      (
        #""formats": ["atom", "atmo", "atom"]"#,
        [
          "/feeds/formats/1: \"atmo\" is unknown: did you mean \"atom\"? [configuration]",
          "/feeds/formats: \"atom\" is given twice: keep one [configuration]",
        ]
      ),
      (#""formats": []"#, ["/feeds/formats: the array is empty: it has to hold one at least [configuration]"]),
      (
        #""directory": "../feeds""#,
        [
          "/feeds: \"url\" is missing: add it, as ../feeds does not lie below the configuration's folder [configuration]"
        ]
      ),
      (#""entries": "20""#, ["/feeds/entries: this is a string, and has to be a number [configuration]"]),
      (
        #""entries": 1e300"#,
        ["/feeds/entries: this is 1e+300, and has to be a whole number, 1 or more [configuration]"]
      ),
    ])
  func feeds(_ member: String, _ problems: [String]) throws {
    #expect(try configurationProblems(rest: ", \"feeds\": {\(member)}") == problems)
  }

  @Test(
    "for a document's path that cannot be",
    arguments: [
      ("all", "/all", "\"/all\" is absolute: write it without the slash, from the folder of the feeds"),
      ("all", "a//b", "\"a//b\" has a part that is empty, \".\" or \"..\": write names with one / between"),
      ("all", "../b", "\"../b\" has a part that is empty, \".\" or \"..\": write names with one / between"),
      (
        "all", "..\u{2F}\u{301}b",
        "\"../\u{301}b\" has a part that is empty, \".\" or \"..\": write names with one / between"
      ),
      (
        "all", "/\u{301}b", "\"/\u{301}b\" is absolute: write it without the slash, from the folder of the feeds"
      ),
      ("all", "b/", "\"b/\" has a part that is empty, \".\" or \"..\": write names with one / between"),
      (
        "all", #"a\\b"#,
        #"\\ cannot be in the path of a document, which is a file's name and an address: leave it out"#
      ),
      (
        "all", #"a\u0000b"#,
        #"\0 cannot be in the path of a document, which is a file's name and an address: leave it out"#
      ),
      ("all", "{slug}", "there is no {slug} here: write a path without placeholders"),
      ("tag", "tags", "\"tags\" is one address for all: put {slug} where they differ"),
      ("tag/rss", "{slog}.xml", "the placeholder {slog} is unknown: did you mean \"slug\"?"),
    ])
  func paths(_ key: String, _ path: String, _ problem: String) throws {
    let names = key.split(separator: "/").map(String.init)
    let value = names.count == 1 ? "\"\(path)\"" : "{\"\(names[1])\": \"\(path)\"}"
    let pointer = ([names[0], "path"] + names.dropFirst()).joined(separator: "/")
    #expect(
      try configurationProblems(rest: ", \"feeds\": {\"scopes\": {\"\(names[0])\": {\"path\": \(value)}}}")
        == ["/feeds/scopes/\(pointer): \(problem) [configuration]"])
  }

  @Test(
    "for two documents with one path",
    arguments: [
      (
        #""all": {"path": {"atom": "feed.xml", "rss": "Feed.xml"}}"#,
        "all in atom and all in rss have one path, Feed.xml: give each its own"
      ),
      (
        #""tag": {"path": {"rss": "tags/{slug}.json"}}"#,
        "tag in json and tag in rss have one path, tags/{slug}.json: give each its own"
      ),
      (
        #""all": {"path": {"rss": "tags"}}, "tag": {}"#,
        "tag in atom and all in rss have paths of which one is a folder in the other, tags/{slug}.atom and tags: "
          + "change one"
      ),
      (
        #""all": {"path": {"json": "all"}, "archive": true}"#,
        "all in json and the archive of all in atom have paths of which one is a folder in the other, all and "
          + "all/archive/{page}.atom: change one"
      ),
    ])
  func clashes(_ scopes: String, _ problem: String) throws {
    let problems = try configurationProblems(rest: ", \"feeds\": {\"scopes\": {\(scopes)}}")
    #expect(problems.first == "/feeds/scopes: \(problem) [configuration]")
  }

  @Test("RFC 5005 §2 for a complete feed that has an archive, or a number of entries")
  func complete() throws {
    #expect(
      try configurationProblems(
        rest: #", "feeds": {"scopes": {"all": {"complete": true, "archive": {}, "entries": 9}}}"#) == [
          "/feeds/scopes/all/complete: a feed that is complete has no archive: leave one of the two out [RFC 5005 §2]",
          "/feeds/scopes/all/complete: a feed that is complete holds every post: leave \"entries\" out [RFC 5005 §2]",
        ])
  }

  @Test(
    "for a scope that cannot be",
    arguments: [
      ("{}", "", "there would be no feed: write \"all\": {}, or leave the key out"),
      (
        #"{"all": {"minimumEntries": 2}}"#, "/all/minimumEntries",
        "the key is unknown: write one of \"path\", \"title\", \"entries\", \"bytes\", \"content\", \"archive\", \"complete\""
      ),
      (#"{"author": {"title": "A"}}"#, "/author/title", "\"A\" is one title for all: put {name} where they differ"),
      (#"{"all": {"title": "{name}"}}"#, "/all/title", "the placeholder {name} is unknown: write one of \"site\""),
      (#"{"all": {"path": {}}}"#, "/all/path", "no format is named: name one, or leave the key out"),
      (#"{"tag": {"path": 1}}"#, "/tag/path", "this is a number, and has to be a string"),
      (#"{"all": {"archive": 100}}"#, "/all/archive", "this is a number, and has to be true, false or an object"),
      (#"{"all": {"archive": {"entries": 2}}}"#, "/all/archive/entries", "this is 2, and has to be 3 or more"),
      (#"{"all": {"archive": {"size": 2}}}"#, "/all/archive/size", "the key is unknown: write one of \"entries\""),
      (#"{"category": {"content": "ful"}}"#, "/category/content", "\"ful\" is unknown: did you mean \"full\"?"),
    ])
  func scopes(_ scopes: String, _ pointer: String, _ problem: String) throws {
    #expect(
      try configurationProblems(rest: ", \"feeds\": {\"scopes\": \(scopes)}")
        == ["/feeds/scopes\(pointer): \(problem) [configuration]"])
  }

  @Test(
    "for the paths of before there were scopes, and says what to write instead",
    arguments: [
      (#"{"all": "index"}"#, #"{"all": {"path": "index"}, "tag": {"path": "tags/{slug}"}}"#),
      (
        #"{"all.atom": "feed.xml", "tag": "t/{slug}"}"#,
        #"{"all": {"path": {"atom": "feed.xml", "rss": "all.rss", "json": "all.json"}}, "tag": {"path": "t/{slug}"}}"#
      ),
    ])
  func formerPaths(_ paths: String, _ scopes: String) throws {
    #expect(
      try configurationProblems(rest: ", \"feeds\": {\"paths\": \(paths)}")
        == ["/feeds/paths: \"scopes\" has taken the place of this: write \"scopes\": \(scopes) [configuration]"])
    #expect(try configurationProblems(rest: ", \"feeds\": {\"scopes\": \(scopes)}") == [])
  }

  @Test("but not for a path of a format that is not written")
  func unwritten() throws {
    #expect(
      try configurationProblems(
        rest: #", "feeds": {"formats": ["atom"], "scopes": {"all": {"path": {"atom": "feed", "rss": "feed"}}}}"#)
        == [])
  }

  @Test(
    "for tags that cannot be",
    arguments: [
      (
        #""aliases": {"a": "B", "b": "c", "C": "a", "x": "a"}"#,
        ["/tags/aliases: the aliases \"a\", \"b\", \"c\" lead in a circle: leave one out"]
      ),
      (
        #""aliases": {"RL": "rl"}"#,
        ["/tags/aliases: \"rl\" is an alias of itself: leave it out; \"titles\" decides how a tag is spelt"]
      ),
      (
        #""aliases": {"RL": "a", "rl": "b"}"#,
        ["/tags/aliases: \"RL\", \"rl\" are one tag, as case does not count: keep one"]
      ),
      (#""titles": {"a": ""}"#, ["/tags/titles/a: this is empty: write something, or leave it out"]),
      (
        #""slugs": {"a": "x", "b": "x"}"#,
        [
          "/tags/slugs: \"a\", \"b\" have one slug, \"x\": choose another for one, or make it an alias and leave its slug out"
        ]
      ),
      (
        #""page": "/tags/{slug}""#,
        ["/tags/page: \"/tags/slug\" is no absolute URL: write one that begins with https:// or http://"]
      ),
    ])
  func tags(_ member: String, _ problems: [String]) throws {
    let found = try configurationProblems(rest: ", \"tags\": {\(member)}")
    #expect(found.map { $0.prefix { $0 != "[" }.dropLast() }.map(String.init) == problems)
  }

  @Test("for a slug that no path may hold", arguments: ["C++", "a/b", "-a", ".", "con"])
  func slugs(_ slug: String) throws {
    let problems = try configurationProblems(rest: ", \"tags\": {\"slugs\": {\"a\": \"\(slug)\"}}")
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("/tags/slugs/a: \"\(slug)\" cannot be a slug: ") == true)
  }

  @Test("for a state within the published folder", arguments: ["feeds", "feeds/state", "./feeds/../feeds/x"])
  func state(_ state: String) throws {
    let problems = try configurationProblems(rest: ", \"state\": \"\(state)\"")
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("/state: the state ") == true)
    #expect(problems.first?.hasSuffix("choose a \"state\" outside of it [configuration]") == true)
  }

  @Test("for a published folder that holds the state kept by default")
  func defaultState() throws {
    #expect(try configurationProblems(rest: #", "feeds": {"directory": "."}"#).count == 1)
    #expect(try configurationProblems(rest: #", "feeds": {"directory": "."}, "state": "../state""#) == [])
  }
}

extension ConfigurationProblemsTests {
  @Test("if watch says something else than how long, or how")
  func watch() throws {
    #expect(
      try configurationProblems(
        rest: #", "watch": {"quiet": "200", "atMost": 2, "method": "fsevents", "every": "1s"}"#) == [
          "/watch/quiet: \"200\" is no length of time: write one such as 200ms, 2s or 1m [configuration]",
          "/watch/atMost: this is a number, and has to be a string [configuration]",
          "/watch/method: \"fsevents\" is unknown: write one of \"auto\", \"inotify\", \"poll\" [configuration]",
          "/watch/every: the key is unknown: write one of \"quiet\", \"atMost\", \"method\" [configuration]",
        ])
    #expect(
      try configurationProblems(rest: #", "watch": {"quiet": "3s"}"#) == [
        "/watch/atMost: a build would start before it was quiet: make \"atMost\" 3s or more [configuration]"
      ])
  }
}

@Suite("The shape of") struct ConfigurationShapeTests {
  @Test("a language tag", arguments: ["en", "de-CH", "zh-Hant-TW", "sl-rozaj-biske", "x-mine", "i-klingon", "de-x-y1"])
  func languages(_ tag: String) throws { _ = try ConfigurationValue.language(tag) }

  @Test(
    "no language tag",
    arguments: ["e", "x", "en-", "-en", "12", "en--US", "english language", "abcdefghi", "en-x", "dé"])
  func noLanguages(_ tag: String) {
    #expect(throws: ConfigurationFlaw.self) { try ConfigurationValue.language(tag) }
  }

  @Test("a time of day", arguments: [("00:00", 0), ("23:59:59", 86_399), ("12:00", 43_200)])
  func times(_ text: String, _ seconds: Int) throws { #expect(try ConfigurationValue.timeOfDay(text) == seconds) }

  @Test(
    "no time of day", arguments: ["", "12", "9:30", "12:60", "12:00:60", "12:00:00:00", "+1:00", "12:00 ", "１２:００"])
  func noTimes(_ text: String) {
    #expect(throws: ConfigurationFlaw.self) { try ConfigurationValue.timeOfDay(text) }
  }

  @Test(
    "a length of time", arguments: [("200ms", 200), ("2s", 2000), ("1m", 60_000), ("001s", 1000), ("1500ms", 1500)])
  func durations(_ text: String, _ milliseconds: Int) throws {
    #expect(try ConfigurationValue.duration(text) == .milliseconds(milliseconds))
    #expect(try ConfigurationValue.duration(ConfigurationValue.duration(text).inUnits) == .milliseconds(milliseconds))
  }

  @Test("no length of time", arguments: ["", "0s", "2", "-2s", "1.5s", "2 s", "2h", "ms", "1234567890s", "２s"])
  func noDurations(_ text: String) {
    #expect(throws: ConfigurationFlaw.self) { try ConfigurationValue.duration(text) }
  }

  @Test("no time zone of the IANA database", arguments: ["PST", "UTC+1", "GMT+2", "Mars/Olympus", "europe/berlin"])
  func noZones(_ name: String) {
    #expect(throws: ConfigurationFlaw.self) { try ConfigurationValue.timeZone(name, SiteTimeZone.init(_:)) }
  }

  @Test("no mail address", arguments: ["ann", "@example.org", "ann@", "a@b@c", "a b@c", "ann@.org", "ann@example."])
  func noEmails(_ text: String) {
    #expect(throws: ConfigurationFlaw.self) { try ConfigurationValue.email(text) }
  }
}
