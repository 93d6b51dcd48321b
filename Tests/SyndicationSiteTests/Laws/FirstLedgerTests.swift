import Syndication
import SyndicationSite
import SyndicationTesting
import Testing

/// Version 1 hashed what the program made of a post, too, so that its hashes tell nothing of an edit.
@Suite("Law 5: a ledger of version 1 is taken over, and moves no updated")
struct FirstLedgerTests {
  /// As the last program that wrote version 1 left it, of the sample site's files.
  private static let ledger = #"""
    {"ledger":1}
    {"row":"entry","source":"feed","key":"urn:c","state":"live","id":"urn:c",\#
    "permalink":"https://old.example/egg/","published":"2022-03-22T10:00:00Z","updated":"2022-03-22T10:00:00Z",\#
    "written":{"title":"930b07a23c7e21c5","summary":"2d06800538d394c2","body":"0a1fc641708aad95",\#
    "tags":"1f70ba75836528ce","authors":"9469840bd871fc7f","attachments":"7eda146a64d327f8",\#
    "link":"d0e300ac1a3346dd"}}
    {"row":"entry","source":"feed","key":"urn:d","state":"live","id":"urn:d",\#
    "permalink":"https://old.example/tea/","published":"2022-03-21T10:00:00Z","updated":"2022-03-21T10:00:00Z",\#
    "written":{"title":"2ac06981baff365d","summary":"3914910d72d56aea","body":"2d06800538d394c2",\#
    "tags":"2d06800538d394c2","authors":"c584c8e5de1e4bdb","attachments":"7eda146a64d327f8",\#
    "link":"76f825bb616d5e24"}}
    {"row":"entry","source":"html","key":"https://example.org/jam/","state":"live",\#
    "id":"https://example.org/jam/","permalink":"https://example.org/jam/","date":"2022-03-18T09:00:00",\#
    "published":"2022-03-18T13:00:00Z","updated":"2022-03-18T13:00:00Z","written":{"title":"4c06cabc6443146d",\#
    "summary":"2d06800538d394c2","body":"e30faf1c01d77f6d","tags":"2d06800538d394c2",\#
    "authors":"2d06800538d394c2","attachments":"7eda146a64d327f8","link":"267783466d07de0e"}}
    {"row":"entry","source":"html","key":"https://example.org/pie.html","state":"live",\#
    "id":"https://example.org/pie.html","permalink":"https://example.org/pie.html","date":"2022-03-19",\#
    "published":"2022-03-19T16:00:00Z","updated":"2022-03-19T16:00:00Z","written":{"title":"d48b542848bed590",\#
    "summary":"ca6a96b670b2e7be","body":"82725484ea890ee2","tags":"2d06800538d394c2",\#
    "authors":"2d06800538d394c2","attachments":"7eda146a64d327f8","link":"0312a59de1f3ed08"}}
    {"row":"entry","source":"json","key":"urn:a","state":"live","id":"urn:a","date":"2022-03-24T10:00:00",\#
    "published":"2022-03-24T14:00:00Z","updated":"2022-03-24T14:00:00Z","written":{"title":"a444c24d09109c0b",\#
    "summary":"2d06800538d394c2","body":"1e40b9f433fac1b8","tags":"2ffed1ea9a367002",\#
    "authors":"2d06800538d394c2","attachments":"7eda146a64d327f8","link":"2d06800538d394c2"}}
    {"row":"entry","source":"listing","key":"2022-03-25/oil","state":"live",\#
    "id":"https://example.org/2022/03/25/oil/","permalink":"https://example.org/2022/03/25/oil/",\#
    "date":"2022-03-25","published":"2022-03-25T16:00:00Z","updated":"2022-03-25T16:00:00Z","written":{\#
    "title":"31024da6311d1be4","summary":"2afd5ffcd70bc577","body":"2d06800538d394c2","tags":"c1fc4c0c7e3c3bb2",\#
    "authors":"34a7edea9a063e50","attachments":"7eda146a64d327f8","link":"2d06800538d394c2"}}
    {"row":"entry","source":"listing","key":"2022-03-26/salt","state":"live",\#
    "id":"https://example.org/2022/03/26/salt/","permalink":"https://example.org/2022/03/26/salt/",\#
    "date":"2022-03-26","published":"2022-03-26T16:00:00Z","updated":"2022-03-26T16:00:00Z","written":{\#
    "title":"282b32bac0990ac2","summary":"d30691337ce15beb","body":"2d06800538d394c2","tags":"3bcbf51b94f5fed4",\#
    "authors":"34a7edea9a063e50","attachments":"7eda146a64d327f8","link":"2d06800538d394c2"}}
    {"row":"entry","source":"markdown","key":"bread","state":"live","id":"tag:example.org,2022-03-20:bread",\#
    "permalink":"https://example.org/baking/2022/03/20/bread.html","date":"2022-03-20T08:00:00",\#
    "published":"2022-03-20T12:00:00Z","updated":"2022-03-20T12:00:00Z","written":{"title":"4c06912775e713dd",\#
    "summary":"4fcd2bbea0d78f19","body":"ddbbddfc1de4dfb5","tags":"b35d8b2a7b36da64",\#
    "authors":"c65a8aab0181777c","attachments":"0815763bee98d1b6","link":"3985d23daaf3990b"}}
    {"row":"entry","source":"markdown","key":"https://example.org/shared/","state":"live",\#
    "id":"https://example.org/shared/","permalink":"https://example.org/shared/","date":"2022-03-21",\#
    "published":"2022-03-21T16:00:00Z","updated":"2022-03-21T16:00:00Z","written":{"title":"9d886c53a49d7e2d",\#
    "summary":"2d06800538d394c2","body":"eb2dffcf8dd539da","tags":"2d06800538d394c2",\#
    "authors":"2d06800538d394c2","attachments":"7eda146a64d327f8","link":"6cfef97f7bf5d75b"}}
    {"row":"feed","feed":"all","id":"tag:example.org,2022-03-18:feeds/all","documents":["all.atom","all.json",\#
    "all.rss"]}
    {"row":"feed","feed":"tags/baking","id":"tag:example.org,2022-03-18:feeds/tags/baking",\#
    "documents":["tags/baking.atom","tags/baking.json","tags/baking.rss"]}
    {"row":"feed","feed":"tags/oats","id":"tag:example.org,2022-03-18:feeds/tags/oats",\#
    "documents":["tags/oats.atom","tags/oats.json","tags/oats.rss"]}
    {"row":"feed","feed":"tags/rye","id":"tag:example.org,2022-03-18:feeds/tags/rye",\#
    "documents":["tags/rye.atom","tags/rye.json","tags/rye.rss"]}
    {"row":"feed","feed":"tags/wheat","id":"tag:example.org,2022-03-18:feeds/tags/wheat",\#
    "documents":["tags/wheat.atom","tags/wheat.json","tags/wheat.rss"]}
    {"row":"tag","tag":"baking","state":"live","spelling":"baking"}
    {"row":"tag","tag":"oats","state":"live","spelling":"oats"}
    {"row":"tag","tag":"rye","state":"live","spelling":"rye"}
    {"row":"tag","tag":"wheat","state":"live","spelling":"Wheat"}
    {"row":"end"}

