import SyndicationTesting
import Testing

@testable import Syndication

@Suite("XML 1.0 §2.2 characters")
struct CharacterTests {
  @Test(
    "X1 what no feed may hold is dropped and counted",
    arguments: [
      "\u{0}", "\u{1}", "\u{8}", "\u{B}", "\u{C}", "\u{E}", "\u{1F}", "\u{80}", "\u{85}", "\u{9F}", "\u{FFFD}",
      "\u{FFFE}", "\u{FFFF}",
    ])
  func dropped(_ scalar: String) {
    let (text, dropped) = XMLCharacters.cleaned("a\(scalar)b\(scalar)")
    #expect(text == "ab")
    #expect(dropped == 2)
  }

  @Test(
    "X1 every other character stays",
    arguments: [
      "\t", "\n", " ", "~", "\u{A0}", "\u{D7FF}", "\u{E000}", "\u{FFFC}", "\u{FEFF}", "\u{10000}", "\u{10FFFF}",
      "\u{202E}", "🏷️", "👩‍👩‍👧‍👦", "e\u{301}", "\u{2028}",
    ])
  func kept(_ character: String) {
    let (text, dropped) = XMLCharacters.cleaned("a\(character)b")
    #expect(text.unicodeScalars.elementsEqual("a\(character)b".unicodeScalars))
    #expect(dropped == 0)
  }

  @Test("X3 CR LF and CR become LF, and that is no loss")
  func newlines() {
    let (text, dropped) = XMLCharacters.cleaned("a\r\nb\rc\nd\r\r\ne\r")
    #expect(text.unicodeScalars.elementsEqual("a\nb\nc\nd\n\ne\n".unicodeScalars))
    #expect(dropped == 0)
  }

  @Test("X1 no scalar of Unicode gets through that §2.2 forbids")
  func everyScalar() {
    for value in Array(0...0xFFFF) + Array(stride(from: 0x1_0000, through: 0x10_FFFF, by: 997)) as [UInt32] {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isChar =
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
      let isAllowed = XMLCharacters.cleaned(String(scalar)).dropped == 0
      if !isChar, isAllowed { Issue.record("U+\(String(value, radix: 16)) is allowed") }
      if isChar, !isAllowed, value != 0xFFFD, !(0x7F...0x9F).contains(value) {
        Issue.record("U+\(String(value, radix: 16)) is dropped")
      }
    }
  }

  @Test("X2 the writer writes no CDATA, and ]]> as ]]&gt;")
  func noCDATA() throws {
    let xml = try XMLWriter()
    try xml.element("a", [:], "]]>")
    #expect(String(decoding: xml.take(), as: UTF8.self).hasSuffix("<a>]]&gt;</a>"))
  }

  @Test("the writer cuts no text at NUL, neither in an element nor in an attribute")
  func nul() throws {
    let xml = try XMLWriter()
    try xml.element("a", ["b": "1\u{0}2"], "3\u{0}4")
    #expect(String(decoding: xml.take(), as: UTF8.self).hasSuffix("<a b=\"12\">34</a>"))
  }

  @Test("the writer writes what is not ASCII as it is, in elements and attributes")
  func unescaped() throws {
    let xml = try XMLWriter()
    try xml.element("a", ["b": "é模"], "🏷️")
    #expect(String(decoding: xml.take(), as: UTF8.self).hasSuffix("<a b=\"é模\">🏷️</a>"))
  }

  @Test("the writer closes what was opened, and indents nothing")
  func nesting() throws {
    let xml = try XMLWriter()
    try xml.start("a")
    try xml.start("b")
    try xml.element("c")
    try xml.end()
    try xml.end()
    #expect(String(decoding: xml.take(), as: UTF8.self).hasSuffix("<a><b><c/></b></a>"))
  }

  @Test(
    "X5 and X6: what is not well-formed is recognised",
    arguments: [
      "<a>", "<a></b>", "<a>&nbsp;</a>", "<a>\u{1}</a>", "<a>\u{FFFE}</a>", "<a>&</a>", "<a><</a>", "<a/><b/>", "",
      "<a b='1' b='2'/>", "<a>]]></a>",
    ])
  func notWellFormed(_ xml: String) {
    #expect(!WellFormedness.holds(Array(xml.utf8)))
  }

  @Test(
    "X5 what is well-formed is recognised", arguments: ["<a/>", "<a>&lt;é</a>", "<?xml version=\"1.0\"?>\n<a b=\"\"/>"])
  func wellFormed(_ xml: String) {
    #expect(WellFormedness.holds(Array(xml.utf8)))
  }

  @Test(
    "X5 a fragment is judged by itself: it cannot close the document that holds it",
    arguments: FeedFormats.all.map(\.name))
  func fragments(_ name: String) throws {
    let format = try #require(FeedFormats.named(name))
    let blog = Blog([.post("1", html: "<p>A &lt; B</p>")])
    let edition = blog.pipeline.edition(of: blog.items, remembering: Ledger(), at: Timestamp(Blog.today))
    var ignored: [Problem] = []
    let entry = try PreparedEntry(try #require(edition.plan.entries.first), on: blog.pipeline.site, problems: &ignored)
    let whole = try format.fragment(of: entry, as: .full)
    #expect(format.isWellFormed(fragment: whole, of: entry))
    for bad in ["</feed><feed>", "</rss><rss>", "<entry>", "&nbsp;"] + (name == "json" ? ["{},{}", "]}", "{", ""] : [])
    {
      #expect(!format.isWellFormed(fragment: Array(bad.utf8), of: entry), "\(bad)")
      if !bad.isEmpty { #expect(!format.isWellFormed(fragment: whole + Array(bad.utf8), of: entry), "\(bad)") }
    }
  }
}
