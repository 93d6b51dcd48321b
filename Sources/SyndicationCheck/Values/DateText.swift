internal import Syndication

/// Dates as feeds write them.
enum DateText {
  /// RFC 3339 §5.6, in upper case: RFC 4287 §3.3.
  static func flaws3339(_ text: String) -> [Flaw] {
    switch instant3339(text) {
    case .some(let day): return implausible(day, text)
    case nil: return [Flaw(.invalidDate, "“\(text)” is no date of RFC 3339, such as 2022-03-26T12:00:00Z")]
    }
  }

  /// W3C-DTF: a year, a month, a day, or an instant with its zone.
  static func flawsW3C(_ text: String) -> [Flaw] {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isShort =
      (1...2).contains(parts.count) && parts.map(\.utf8.count) == Array([4, 2].prefix(parts.count))
      && parts.allSatisfy { $0.utf8.allSatisfy(\.isDigit) } && (parts.count == 1 || (1...12).contains(Int(parts[1])!))
    if isShort || LocalDate(text) != nil { return [] }
    // Seconds may be left out.
    let bytes = Array(text.utf8)
    var full = text
    if bytes.count > 16,
      bytes[16] == UInt8(ascii: "Z") || bytes[16] == UInt8(ascii: "+") || bytes[16] == UInt8(ascii: "-")
    {
      full = String(decoding: bytes[..<16], as: UTF8.self) + ":00" + String(decoding: bytes[16...], as: UTF8.self)
    }
    return instant3339(full) != nil
      ? [] : [Flaw(.invalidDate, "“\(text)” is no date of W3C-DTF, such as 2022-03-26 or 2022-03-26T12:00:00Z")]
  }

  /// The same, where a zone may be left out.
  static func flawsOfLocal(_ text: String) -> [Flaw] {
    flawsW3C(text).isEmpty || flawsW3C(text + "Z").isEmpty ? [] : flawsW3C(text)
  }

