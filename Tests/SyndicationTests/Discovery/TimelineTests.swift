import SyndicationTesting
import Testing

@testable import Syndication

@Suite("The time over which a site has published")
struct TimelineTests {
  private func timeline(_ first: String, _ last: String) -> Timeline {
    Timeline(from: Timestamp("\(first)T12:00:00Z"), to: Timestamp("\(last)T12:00:00Z"))
  }

  @Test(
    "is in at most 24 spans, of one length",
    arguments: [
      ("2022-03-26", "2022-03-26", "day", 1), ("2022-03-03", "2022-03-26", "day", 24),
      ("2022-03-02", "2022-03-26", "week", 4), ("2022-01-03", "2022-06-17", "week", 24),
      ("2022-01-01", "2022-12-31", "month", 12), ("2020-01-01", "2021-12-31", "month", 24),
      ("2020-01-31", "2022-01-01", "quarter", 9), ("2016-01-01", "2021-12-31", "quarter", 24),
      ("2016-01-01", "2022-01-01", "half-year", 13), ("2000-01-01", "2023-12-31", "year", 24),
      ("1990-01-01", "2024-01-01", "2 years", 18),
    ])
  func spans(first: String, last: String, unit: String, count: Int) {
    let timeline = timeline(first, last)
    #expect(timeline.unit == unit && timeline.count == count)
    #expect(timeline.span(of: timeline.oldest) == 0 && timeline.span(of: timeline.newest) == count - 1)
  }

  @Test("is never more, whenever it begins and ends, and a later post is in no earlier span")
  func bounds() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2_000 {
      let oldest = Timestamp(seconds: Int64(generator.number(-500_000_000...1_900_000_000)))
      let newest = oldest + Int64(generator.number(0...(generator.once(in: 2) ? 20_000_000 : 2_000_000_000)))
      let timeline = Timeline(from: oldest, to: newest)
      #expect((1...24).contains(timeline.count), "\(oldest) \(newest)")
      let times = (0..<10).map { _ in Int64.random(in: oldest.seconds...newest.seconds, using: &generator) }.sorted()
      let spans = times.map { timeline.span(of: Timestamp(seconds: $0)) }
      #expect(spans == spans.sorted(), "\(oldest) \(newest)")
    }
  }
}
