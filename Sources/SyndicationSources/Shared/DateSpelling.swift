internal import Syndication

/// A date in any of the spellings that people and programs use, as `SourceDate` reads it: RFC 822, ISO 8601 with single
/// digits or the day of the year, `March 25, 2022 at 9:05 pm`, `25.03.2022`.
///
/// What could be two days (`03/04/2022`) is none, but where months are known to come first.
enum DateSpelling {
  /// Nil for what is no date. What `SourceDate` reads already is left as it is, but for white space around it.
  ///
  /// - Parameters:
  ///   - readsZones: whether `EST` and the like count; else they are read past, but for UTC's names.
  ///   - monthsFirst: whether `03/04/2022` and `03.04.2022` are days of March.
  static func normalised(_ text: String, readsZones: Bool = true, monthsFirst: Bool = false) -> String? {
    let text = text.trimmingWhitespace
    if SourceDate(text) != nil { return text }
    guard text.utf8.count <= 100 else { return nil }
    var reader = Reader(text, readsZones: readsZones, monthsFirst: monthsFirst)
    return reader.read() ? reader.text : nil
  }

  /// Takes the words in whatever order they stand, each part of a date once.
  private struct Reader {
    private var rest: Substring.UnicodeScalarView
    private let readsZones: Bool
    private let monthsFirst: Bool
    private var (year, month, day): (Int?, Int?, Int?)
    /// In seconds since midnight.
    private var time: Int?
    /// From UTC, in minutes.
    private var offset: Int?

    init(_ text: String, readsZones: Bool, monthsFirst: Bool) {
      rest = text.unicodeScalars[...]
      self.readsZones = readsZones
      self.monthsFirst = monthsFirst
    }

    var text: String? {
      guard let year, let month, let day, let date = LocalDate(year: year, month: month, day: day) else { return nil }
      guard let time else { return date.description }
      let local = SourceDate.local(date, secondOfDay: time).description
      guard let offset else { return local }
      let (hours, minutes) = abs(offset).quotientAndRemainder(dividingBy: 60)
      return offset == 0 ? local + "Z" : local + (offset < 0 ? "-" : "+") + "\(padded(hours, 2)):\(padded(minutes, 2))"
    }

    mutating func read() -> Bool {
      while !rest.isEmpty {
        if isAtBreak { passBreak() } else if !takePart() { return false }
      }
      return true
    }

    private mutating func takePart() -> Bool {
      if let (number, digits) = takeNumber() { return take(number, digits) }
      return name.isEmpty ? take(rest.removeFirst()) : take(takeName())
    }

    /// Whether nothing of a date comes next.
    private var isAtBreak: Bool {
      rest.first.map { $0.properties.isWhitespace || ",\"'(".unicodeScalars.contains($0) } ?? true
    }

    /// Passes over white space, commas, quotes, and what stands in parentheses: a comment (RFC 5322 §3.2.2).
    private mutating func passBreak() {
      var depth = 0
      repeat {
        let first = rest.removeFirst()
        if first == "(" { depth += 1 }
        if first == ")" { depth -= 1 }
      } while depth > 0 && !rest.isEmpty
    }

    // MARK: - Words

    private mutating func take(_ word: Substring.UnicodeScalarView) -> Bool {
      let name = String(word).lowercased()
      let month = LocalDate.month(named: name)
      if month != nil || LocalDate.weekday(named: name) != nil {
        _ = takeSign(".")
        return month.map { set(\.month, $0) } ?? true
      }
      if name == "am" || name == "pm" { return takeHalf(isAfternoon: name == "pm") }
      // A zone by its name in the IANA's database, which generators read past: `Europe/Berlin`.
      if time != nil, rest.first == "/" {
        rest = rest.drop { $0 == "/" || $0 == "_" || $0.properties.isAlphabetic }
        return true
      }
      let isUpperCase = word.allSatisfy { (65...90).contains($0.value) }
      if time != nil, offset == nil, let zone = DateSpelling.zones[name] ?? (isUpperCase ? 0 : nil) {
        // RFC 2822 §4.3: a name that says nothing means UTC. `GMT+0200`, as JavaScript writes it, means what follows.
        if zone == 0, let sign = takeSign("+-") { return takeOffset(sign) }
        if !readsZones, !["z", "ut", "utc", "gmt"].contains(name) { return true }
        offset = zone
        return true
      }
      return DateSpelling.fillers.contains(name)
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
      if time != nil, offset == nil, ["+", "-", "−"].contains(sign) { return takeOffset(sign) }
      // Between the day and the time.
      return time == nil && (year ?? month ?? day) != nil && ["-", "|", "@", "–"].contains(sign)
    }

    private mutating func take(_ number: Int, _ digits: Int) -> Bool {
      if takeSign(":") != nil { return digits <= 2 && takeClock(number) }
      if digits == 8 {
        return set(\.year, number / 10_000) && set(\.month, number / 100 % 100) && set(\.day, number % 100)
      }
      if let sign = takeSign("-/.") { return takeDate(number, digits, sign) }
      if time == nil, digits <= 2, isBeforeHalf { return takeTime(number, 0, 0) }
      if time == nil, digits <= 2, String(name).lowercased() == "h" {
        _ = takeName()
        return takeTime(number, takeNumber()?.number ?? 0, 0)
      }
      if time == nil, year != nil, month != nil, day != nil {
        if digits == 4 { return takeTime(number / 100, number % 100, 0) }
        if digits == 6 { return takeTime(number / 10_000, number / 100 % 100, number % 100) }
      }
      switch digits {
      case 1...2 where day == nil:
        if ["st", "nd", "rd", "th"].contains(String(name).lowercased()) { _ = takeName() }
        return set(\.day, number)
      case 2...4 where month != nil || digits == 4: return set(\.year, DateSpelling.year(number, digits))
      default: return false
      }
    }

