/// An instant, to the second, as RFC 3339 and RFC 822 write one.
///
/// Fractions of a second are cut: RSS cannot say them, and an entry has one time in all its formats.
public struct Timestamp: Sendable, Hashable, Fingerprinted, Comparable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public var seconds: Int64

  /// A time so many seconds after 1970 began (UTC); negative ones are before.
  public init(seconds: Int64) { self.seconds = seconds }

  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }
  /// So many seconds later.
  public static func + (a: Timestamp, seconds: Int64) -> Timestamp { Timestamp(seconds: a.seconds + seconds) }

  /// The date in UTC.
  public var date: LocalDate { LocalDate(daysSince1970: Int((Double(seconds) / 86_400).rounded(.down))) }

  private var secondOfDay: Int { Int(seconds - Int64(date.daysSince1970) * 86_400) }

  /// RFC 3339 §5.6, in UTC with upper-case `T` and `Z` (RFC 4287 §3.3): `2022-03-25T12:00:00Z`.
  public var rfc3339: String {
    let (date, second) = (self.date, secondOfDay)
    return String(unsafeUninitializedCapacity: 20) { text in
      var count = 0
      func write(_ number: Int, _ width: Int, _ end: Unicode.Scalar) {
        var rest = number
        for place in (count..<count + width).reversed() {
          text[place] = UInt8(48 + rest % 10)
          rest /= 10
        }
        text[count + width] = UInt8(ascii: end)
        count += width + 1
      }
      write(date.year, 4, "-")
      write(date.month, 2, "-")
      write(date.day, 2, "T")
      write(second / 3600, 2, ":")
      write(second / 60 % 60, 2, ":")
      write(second % 60, 2, "Z")
      return count
    }
  }

  /// RFC 822 §5 with the four-digit year of RSS 2.0: `Fri, 25 Mar 2022 12:00:00 GMT`.
  public var rfc822: String {
    let (date, second) = (self.date, secondOfDay)
    return String(unsafeUninitializedCapacity: 29) { text in
      var count = 0
      func write(_ characters: some Sequence<UInt8>) {
        for character in characters {
          text[count] = character
          count += 1
        }
      }
      func write(_ number: Int, _ width: Int, _ end: Unicode.Scalar) {
        var rest = number
        for place in (count..<count + width).reversed() {
          text[place] = UInt8(48 + rest % 10)
          rest /= 10
        }
        text[count + width] = UInt8(ascii: end)
        count += width + 1
      }
      write(date.weekdayName.utf8.prefix(3))
      write(", ".utf8)
      write(date.day, 2, " ")
      write(date.monthName.utf8.prefix(3))
      write(" ".utf8)
      write(date.year, 4, " ")
      write(second / 3600, 2, ":")
      write(second / 60 % 60, 2, ":")
      write(second % 60, 2, " ")
      write("GMT".utf8)
      return count
    }
  }
}

/// A day of the proleptic Gregorian calendar, in no particular time zone; years 1 to 9999.
public struct LocalDate: Sendable, Hashable, Fingerprinted, Comparable, CustomStringConvertible {
  /// Of the common calendar.
  public var year: Int { Int(packed >> 9) }
  /// Counted from 1.
  public var month: Int { Int(packed >> 5 & 15) }
  /// Of the month, counted from 1.
  public var day: Int { Int(packed & 31) }

  // There may be many.
  private let packed: Int32

  /// Nil for a day that does not exist, such as 31 February.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...LocalDate.days(in: month, of: year)).contains(day)
    else { return nil }
    packed = Int32(year << 9 | month << 5 | day)
  }

  /// `YYYY-MM-DD` (ISO 8601) and nothing else.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map({ $0.count }) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy { $0.isDigit } }) else { return nil }
    func number(_ digits: Substring.UTF8View) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
    self.init(year: number(parts[0]), month: number(parts[1]), day: number(parts[2]))
  }

  // The civil calendar counted in eras of 400 years that begin on 1 March, so that the leap day is each year's last.
  package init(daysSince1970 days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    packed = Int32(truncatingIfNeeded: year << 9 | month << 5 | day)
  }

  package var daysSince1970: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  public static func < (a: LocalDate, b: LocalDate) -> Bool { a.packed < b.packed }

  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// In English, whatever the locale. RFC 822 §5.1 has the first three letters.
  package var monthName: String { LocalDate.months[month - 1] }
  package var weekdayName: String { LocalDate.weekdays[weekday - 1] }

  /// From 1, which is Monday (ISO 8601).
  package var weekday: Int { ((daysSince1970 + 3) % 7 + 7) % 7 + 1 }

  /// From 1.
  package var dayOfYear: Int { daysSince1970 - LocalDate(year: year, month: 1, day: 1)!.daysSince1970 + 1 }

  /// The number of an English month, written out or cut to three letters or more, in lower case: `mar`, `sept`.
  package static func month(named name: String) -> Int? { index(of: name, in: lowerCaseMonths) }

  /// As `month(named:)`, of a day of the week, from 1, which is Monday.
  package static func weekday(named name: String) -> Int? { index(of: name, in: lowerCaseWeekdays) }

  package static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  private static let lowerCaseMonths = months.map { $0.lowercased() }
  private static let lowerCaseWeekdays = weekdays.map { $0.lowercased() }

  private static func index(of name: String, in names: [String]) -> Int? {
    name.utf8.count < 3 ? nil : names.firstIndex { $0.hasPrefix(name) }.map { $0 + 1 }
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}

package func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Timestamp {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Timestamp.self)
}

extension LocalDate {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout { (date: LocalDate, fingerprint) in
    fingerprint.write(UInt64(bitPattern: Int64(date.packed)))
  }
}
