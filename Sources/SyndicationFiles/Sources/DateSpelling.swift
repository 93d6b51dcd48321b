internal import Syndication

/// A date in any of the spellings that people and programs use, as `SourceDate` reads it.
///
/// What could be two days (`03/04/2022`) is none.
enum DateSpelling {
  /// `2022-03-25`, `2022-03-25T12:01:01`, or with a zone at its end; nil for what is no date.
  static func normalised(_ text: String) -> String? {
    if SourceDate(text) != nil { return text }
    var reader = Reader(words: words(in: text))
    guard reader.read() else { return nil }
    return reader.text
  }

  private enum Word: Equatable {
    case number(Int, digits: Int)
    case name(String)
    case sign(Character)
  }

  /// Numbers, names in lower case, and signs that are no white space. What stands in parentheses is a comment (RFC 5322 §3.2.2).
  private static func words(in text: String) -> [Word] {
    var words: [Word] = []
    var depth = 0
    var characters = text.prefix(80)[...]
    while let character = characters.first {
      if character == "(" { depth += 1 }
      if depth > 0 || character.isWhitespace {
        if character == ")" { depth -= 1 }
        characters.removeFirst()
      } else if character.isASCII, character.isNumber {
        let digits = characters.prefix { $0.isASCII && $0.isNumber }
        words.append(digits.count < 10 ? .number(Int(digits)!, digits: digits.count) : .sign("?"))
        characters = characters.dropFirst(digits.count)
      } else if character.isLetter {
        let name = characters.prefix(while: \.isLetter)
        words.append(.name(name.lowercased()))
        characters = characters.dropFirst(name.count)
      } else {
        if character != ",", character != "\"", character != "'" { words.append(.sign(character)) }
        characters.removeFirst()
      }
    }
    return words
  }

  private struct Reader {
    var words: [Word]
    private var date: LocalDate?
    private var time: Int?
    private var offset: Int?

    init(words: [Word]) {
      self.words = words
      self.words.reverse()
    }

    var text: String {
      guard let time else { return date!.description }
      let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60)
      func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let local = "\(date!.description)T\(padded(hour)):\(padded(minute)):\(padded(second))"
      guard let offset else { return local }
      if offset == 0 { return local + "Z" }
      return local + (offset < 0 ? "-" : "+") + padded(abs(offset) / 60) + ":" + padded(abs(offset) % 60)
    }

    mutating func read() -> Bool {
      if case .name(let name)? = words.last, DateSpelling.weekdays.contains(String(name.prefix(3))) {
        words.removeLast()
        _ = take(".")
      }
      guard readDate() else { return false }
      if words.isEmpty { return true }
      if case .name(let name)? = words.last, ["t", "at", "um", "à"].contains(name) { words.removeLast() }
      if case .sign(let sign)? = words.last, "-|@T".contains(sign), words.count > 2 { words.removeLast() }
      guard readTime() else { return false }
      return readZone() && readYearAtEnd()
    }

    // MARK: - Days

    private mutating func readDate() -> Bool {
      switch words.last {
      case .number(let number, let digits) where digits == 8:
        words.removeLast()
        return set(number / 10_000, number / 100 % 100, number % 100)
      case .number(let year, let digits) where digits == 4:
        words.removeLast()
        if let separator = takeSeparator(), let month = takeMonth(), take(separator), let day = takeNumber(upTo: 2) {
          return set(year, month, day)
        }
        return false
      case .number(let day, let digits) where digits <= 2: return readDate(from: day)
      case .name:
        // March 25, 2022; Mar 25 10:00:00 UTC 2022.
        guard let month = takeMonth() else { return false }
        _ = take(".")
        guard let day = takeNumber(upTo: 2) else { return false }
        takeOrdinal()
        if case .number(let year, 4)? = words.last {
          words.removeLast()
          return set(year, month, day)
        }
        pending = (month, day)
        return true
      default: return false
      }
    }

    private var pending: (month: Int, day: Int)?

