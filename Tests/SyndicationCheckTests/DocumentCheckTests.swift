import Foundation
import Syndication
import SyndicationCheck
import SyndicationTesting
import Testing

@Suite("A document that is checked") struct DocumentCheckTests {
  private func findings(_ text: String) -> [Finding] { DocumentCheck.findings(in: Array(text.utf8)) }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

  @Test("of ours has neither error nor warning") func ours() throws {
    for folder in ["feeds", "Tests/SyndicationTests/Golden"] {
      let files =
        FileManager.default.enumerator(atPath: Self.root.appending(path: folder).path)?.allObjects as? [String]
      // The catalogue is no feed.
      for file in files ?? []
      where ["atom", "rss", "json"].contains((file as NSString).pathExtension) && file != "feeds.json" {
        let document = try Data(contentsOf: Self.root.appending(path: "\(folder)/\(file)"))
        let found = DocumentCheck.findings(in: Array(document)).filter { $0.severity != .info }
        #expect(found.isEmpty, "\(folder)/\(file): \(found.map(\.message))")
      }
    }
  }

  @Test("tells line and column of the tag, in characters") func position() throws {
    let found = findings(
      """
      <?xml version="1.0"?>
      <opml version="2.0"><head/><body>
        <outline text="木工"/>  <outline title="a > b"
          isComment="maybe"/>
      </body></opml>
      """)
    #expect(found.map { "\($0.line):\($0.column) \($0.rule.id)" } == ["3:25 missing-attribute", "4:5 invalid-word"])
  }

  @Test("of JSON tells line and column of the value") func jsonPosition() {
    let found = findings(
      """
      {"version": "https://jsonfeed.org/version/1.1", "title": "木", "language": "en",
       "home_page_url": "https://a.org/", "feed_url": "https://a.org/f.json",
       "items": [{"id": "木", "url": 7, "content_text": "b"}]}
      """)
    #expect(found.map { "\($0.line):\($0.column) \($0.rule.id)" } == ["3:31 wrong-type"])
  }

  @Test(
    "that is not of its encoding tells where the first byte stands that is not",
    arguments: [
      ("<?xml version=\"1.0\"?>\n<rss>木", "2:7"),
      ("\u{FEFF}<rss>\n木 ", "2:3"),
      ("<?xml version=\"1.0\" encoding=\"us-ascii\"?>\n\n<rss>", "3:6"),
    ])
  func strayByte(_ text: String, _ place: String) {
    let found = DocumentCheck.findings(in: Array(text.utf8) + [0xE4] + Array("</rss>".utf8))
    #expect(found.map { "\($0.line):\($0.column) \($0.rule.id)" } == ["\(place) bad-encoding"])
  }

  @Test("is told what to do in the words of its own format") func remedies() {
    let json = findings(#"{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": []}"#)
    let rss = findings("<rss version=\"2.0\"><channel/></rss>")
    let atom = findings("<feed xmlns=\"http://www.w3.org/2005/Atom\"/>")
    func advice(_ found: [Finding]) -> [String] {
      ["I4", "T3"].compactMap { id in found.first { $0.rule.id == id }?.advice }
    }
    #expect(advice(json) == ["add “feed_url”", "say it in “language”"])
    #expect(advice(rss) == ["add an atom:link rel=\"self\"", "say it in “language”"])
    #expect(advice(atom) == ["add a link rel=\"self\"", "say it on the root"])
  }

  @Test("tells findings in its order, whatever found them") func order() {
    let found = findings(
      """
      <feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id></entry><title>&lt;b&gt;</title><bogus/></feed>
      """)
    #expect(found == found.sorted() && found.count > 5)
    #expect(
      found
        == findings(
          #"<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id></entry><title>&lt;b&gt;</title><bogus/></feed>"#
        ))
  }

  @Test("tells a thousand of a rule, and counts the others") func manyFindings() {
    let items = String(repeating: "<bogus/>", count: 1_500)
    let found = findings("<rss version=\"2.0\"><channel>\(items)</channel></rss>").filter {
      $0.rule.id == "undefined-element"
    }
    #expect(found.count == 1_000)
    #expect(found.reduce(0) { $0 + 1 + $1.others } == 1_500)
  }

  @Test(
    "ends, however deep, wide or large it is",
    arguments: [
      String(repeating: "<a>", count: 100_000), "<rss \((0..<2_000).map { "a\($0)=\"\"" }.joined(separator: " "))/>",
      "<rss>" + String(repeating: "<a b='", count: 100_000), String(repeating: "[", count: 100_000),
      "{\"version\": " + String(repeating: "{\"a\":", count: 100_000), "<", "{", "", "\u{FEFF}", "<?xml", "<!DOCTYPE",
    ])
  func bounds(_ text: String) {
    #expect(findings(text).contains { $0.severity == .error })
  }

  @Test("beyond the bound is not read") func size() {
    #expect(DocumentCheck.findings(in: [UInt8](repeating: 0x20, count: 20_000_001)).map(\.rule.id) == ["limits"])
  }

  @Test(
    "is held against the time of day where that is given",
    arguments: [
      #"<feed xmlns="http://www.w3.org/2005/Atom"><updated>2033-01-01T00:00:00Z</updated></feed>"#,
      #"<rss version="2.0"><channel><item><pubDate>Sat, 01 Jan 2033 00:00:00 GMT</pubDate></item></channel></rss>"#,
      #"{"version": "https://jsonfeed.org/version/1.1", "items": [{"date_published": "2033-01-01T00:00:00Z"}]}"#,
    ])
  func clock(_ text: String) {
    func isFuture(at seconds: Int64?) -> Bool {
      let found = DocumentCheck.findings(in: Array(text.utf8), at: seconds.map { Timestamp(seconds: $0) })
      return found.contains { $0.rule.id == "D5" }
    }
    #expect(isFuture(at: 1_700_000_000))
    #expect(!isFuture(at: 2_000_000_000))
    #expect(!isFuture(at: nil))
  }

  @Test("of over a megabyte is one that some readers drop") func large() {
    let text = "<rss version=\"2.0\"><!--\(String(repeating: "x", count: 1_000_000))--></rss>"
    #expect(findings(text).contains { $0.rule.id == "P3" })
  }

  @Test(
    "takes time that grows with its size, whatever there is much of",
    arguments: [
      "<description>*&lt;b&gt;&lt;i&gt;a&lt;/b&gt;*</description>", "<description>*<a/>*</description>",
      "<description>*&lt;a href=\"/*</description>", "<link>*[*://[</link>", "<pubDate>* ,*</pubDate>",
      "*<item><guid>a</guid></item>*", "*<item xmlns:a='b'/>*", "<title>*&amp;amp; *</title>", "<!--*<a b=*-->",
      "<language>*é*</language>", "<webMaster>*@(*</webMaster>",
    ])
  func cost(_ shape: String) {
    let parts = shape.split(separator: "*", omittingEmptySubsequences: false)
    let times = growth(of: 2_000, within: 24) { count in
      let much = String(repeating: String(parts[1]), count: count)
      _ = findings("<rss version=\"2.0\"><channel>\(parts[0])\(much)\(parts[2])</channel></rss>")
    }
    #expect(times < 24)
  }
}
