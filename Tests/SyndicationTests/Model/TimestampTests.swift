import Foundation
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("RFC 3339 and RFC 822")
struct TimestampTests {
  @Test(
    "D1 RFC 3339 with upper-case T and Z, RFC 822 with a four-digit year, the right weekday and GMT",
    arguments: [
      (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
      (-1, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
      (1_648_209_600, "2022-03-25T12:00:00Z", "Fri, 25 Mar 2022 12:00:00 GMT"),
      (951_782_400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
      (951_868_799, "2000-02-29T23:59:59Z", "Tue, 29 Feb 2000 23:59:59 GMT"),
      (951_868_800, "2000-03-01T00:00:00Z", "Wed, 01 Mar 2000 00:00:00 GMT"),
      (4_107_542_399, "2100-02-28T23:59:59Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
      (4_107_542_400, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
      (-62_135_596_800, "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 GMT"),
      (253_402_300_799, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ] as [(Int64, String, String)])
  func forms(_ seconds: Int64, _ rfc3339: String, _ rfc822: String) {
    let timestamp = Timestamp(seconds: seconds)
    #expect(timestamp.rfc3339 == rfc3339)
    #expect(timestamp.rfc822 == rfc822)
    #expect(SourceDate(rfc3339) == .instant(timestamp))
  }

  @Test("every day of a century and a half follows the one before, and has the weekday after it")
  func days() {
    var date = LocalDate(year: 1899, month: 1, day: 1)!
    for days in date.daysSince1970..<LocalDate(year: 2050, month: 1, day: 1)!.daysSince1970 {
      let next = LocalDate(daysSince1970: days + 1)
      let follows =
        next.day == date.day + 1 && next.month == date.month && next.year == date.year
        || next.day == 1 && next.month == date.month + 1 && next.year == date.year
        || next.day == 1 && next.month == 1 && next.year == date.year + 1 && date.month == 12 && date.day == 31
      if !follows || date >= next || date.daysSince1970 != days { Issue.record("\(next) follows \(date)") }
      date = next
    }
    // Known from the calendar on the wall.
    #expect(Timestamp("2022-03-26T00:00:00Z").rfc822.hasPrefix("Sat"))
    #expect(Timestamp("1800-01-01T00:00:00Z").rfc822.hasPrefix("Wed"))
  }

  @Test(
    "RFC 3339 §5.6 all its forms are read, with the zone applied",
    arguments: [
      ("2022-03-25T12:00:00Z", "2022-03-25T12:00:00Z"), ("2022-03-25t12:00:00z", "2022-03-25T12:00:00Z"),
      ("2022-03-25T12:00:00.999Z", "2022-03-25T12:00:00Z"), ("2022-03-25T00:30:00+02:00", "2022-03-24T22:30:00Z"),
      ("2022-12-31T23:30:00-01:00", "2023-01-01T00:30:00Z"), ("2022-03-25T12:00:00-00:00", "2022-03-25T12:00:00Z"),
      ("2022-03-25 12:00:00Z", "2022-03-25T12:00:00Z"), ("2022-03-25T12:00Z", "2022-03-25T12:00:00Z"),
      ("2022-03-25 12:00:00 +0530", "2022-03-25T06:30:00Z"), ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
      ("2022-03-25T00:00:00+05:45", "2022-03-24T18:15:00Z"),
    ])
  func instants(_ text: String, _ meant: String) {
    #expect(SourceDate(text) == .instant(Timestamp(meant)))
  }

  @Test("D2 a date without time, and a time without zone, are told from instants")
  func partial() {
    let date = LocalDate("2022-03-25")!
    #expect(SourceDate("2022-03-25") == .day(date))
    #expect(SourceDate("2022-03-25T12:30") == .local(date, secondOfDay: 45_000))
    #expect(SourceDate("2022-03-25 12:30:01.5") == .local(date, secondOfDay: 45_001))
  }

  @Test(
    "what is no date is refused",
    arguments: [
      "", " ", "yesterday", "2022", "2022-03", "2022-3-25", "22-03-25", "2022-02-29", "2022-13-01", "2022-00-10",
      "2022-03-00", "2022-03-32", "0000-01-01", "2022-03-25T", "2022-03-25T12", "2022-03-25T24:00:00Z",
      "2022-03-25T12:60:00Z", "2022-03-25T12:00:61Z", "2022-03-25T12:00:00+24:00", "2022-03-25T12:00:00+02",
      "2022-03-25T12:00:00ZZ", "2022-03-25T12:00:00.Z", "2022-03-25T12:00:00 ", "+022-03-25", "２０２２-03-25",
      "2022-03-25\u{301}", "2022-03-25T12:00:0\u{301}0Z", "Fri, 25 Mar 2022 12:00:00 GMT", "2022-03-2५", "2022/03/25",
    ])
  func refused(_ text: String) {
    #expect(SourceDate(text) == nil)
  }

  @Test(
    "an instant that RFC 3339 cannot write is refused",
    arguments: ["9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+00:01"])
  func outOfRange(_ text: String) {
    #expect(SourceDate(text) == nil)
  }

  @Test("every instant that is written is read back")
  func roundTrip() {
    var random = SeededGenerator(seed: 3339)
    for _ in 0..<2_000 {
      let timestamp = Timestamp(seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &random))
      #expect(SourceDate(timestamp.rfc3339) == .instant(timestamp))
    }
  }

  @Test("D1 RFC 822 dates are what Foundation makes of them", arguments: [1, 2, 3] as [UInt64])
  func foundation(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    for _ in 0..<100 {
      let seconds = Int64.random(in: 0...4_000_000_000, using: &random)
      #expect(
        Timestamp(seconds: seconds).rfc822 == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
    }
  }
}

@Suite("D2 the site's time zone")
struct SiteTimeZoneTests {
  private func instant(_ zone: String, _ date: String, _ time: Int) throws -> String {
    let zone = try #require(SiteTimeZone(zone))
    return zone.instant(of: try #require(LocalDate(date)), at: time).rfc3339
  }

  @Test("a local time is an instant by the offset of that day")
  func offsets() throws {
    #expect(try instant("UTC", "2022-03-25", 12 * 3600) == "2022-03-25T12:00:00Z")
    #expect(try instant("Europe/Berlin", "2022-01-25", 12 * 3600) == "2022-01-25T11:00:00Z")
    #expect(try instant("Europe/Berlin", "2022-07-25", 12 * 3600) == "2022-07-25T10:00:00Z")
    #expect(try instant("Asia/Kathmandu", "2022-03-25", 0) == "2022-03-24T18:15:00Z")
    #expect(try instant("Pacific/Kiritimati", "2022-03-25", 0) == "2022-03-24T10:00:00Z")
    #expect(try instant("America/St_Johns", "2022-03-25", 23 * 3600) == "2022-03-26T01:30:00Z")
  }

  @Test("a time that occurs twice is meant the first time")
  func twice() throws {
    #expect(try instant("Europe/Berlin", "2022-10-30", 2 * 3600 + 1800) == "2022-10-30T00:30:00Z")
    #expect(try instant("America/New_York", "2022-11-06", 3600 + 1800) == "2022-11-06T05:30:00Z")
  }

  @Test("a time that is skipped is taken as if the clocks had not changed")
  func skipped() throws {
    #expect(try instant("Europe/Berlin", "2022-03-27", 2 * 3600 + 1800) == "2022-03-27T01:30:00Z")
    #expect(try instant("America/New_York", "2022-03-13", 2 * 3600 + 1800) == "2022-03-13T07:30:00Z")
  }

  @Test("an instant's day is the local one")
  func day() throws {
    let tokyo = try #require(SiteTimeZone("Asia/Tokyo"))
    #expect(tokyo.date(of: Timestamp("2022-03-25T14:59:59Z")) == LocalDate("2022-03-25"))
    #expect(tokyo.date(of: Timestamp("2022-03-25T15:00:00Z")) == LocalDate("2022-03-26"))
  }

  @Test(
    "a name that the database does not have is refused", arguments: ["", "Mars/Olympus", "Europe/Berlim", "../UTC"])
  func unknown(_ name: String) {
    #expect(SiteTimeZone(name) == nil)
  }
}
