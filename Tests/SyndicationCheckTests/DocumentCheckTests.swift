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

  @Test(
    "tells where a byte is that its encoding does not have",
    arguments: [
      ([], "", 0xFF), ([0xEF, 0xBB, 0xBF], "", 0xFF), ([], " encoding='Shift_JIS'", 0xFF),
      ([], " encoding='US-ASCII'", 0xE4),
    ] as [([UInt8], String, UInt8)])
  func strayByte(_ mark: [UInt8], _ encoding: String, _ byte: UInt8) {
    let text = Array("<?xml version='1.0'\(encoding)?>\n<rss>\n <title>".utf8)
    let found = DocumentCheck.findings(in: mark + text + [byte] + Array("</title></rss>".utf8))
    #expect(found.map { "\($0.line):\($0.column) \($0.rule.id)" } == ["3:9 bad-encoding"])
  }

  @Test("tells growth of entities where they are used, and of a loop that it is one") func entities() {
    func found(_ entities: String) -> [String] {
      let text = "<!DOCTYPE rss [\(entities)]>\n<rss version=\"2.0\"><channel>\n  <title>&z;</title></channel></rss>"
      return findings(text).map { "\($0.line):\($0.column) \($0.rule.id)" }
    }
    let wood = String(repeating: "wood", count: 500)
    let names = "abcdefghz".map(String.init)
    let grown = zip(names, names.dropFirst()).map { "<!ENTITY \($1) \"\(String(repeating: "&\($0);", count: 10))\">" }
    #expect(found("<!ENTITY a \"\(wood)\">" + grown.joined()) == ["3:3 limits"])
    #expect(found("<!ENTITY y \"&z;\"><!ENTITY z \"&y;\">") == ["3:3 not-well-formed"])
  }

  @Test("advises nothing of another format") func advice() {
    let found = findings(
      #"{"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": [{"id": "1", "content_text": "<b>a</b>"}]}"#
    )
    #expect(found.map(\.rule.id).sorted() == ["I4", "T3", "feed-alternate", "undeclared-markup"])
    for finding in found {
      for word in ["rel=", "type=", "guid", "xml:", "root", "element"] { #expect(!finding.advice.contains(word)) }
    }
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
