/// The time over which a site has published, in at most 24 spans of one length: a day, a week, a month, a quarter, or as long
/// as it takes.
///
/// It is made of entries' dates alone, so that it is the same in every build of them.
public struct Timeline: Sendable, Hashable {
  /// How many there may be.
  static let atMost = 24

  /// When the first entry was published, and the last.
  public let oldest: Timestamp, newest: Timestamp
  /// What a span is called: `day`, `quarter`, `2 years`.
  public let unit: String
  /// How many there are.
  public let count: Int
  /// That of the first span's first day, in days or months.
  private let start: Int
  /// How many days or months a span has.
  private let length: Int
  private let isOfMonths: Bool

  /// - Parameters:
  ///   - oldest: when the first entry was published.
  ///   - newest: when the last was.
  init(from oldest: Timestamp, to newest: Timestamp) {
    self.oldest = oldest
    self.newest = newest
    let (first, last) = (oldest.date, newest.date)
    let days = last.daysSince1970 - first.daysSince1970
    if days < Timeline.atMost * 7 {
      isOfMonths = false
      // Weeks begin on Mondays; 1970 began on a Thursday.
      let isOfDays = days < Timeline.atMost
      (unit, length) = isOfDays ? ("day", 1) : ("week", 7)
      start = isOfDays ? first.daysSince1970 : Timeline.floor(first.daysSince1970 + 3, 7) - 3
      count = min((last.daysSince1970 - start) / length + 1, Timeline.atMost)
      return
    }
    isOfMonths = true
    let (from, to) = (Timeline.months(of: first), Timeline.months(of: last))
    func spans(of length: Int) -> Int { to / length - from / length + 1 }
    let years = (1...).first { spans(of: 12 * $0) <= Timeline.atMost }!
    let units = [("month", 1), ("quarter", 3), ("half-year", 6), (years == 1 ? "year" : "\(years) years", 12 * years)]
    (unit, length) = units.first { spans(of: $0.1) <= Timeline.atMost }!
    start = from / length * length
    count = spans(of: length)
  }

  /// The span in which something was published.
  func span(of published: Timestamp) -> Int {
    let date = published.date
    let position = ((isOfMonths ? Timeline.months(of: date) : date.daysSince1970) - start) / length
    return min(max(position, 0), count - 1)
  }

  private static func months(of date: LocalDate) -> Int { date.year * 12 + date.month - 1 }

  private static func floor(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor * divisor : -((-number + divisor - 1) / divisor * divisor)
  }
}

/// How many entries a feed is about, those included for which it has no room, and when they were published: what documents
/// about all feeds tell.
public struct FeedTally: Sendable, Hashable {
  /// All of them.
  public private(set) var count = 0
  /// When the last was published.
  public private(set) var newest: Timestamp?
  /// How many of them were published in each span of the timeline, up to the last that has one.
  public private(set) var spans: [Int] = []

  /// One more, published in that span.
  mutating func add(_ published: Timestamp, in span: Int) {
    count += 1
    if newest.map({ $0 < published }) ?? true { newest = published }
    while spans.count <= span { spans.append(0) }
    spans[span] += 1
  }
}
