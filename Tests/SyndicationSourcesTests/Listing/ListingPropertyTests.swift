import Foundation
import Syndication
import Testing

@testable import SyndicationSources

@Suite("Any listing")
struct ListingPropertyTests {
  @Test("says what was written", arguments: 0..<20)
  func roundTrip(run: Int) throws {
    let seed = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0 ... .max)
    var random = Dice(state: seed)
    for _ in 0..<20 {
      let posts = random.posts()
      let text = random.text(of: posts)
      let listing = try listing(text)
      #expect(listing.problems.isEmpty, "SEED=\(seed) \(listing.problems) in\n\(text)")
      let isSame = listing.posts.map(WrittenPost.init) == posts
      #expect(isSame, "SEED=\(seed) in\n\(text)")
    }
  }

  @Test("survives any change of a byte: whole posts, or a problem", arguments: 0..<4)
  func damage(run: Int) throws {
    let seed = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0 ... .max)
    var random = Dice(state: seed)
    for _ in 0..<200 {
      var bytes = Array(random.text(of: random.posts()).utf8)
      let count = Int.random(in: 1...4, using: &random)
      for _ in 0..<count {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      guard let text = try? SourceText(bytes, file: "list.txt") else { continue }
      let listing = Listing(text)
      #expect(!listing.posts.isEmpty || listing.problems.hasErrors, "SEED=\(seed)")
      #expect(listing.posts.allSatisfy { !$0.title.isEmpty && !$0.summary.isEmpty }, "SEED=\(seed)")
    }
  }
}

/// A post without what only its place in the text decides.
private struct WrittenPost: Equatable {
  var title: String
  var date: LocalDate
  var tags: [String]
  var authors: [Person]
  var summary: [String]
}

extension WrittenPost {
  fileprivate init(_ post: Listing.Post) {
    self.init(
      title: post.title, date: post.header.date, tags: post.header.tags, authors: post.header.authors,
      summary: post.summary)
  }
}

/// Makes listings; the same from the same seed (SplitMix64).
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func pick<T>(_ choices: [T]) -> T { choices.randomElement(using: &self)! }
  mutating func some<T>(_ range: ClosedRange<Int>, _ make: (inout Dice) -> T) -> [T] {
    (0..<Int.random(in: range, using: &self)).map { _ in make(&self) }
  }
  mutating func chance(_ share: Int) -> Bool { Int.random(in: 0..<share, using: &self) == 0 }

  mutating func posts() -> [WrittenPost] {
    (0..<Int.random(in: 1...6, using: &self)).map { index in
      let authors = unique(some(0...4) { $0.author() })
      // Without an author after it, a tag in capitals could be one.
      let tags = authors.isEmpty ? tags.filter { $0 != "NLP" } : tags
      return WrittenPost(
        title: (some(1...5) { $0.word() } + ["No. \(index)"]).joined(separator: " "),
        date: LocalDate(
          year: Int.random(in: 1990...2030, using: &self), month: Int.random(in: 1...12, using: &self),
          day: Int.random(in: 1...28, using: &self))!,
        tags: unique(some(0...4) { $0.pick(tags) }), authors: authors,
        summary: some(1...3) { dice in
          // Begun so that it cannot be taken for a header.
          (["Of", "these", "five", "words", "none:"] + dice.some(1...30) { $0.word() }).joined(separator: " ")
        })
    }
  }

  mutating func author() -> Person {
    let suffix = chance(8) ? pick([" Jr.", " III"]) : ""
    return Person(
      name: "\(pick(given)) \(pick(family))\(suffix)",
      affiliation: chance(3) ? pick(["TU Berlin", "A, B; C", "X (Y)"]) : nil)
  }

  mutating func word() -> String {
    pick([
      "On", "graphs,", "a|b", "2022", "▶", "and", "Wang;", "(see", "learning.", "März", "26", "x", "é—", "数", "min",
      "read",
      "“quoted”",
    ])
  }

  mutating func text(of posts: [WrittenPost]) -> String {
    let space = { (dice: inout Dice) in dice.pick([" ", " ", " ", "\u{A0}", "  ", "\t", " \u{2009}"]) }
    func spaced(_ text: String, _ dice: inout Dice) -> String {
      text.split(separator: " ").map(String.init).joined(separator: space(&dice))
    }
    var paragraphs: [String] = chance(2) ? ["A Site ·"] : []
    if chance(2) { paragraphs.append("7\u{A0}min read Original article ↗") }
    let blank = chance(3) ? "\n\n" : "\n\n\n"
    var blocks: [String] = []
    for post in posts {
      let bullet = pick(["", "", "• ", "▪\u{A0}"])
      let header = spaced("\(date(post.date)) | \((post.tags + [names(post.authors)]).joined(separator: " "))", &self)
      blocks.append(
        ([bullet + spaced(post.title, &self), header] + post.summary.map { spaced($0, &self) })
          .joined(separator: "\n\n"))
    }
    paragraphs.append(blocks.joined(separator: blank))
    return paragraphs.joined(separator: "\n\n").replacing(
      "\n", with: pick(["\n", "\n", "\r\n", "\r", "\u{2028}", "\u{85}"]))
      + pick(["", "\n", "\n\n\n"])
  }

  mutating func date(_ date: LocalDate) -> String {
    let month = date.monthName.prefix(3)
    return pick(["\(date.day) \(month) \(date.year)", "\(month) \(date.day), \(date.year)", "\(date)"])
  }

  mutating func names(_ authors: [Person]) -> String {
    authors.map { author in
      var name = author.name
      var suffix = ""
      for end in [" Jr.", " III"] where name.hasSuffix(end) {
        suffix = "," + end
        name = String(name.dropLast(end.count))
      }
      let first = given.first { name.hasPrefix($0 + " ") }!
      let written = "\(name.dropFirst(first.count + 1)), \(first)\(suffix)"
      guard let affiliation = author.affiliation else { return written }
      let isPlain = !affiliation.contains(";") && chance(2)
      return written + (isPlain ? ", \(affiliation)" : " (\(affiliation))")
    }.joined(separator: pick(["; ", ";"]))
  }

  private func unique<T: Equatable>(_ values: [T]) -> [T] {
    values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

private let tags = ["graphs", "deep-learning", "c++", "NLP", "3D", "GPT-3", "a+b", "ümlaut", "rl"]
private let given = ["Andrej", "Chaitanya K.", "Zhi-Quan", "Rousslan Fernand Julien", "小明", "J. R."]
private let family = [
  "Karpathy", "van der Berg", "Müller", "García Márquez", "O’Brien", "d’Alembert", "’t Hooft", "Ng",
]