  /// The day and the seconds since 1970 of a date of RFC 3339.
  static func instant3339(_ text: String) -> (day: LocalDate, seconds: Double)? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"),
      let day = LocalDate(String(decoding: bytes[..<10], as: UTF8.self)), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]), hour < 24, minute < 60, second <= 60
    else { return nil }
    var rest = bytes[19...]
    var fraction = 0.0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix(while: \.isDigit)
      guard !digits.isEmpty else { return nil }
      fraction = Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
      rest = rest[digits.endIndex...]
    }
    guard let offset = offset(rest) else { return nil }
    let seconds = Double(day.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - offset)
    return (day, seconds + fraction)
  }

  /// In seconds; of `Z` none.
  private static func offset(_ zone: ArraySlice<UInt8>) -> Int? {
    if zone.elementsEqual("Z".utf8) { return 0 }
    let zone = Array(zone)
    guard zone.count == 6, zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"), zone[3] == UInt8(ascii: ":"),
      let hours = number(zone[1..<3]), let minutes = number(zone[4..<6]), hours < 24, minutes < 60
    else { return nil }
    return (hours * 3_600 + minutes * 60) * (zone[0] == UInt8(ascii: "-") ? -1 : 1)
  }

  private static func number(_ digits: some Sequence<UInt8>) -> Int? {
    var value: Int?
    for digit in digits {
      guard digit.isDigit else { return nil }
      value = (value ?? 0) * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }

  /// A date of RFC 822 with years of four digits.
  struct Instant822 {
    var day: LocalDate
    var seconds: Double
    /// What readers may misread.
    var isLoose = false
    /// The weekday that it names, from 1, which is Monday.
    var weekday: Int?
  }

  static func flaws822(_ text: String) -> [Flaw] {
    guard let instant = instant822(text) else {
      return [Flaw(.invalidDate, "“\(text)” is no date of RFC 822, such as Sat, 26 Mar 2022 12:00:00 +0000")]
    }
    if let weekday = instant.weekday, weekday != instant.day.weekday {
      return [Flaw(.wrongWeekday, "“\(text)” is a \(instant.day.weekdayName)")]
    }
    let loose = instant.isLoose ? [Flaw(.looseDate, "“\(text)” is a date that some readers misread")] : []
    return loose + implausible((instant.day, instant.seconds), text)
  }

  static func instant822(_ text: String) -> Instant822? {
    // No date is longer, whatever is remarked in it.
    guard text.utf8.count <= 500 else { return nil }
    let plain = withoutComments(text)
    var words = plain.split(whereSeparator: \.isWhitespace).map(String.init)
    var isLoose = plain != text || plain.contains("  ")
    var weekday: Int?
    if let first = words.first, let comma = first.firstIndex(of: ",") {
      let name = String(first[..<comma])
      let rest = String(first[first.index(after: comma)...])
      guard name.utf8.count == 3, let day = LocalDate.weekday(named: name.lowercased()) else { return nil }
      if name != name.prefix(1).uppercased() + name.dropFirst().lowercased() { isLoose = true }
      weekday = day
      words.removeFirst()
      if !rest.isEmpty {
        words.insert(rest, at: 0)
        isLoose = true
      }
    }
    guard (4...5).contains(words.count), (1...2).contains(words[0].utf8.count), let day = number(words[0].utf8),
      words[1].utf8.count == 3, let month = LocalDate.month(named: words[1].lowercased()),
      [2, 4].contains(words[2].utf8.count), var year = number(words[2].utf8)
    else { return nil }
    if words[1] != words[1].prefix(1).uppercased() + words[1].dropFirst().lowercased() { isLoose = true }
    if words[2].utf8.count == 2 {
      year += year < 50 ? 2000 : 1900
      isLoose = true
    }
    let time = words[3].split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(time.count), time.allSatisfy({ $0.utf8.count == 2 }),
      let hour = number(time[0].utf8), let minute = number(time[1].utf8),
      let second = time.count > 2 ? number(time[2].utf8) : 0, hour < 24, minute < 60, second <= 60,
      let date = LocalDate(year: year, month: month, day: day), words.count == 5, let zone = zone822(words[4])
    else { return nil }
    return Instant822(
      day: date, seconds: Double(date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - zone.offset),
      isLoose: isLoose || zone.isLoose, weekday: weekday)
  }

  private static let zones: [String: Int] = [
    "UT": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
  ]

  private static func zone822(_ text: String) -> (offset: Int, isLoose: Bool)? {
    if let hours = zones[text.uppercased()] {
      return (hours * 3_600, text != "GMT" && !text.hasSuffix("T") || text != text.uppercased())
    }
    // Letters of the military, but for J.
    if text.utf8.count == 1, let letter = text.utf8.first, letter.isLetter, letter | 0x20 != UInt8(ascii: "j") {
      return (0, true)
    }
    let isSigned = text.hasPrefix("+") || text.hasPrefix("-")
    let digits = text.utf8.dropFirst(isSigned ? 1 : 0)
    guard digits.count == 4, let value = number(digits), value / 100 < 24, value % 100 < 60 else { return nil }
    return ((value / 100 * 3_600 + value % 100 * 60) * (text.hasPrefix("-") ? -1 : 1), !isSigned)
  }

  private static func withoutComments(_ text: String) -> String {
    var depth = 0
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "(": depth += 1
      case ")" where depth > 0: depth -= 1
      default: if depth == 0 { kept.append(scalar) }
      }
    }
    // A comment may stand before the comma, too.
    var text = String(kept).trimmed
    while let gap = text.range(of: " ,") { text.replaceSubrange(gap, with: ",") }
    return text
  }

  private static func implausible(_ instant: (day: LocalDate, seconds: Double), _ text: String) -> [Flaw] {
    instant.day.year < 1970 || instant.day.year > 2100 ? [Flaw(.implausibleDate, "“\(text)” is hardly meant")] : []
  }

  /// Of a podcast: seconds, minutes and seconds, or hours too.
  static func flawsOfDuration(_ text: String) -> [Flaw] {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let isDuration =
      (1...3).contains(parts.count)
      && parts.enumerated().allSatisfy { index, part in
        !part.isEmpty && part.utf8.allSatisfy(\.isDigit)
          && (index == 0 || part.utf8.count <= 2 && (Int(part) ?? 60) < 60)
      }
    return isDuration ? [] : [Flaw(.invalidValue, "“\(text)” is no duration, such as 1:02:03")]
  }
}
