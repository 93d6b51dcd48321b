import SyndicationFiles
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Rule D3 the order within a day")
struct DayOrderTests {
  private static let site = Site(title: "A", url: AbsoluteURL("https://example.com/")!, timeOfDay: 12 * 3600)
  private let order = DayOrder(.init(date: LocalDate("2022-03-26")!, zone: site.timeZone), at: site.timeOfDay)

  /// Times of that day; nil for an entry that is new.
  private func instants(_ times: String?...) -> [String] {
    order.instants(remembered: times.map { $0.map { Timestamp("2022-03-26T\($0)Z") } })
      .map { $0.rfc3339.hasPrefix("2022-03-26T") ? String($0.rfc3339.dropFirst(11).dropLast()) : $0.rfc3339 }
  }

  @Test("the default time goes to the last of the day, each one above it a second later")
  func spread() {
    #expect(instants(nil) == ["12:00:00"])
    #expect(instants(nil, nil, nil) == ["12:00:02", "12:00:01", "12:00:00"])
  }

  @Test("what is remembered never moves")
  func remembered() {
    #expect(instants("12:00:00", "12:00:05") == ["12:00:00", "12:00:05"])
    #expect(instants("08:00:00") == ["08:00:00"])
  }

  @Test("a later arrival above goes a second above the highest")
  func above() {
    #expect(instants(nil, "12:00:01", "12:00:00") == ["12:00:02", "12:00:01", "12:00:00"])
    #expect(instants(nil, nil, "12:00:00") == ["12:00:02", "12:00:01", "12:00:00"])
  }

  @Test("a later arrival above goes above the highest, though the highest is not listed first")
  func aboveTheHighest() {
    #expect(instants(nil, "12:00:00", "12:00:05") == ["12:00:06", "12:00:00", "12:00:05"])
  }

  @Test("a later arrival below goes a second below the lowest")
  func below() {
    #expect(instants("12:00:01", "12:00:00", nil) == ["12:00:01", "12:00:00", "11:59:59"])
    #expect(instants("12:00:00", nil, nil) == ["12:00:00", "11:59:59", "11:59:58"])
  }

  @Test("a later arrival below goes below the lowest, though the lowest is not listed last")
  func belowTheLowest() {
    #expect(instants("12:00:00", "12:00:05", nil) == ["12:00:00", "12:00:05", "11:59:59"])
  }

  @Test("a later arrival between two takes a free second between them")
  func between() {
    let found = instants("12:00:10", nil, nil, "12:00:00")
    #expect(found.first == "12:00:10" && found.last == "12:00:00")
    #expect(found == found.sorted(by: >) && Set(found).count == 4)
    #expect(instants("12:00:02", nil, "12:00:00")[1] == "12:00:01")
  }

  @Test("a free second between neighbours is found, though others' times lie between them")
  func betweenOthers() {
    let found = instants("12:00:09", nil, "12:00:00", "12:00:01", "12:00:02", "12:00:03")
    #expect(found[1] > "12:00:00" && found[1] < "12:00:09")
  }

  @Test("without room between neighbours it takes the nearest free second")
  func noRoom() {
    #expect(instants("12:00:01", nil, "12:00:00")[1] == "12:00:02")
    #expect(["12:00:04", "11:59:59"].contains(instants("12:00:03", "12:00:02", nil, "12:00:01", "12:00:00")[2]))
    #expect(Set(instants("12:00:02", nil, nil, nil, "12:00:00")).count == 5)
  }