    // MARK: - Parts

    private mutating func set(_ part: WritableKeyPath<Reader, Int?>, _ value: Int) -> Bool {
      guard self[keyPath: part] == nil else { return false }
      self[keyPath: part] = value
      return true
    }

    /// The letters that come next.
    private var name: Substring.UnicodeScalarView { rest.prefix { $0.properties.isAlphabetic } }

    private mutating func takeName() -> Substring.UnicodeScalarView {
      let name = name
      rest.removeFirst(name.count)
      return name
    }

    private mutating func takeSign(_ signs: String) -> Unicode.Scalar? {
      rest.first.flatMap { signs.unicodeScalars.contains($0) ? rest.removeFirst() : nil }
    }

    private mutating func takeNumber() -> (number: Int, digits: Int)? {
      let digits = rest.prefix { (48...57).contains($0.value) }
      guard let number = Int(String(digits)) else { return nil }
      rest.removeFirst(digits.count)
      return (number, digits.count)
    }

    private mutating func takeMonth() -> Int? {
      if !name.isEmpty { return LocalDate.month(named: String(takeName()).lowercased()) }
      return takeNumber().flatMap { $0.digits <= 2 ? $0.number : nil }
    }

    /// `2022-03-25`, `2022-084`, `25.03.2022`, `25-Mar-22`, `12/25/2022`; of `25.`, the day.
    private mutating func takeDate(_ first: Int, _ digits: Int, _ sign: Unicode.Scalar) -> Bool {
      if digits <= 2, sign == ".", isAtBreak { return set(\.day, first) }
      let isNamed = !name.isEmpty
      let before = rest
      if digits == 4, sign == "-", case (let number, 3)? = takeNumber() { return setDay(number, of: first) }
      rest = before
      guard let second = takeMonth(), takeSign(String(sign)) != nil, let third = takeNumber() else { return false }
      if digits == 4 {
        return third.digits <= 2 && set(\.year, first) && set(\.month, second) && set(\.day, third.number)
      }
      guard digits <= 2, third.digits == 4 || isNamed || monthsFirst else { return false }
      let isDayFirst = isNamed || first > 12 || sign == "." && !monthsFirst
      guard isDayFirst || second > 12 || monthsFirst else { return false }
      return set(\.year, DateSpelling.year(third.number, third.digits)) && set(\.month, isDayFirst ? second : first)
        && set(\.day, isDayFirst ? first : second)
    }

    private mutating func setDay(_ number: Int, of year: Int) -> Bool {
      guard number > 0, let first = LocalDate(year: year, month: 1, day: 1) else { return false }
      let date = LocalDate(daysSince1970: first.daysSince1970 + number - 1)
      return date.year == year && set(\.year, year) && set(\.month, date.month) && set(\.day, date.day)
    }

    /// Whether `am` or `pm` comes next.
    private var isBeforeHalf: Bool {
      let word = rest.drop { $0 == " " }.prefix { $0.properties.isAlphabetic }
      return ["am", "pm"].contains(String(word).lowercased())
    }

    private mutating func takeTime(_ hour: Int, _ minute: Int, _ second: Int) -> Bool {
      guard hour < 24, minute < 60, second < 60 else { return false }
      time = hour * 3600 + minute * 60 + second
      return true
    }

    private mutating func takeClock(_ hour: Int) -> Bool {
      guard time == nil, let minute = takeNumber(), minute.digits <= 2 else { return false }
      var second = 0
      if takeSign(":") != nil {
        guard let number = takeNumber(), number.digits <= 2, number.number <= 60 else { return false }
        second = min(number.number, 59)
        if takeSign(".") != nil, takeNumber() == nil { return false }
      }
      return takeTime(hour, minute.number, second)
    }

    private mutating func takeHalf(isAfternoon: Bool) -> Bool {
      guard let time, (1...12).contains(time / 3600) else { return false }
      self.time = time / 3600 % 12 * 3600 + time % 3600 + (isAfternoon ? 12 * 3600 : 0)
      return true
    }

    /// `+0200`, `+02:00`, `+2`.
    private mutating func takeOffset(_ sign: Unicode.Scalar) -> Bool {
      guard let (number, digits) = takeNumber(), digits <= 4 else { return false }
      var minutes = digits > 2 ? number / 100 * 60 + number % 100 : number * 60
      if digits <= 2, takeSign(":") != nil {
        guard let more = takeNumber(), more.number < 60 else { return false }
        minutes += more.number
      }
      guard minutes < 24 * 60 else { return false }
      offset = sign == "+" ? minutes : -minutes
      return true
    }
  }

  /// RFC 2822 §4.3: of two digits those below 50 are of this century, of three those after 1900.
  private static func year(_ number: Int, _ digits: Int) -> Int {
    digits > 3 ? number : digits == 3 || number > 49 ? 1900 + number : 2000 + number
  }

  /// What people write between the parts.
  private static let fillers: Set<String> = ["at", "of", "on", "t", "the", "um", "à"]
  /// RFC 822 §5.1, and others that are met, in minutes from UTC.
  private static let zones: [String: Int] = [
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "wet": 0, "west": 60, "bst": 60, "cet": 60,
    "cest": 120, "met": 60, "mest": 120, "eet": 120, "eest": 180, "msk": 180, "jst": 540, "aest": 600, "aedt": 660,
  ]
}