    """#

  private static func configuration(entries: Int) -> String {
    #"""
    {"site": {"title": "Notes", "url": "https://example.org/", "timeZone": "America/New_York"},
     "sources": [{"type": "listing", "path": "list.txt"}, {"type": "json", "path": "posts.json"},
                 {"type": "markdown", "path": "blog", "fields": {"id": "guid"}},
                 {"type": "feed", "path": "old.xml"},
                 {"type": "html", "path": "pages", "dropped": [".share"]}],
     "precedence": ["markdown", "json"], "feeds": {"scopes": {"all": {"entries": \#(entries)}}}}
    """#
  }

  /// A word of each kind of source, and of each of its posts.
  private static let edits: KeyValuePairs = [
    ("list.txt", "About"): "All about", ("posts.json", "white"): "pale", ("old.xml", "An egg"): "An old egg",
    ("old.xml", "Green"): "Black",
    ("pages/pie.html", "Apples"): "Pears", ("pages/jam.html", "Plums"): "Quinces",
    ("blog/_posts/2022-03-20-bread.md", "flour"): "rye", ("blog/_posts/2022-03-21-shared.md", "words"): "thoughts",
  ]

  private func rows(_ site: SampleSite) throws -> [Substring] {
    let ledger = try site.ledger()
    return String(decoding: ledger ?? [], as: UTF8.self).split(separator: "\n")
  }

  @Test("and a post that was known by a word in its front matter, which is no id any more, keeps the id that it had")
  func formerID() async throws {
    let site = try SampleSite(SampleSite.files.mapValues { $0.replacing("guid: urn:b\n", with: "") })
    try site.write(
      Self.configuration(entries: 20).replacing(", \"fields\": {\"id\": \"guid\"}", with: ""), to: "config.json")
    try site.write(Self.ledger, to: ".syndicate/ledger.ndjson")
    let ids = { (rows: [Substring]) in
      Set(rows.filter { $0.contains("\"entry\"") }.compactMap { $0.firstMatch(of: /"id":"([^"]*)","/)?.1 })
    }
    let before = ids(Self.ledger.split(separator: "\n"))
    let build = try await site.build()
    #expect(build.published != nil && build.changes == Ledger.Changes())
    #expect(try ids(rows(site)) == before && before.count > 5)
  }

  @Test("of every kind of source, each row when a feed holds its post again; from then on an edit moves it")
  func takenOver() async throws {
    // Known by its address then.
    let site = try SampleSite(SampleSite.files.mapValues { $0.replacing("guid: urn:b\n", with: "") })
    try site.write(Self.configuration(entries: 3), to: "config.json")
    try site.write(Self.ledger, to: ".syndicate/ledger.ndjson")
    let before = Self.ledger.split(separator: "\n").filter { $0.contains("\"entry\"") }
    let times = before.map { $0.firstMatch(of: /"published":.*(?=,"written")/)?.output }

    // Three are taken over, the others are as they were.
    let first = try await site.build()
    #expect(first.published != nil && first.changes == Ledger.Changes())
    var entries = try rows(site).filter { $0.contains("\"entry\"") }
    #expect(try rows(site).first == "{\"ledger\":2}")
    #expect(entries.count == before.count && entries.count { $0.contains("\"written\"") } == 3)
    let kept = entries.filter { $0.contains("\"written1\"") }.map { $0.replacing("written1", with: "written") }
    #expect(kept.count == 6 && kept.allSatisfy { row in before.contains { $0 == row } })

    // Read again, these still are of version 1.
    try site.write(Self.configuration(entries: 20), to: "config.json")
    let second = try await site.build()
    #expect(second.changes == Ledger.Changes())
    entries = try rows(site).filter { $0.contains("\"entry\"") }
    #expect(entries.count == before.count && entries.allSatisfy { $0.contains("\"written\"") })
    #expect(entries.map { $0.firstMatch(of: /"published":.*(?=,"written")/)?.output } == times)

    for (place, word) in Self.edits {
      let text = try #require(site.folder.text(place.0))
      try #require(text.contains(place.1), "\(place)")
      try site.write(text.replacing(place.1, with: word), to: place.0)
    }
    let third = try await site.build(at: Timestamp("2022-08-01T00:00:00Z"))
    #expect(third.changes.new == [] && third.changes.removed == [])
    #expect(third.changes.updated.count == before.count)
    entries = try rows(site).filter { $0.contains("\"entry\"") }
    #expect(entries.allSatisfy { $0.contains("\"updated\":\"2022-08-01T00:00:00Z\"") })
    #expect(try await site.build(at: Timestamp("2022-09-01T00:00:00Z")).changes == Ledger.Changes())
  }

  @Test("one of a version to come is refused, and nothing is published")
  func unknown() async throws {
    let site = try SampleSite()
    try site.write(Self.ledger.replacing("{\"ledger\":1}", with: "{\"ledger\":3}"), to: ".syndicate/ledger.ndjson")
    let problem = await #expect(throws: Problem.self) { try await site.build() }
    #expect(problem?.place.file == site.folder[".syndicate/ledger.ndjson"] && problem?.place.line == 1)
    #expect(
      problem?.message.hasPrefix("this is version 3 of the ledger, and this program writes 2. The ledger keeps") == true
    )
    #expect(try site.documents().isEmpty)
  }
}
