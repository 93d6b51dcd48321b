import SyndicationTesting
import Testing

@testable import Syndication

@Suite("X5 the look at a fragment")
struct FragmentTests {
  private func parses(_ fragment: [UInt8]) -> Bool {
    let root = "<r xmlns:media=\"urn:m\" xmlns:dc=\"urn:d\" xmlns:content=\"urn:c\">"
    return WellFormedness.holds(Array(root.utf8) + fragment + Array("</r>".utf8))
  }

  private func fragments(seed: UInt64) throws -> [[UInt8]] {
    var generator = ItemGenerator(seed: seed)
    let blog = Blog(generator.items(6))
    return try blog.pipeline.edition(of: blog.items, remembering: Ledger(), at: Timestamp(Blog.today)).plan.entries
      .flatMap {
        var ignored: [Problem] = []
        let entry = try PreparedEntry($0, on: blog.pipeline.site, problems: &ignored)
        return [
          try Atom().fragment(of: entry, as: .full),
          try RSS().fragment(of: entry, as: .full),
        ]
      }
  }

  @Test("what is written passes it", arguments: 1...8)
  func written(seed: UInt64) throws {
    for fragment in try fragments(seed: seed) {
      #expect(WellFormedness.holds(fragment: fragment))
      #expect(parses(fragment))
    }
  }

  @Test("whatever passes it, libxml2 parses: a few bytes are put in, taken out or replaced by chance", arguments: 1...8)
  func stricter(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "<", ">", "&", "\"", "'", "/", "=", " ", "]]>", "&amp;", "&x;", "&#0;", "<a>", "</a>", "\u{1}", "\u{FFFE}", "é",
      "a", ":", "<!--", "<?x?>",
    ]
    var passed = 0
    for fragment in try fragments(seed: seed) {
      for _ in 0..<200 {
        var bytes = fragment
        for _ in 0..<random.number(1...2) {
          let start = random.number(0...bytes.count - 4)
          let end = start + random.number(0...3)
          bytes.replaceSubrange(start..<end, with: random.once(in: 4) ? [] : Array(random.one(of: pieces).utf8))
        }
        // Cut within a character it is no text, and never written.
        guard UTF8.firstInvalid(in: bytes) == nil, WellFormedness.holds(fragment: bytes) else { continue }
        passed += 1
        #expect(parses(bytes), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    #expect(passed > 20)
  }

  @Test(
    "a text that was looked at is not looked at again where all of it stands, and nothing else is let through by it",
    arguments: 1...8)
  func known(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = ["<", ">", "&", "\"", "&amp;", "&lt;p&gt;", "\u{1}", "é", "a", "words ", "</a>", "<b>", "&#0;"]
    func text(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in Array(random.one(of: pieces).utf8) } }
    var (passed, refused) = (0, 0)
    for _ in 0..<4_000 {
      guard let known = LookedAtText(text(random.number(0...3))) else { continue }
      #expect(parses(known.utf8))
      // In the element, cut, lengthened, in a value, or in its place something else.
      let (before, behind) = (text(random.number(0...1)), text(random.number(0...1)))
      let held = random.once(in: 3) ? Array(known.utf8.dropLast()) + text(random.number(0...1)) : known.utf8
      let fragment =
        random.once(in: 4)
        ? Array("<a b=\"".utf8) + held + Array("\"/>".utf8)
        : Array("<a>".utf8) + before + held + behind + Array("</a>".utf8)
      let isWhole = WellFormedness.holds(fragment: fragment)
      #expect(WellFormedness.holds(fragment: fragment, knowing: known) == isWhole, "seed \(seed): \(fragment)")
      if isWhole { passed += 1 } else { refused += 1 }
    }
    #expect(passed > 100 && refused > 100)
  }

  @Test(
    "of a text that is none nothing is known",
    arguments: ["<", "a<b>c</b>", "a > b", "&", "&nbsp;", "&#0;", "\u{1}", "\u{FFFE}"])
  func unknown(_ text: String) { #expect(LookedAtText(Array(text.utf8)) == nil) }

  @Test(
    "it refuses what is not whole",
    arguments: [
      "<a>", "</a>", "<a></b>", "<a b=\"1\" b=\"2\"/>", "<a b='1'/>", "<a b=\"<\"/>", "&nbsp;", "&", "a > b", "<a b/>",
      "<a b=\"1\"c=\"2\"/>", "<",
      "<a", "<a b=\"", "<!---->", "<?a?>", "<![CDATA[a]]>", "\u{0}", "\u{B}", "\u{FFFF}", "<a:b:c/>", "<:a/>",
      "<a :b=\"\"/>",
    ])
  func refused(_ fragment: String) { #expect(!WellFormedness.holds(fragment: Array(fragment.utf8))) }

  @Test(
    "a frame is one element behind the declaration",
    arguments: [
      ("<a xmlns:b=\"urn:b\">\n", "\n</a>\n", true), ("<a><b>", "</b></a>\n", true), ("<a>", "</a>", false),
      ("<a>", "</a>\n\n", false), ("<a>", "</a><b/>\n", false), ("<a>", "</a>x", false), ("x<a>", "</a>\n", false),
      ("<a>", "\n", false), ("", "", false), ("", "\n", false), ("x", "\n", false), ("<a>", "<!---->\n</a>\n", false),
    ])
  func frame(opening: String, closing: String, isWhole: Bool) {
    func frame(_ before: [UInt8]) -> Frame {
      Frame(opening: before + Array(opening.utf8), separator: [0x0A], closing: Array(closing.utf8))
    }
    #expect(WellFormedness.holds(frame: frame(XMLWriter.declaration)) == isWhole)
    #expect(!WellFormedness.holds(frame: frame([])))
    if isWhole { #expect(WellFormedness.holds(frame(XMLWriter.declaration).opening + Array(closing.utf8))) }
  }
}

extension UTF8 {
  fileprivate static func firstInvalid(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { firstInvalid(in: $0) }
  }
}
