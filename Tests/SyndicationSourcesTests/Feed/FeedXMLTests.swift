import Foundation
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("XML 1.0: of a feed's text") struct FeedXMLTests {
  private static func feed(_ declaration: String, _ title: String) -> String {
    "\(declaration)<rss version='2.0'><channel><item><guid>urn:a</guid><title>\(title)</title></item></channel></rss>"
  }

  private func title(_ bytes: some Sequence<UInt8>) async throws -> String? {
    let contents = try await loadFeed(bytes)
    #expect(contents.problems.map(\.description) == [])
    return contents.items.first?.title
  }

  @Test(
    "§4.3.3 every encoding that is declared is read",
    arguments: [
      ("ISO-8859-1", String.Encoding.isoLatin1, "Café"), ("windows-1252", .windowsCP1252, "“Café” – €"),
      ("ISO-8859-1", .windowsCP1252, "“Café”"), ("utf-8", .utf8, "“Café” 🍰"), ("UTF-16", .utf16, "“Café” 🍰"),
      ("UTF-16", .utf16LittleEndian, "“Café”"),
    ] as [(String, String.Encoding, String)])
  func encodings(_ name: String, _ encoding: String.Encoding, _ text: String) async throws {
    let feed = Self.feed("<?xml version=\"1.0\" encoding=\"\(name)\"?>", text)
    #expect(try await title(try #require(feed.data(using: encoding))) == text)
  }

  @Test(
    "§2.8 what stands before the declaration is passed over, and lines count on",
    arguments: ["\u{FEFF}", "\n\n ", "\u{FEFF}\r\n", "\n"])
  func before(_ space: String) async throws {
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let contents = try await loadFeed(space + Self.feed(declaration, "Café"))
    #expect(contents.items.map(\.title) == ["Café"])
    #expect(contents.items.first?.place.line == 2 + space.utf8.count { $0 == 0x0A })
  }

  @Test("§4.1 the names of HTML's characters are known, in text and in attributes")
  func entities() async throws {
    #expect(try await title(Self.feed("", "a&nbsp;b &hellip;&eacute;&#233;&lt;&hellip;").utf8) == "a\u{A0}b …éé<…")
    let item = try await loadFeed(
      atomFeed("<entry><id>urn:a</id><category term='x' label='caf&eacute; &amp; &hellip;'/></entry>")
    ).items.first
    #expect(item?.tags == ["café & …"])
  }

  @Test(
    "§2.1 what is not well-formed is an error, and no entry is read",
    arguments: [
      ("<rss>\n<channel>\n<item><title>a</title></item>\n</rss>", 4, "Opening and ending tag mismatch"),
      ("<rss><channel><item><title>a", 1, "Premature end of data"),
      ("<rss>\n<channel><title>a & b</title></channel></rss>", 2, "xmlParseEntityRef: no name"),
      ("<rss>\n<channel><title>&unknown;</title></channel></rss>", 2, "Entity 'unknown' not defined"),
      ("<rss>\n<channel><title>\u{B}</title></channel></rss>", 2, "PCDATA invalid Char value 11"),
    ])
  func malformed(_ text: String, _ line: Int, _ reason: String) async throws {
    let contents = try await loadFeed(text)
    #expect(contents.items.isEmpty)
    #expect(contents.problems.count == 1)
    let problem = try #require(contents.problems.first)
    #expect(problem.severity == .error)
    #expect(problem.place == Place(file: "old.xml", line: line))
    #expect(problem.message.contains(reason), "\(problem)")
    #expect(problem.message.hasSuffix("make it well-formed, or fetch it again if it was cut"))
  }

  @Test("bytes of an encoding that nobody declared are an error that says what to do")
  func undeclared() async throws {
    let contents = try await loadFeed(try #require(Self.feed("", "\nCafé").data(using: .isoLatin1)))
    #expect(contents.items.isEmpty)
    let problem = try #require(contents.problems.first)
    #expect(problem.place.line == 2)
    #expect(problem.message.contains("declare the encoding that it is in, as in <?xml version"))
  }

  @Test("what cannot be decoded is an error", arguments: ["windows-1252", "nowhere-7"])
  func undecodable(_ encoding: String) async throws {
    let head = "<?xml version=\"1.0\" encoding=\"\(encoding)\"?><rss><channel><title>"
    let contents = try await loadFeed(Array(head.utf8) + [0x81, 0x8D] + Array("</title></channel></rss>".utf8))
    #expect(contents.items.isEmpty)
    #expect(contents.problems.map(\.severity) == [.error])
  }

  @Test("no entity that a document declares is known: a billion laughs are none")
  func laughs() async throws {
    let laughs = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
    let feed = Self.feed("<!DOCTYPE rss [<!ENTITY l0 \"lol\">\(laughs)]>", "&l9;")
    let contents = try await loadFeed(feed)
    #expect(contents.items.isEmpty)
    #expect(contents.problems.first?.message.contains("Entity 'l9' not defined") == true)
  }

  @Test("no file is read for an entity, and none makes attributes for every element")
  func outside() async throws {
    let file = Self.feed("<!DOCTYPE rss [<!ENTITY f SYSTEM \"/etc/passwd\">]>", "&f;")
    #expect(try await loadFeed(file).problems.first?.message.contains("Entity 'f' not defined") == true)
    let defaults = Self.feed(
      "<!DOCTYPE rss [<!ATTLIST title big CDATA \"\(String(repeating: "x", count: 10_000))\">]>", "a")
    let contents = try await loadFeed(defaults)
    #expect(contents.items.isEmpty)
    #expect(contents.problems.first?.message.contains("its DOCTYPE gives attributes to elements") == true)
  }

  @Test("a document is nested deeper than any that a person writes", arguments: [10, 200])
  func deep(_ depth: Int) async throws {
    let open = String(repeating: "<div>", count: depth)
    let close = String(repeating: "</div>", count: depth)
    let feed = atomFeed("<entry><id>urn:a</id><content type='xhtml'><div>\(open)x\(close)</div></content></entry>")
    let contents = try await loadFeed(feed)
    #expect(contents.problems == [])
    #expect(try contents.items.first?.contentText == "\(open)x\(close)")
  }

  @Test("one that is nested beyond all bounds is an error, however deep it is", arguments: [256, 100_000])
  func tooDeep(_ depth: Int) async throws {
    let content = String(repeating: "<div>", count: depth) + String(repeating: "</div>", count: depth)
    let contents = try await loadFeed(
      atomFeed("<entry><id>urn:a</id><content type='xhtml'>\(content)</content></entry>"))
    #expect(contents.items.isEmpty)
    #expect(contents.problems.first?.message.contains("elements are nested over 256 deep: leave some out") == true)
  }

  @Test("names of characters in text and in attributes are those characters, however many there are")
  func manyEntities() async throws {
    let many = String(repeating: "&eacute;a&nbsp;", count: 100_000)
    let contents = try await loadFeed(
      rssFeed(
        "<item><guid>https://example.org/1</guid><title>&eacute;&copy;</title><link>https://example.org/</link><description>\(many)</description><enclosure url='https://example.org/&eacute;&hearts;.mp3' type='audio/mpeg'/></item>"
      ))
    #expect(contents.problems == [])
    #expect(contents.items.first?.title == "é©")
    #expect(contents.items.first?.attachments.first?.url == "https://example.org/é♥.mp3")
    #expect(try contents.items.first?.contentText == String(repeating: "éa\u{A0}", count: 100_000))
  }

  @Test("bytes changed by chance are read or refused, and nothing else", arguments: 1...6)
  func damaged(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let feeds = [
      atomFeed(
        "<entry xml:base='/x'><id>urn:a</id><title type='html'>&lt;b>A&lt;/b> &amp;amp; &eacute;</title><link href='a'/>"
          + "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>A<br/></p></div></content></entry>"),
      "<?xml version='1.0' encoding='iso-8859-1'?>"
        + rssFeed(
          "<item><guid>urn:a</guid><title><![CDATA[A &amp; B]]></title><pubDate>Thu, 06 May 2021 07:08:09 EST</pubDate>"
            + "<enclosure url='/a.mp3' length='1' type='audio/mpeg'/><itunes:duration>1:2:3</itunes:duration></item>"),
    ]
    for _ in 1...200 {
      var bytes = Array(random.one(of: feeds).utf8)
      for _ in 1...random.number(1...4) {
        let place = random.number(0...bytes.count - 1)
        switch random.number(0...3) {
        case 0: bytes[place] = UInt8(random.number(0...255))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: bytes[place...].prefix(random.number(1...40)), at: place)
        default: bytes.removeSubrange(place..<min(place + 20, bytes.count))
        }
      }
      let contents = try await loadFeed(bytes)
      #expect(contents.items.isEmpty || !contents.problems.hasErrors, "seed \(seed)")
    }
  }

  @Test(
    "what is no feed is an error that says so",
    arguments: [
      ("", "this is no feed, the file is empty"), ("  \n", "this is no feed, the file is empty"),
      ("<html></html>", "this is no feed, its root is <html>"),
      ("Dear all", "no feed is read from it, as it is not XML"),
    ])
  func others(_ text: String, _ message: String) async throws {
    let contents = try await loadFeed(text)
    #expect(contents.items.isEmpty)
    #expect(contents.problems.count == 1)
    #expect(contents.problems.first?.message.hasPrefix(message) == true, "\(contents.problems)")
  }
}