    /// `25 March 2022`, `25-Mar-2022`, `25.03.2022`, `25 Mar 22`.
    private mutating func readDate(from first: Int) -> Bool {
      words.removeLast()
      takeOrdinal()
      let separator = takeSeparator()
      if case .name? = words.last {
        guard let month = takeMonth() else { return false }
        _ = take(".")
        if let separator, !take(separator) { return false }
        guard let year = takeYear() else { return false }
        return set(year, month, first)
      }
      guard let separator, let second = takeNumber(upTo: 2), take(separator), case .number(let year, 4)? = words.last
      else { return false }
      words.removeLast()
      if separator == "." || first > 12 { return set(year, second, first) }
      return second > 12 && set(year, first, second)
    }

    private mutating func set(_ year: Int, _ month: Int, _ day: Int) -> Bool {
      date = LocalDate(year: year, month: month, day: day)
      return date != nil
    }

    private mutating func readYearAtEnd() -> Bool {
      if let pending {
        guard case .number(let year, 4)? = words.popLast(), set(year, pending.month, pending.day) else { return false }
      }
      return words.isEmpty && date != nil
    }

    // MARK: - Times

    private mutating func readTime() -> Bool {
      guard let hour = takeNumber(upTo: 2) else { return false }
      var parts = [hour, 0, 0]
      var isClock = false
      for index in 1...2 where take(":") {
        guard let number = takeNumber(upTo: 2) else { return false }
        parts[index] = number
        isClock = true
      }
      if isClock, take("."), takeNumber(upTo: 9) == nil { return false }
      if case .name(let name)? = words.last, name == "am" || name == "pm" {
        words.removeLast()
        guard (1...12).contains(parts[0]) else { return false }
        parts[0] = parts[0] % 12 + (name == "pm" ? 12 : 0)
        isClock = true
      }
      guard isClock, parts[0] < 24, parts[1] < 60, parts[2] < 61 else { return false }
      time = parts[0] * 3600 + parts[1] * 60 + min(parts[2], 59)
      return true
    }

    private mutating func readZone() -> Bool {
      switch words.last {
      case .name(let name):
        guard let minutes = DateSpelling.zones[name] else { return false }
        words.removeLast()
        offset = minutes
        // GMT+0200, as JavaScript writes it.
        if minutes == 0, case .sign? = words.last { return readZone() }
        return true
      case .sign(let sign) where sign == "+" || sign == "-" || sign == "−":
        words.removeLast()
        guard case .number(let number, let digits)? = words.popLast() else { return false }
        var minutes = number * 60
        if digits > 2 {
          minutes = number / 100 * 60 + number % 100
        } else if take(":") {
          guard let more = takeNumber(upTo: 2), more < 60 else { return false }
          minutes += more
        }
        guard minutes < 24 * 60 else { return false }
        offset = sign == "+" ? minutes : -minutes
        return true
      default: return true
      }
    }

    // MARK: - Words

    private mutating func take(_ sign: Character) -> Bool {
      guard words.last == .sign(sign) else { return false }
      words.removeLast()
      return true
    }

    private mutating func takeSeparator() -> Character? {
      guard case .sign(let sign)? = words.last, "-/.".contains(sign) else { return nil }
      words.removeLast()
      return sign
    }

    private mutating func takeNumber(upTo digits: Int) -> Int? {
      guard case .number(let number, let count)? = words.last, count <= digits else { return nil }
      words.removeLast()
      return number
    }

    /// RFC 5322 §4.3: of two digits, those below 50 are of this century.
    private mutating func takeYear() -> Int? {
      guard case .number(let number, let digits)? = words.last, digits == 4 || digits == 2 else { return nil }
      words.removeLast()
      return digits == 4 ? number : number + (number < 50 ? 2000 : 1900)
    }

    private mutating func takeMonth() -> Int? {
      if let number = takeNumber(upTo: 2) { return number }
      guard case .name(let name)? = words.last,
        let month = DateSpelling.months.firstIndex(where: {
          $0.hasPrefix(name) && name.count >= 3 || name == "sept" && $0.hasPrefix(name)
        })
      else { return nil }
      words.removeLast()
      return month + 1
    }

    private mutating func takeOrdinal() {
      if case .name(let name)? = words.last, ["st", "nd", "rd", "th"].contains(name) { words.removeLast() }
    }
  }

  private static let weekdays: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]
  /// RFC 5322 §4.3 and the usual ones of Europe, in minutes.
  private static let zones: [String: Int] = [
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "wet": 0, "west": 60, "bst": 60,
  ]
}
