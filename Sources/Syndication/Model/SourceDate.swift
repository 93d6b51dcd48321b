/// A date as a source gives it, which may lack what the configuration supplies: the zone, or the time of day.
public enum SourceDate: Sendable, Hashable, CustomStringConvertible {
  /// A time with its zone.
  case instant(Timestamp)
  /// A time without a zone: `site.timeZone` is meant.
  case local(LocalDate, secondOfDay: Int)
  /// A day alone: `site.timeOfDay` in `site.timeZone` is meant.
  case day(LocalDate)

  /// `2022-03-25`, `2022-03-25T12:00:00Z`, `2022-03-25 12:00`, `2022-03-25T12:00:00.5+02:00`:
  /// RFC 3339 §5.6, where the zone, the seconds or the whole time may be missing. A leap second is the next second.
  public init?(_ text: String) {
    var text = text
    guard let date = text.withUTF8({ SourceDate(usual: $0) ?? SourceDate($0[...]) }) else { return nil }
    self = date
  }

  /// As most sources, and the ledger, write an instant: `2022-03-25T12:00:00Z`.
  fileprivate init?(usual text: UnsafeBufferPointer<UInt8>) {
    guard text.count == 20, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"),
      text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), text[19] == UInt8(ascii: "Z")
    else { return nil }
    func number(_ places: Range<Int>) -> Int? {
      var number = 0
      for place in places {
        guard (48...57).contains(text[place]) else { return nil }
        number = number * 10 + Int(text[place] - 48)
      }
      return number
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), hour < 24, minute < 60, second < 60,
      let date = LocalDate(year: year, month: month, day: day)
    else { return nil }
    self = .instant(
      Timestamp(seconds: Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)))
  }

  private init?(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
    var rest = text
    func take(_ choices: StaticString) -> Bool {
      guard let first = rest.first,
        UnsafeBufferPointer(start: choices.utf8Start, count: choices.utf8CodeUnitCount).contains(first)
      else { return false }
      rest.removeFirst()
      return true
    }
    func number(_ digits: Int) -> Int? {
      var number = 0
      for _ in 0..<digits {
        guard let digit = rest.first, (48...57).contains(digit) else { return nil }
        number = number * 10 + Int(digit - 48)
        rest.removeFirst()
      }
      return number
    }

    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      let date = LocalDate(year: year, month: month, day: day)
    else { return nil }
    if rest.isEmpty {
      self = .day(date)
      return
    }
    guard take("Tt "), let hour = number(2), take(":"), let minute = number(2) else {
      return nil
    }
    var second = 0
    if take(":") {
      guard let whole = number(2) else { return nil }
      second = whole
      if take(".,") {
        guard number(1) != nil else { return nil }
        while number(1) != nil {}
      }
    }
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    let secondOfDay = hour * 3600 + minute * 60 + second
    _ = rest.count > 1 && take(" ")
    if rest.isEmpty {
      self = .local(date, secondOfDay: secondOfDay)
      return
    }
    var offset = 0
    if !take("Zz") {
      let west = rest.first == UInt8(ascii: "-")
      guard take("+-"), let hours = number(2) else { return nil }
      _ = take(":")
      guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
      offset = (hours * 3600 + minutes * 60) * (west ? -1 : 1)
    }
    let instant = Timestamp(seconds: Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay - offset))
    // RFC 3339 has four digits for a year: an offset may lead beyond them.
    guard rest.isEmpty, (1...9999).contains(instant.date.year) else { return nil }
    self = .instant(instant)
  }

  /// As `init` reads it.
  public var description: String {
    switch self {
    case .instant(let instant): instant.rfc3339
    case .local(let date, let second):
      "\(date)T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    case .day(let date): date.description
    }
  }

  /// The instant meant; a day alone is taken at `secondOfDay`.
  package func instant(in zone: SiteTimeZone, at secondOfDay: Int) -> Timestamp {
    switch self {
    case .instant(let instant): instant
    case .local(let date, let second): zone.instant(of: date, at: second)
    case .day(let date): zone.instant(of: date, at: secondOfDay)
    }
  }

  /// Itself, where it is no instant.
  var withoutZone: SourceDate? {
    if case .instant = self { nil } else { self }
  }

  /// The day, in the site's time zone.
  package func date(in zone: SiteTimeZone) -> LocalDate {
    switch self {
    case .instant(let instant): zone.date(of: instant)
    case .local(let date, _), .day(let date): date
    }
  }
}

/// A date as an item has it. Of one that is written as most are, no text need be kept.
package struct WrittenDate: Sendable {
  private let value: Value

  private enum Value {
    case usual(Timestamp)
    case other(String)
  }

  package init(_ text: String) {
    var text = text
    value = text.withUTF8(WrittenDate.usual).map { .usual($0) } ?? .other(text)
  }

  /// What is written as most are.
  init(usual instant: Timestamp) { value = .usual(instant) }

  static func usual(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    if case .instant(let instant)? = SourceDate(usual: text) { instant } else { nil }
  }

  /// As it was written.
  package var text: String {
    switch value {
    case .usual(let instant): instant.rfc3339
    case .other(let text): text
    }
  }

  /// The same for those that are written alike.
  var number: UInt64 {
    switch value {
    case .usual(let instant): UInt64(bitPattern: instant.seconds)
    case .other(let text): ContentHash(text).value
    }
  }

  /// Nil for what is none.
  var date: SourceDate? {
    switch value {
    case .usual(let instant): .instant(instant)
    case .other(let text): SourceDate(text)
    }
  }
}
