internal import Syndication

/// A date as pages write it for people.
enum WrittenDate {
  /// As `SourceDate` reads it: what it reads already, and `March 25, 2022`, `25 March 2022 10:00`, `2022/03/25`,
  /// `Fri, 25 Mar 2022 10:00:00 +0200` (RFC 822), `2022-084` (the day of the year). Nil for anything else.
  static func normalised(_ text: String) -> String? {
    let text = PlainText.line(text).text
    if SourceDate(text) != nil { return text }
    guard text.utf8.count <= 80 else { return nil }
    var parts = Parts()
    for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
      guard parts.take(word.lowercased()) else { return nil }
    }
    return parts.date.flatMap { SourceDate($0) == nil ? nil : $0 }
  }

  private struct Parts {
    private var (year, month, day): (Int?, Int?, Int?)
    private var time: (hour: Int, rest: String)?
    private var zone: String?

    /// Takes a word; false where it is no part of a date.
    mutating func take(_ word: String) -> Bool {
      if let month = WrittenDate.months.firstIndex(where: { isName(word, of: $0) }) { return set(\.month, month + 1) }
      if WrittenDate.weekdays.contains(where: { isName(word, of: $0) }) || ["at", "on", "of", "the"].contains(word) {
        return true
      }
      if let match = word.wholeMatch(of: /([0-9]{1,2}):([0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(am|pm)?/) {
        guard time == nil, let hour = Int(match.1) else { return false }
        time = (hour, String(match.2))
        return match.3.map { takeHalf(String($0)) } ?? true
      }
      if word == "am" || word == "pm" { return takeHalf(word) }
      if let match = word.wholeMatch(of: /([0-9]{4})[-\/.]([0-9]{1,2})[-\/.]([0-9]{1,2})/) {
        return set(\.year, Int(match.1)) && set(\.month, Int(match.2)) && set(\.day, Int(match.3))
      }
      if let match = word.wholeMatch(of: /([0-9]{4})-([0-9]{3})/), let year = Int(match.1), let number = Int(match.2) {
        return setDay(number, of: year)
      }
      if word.wholeMatch(of: /[0-9]{4}/) != nil { return set(\.year, Int(word)) }
      if let match = word.wholeMatch(of: /([0-9]{1,2})(?:st|nd|rd|th|\.)?/) { return set(\.day, Int(match.1)) }
      if time != nil, zone == nil {
        zone = WrittenDate.zones[word]
        if word.wholeMatch(of: /[+-][0-9]{2}:?[0-9]{2}/) != nil { zone = word }
        return zone != nil
      }
      return false
    }

    var date: String? {
      guard let year, let month, let day, let date = LocalDate(year: year, month: month, day: day) else { return nil }
      return time.map { "\(date)T\($0.hour < 10 ? "0" : "")\($0.hour):\($0.rest)\(zone ?? "")" } ?? "\(date)"
    }

    private mutating func set(_ part: WritableKeyPath<Parts, Int?>, _ value: Int?) -> Bool {
      guard self[keyPath: part] == nil, let value else { return false }
      self[keyPath: part] = value
      return true
    }

    private mutating func setDay(_ number: Int, of year: Int) -> Bool {
      var rest = number
      for month in 1...12 {
        let days = (28...31).last { LocalDate(year: year, month: month, day: $0) != nil } ?? 0
        if (1...max(1, days)).contains(rest) { return set(\.year, year) && set(\.month, month) && set(\.day, rest) }
        rest -= days
      }
      return false
    }

    /// Takes `am` or `pm`.
    private mutating func takeHalf(_ half: String) -> Bool {
      guard let hour = time?.hour, (1...12).contains(hour) else { return false }
      time?.hour = hour % 12 + (half == "pm" ? 12 : 0)
      return true
    }

    /// Whether `word` is `name` or how it is cut: `sept`, `sep.`
    private func isName(_ word: String, of name: String) -> Bool {
      let word = word.hasSuffix(".") ? String(word.dropLast()) : word
      return word.count >= 3 && name.hasPrefix(word)
    }
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]
  private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
  /// RFC 822 §5.1.
  private static let zones = [
    "z": "Z", "ut": "Z", "utc": "Z", "gmt": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00",
    "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
  ]
}
