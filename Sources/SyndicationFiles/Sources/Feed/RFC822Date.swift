internal import Syndication

/// Dates of RSS: RFC 822 §5.1 with the four-digit years of RFC 2822, and what feeds make of them.
enum RFC822Date {
  /// `text` as RFC 3339, where it is a date that can be made out; else as it is, for whoever reads it to say so.
  ///
  /// `Sat, 07 Sep 2002 00:00:01 GMT`; the weekday, the seconds, the time or the zone may be missing, the year have two
  /// digits, the day one, month and day be swapped. A date that `SourceDate` reads already is left as it is.
  static func rfc3339(_ text: String) -> String {
    if SourceDate(text) != nil { return text }
    var day: Int?
    var month: Int?
    var year: Int?
    var time: String?
    var zone: String?
    for word in words(of: text) {
      if word.contains(":"), time == nil, let clock = clock(word) {
        (time, zone) = (clock.time, clock.zone ?? zone)
      } else if let number = Int(word), word.utf8.first != UInt8(ascii: "+"), number >= 0 {
        if day == nil, word.utf8.count < 3 { day = number } else { year = year ?? century(number, word.utf8.count) }
      } else if month == nil, let index = months.firstIndex(of: word.prefix(3).lowercased()) {
        month = index + 1
      } else if day != nil, month != nil, let offset = offset(word) {
        zone = offset
      }
    }
    guard let day, let month, let year else { return text }
    var date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    if let time { date += "T\(time)\(zone ?? "")" }
    return SourceDate(date) == nil ? text : date
  }

  /// Parted by white space, commas, and the hyphens of `07-Sep-2002`; a sign belongs to the zone behind it.
  private static func words(of text: String) -> [Substring] {
    text.split { $0.isWhitespace || $0 == "," }.flatMap { word in
      word.first?.isNumber == true && word.contains("-") && !word.contains(":") ? word.split(separator: "-") : [word]
    }
  }

  /// `0:00:01`, `12:30`, `12:30:00Z`, `12:30:00+0200`.
  private static func clock(_ word: Substring) -> (time: String, zone: String?)? {
    let digits = word.prefix { $0.isNumber || $0 == ":" }
    let parts = digits.split(separator: ":").compactMap { Int($0) }
    guard (2...3).contains(parts.count) else { return nil }
    let rest = word[digits.endIndex...]
    return ((parts + [0]).prefix(3).map { padded($0, 2) }.joined(separator: ":"), rest.isEmpty ? nil : offset(rest))
  }

  /// RFC 2822 §4.3: of two digits up to 49 those of this century, of three those after 1900.
  private static func century(_ year: Int, _ digits: Int) -> Int {
    digits > 3 ? year : digits == 3 || year > 49 ? 1900 + year : 2000 + year
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// `+0200`, `+02:00`, `-5`, or a name. RFC 2822 §4.3: a name that says nothing means UTC.
  private static func offset(_ word: Substring) -> String? {
    var word = word
    if ["GMT+", "GMT-", "UTC+", "UTC-"].contains(where: word.uppercased().hasPrefix) { word = word.dropFirst(3) }
    if let sign = word.first, sign == "+" || sign == "-" {
      var digits = word.dropFirst().filter(\.isNumber)
      guard !digits.isEmpty, digits.count <= 4 else { return nil }
      if digits.count < 3 { digits += "00" }
      if digits.count == 3 { digits = "0" + digits }
      return "\(sign)\(digits.prefix(2)):\(digits.suffix(2))"
    }
    guard word.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
    return zones[word.uppercased()] ?? "Z"
  }

  /// RFC 822 §5.1, and those of Europe and Japan, which are met as well.
  private static let zones = [
    "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "BST": "+01:00", "WEST": "+01:00", "CET": "+01:00", "CEST": "+02:00",
    "MET": "+01:00", "MEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00", "JST": "+09:00",
    "AKST": "-09:00", "AKDT": "-08:00", "HST": "-10:00", "AEST": "+10:00", "AEDT": "+11:00",
  ]
}
