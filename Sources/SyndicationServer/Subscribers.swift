internal import Glibc
internal import Metrics
internal import Synchronization
internal import Syndication
internal import SyndicationSite

/// About how many people follow each feed: those that aggregators tell of, and those that ask themselves.
///
/// Of an address nothing is kept but that one bit of a few thousand is set, and which one is known for a day: the salt that it is
/// hashed with is forgotten then.
final class Subscribers: Sendable {
  private struct Day {
    var number: Int
    var salt = UInt64.random(in: .min ... .max)
    var feeds: [String: Followers] = [:]
  }

  private struct Followers {
    /// By the name of an aggregator, what it told last.
    var told: [String: Int] = [:]
    /// Bits that are set, in an array of `size`.
    var bits: [UInt64] = []
    /// Of the whole day before.
    var before = 0

    mutating func note(_ count: Int, by aggregator: String) {
      if told[aggregator] != nil || told.count < Subscribers.aggregators { told[aggregator] = count }
    }

    mutating func note(bit: Int) {
      if bits.isEmpty { bits = Array(repeating: 0, count: Subscribers.size / 64) }
      bits[bit / 64] |= 1 << UInt64(bit % 64)
    }

    /// By linear counting: what share of the bits is still free tells how many were set at random.
    var estimate: Int {
      let used = bits.reduce(0) { $0 + $1.nonzeroBitCount }
      let free = Double(max(1, Subscribers.size - used)) / Double(Subscribers.size)
      return Int((-Double(Subscribers.size) * log(free)).rounded()) + told.values.reduce(0, +)
    }
  }

  private static let size = 4096
  /// Names that a client makes up cost no more memory than this, a feed.
  private static let aggregators = 64

  private let day: Mutex<Day>

  /// - Parameter now: in seconds since 1970.
  init(now: Int) { day = Mutex(Day(number: now / 86_400)) }

  /// Notes that a feed was asked for.
  ///
  /// - Parameter scope: its name.
  func note(_ scope: String, by agent: String?, from address: NetworkAddress?, now: Int) {
    let told = agent.flatMap(Subscribers.told)
    day.withLock { day in
      if day.number != now / 86_400 { Subscribers.begin(now / 86_400, after: &day) }
      if let (name, count) = told {
        day.feeds[scope, default: Followers()].note(count, by: name)
      } else if let address {
        let hash = ContentHash(numbers: day.salt, address.network.high, address.network.low).value
        day.feeds[scope, default: Followers()].note(bit: Int(hash % UInt64(Subscribers.size)))
      }
    }
  }

  /// Tells how many follow each feed: as many as today, or the day before where these were more.
  func tell(_ registry: MetricsRegistry) {
    let counts = day.withLock { $0.feeds.mapValues { max($0.estimate, $0.before) } }
    for (scope, count) in counts {
      Meter(label: "syndicate_feed_subscribers", dimensions: [("feed", scope)], factory: registry).set(count)
    }
  }

  private static func begin(_ number: Int, after day: inout Day) {
    let isNext = number == day.number + 1
    let before = day.feeds.mapValues(\.estimate)
    day = Day(number: number)
    if isNext { for (scope, count) in before where count > 0 { day.feeds[scope] = Followers(before: count) } }
  }

  /// What an aggregator says of itself: `Feedly/1.0 (+http://…; 16 subscribers)`.
  static func told(_ agent: String) -> (name: String, count: Int)? {
    guard agent.utf8.count < 512, let end = agent.start(of: " subscriber") else { return nil }
    let digits = agent[..<end].utf8.reversed().prefix(while: \.isDigit)
    guard !digits.isEmpty, digits.count < 9, let count = Int(String(decoding: digits.reversed(), as: UTF8.self)) else {
      return nil
    }
    return (String(agent.prefix { $0 != "/" && $0 != " " && $0 != "(" }), count)
  }
}

extension String {
  /// Where a text of ASCII begins in it.
  fileprivate func start(of text: String) -> String.Index? {
    guard let first = text.utf8.first else { return nil }
    var rest = utf8[...]
    while let start = rest.firstIndex(of: first) {
      if rest[start...].starts(with: text.utf8) { return start }
      rest = rest[rest.index(after: start)...]
    }
    return nil
  }
}
