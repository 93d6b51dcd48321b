import SyndicationTesting
import Testing

@testable import Syndication

@Suite("What there is much of takes little room, and is the same")
struct CompactTests {
  @Test(
    "a date keeps its text, and what it means",
    arguments: [
      "2022-03-25T12:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2022-03-25t12:00:00Z",
      "2022-03-25T12:00:60Z",
      "2022-03-25T24:00:00Z", "2022-02-30T12:00:00Z", "2022-03-25 12:00:00Z", "2022-03-25T12:00:00+02:00", "2022-03-25",
      "2022-03-25T12:00", "0000-01-01T00:00:00Z", "yesterday, at twelve", "",
    ])
  func date(_ text: String) {
    #expect(WrittenDate(text).text == text)
    #expect(WrittenDate(text).date == SourceDate(text))
  }

  @Test("a day keeps its year, month and day, and the order of days", arguments: 1...4)
  func day(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let days = (0..<500).map { _ in LocalDate(daysSince1970: random.number(-719_162...2_932_896)) }
    for day in days { #expect(LocalDate(year: day.year, month: day.month, day: day.day) == day) }
    for (a, b) in zip(days, days.dropFirst()) { #expect((a < b) == (a.daysSince1970 < b.daysSince1970)) }
  }

  @Test("what stands at two positions is found as a dictionary finds it", arguments: 1...4)
  func positions(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let texts = (0..<1_000).map { _ in "post \(random.number(0...700))" }
    var positions = HashedPositions(capacity: texts.count)
    var known: [String: Int] = [:]
    for (index, text) in texts.enumerated() {
      let other = positions.insert(text, at: index) { texts[$0] == text }
      #expect(other == known[text])
      if known[text] == nil { known[text] = index }
    }
    #expect(known.count < texts.count)
  }

  @Test("lists of numbers are what was put into them")
  func lists() {
    var lists = NumberLists(count: 3)
    for list in [[3, 1], [], [7]] {
      for number in list { lists.append(number) }
      #expect(lists.lastHolds(7) == list.contains(7))
      lists.endList()
    }
    #expect((0..<lists.count).map { Array(lists[$0]) } == [[3, 1], [], [7]])
  }

  @Test("a copy of an item is another once it is changed")
  func copy() {
    var generator = ItemGenerator(seed: 1)
    let item = generator.items(1)[0]
    var copy = item
    copy.title = "Another"
    copy.bannerImage = "https://example.com/wide.png"
    copy.tags.append("more")
    #expect(item.title != "Another" && item.bannerImage == nil && copy.tags.count == item.tags.count + 1)
    #expect(copy.bannerImage == "https://example.com/wide.png" && copy.source == item.source)
  }
}
