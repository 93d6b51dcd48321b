import Foundation
import Syndication
import SyndicationFiles
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

/// What a source finds in a file of `bytes`.
private func load(_ bytes: some Sequence<UInt8>, as name: String = "posts.json") async throws -> SourceContents {
  let folder = FileManager.default.temporaryDirectory.appending(path: "syndicate-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appending(path: name).path
  try Data(bytes).write(to: URL(filePath: path))
  var source = JSONSource(name: "blog", path: path)
  let contents = try await source.load(seenFrom: folder.path)
  for size in [1, 2, 7, 64] {
    source.windowSize = size
    #expect(try await source.load(seenFrom: folder.path).dump() == contents.dump(), "in a window of \(size) bytes")
  }
  return contents
}

private func load(_ text: String, as name: String = "posts.json") async throws -> SourceContents {
  try await load(text.utf8, as: name)
}

/// The one item of a file that holds `members` as its item.
private func item(_ members: String) async throws -> SourceItem {
  let contents = try await load("[{\(members)}]")
  #expect(contents.problems.map(\.description) == [])
  return try #require(contents.items.first)
}

private func problems(_ text: String, as name: String = "posts.json") async throws -> [String] {
  try await load(text, as: name).problems.map(\.description)
}

private func ids(_ contents: SourceContents) -> [String] {
  contents.items.map { if case .item(let id?, _) = $0.identity { id } else { "?" } }
}

@Suite("The JSON source reads") struct JSONSourceReading {
  @Test("every member of JSON Feed's item vocabulary")
  func vocabulary() async throws {
    let item = try await item(
      #"""
      "id": "https://example.org/1", "url": "https://example.org/one", "title": "Caf\u00e9 \ud83c\udf70",
      "summary": "Short \"and\" sweet", "content_html": "<p>\u003cb\u003e</p>\n", "content_text": "plain",
      "date_published": "2022-03-25T12:00:00Z", "date_modified": "2022-03-26",
      "authors": [{"name": "Ann", "url": "https://ann.example/", "_syndicate": {"affiliation": "ETH"}}, {"name": "Bob"}],
      "author": {"name": "Nobody"}, "tags": ["a b", "c++"], "image": "a.png", "language": "de",
      "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "title": "A", "size_in_bytes": 1000,
                       "duration_in_seconds": 2.5}],
      "external_url": "https://elsewhere.example/", "_other": {"draft": [1, {"a": null}]}
      """#)
    guard case .item(let id, let url) = item.identity else { return #expect(Bool(false)) }
    #expect(id == "https://example.org/1")
    #expect(url == "https://example.org/one")
    #expect(item.source == "blog")
    #expect(item.title == "Café 🍰")
    #expect(try item.summary?.read().string == "Short \"and\" sweet")
    #expect(item.content?.kind == .html)
    #expect(try item.content?.body.read().string == "<p><b></p>\n")
    #expect(item.published == "2022-03-25T12:00:00Z")
    #expect(item.updated == "2022-03-26")
    #expect(
      item.authors == [Person(name: "Ann", url: "https://ann.example/", affiliation: "ETH"), Person(name: "Bob")])
    #expect(item.tags == ["a b", "c++"])
    #expect(item.image == "a.png")
    #expect(item.language == "de")
    #expect(
      item.attachments
        == [Attachment(url: "a.mp3", mediaType: "audio/mpeg", title: "A", size: 1000, duration: 2.5)])
    #expect(!item.isHidden)
    #expect(item.expires == nil)
    #expect(item.episode == nil)
  }

  @Test("an episode of a podcast")
  func episode() async throws {
    let whole = try await item(
      #"""
      "id": "1", "_syndicate": {"episode": {"number": 7, "season": 2, "type": "bonus", "explicit": true,
                                            "image": "art.png", "title": "Other", "unknown": 1}}
      """#)
    #expect(
      whole.episode
        == Episode(number: 7, season: 2, kind: .bonus, isExplicit: true, image: "art.png", title: "Other"))
    #expect(try await item(#""id": "1", "_syndicate": {"episode": {"number": null}}"#).episode == Episode())
  }

  @Test("bodies as handles on the bytes read, equal where the text is")
  func bodies() async throws {
    let contents = try await load(#"[{"content_text": "a"}, {"content_text": "a"}, {"content_text": "b"}]"#)
    let bodies = contents.items.compactMap { item -> AnyHashable? in
      if case .handle(let handle)? = item.content?.body { AnyHashable(handle) } else { nil }
    }
    try #require(bodies.count == 3, "a body was decoded")
    #expect(bodies[0] == bodies[1])
    #expect(bodies[0].hashValue == bodies[1].hashValue)
    #expect(bodies[0] != bodies[2])
  }

  @Test("text content where there is no HTML", arguments: ["", #""content_html": "", "#, #""content_html": null, "#])
  func text(_ html: String) async throws {
    let item = try await item(html + #""content_text": "plain""#)
    #expect(item.content?.kind == .text)
    #expect(try item.content?.body.read().string == "plain")
  }

  @Test(
    "a number as an id by its digits",
    arguments: ["42", "0", "-7", "123456789012345678901234567890", "1.50"])
  func numericID(_ digits: String) async throws {
    guard case .item(let id, nil) = try await item("\"id\": \(digits)").identity else { return #expect(Bool(false)) }
    #expect(id == digits)
  }

  @Test("JSON Feed 1.0's one author, where there are no authors")
  func author() async throws {
    #expect(try await item(#""author": {"name": "Ann"}"#).authors == [Person(name: "Ann")])
    #expect(try await item(#""author": {"url": "https://ann.example/"}"#).authors.first?.name == "https://ann.example/")
    #expect(try await item(#""author": {"avatar": "a.png"}"#).authors == [])
  }

  @Test("a feed's authors and language for items that have none, wherever they stand")
  func inherited() async throws {
    let contents = try await load(
      #"""
      {"authors": [{"name": "Ann"}], "items": [{"id": "1"}, {"id": "2", "authors": [{"name": "Bob"}], "language": "fr"}],
       "language": "de"}
      """#)
    #expect(contents.items.map { $0.authors.map(\.name) } == [["Ann"], ["Bob"]])
    #expect(contents.items.map(\.language) == ["de", "fr"])
  }

  @Test("null as if it were not there")
  func null() async throws {
    let item = try await item(#""id": null, "title": null, "authors": null, "tags": null, "_syndicate": null"#)
    #expect(item.title == nil)
    #expect(item.tags == [])
  }

  @Test("what a link post is about, and a banner; a title is missed by nobody")
  func link() async throws {
    let item = try await item(
      #""url": "https://example.com/a", "external_url": "https://else.example/x", "banner_image": "wide.png""#)
    #expect(item.externalURL == "https://else.example/x")
    #expect(item.bannerImage == "wide.png")
    #expect(item.url == "https://example.com/a")
    #expect(item.needsNoTitle)
  }

  @Test("drafts, hidden items and when an item ends under _syndicate")
  func extensions() async throws {
    #expect(try await item(#""_syndicate": {"draft": true}"#).isHidden)
    #expect(try await item(#""_syndicate": {"hidden": true, "draft": false}"#).isHidden)
    #expect(try await !item(#""_syndicate": {"draft": false, "hidden": false}"#).isHidden)
    #expect(try await item(#""_syndicate": {"expires": "2030-01-01"}"#).expires == "2030-01-01")
  }

  @Test("categories under _syndicate, apart from the tags")
  func categories() async throws {
    let item = try await item(#""tags": ["a"], "_syndicate": {"categories": ["Case Studies", "b"]}"#)
    #expect(item.categories == ["Case Studies", "b"])
    #expect(item.tags == ["a"])
  }

  @Test("a document, an array, and one item a line alike, each item with its place")
  func shapes() async throws {
    let document = try await load("\u{FEFF}{\"version\": \"1.1\",\n\"items\": [{\"id\": \"1\"},\n\n{\"id\": \"2\"}]}\n")
    #expect(ids(document) == ["1", "2"])
    #expect(document.items.map(\.place.description) == ["posts.json:2#/items/0", "posts.json:4#/items/1"])
    let array = try await load("[\n{\"id\": \"1\"},\n{\"id\": \"2\"}\n]")
    #expect(ids(array) == ["1", "2"])
    #expect(array.items.map(\.place.description) == ["posts.json:2#/0", "posts.json:3#/1"])
    for name in ["posts.ndjson", "posts.JSONL"] {
      let lines = try await load("{\"id\": \"1\"}\r\n\n  {\"id\": \"2\"}", as: name)
      #expect(ids(lines) == ["1", "2"])
      #expect(lines.items.map(\.place.description) == ["\(name):1", "\(name):3"])
      #expect(lines.problems == [])
    }
    let empty = try await load("{\"items\": []}")
    #expect(empty.items.isEmpty && empty.problems.isEmpty)
  }
}

@Suite("The JSON source reports") struct JSONSourceReporting {
  @Test("every member of a wrong type, by line and pointer, and leaves out its item alone")
  func types() async throws {
    let contents = try await load(
      #"""
      {"items": [
        {"id": "good"},
        {"id": true, "title": 1, "summary": [],
         "content_html": {}, "date_published": 1648209600,
         "authors": [{"name": 7}, "Ann"], "author": "Ann", "tags": ["a", null], "_syndicate": {"draft": "yes"},
         "attachments": [{"url": 1, "mime_type": "a/b"}, {"url": "a", "mime_type": "a/b", "size_in_bytes": -1}]},
        "third",
        {"id": "good too"}
      ], "language": 1}
      """#)
    #expect(ids(contents) == ["good", "good too"])
    #expect(
      contents.problems.map(\.description) == [
        "posts.json:3#/items/1/id: error: this is a boolean, and has to be a string [JSON Feed 1.1]",
        "posts.json:3#/items/1/title: error: this is a number, and has to be a string [JSON Feed 1.1]",
        "posts.json:3#/items/1/summary: error: this is an array, and has to be a string [JSON Feed 1.1]",
        "posts.json:4#/items/1/content_html: error: this is an object, and has to be a string [JSON Feed 1.1]",
        "posts.json:4#/items/1/date_published: error: this is a number, and has to be a string [JSON Feed 1.1]",
        "posts.json:5#/items/1/authors/0/name: error: this is a number, and has to be a string [JSON Feed 1.1]",
        "posts.json:5#/items/1/authors/1: error: this is a string, and has to be an object [JSON Feed 1.1]",
        "posts.json:5#/items/1/author: error: this is a string, and has to be an object [JSON Feed 1.1]",
        "posts.json:5#/items/1/tags/1: error: this is null, and has to be a string [JSON Feed 1.1]",
        "posts.json:5#/items/1/_syndicate/draft: error: this is a string, and has to be a boolean [JSON Feed 1.1]",
        "posts.json:6#/items/1/attachments/0/url: error: this is a number, and has to be a string [JSON Feed 1.1]",
        "posts.json:6#/items/1/attachments/1/size_in_bytes: error: this is -1, and has to be from 0 to 2^53 "
          + "[JSON Feed 1.1]",
        "posts.json:7#/items/2: error: this is a string, and has to be an object [JSON Feed 1.1]",
        "posts.json:9#/language: error: this is a number, and has to be a string [JSON Feed 1.1]",
      ])
  }

  @Test("what no episode can be")
  func episode() async throws {
    #expect(
      try await problems(
        #"""
        [{"_syndicate": {"episode": {"number": 0, "season": 1.5, "type": "Bonus", "explicit": "no", "image": 1}}},
         {"_syndicate": {"episode": 7}}]
        """#) == [
          "posts.json:1#/0/_syndicate/episode/number: error: this is 0, and has to be a whole number, 1 or more "
            + "[JSON Feed 1.1]",
          "posts.json:1#/0/_syndicate/episode/season: error: this is 1.5, and has to be a whole number, 1 or more "
            + "[JSON Feed 1.1]",
          "posts.json:1#/0/_syndicate/episode/type: error: this is \"Bonus\", and has to be \"full\", \"trailer\" or "
            + "\"bonus\" [JSON Feed 1.1]",
          "posts.json:1#/0/_syndicate/episode/explicit: error: this is a string, and has to be a boolean [JSON Feed 1.1]",
          "posts.json:1#/0/_syndicate/episode/image: error: this is a number, and has to be a string [JSON Feed 1.1]",
          "posts.json:2#/1/_syndicate/episode: error: this is a number, and has to be an object [JSON Feed 1.1]",
        ])
  }

  @Test("an attachment without its address or type")
  func attachment() async throws {
    #expect(
      try await problems(#"[{"attachments": [{}]}]"#) == [
        "posts.json:1#/0/attachments/0: error: the attachment has no \"url\": add it [JSON Feed 1.1]",
        "posts.json:1#/0/attachments/0: error: the attachment has no \"mime_type\": add it [JSON Feed 1.1]",
      ])
  }

  @Test("a member given twice")
  func duplicates() async throws {
    #expect(
      try await problems("[{\"id\": \"1\",\n \"id\": \"2\", \"x\": 1, \"x\": 2}]") == [
        "posts.json:2#/0/id: error: \"id\" is given twice: keep one [JSON Feed 1.1]"
      ])
    #expect(
      try await problems(#"{"items": [], "items": null}"#) == [
        "posts.json:1#/items: error: \"items\" is given twice: keep one [JSON Feed 1.1]"
      ])
  }

  @Test("a member given twice, though one of its names is escaped or null")
  func hiddenDuplicates() async throws {
    #expect(try await problems(#"[{"id": "1", "\u0069d": "2"}]"#).count == 1)
    #expect(try await problems(#"[{"id": null, "id": "2"}]"#).count == 1)
    #expect(try await problems(#"[{"\u0069d": "1", "\u0078": 1, "": 2}]"#) == [])
  }

  @Test("an object without items")
  func noItems() async throws {
    #expect(
      try await problems("{\"id\": \"1\"}") == [
        "posts.json:1: error: this object has no \"items\": a JSON Feed document has its posts there, "
          + "and a file of one post a line is named .ndjson [JSON Feed 1.1]"
      ])
    #expect(try await problems("{\"items\": null}").first?.contains("this object has no \"items\"") == true)
    #expect(
      try await problems("{\"items\": {}}") == [
        "posts.json:1#/items: error: this is an object, and has to be an array [JSON Feed 1.1]"
      ])
  }

  @Test("a document that is neither object nor array")
  func scalar() async throws {
    #expect(
      try await problems("\n42") == [
        "posts.json:2: error: this is a number, and has to be a JSON Feed document or an array of items [JSON Feed 1.1]"
      ])
  }

  @Test("an empty file", arguments: ["posts.json", "posts.ndjson"], ["", " \n\n"])
  func empty(_ name: String, _ text: String) async throws {
    let all = try await problems(text, as: name)
    #expect(all.count == 1)
    #expect(all.first?.contains("the file is empty") == true)
  }

  @Test("a text cut anywhere, and takes nothing from it")
  func truncation() async throws {
    let bytes = Array(#"{"items": [{"id": "1", "content_html": "\u00e9"}, {"id": "2", "tags": ["a"]}]}"#.utf8)
    for length in 0..<bytes.count {
      let contents = try await load(bytes.prefix(length))
      #expect(contents.problems.hasErrors, "cut to \(length) bytes")
      #expect(contents.items.isEmpty, "cut to \(length) bytes")
    }
    #expect(
      try await problems("[{\"id\": \"1\"},\n{\"id\": \"2") == [
        "posts.json:2: error: not JSON: the string that begins here is not ended [RFC 8259]"
      ])
  }

  @Test("what follows the document")
  func trailing() async throws {
    let contents = try await load("[{\"id\": \"1\"}]\n]")
    #expect(contents.items.isEmpty)
    #expect(
      contents.problems.map(\.description)
        == ["posts.json:2: error: not JSON: ']' follows the end of the value [RFC 8259]"])
  }

  @Test("the first byte that is not UTF-8")
  func encoding() async throws {
    let contents = try await load(Array("[\"caf".utf8) + [0xE9] + Array("\"]".utf8))
    #expect(
      contents.problems.map(\.description)
        == ["posts.json: error: byte 5 (counted from 0) is not UTF-8: save the file as UTF-8 [UTF-8]"])
    #expect(try await load([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]).problems.hasErrors)
  }

  @Test("a line that is no item, which costs only itself")
  func lines() async throws {
    let contents = try await load(
      "{\"id\": \"1\"}\n{\"id\": \n{\"id\": \"3\"} x\n[]\n{\"id\": \"5\", \"title\": 5}\n{\"id\": \"6\"}\n{\"id",
      as: "posts.ndjson")
    #expect(ids(contents) == ["1", "6"])
    #expect(
      contents.problems.map(\.description) == [
        "posts.ndjson:2: error: not JSON: the text ends where a value should follow [RFC 8259]",
        "posts.ndjson:3: error: not JSON: 'x' follows the end of the value [RFC 8259]",
        "posts.ndjson:4: error: this is an array, and has to be an object [JSON Feed 1.1]",
        "posts.ndjson:5#/title: error: this is a number, and has to be a string [JSON Feed 1.1]",
        "posts.ndjson:7: error: not JSON: the string that begins here is not ended [RFC 8259]",
      ])
  }

  @Test("a missing file as a failure of the machine")
  func missing() async {
    await #expect(throws: FileError("read", "/nowhere/posts.json", code: ENOENT)) {
      try await JSONSource(name: "blog", path: "/nowhere/posts.json").load()
    }
  }
}
