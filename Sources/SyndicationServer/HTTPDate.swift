internal import Glibc
internal import Syndication

/// Times as HTTP writes them (RFC 9110 §5.6.7).
enum HTTPDate {
  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  static func text(of time: Timestamp) -> String {
    let date = time.date
    let second = Int(time.seconds - Int64(date.daysSince1970) * 86_400)
    let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    return "\(date.weekdayName.prefix(3)), \(padded(date.day, 2)) \(date.monthName.prefix(3)) \(padded(date.year, 4)) "
      + "\(clock) GMT"
  }

  /// Of any of the three forms; nil for what is none.
  static func time(of text: String) -> Timestamp? {
    let parts = text.split { $0 == " " || $0 == "," || $0 == "-" }
    let day: Substring
    let month: Substring
    let year: Substring
    let clock: Substring
    switch parts.count {
    case 6 where parts[5] == "GMT": (day, month, year, clock) = (parts[1], parts[2], parts[3], parts[4])
    case 5: (day, month, year, clock) = (parts[2], parts[1], parts[4], parts[3])
    default: return nil
    }
    guard var years = number(year), years < 10_000, let months = months.firstIndex(of: String(month)),
      let days = number(day)
    else { return nil }
    // RFC 850's; one more than fifty years ahead is one of the last century.
    if year.utf8.count == 2 { years += years < 70 ? 2000 : 1900 }
    let fields = clock.split(separator: ":").map(number)
    guard fields.count == 3, let hour = fields[0], let minute = fields[1], let second = fields[2], hour < 24,
      minute < 60, second < 61, let date = LocalDate(year: years, month: months + 1, day: days)
    else { return nil }
    return Timestamp(seconds: Int64(date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second))
  }

  /// Now, in seconds since 1970.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return time.tv_sec
  }

  private static let months = LocalDate.months.map { String($0.prefix(3)) }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.count <= 4 && text.utf8.allSatisfy(\.isDigit) ? Int(text) : nil
  }
}
