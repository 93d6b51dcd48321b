public import Syndication
internal import SyndicationMarkup

/// Makes catalogs by chance: plausible posts, some of them with text that has broken feeds.
public struct ItemGenerator: Sendable {
  /// What decides, also for what a test decides by chance.
  public var random: SeededGenerator
  private var made = 0

  /// Makes the same catalogs for the same seed, in every run.
  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// Posts with an instant and an id of their own, some with one instant, in no order.
  public mutating func items(_ count: Int) -> [SourceItem] { (0..<count).map { _ in item() } }

  /// A post that no other made by this generator is.
  public mutating func item() -> SourceItem {
    made += 1
    let url = "https://example.com/posts/\(made)/"
    let id: String? =
      switch random.number(0...3) {
      case 0: nil
      case 1: "urn:example:\(made)"
      case 2: "https://old.example.org:443/?p=\(made)"
      default: "post \(made)"
      }
    // Few days and hours, so that instants are often equal.
    let published = "2022-0\(random.number(1...5))-1\(random.number(0...4))T1\(random.number(0...3)):00:00Z"
    var item = SourceItem.post(
      id, url: id != nil && random.once(in: 5) ? nil : url, title: random.once(in: 8) ? nil : text(1...6),
      on: published, summary: random.once(in: 4) ? nil : text(5...20), authors: authors(),
      tags: (0..<random.number(0...4)).map { _ in random.one(of: ItemGenerator.tagSpellings) })
    if random.once(in: 3) { item.content = Content(.text, .text(text(20...60))) }
    if random.once(in: 5) { item.updated = "2022-05-2\(random.number(0...9))T10:00:00Z" }
    if random.once(in: 5) { item.image = "https://example.com/images/\(made).png" }
    if random.once(in: 6) { item.externalURL = "https://elsewhere.example/\(made)" }
    if random.once(in: 6) { item.language = "de" }
    if random.once(in: 5) {
      item.attachments = [
        Attachment(
          url: "https://example.com/files/\(made).mp3", mediaType: "audio/mpeg", title: text(1...3),
          size: random.number(1...1_000_000), duration: Double(random.number(1...3600)))
      ]
    }
    return item
  }

  /// `item` as its author changed it: its words, never its date or what identifies it.
  public mutating func edited(_ item: SourceItem) -> SourceItem {
    var item = item
    switch random.number(0...3) {
    case 0: item.title = (item.title ?? "") + " " + text(1...3)
    case 1: item.summary = .text(text(5...20))
    case 2: item.content = Content(.text, .text(text(20...60)))
    default:
      item.title = text(2...5)
      item.content = Content(.text, .text(text(20...60)))
    }
    return item
  }

  /// Several words, one in five of them strange.
  public mutating func text(_ words: ClosedRange<Int>) -> String {
    let words = (0..<random.number(words)).map { _ in
      random.one(of: random.once(in: 5) ? ItemGenerator.strange : ItemGenerator.words)
    }
    return "Post " + words.joined(separator: " ")
  }

  private mutating func authors() -> [Person] {
    (0..<random.number(0...3)).map { _ in
      let name = random.one(of: ["Ada Lovelace", "Björk", "José da Silva & Sons", "李白", "O'Neil <oneil>"])
      return Person(
        name: name, url: random.once(in: 3) ? "https://example.org/people" : nil,
        email: random.once(in: 3) ? "someone@example.org" : nil,
        affiliation: random.once(in: 4) ? "University of “Somewhere”" : nil)
    }
  }

  private static let words = [
    "deep", "learning", "graphs", "of", "the", "naïve", "Übung", "模型", "теория", "3.14", "read", "again",
  ]

  /// What XML, JSON or Swift's own idea of a character has trouble with.
  public static let strange = [
    "&", "<b>", "</title>", "]]>", "<!--", "a\u{0}b", "\u{B}", "\u{FFFE}x", "\u{FFFF}", "\u{85}", "&nbsp;", "&amp;lt;",
    "\"quoted\"", "'", "\\", "../..", "🏷️", "👩‍👩‍👧‍👦", "\u{202E}abc\u{202C}", "&\u{301}", "<\u{301}", ">\u{301}", "e\u{301}",
    "x\r\ny", "x\ry", "\t", "a\u{FEFF}b", "\u{FFFD}", "\u{10FFFF}", "\u{2028}", "<script>alert(1)</script>", "%zz",
  ]

  /// Spellings of a dozen tags with a slug each.
  private static let tagSpellings = [
    "graphs", "Graphs", "deep-learning", "Deep-Learning", "c++", "C++", "c#", ".net", "Übung", "übung", "模型", "🏷️",
    "rock & roll", "<b>", "teoría", "teori\u{301}a",
  ]
}
