import SyndicationTesting
import Testing

@testable import Syndication

@Suite("The ledger")
struct LedgerTests {
  private func blog() throws -> Blog {
    var blog = Blog([
      .post("42", url: "https://example.com/1/", title: "One", summary: "S.", tags: ["Graphs", "Übung"]),
      .post("urn:example:2", title: "Two", on: "2022-03-20"), .listed("Three", on: "2022-03-26", tags: ["graphs"]),
      .post("quoted \"id\" \\ /x", title: "Four", source: "other"),
    ])
    try blog.build()
    blog.items.remove(at: 1)
    try blog.build()
    return blog
  }

  private func lines(_ ledger: Ledger) -> [String] {
    String(decoding: ledger.text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func fault(_ bytes: [UInt8]) -> Problem? {
    do {
      _ = try Ledger(bytes, file: "ledger.ndjson")
      return nil
    } catch { return error }
  }

  @Test("what is written is read back the same, and written the same again")
  func roundTrip() throws {
    let ledger = try blog().ledger
    let read = try Ledger(ledger.text, file: "ledger.ndjson")
    #expect(read == ledger)
    #expect(read.text == ledger.text)
    let empty = try Ledger(Ledger().text, file: "ledger.ndjson")
    #expect(empty == Ledger())
  }

  @Test("every line is one JSON object, and the last line is ended")
  func oneLineARow() throws {
    let ledger = try blog().ledger
    #expect(ledger.text.last == 0x0A)
    for line in lines(ledger) { #expect(try DataValue(json: Array(line.utf8)).kind == "an object") }
    let rows = lines(ledger).compactMap { try? DataValue(json: Array($0.utf8))["row"]?.string }
    #expect(rows.count { $0 == "entry" } == 4)
    #expect(rows.count { $0 == "tag" } == 2)
    #expect(rows.count { $0 == "feed" } == 3)
  }

  @Test("rows are sorted, so that a diff is small: a new post adds a line and moves none")
  func sorted() throws {
    var blog = try blog()
    let before = lines(blog.ledger)
    blog.items.insert(.post("41", title: "Five", on: "2022-01-01"), at: 0)
    try blog.build()
    let after = lines(blog.ledger)
    #expect(after.count == before.count + 1)
    #expect(before.allSatisfy(after.contains))
    #expect(after.filter(before.contains) == before)
    let keys = after.compactMap { try? DataValue(json: Array($0.utf8)) }.filter { $0["row"]?.string == "entry" }
      .map { "\($0["source"]?.string ?? "") \($0["key"]?.string ?? "")" }
    #expect(keys == keys.sorted() && keys.count == 5)
  }

  @Test("the same items in another order leave the same ledger")
  func order() throws {
    var blog = try blog()
    let text = blog.ledger.text
    blog.items.reverse()
    try blog.build(at: "2023-01-01T00:00:00Z")
    #expect(blog.ledger.text == text)
  }

  @Test("a row holds key, id, permalink, times, hashes and state")
  func row() throws {
    let blog = try blog()
    let line = try #require(lines(blog.ledger).first { $0.contains("\"42\"") })
    let row = try DataValue(json: Array(line.utf8))
    #expect(row["source"]?.string == "json")
    #expect(row["id"]?.string == "tag:example.com,2022-03-26:42")
    #expect(row["permalink"]?.string == "https://example.com/1/")
    #expect(row["published"]?.string == "2022-03-26T08:00:00Z")
    #expect(row["updated"]?.string == "2022-03-26T08:00:00Z")
    #expect(row["state"]?.string == "live")
    for hash in ["title", "summary", "body", "tags", "authors", "attachments", "link"] {
      #expect(row["written"]?[hash]?.string?.count == 16)
    }
    #expect(lines(blog.ledger).contains { $0.contains("urn:example:2") && $0.contains("\"gone\"") })
  }

  @Test("only what some feed has published has a row")
  func onlyPublished() throws {
    var blog = Blog((1...5).map { .post("urn:example:\($0)", on: "2022-03-1\($0)") })
    blog.pipeline.feeds.entries = 2
    try blog.build()
    #expect(blog.ledger.entries.keys.map(\.id).sorted() == ["urn:example:4", "urn:example:5"])
    #expect(blog.ledger.liveEntries == 2)
    // A row that no feed selects any more stays live: its post is still there.
    blog.items.append(.post("urn:example:6", on: "2022-03-16"))
    try blog.build()
    #expect(blog.ledger.liveEntries == 3)
  }

  @Test("truncated anywhere, it is refused, with the last line named")
  func truncated() throws {
    let text = try blog().ledger.text
    for length in 0..<text.count {
      let bytes = Array(text[..<length])
      guard let problem = fault(bytes) else {
        Issue.record(
          "cut after \(length) of \(text.count) bytes it is taken: …\(String(decoding: bytes.suffix(40), as: UTF8.self))"
        )
        continue
      }
      let isNamed = problem.place.file == "ledger.ndjson" && problem.severity == .error
      let lastLine = max(1, bytes.count { $0 == 0x0A } + (bytes.last == 0x0A ? 0 : 1))
      if !isNamed || problem.place.line != lastLine { Issue.record("cut after \(length): \(problem)") }
    }
  }

  @Test("merge conflict markers are refused, with their line named")
  func conflict() throws {
    let ledger = try blog().ledger
    for marker in ["<<<<<<< HEAD", "=======", ">>>>>>> branch", "||||||| base"] {
      for index in 0...lines(ledger).count {
        var lines = lines(ledger)
        lines.insert(marker, at: index)
        #expect(fault(Array((lines.joined(separator: "\n") + "\n").utf8))?.place.line == index + 1, "\(marker)")
      }
    }
  }

  @Test("a row that stands twice is refused, with its second line named, of every kind")
  func duplicates() throws {
    let ledger = try blog().ledger
    let lines = lines(ledger)
    for (index, line) in lines.enumerated() where line.contains("\"row\":\"") && !line.contains("\"end\"") {
      var doubled = lines
      doubled.insert(line, at: index + 1)
      let problem = fault(Array((doubled.joined(separator: "\n") + "\n").utf8))
      #expect(problem?.place.line == index + 2, "\(line)")
      #expect(problem?.message.contains("already") == true)
    }
  }

  @Test(
    "a line that is no row is refused, with the line named and what to do",
    arguments: [
      "", "{}", "[]", "null", "{\"row\":\"post\"}", "{\"row\":1}", "x", "{\"row\":\"entry\"}",
      "{\"row\":\"tag\",\"tag\":\"a\"}",
      "{\"row\":\"feed\",\"feed\":\"all\"}", "{\"row\":\"feed\",\"feed\":\"x\",\"id\":\"tag:a\",\"documents\":[1]}",
      "{\"row\":\"tag\",\"tag\":\"a\",\"state\":\"lost\",\"spelling\":\"a\"}",
      "{\"row\":\"tag\",\"state\":\"live\",\"spelling\":\"a\"}",
      "{\"row\":\"tag\",\"tag\":\"a\",\"state\":\"live\",\"spelling\":\"a\"} {}", "{\"ledger\":1}",
      "{\"row\":\"tag\",\"tag\":\"a\",\"state\":\"live\",\"spelling\":\"a\"", "\u{0}\u{0}\u{0}",
    ])
  func noRow(_ line: String) throws {
    var lines = lines(try blog().ledger)
    lines.insert(line, at: 2)
    let problem = try #require(fault(Array((lines.joined(separator: "\n") + "\n").utf8)))
    #expect(problem.place.line == 3)
    #expect(problem.message.contains("restore"))
  }

  @Test("an entry whose field is missing or unreadable is refused, with its line named")
  func damagedEntry() throws {
    let lines = lines(try blog().ledger)
    let index = try #require(lines.firstIndex { $0.contains("\"42\"") })
    let damages = [
      ("\"source\":\"json\"", "\"source\":1"), ("\"key\":\"42\"", "\"key\":null"), ("\"id\":\"tag:", "\"ix\":\"tag:"),
      ("\"permalink\":\"https://example.com/1/\"", "\"permalink\":1"), ("\"state\":\"live\"", "\"state\":true"),
      ("2022-03-26T08:00:00Z", "2022-03-26"), ("2022-03-26T08:00:00Z", "2022-02-30T08:00:00Z"),
      ("\"written\"", "\"writ\""),
      ("\"title\":\"", "\"title\":\"0"), ("\"body\":\"", "\"body\":\"z"), ("\"row\":\"entry\"", "\"row\":\"entrx\""),
    ]
    for (whole, damaged) in damages {
      var copy = lines
      copy[index] = copy[index].replacing(whole, with: damaged)
      #expect(copy[index] != lines[index], "\(whole)")
      #expect(fault(Array((copy.joined(separator: "\n") + "\n").utf8))?.place.line == index + 1, "\(damaged)")
    }
    let dated = try #require(lines.firstIndex { $0.contains("\"date\":\"2022-03-26\"") })
    for damaged in ["\"date\":\"2022-02-30\"", "\"date\":20220326"] {
      var copy = lines
      copy[dated] = copy[dated].replacing("\"date\":\"2022-03-26\"", with: damaged)
      #expect(copy[dated] != lines[dated])
      #expect(fault(Array((copy.joined(separator: "\n") + "\n").utf8))?.place.line == dated + 1, "\(damaged)")
    }
  }

  @Test("a byte that is not UTF-8 is refused, with its line named")
  func notUTF8() throws {
    var bytes = try blog().ledger.text
    let index = try #require(bytes.firstIndex(of: 0xC3))
    bytes[index] = 0xFF
    #expect(fault(bytes)?.place.line == 1 + bytes[..<index].count { $0 == 0x0A })
  }

  @Test(
    "a first line that is no version, or another program's, is refused",
    arguments: [
      "{\"ledger\":3}", "{\"ledger\":\"1\"}", "{\"ledger\":1e300}", "{\"ledger\":1e999}", "{\"ledger\":0.5}",
      "{\"ledger\":-1}",
      "{}", "1", "\u{FEFF}{\"ledger\":1}",
    ])
  func version(_ line: String) throws {
    var lines = lines(try blog().ledger)
    lines[0] = line
    #expect(fault(Array((lines.joined(separator: "\n") + "\n").utf8))?.place.line == 1)
  }

  @Test(
    "a file of another kind, or of nothing, is refused",
    arguments: ["", "\n", " ", "\u{0}", "\u{7F}ELF", "[]\n", "null\n"])
  func foreign(_ text: String) {
    #expect(fault(Array(text.utf8))?.place == Place(file: "ledger.ndjson", line: 1))
  }

  @Test("damage to a few bytes never makes it crash", arguments: 1...4)
  func mutated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let text = try blog().ledger.text
    for _ in 0..<60 {
      var bytes = text
      for _ in 0..<random.number(1...3) {
        bytes[random.number(0...bytes.count - 1)] = UInt8.random(in: 0...255, using: &random)
      }
      guard let ledger = try? Ledger(bytes, file: "ledger.ndjson") else { continue }
      #expect(try Ledger(ledger.text, file: "ledger.ndjson") == ledger)
    }
  }

  @Test("lost, it gives the same ids, slugs and times for everything that did not move")
  func lost() throws {
    var blog = try blog()
    // The removed post was the oldest.
    blog.pipeline.site.founded = LocalDate("2022-03-20")
    let before = try blog.preview()
    blog.ledger = Ledger()
    let after = try blog.build(at: "2023-01-01T00:00:00Z")
    #expect(after.plan.entries.map(\.id) == before.plan.entries.map(\.id))
    #expect(after.plan.entries.map(\.published) == before.plan.entries.map(\.published))
    #expect(after.plan.entries.map(\.updated) == before.plan.entries.map(\.updated))
    #expect(after.documents == before.documents)
  }

  @Test("a post that was gone and comes back has its id, its times and no news")
  func goneAndBack() throws {
    var blog = Blog([.listed("A", summary: "S."), .listed("B", summary: "T.")])
    let first = try blog.build()
    let gone = blog.items.remove(at: 0)
    let without = try blog.build(at: "2022-07-01T00:00:00Z")
    #expect(without.changes.removed == ["https://example.com/2022/03/26/a/"])
    #expect(try blog.build(at: "2022-07-02T00:00:00Z").changes == Ledger.Changes())
    blog.items.insert(gone, at: 0)
    let back = try blog.build(at: "2022-08-01T00:00:00Z")
    #expect(back.changes.new.isEmpty && back.changes.updated.isEmpty)
    #expect(back.documents == first.documents)
  }

  @Test("changes name what is new, updated and removed")
  func changes() throws {
    var blog = Blog([.post("urn:example:1", title: "A"), .post("urn:example:2")])
    #expect(try blog.build().changes.new.sorted() == ["urn:example:1", "urn:example:2"])
    #expect(try blog.build().changes == Ledger.Changes())
    blog.items[0].title = "B"
    blog.items[1] = .post("urn:example:3")
    let changes = try blog.build().changes
    #expect(changes.new == ["urn:example:3"])
    #expect(changes.updated == ["urn:example:1"])
    #expect(changes.removed == ["urn:example:2"])
  }

  @Test("a path at which a feed was once published is withdrawn when no feed is there any more")
  func withdrawn() throws {
    var blog = Blog([.post("urn:example:1")])
    try blog.build()
    blog.pipeline.feeds.scopes[.all]?.paths = ["atom": "feed.xml"]
    let edition = try blog.build()
    #expect(edition.publication.withdrawn.map(\.string) == ["all.atom"])
    blog.pipeline.feeds.formats = ["atom"]
    #expect(try blog.build().publication.withdrawn.map(\.string).sorted() == ["all.atom", "all.json", "all.rss"])
    blog.pipeline.feeds = FeedSettings(url: blog.pipeline.feeds.url)
    #expect(try blog.build().publication.withdrawn.map(\.string) == ["feed.xml"])
  }
}
