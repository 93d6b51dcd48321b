internal import Syndication

/// How clocks change every year: the variable TZ of POSIX, as RFC 8536 §3.3.1 has it. `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
  private struct Summer {
    let offset: Int64
    let start: Change
    let end: Change
  }

  /// The calendar repeats after 400 years.
  private static let period: Int64 = 146_097 * 86_400

  /// How far clocks are from UTC.
  private let standard: Int64
  /// Nil where they do not change.
  private let summer: Summer?

  /// Nil for what says no such thing.
  init?(_ text: some Sequence<UInt8>) {
    var rest = [UInt8](text)[...]
    guard rest.passName(), let west = rest.popTime(hours: 24) else { return nil }
    standard = -west
    if rest.isEmpty {
      summer = nil
      return
    }
    guard rest.passName() else { return nil }
    let isTold = rest.first != UInt8(ascii: ",")
    guard let summerWest = isTold ? rest.popTime(hours: 24) : west - 3600,
      let start = Change(&rest), let end = Change(&rest), rest.isEmpty
    else { return nil }
    summer = Summer(offset: -summerWest, start: start, end: end)
  }

  func offset(at seconds: Int64) -> Int64 {
    guard let summer else { return standard }
    let seconds = (seconds % ZoneRule.period + ZoneRule.period) % ZoneRule.period
    let year = LocalDate(daysSince1970: Int(seconds / 86_400)).year
    var latest = (instant: Int64.min, offset: standard)
    // A change may be told as hours of the year before or after.
    for year in year - 1...year + 1 {
      let changes = [
        (summer.start.seconds(in: year) - standard, summer.offset),
        (summer.end.seconds(in: year) - summer.offset, standard),
      ]
      for (instant, offset) in changes where instant <= seconds && instant >= latest.instant {
        latest = (instant, offset)
      }
    }
    return latest.offset
  }

  private struct Change {
    private enum Day {
      /// From 1, with no 29 February in any year.
      case julian(Int)
      /// From 0.
      case ofYear(Int)
      /// The week counts from 1, and is 5 for the last; the weekday counts from 0, which is Sunday.
      case weekday(Int, week: Int, month: Int)
    }

    private let day: Day
    /// Since that day's midnight, or before it.
    private let time: Int64

    /// With the comma before it.
    init?(_ rest: inout ArraySlice<UInt8>) {
      guard rest.pop(",") else { return nil }
      if rest.pop("J") {
        guard let number = rest.popNumber(in: 1...365) else { return nil }
        day = .julian(number)
      } else if rest.pop("M") {
        guard let month = rest.popNumber(in: 1...12), rest.pop("."), let week = rest.popNumber(in: 1...5),
          rest.pop("."), let weekday = rest.popNumber(in: 0...6)
        else { return nil }
        day = .weekday(weekday, week: week, month: month)
      } else {
        guard let number = rest.popNumber(in: 0...365) else { return nil }
        day = .ofYear(number)
      }
      guard rest.pop("/") else {
        time = 2 * 3600
        return
      }
      guard let told = rest.popTime(hours: 167) else { return nil }
      time = told
    }

    /// As clocks tell it that do not yet change, in seconds since 1970.
    func seconds(in year: Int) -> Int64 { Int64(days(in: year)) * 86_400 + time }

    private func days(in year: Int) -> Int {
      let newYear = Change.days(to: 1, of: year)
      switch day {
      case .julian(let number):
        let isAfterLeapDay = number >= 60 && Change.days(to: 1, of: year + 1) - newYear == 366
        return newYear + number - (isAfterLeapDay ? 0 : 1)
      case .ofYear(let number): return newYear + number
      case .weekday(let weekday, let week, let month):
        let first = Change.days(to: month, of: year)
        let next = month == 12 ? Change.days(to: 1, of: year + 1) : Change.days(to: month + 1, of: year)
        let shift = (weekday - LocalDate(daysSince1970: first).weekday + 7) % 7
        let day = first + shift + (week - 1) * 7
        return day < next ? day : day - 7
      }
    }

    /// From 1970 to the first day of a month.
    private static func days(to month: Int, of year: Int) -> Int {
      LocalDate(year: year, month: month, day: 1)!.daysSince1970
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate mutating func pop(_ sign: Unicode.Scalar) -> Bool {
    guard first == UInt8(ascii: sign) else { return false }
    removeFirst()
    return true
  }

  /// Passes over what people call it: `CET`, `<+03>`.
  fileprivate mutating func passName() -> Bool {
    let isQuoted = pop("<")
    let name = prefix { $0.isLetter || isQuoted && ($0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")) }
    self = dropFirst(name.count)
    return name.count >= 3 && (!isQuoted || pop(">"))
  }

  fileprivate mutating func popNumber(in range: ClosedRange<Int>) -> Int? {
    let digits = prefix(3).prefix(while: \.isDigit)
    self = dropFirst(digits.count)
    let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return !digits.isEmpty && range.contains(number) ? number : nil
  }

  /// `[+-]hh[:mm[:ss]]` as seconds.
  fileprivate mutating func popTime(hours: Int) -> Int64? {
    let isNegative = pop("-")
    if !isNegative { _ = pop("+") }
    guard var time = popNumber(in: 0...hours).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] where pop(":") {
      guard let number = popNumber(in: 0...59) else { return nil }
      time += number * unit
    }
    return Int64(isNegative ? -time : time)
  }
}