  @Test("all stay within the local day")
  func withinDay() {
    #expect(instants(nil, "23:59:59") == ["23:59:58", "23:59:59"])
    #expect(instants("00:00:00", nil) == ["00:00:00", "00:00:01"])
    #expect(instants(nil, "23:59:59", "23:59:58") == ["23:59:57", "23:59:59", "23:59:58"])
    var late = Self.site
    late.timeOfDay = 86_399
    let order = DayOrder(.init(date: LocalDate("2022-03-26")!, zone: late.timeZone), at: late.timeOfDay)
    #expect(
      order.instants(remembered: [nil, nil, nil]).map(\.rfc3339) == [
        "2022-03-26T23:59:59Z", "2022-03-26T23:59:58Z", "2022-03-26T23:59:57Z",
      ])
  }

  @Test(
    "on a day whose clocks change, all stay within it too",
    arguments: [("2022-03-27", 23), ("2022-10-30", 25), ("2022-03-26", 24)])
  func clocksChange(_ day: String, _ hours: Int64) throws {
    var site = Self.site
    site.timeZone = SiteTimeZone("Europe/Berlin")!
    site.timeOfDay = 86_399
    let date = LocalDate(day)!
    let order = DayOrder(.init(date: date, zone: site.timeZone), at: site.timeOfDay)
    #expect(order.day.upperBound - order.day.lowerBound + 1 == hours * 3600)
    let instants = order.instants(remembered: Array(repeating: nil, count: 5))
    #expect(instants.allSatisfy { site.timeZone.date(of: $0) == date })
    #expect(instants == instants.sorted(by: >) && Set(instants).count == 5)
  }

  @Test("more entries than a day has seconds share one, and nothing hangs")
  func moreThanSeconds() {
    let remembered = (0..<86_400).map { Timestamp("2022-03-26T23:59:59Z") + Int64(-$0) } as [Timestamp?] + [nil]
    let last = order.instants(remembered: remembered).last
    #expect(last.map { $0.date == LocalDate("2022-03-26") } == true)
  }

  @Test("a day of as many new entries as it has seconds takes time by their number")
  func manyOfDay() {
    let times = growth(of: 10_000, within: 24) { count in
      let found = order.instants(remembered: Array(repeating: nil, count: count))
      #expect(Set(found).count == count && found == found.sorted(by: >))
    }
    #expect(times <= 24)
  }

  @Test("new entries among as many that are remembered take time by their number")
  func manyAmongRemembered() {
    let times = growth(of: 4_000, within: 24) { count in
      let noon = Timestamp("2022-03-26T12:00:00Z")
      let remembered = (0..<count).map { $0 % 2 == 0 ? nil : noon + Int64(-$0 / 8) }
      #expect(order.instants(remembered: remembered).count == count)
    }
    #expect(times <= 24)
  }

  @Test("more entries than the day has seconds share its last one, and each second has one before")
  func fullDay() {
    let found = order.instants(remembered: Array(repeating: nil, count: 100_000))
    #expect(Set(found).count == 86_400)
    #expect(found.filter { $0 == Timestamp("2022-03-26T23:59:59Z") }.count == 100_000 - 86_399)
    #expect(found == found.sorted(by: >))
  }

  @Test("posts of one day that are listed, and known, take time by their number")
  func manyListed() throws {
    let times = try growthOfListed()
    #expect(times <= 24)
  }

  private func growthOfListed() throws -> Double {
    growth(of: 250, within: 24) { count in
      var problems: [Problem] = []
      let items = (0..<count).map { SourceItem.listed("Post \($0)", on: "2022-03-26") }
      var ledger = Ledger()
      for index in 0..<count {
        let hash = ContentHash("")
        ledger.entries[Ledger.Key(source: "listing", id: "2022-03-26/post-\(index)")] = Ledger.EntryRow(
          id: "urn:example:\(index)", permalink: nil, published: Timestamp("2022-03-26T12:00:00Z") + Int64(index),
          updated: Timestamp("2022-03-26T12:00:00Z"), date: .day(LocalDate("2022-03-26")!), updatedDate: nil,
          written: WrittenHashes(
            title: ContentHash("Post \(index)"), summary: hash, body: hash, tags: hash, authors: hash,
            attachments: hash, link: hash), isLive: true)
      }
      let found = ledger.identify(
        items, on: Self.site, at: Timestamp("2022-06-01T00:00:00Z"), problems: &problems)
      #expect(found.entries.map(\.id) == (0..<count).map { "urn:example:\($0)" })
    }
  }

  @Test(
    "whatever arrives, nothing remembered moves, no second is used twice, and where there is room the order holds",
    arguments: 1...20)
  func property(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var listing: [Int] = []
    var known: [Int: Timestamp] = [:]
    var next = 0
    for _ in 0..<8 {
      for _ in 0..<random.number(1...3) {
        listing.insert(next, at: random.number(0...listing.count))
        next += 1
      }
      let found = order.instants(remembered: listing.map { known[$0] })
      for (entry, instant) in zip(listing, found) {
        if let before = known[entry] { #expect(before == instant) }
        known[entry] = instant
      }
      #expect(Set(found).count == found.count)
      #expect(found.allSatisfy { $0.date == LocalDate("2022-03-26") })
    }
  }
}
