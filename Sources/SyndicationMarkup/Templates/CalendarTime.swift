internal import Syndication

/// A time as a calendar and a clock of the site's zone show it, for the filter `date`.
struct CalendarTime {
  private let date: LocalDate
  private let second: Int
  private let instant: Timestamp
  /// Seconds east of UTC.
  private let offset: Int

  /// - Parameter value: a date as `SourceDate` reads it, or seconds since 1970. A day alone is its midnight, as for Jekyll.
  init?(_ value: DataValue, in zone: SiteTimeZone) {
    switch value {
    case .string(let text):
      guard let date = SourceDate(text) else { return nil }
      instant = date.instant(in: zone, at: 0)
    case .number(let seconds):
      guard abs(seconds) < 2e11 else { return nil }
      instant = Timestamp(seconds: Int64(seconds))
    default: return nil
    }
    offset = Int(zone.offset(at: instant.seconds))
    let local = Timestamp(seconds: instant.seconds + Int64(offset))
    date = local.date
    second = Int(local.seconds - Int64(date.daysSince1970) * 86_400)
  }

  /// As `strftime` writes it, in English; `-` (`%-d`) leaves out the padding, `^` writes capitals.
  func formatted(_ format: String) -> String {
    var result = ""
    var rest = format.unicodeScalars.prefix(500)
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      let flags = String(rest.prefix { "-^0_:".unicodeScalars.contains($0) })
      rest = rest.dropFirst(flags.unicodeScalars.count)
      guard let directive = rest.popFirst() else { return result + "%" }
      let text = self.text(directive, flags) ?? "%\(flags)\(directive)"
      result += flags.contains("^") ? text.uppercased() : text
    }
    return result
  }

  private func text(_ directive: Unicode.Scalar, _ flags: String) -> String? {
    func number(_ number: Int, _ width: Int) -> String { flags.contains("-") ? String(number) : padded(number, width) }
    func spaced(_ number: Int) -> String { (number < 10 && !flags.contains("-") ? " " : "") + String(number) }
    let hour = second / 3600
    switch directive {
    case "Y": return number(date.year, 4)
    case "y": return number(date.year % 100, 2)
    case "C": return number(date.year / 100, 2)
    case "m": return number(date.month, 2)
    case "B": return date.monthName
    case "b", "h": return String(date.monthName.prefix(3))
    case "d": return number(date.day, 2)
    case "e": return spaced(date.day)
    case "j": return number(date.dayOfYear, 3)
    case "A": return date.weekdayName
    case "a": return String(date.weekdayName.prefix(3))
    case "u": return String(date.weekday)
    case "w": return String(date.weekday % 7)
    case "H": return number(hour, 2)
    case "k": return spaced(hour)
    case "I": return number((hour + 11) % 12 + 1, 2)
    case "l": return spaced((hour + 11) % 12 + 1)
    case "M": return number(second / 60 % 60, 2)
    case "S": return number(second % 60, 2)
    case "p": return hour < 12 ? "AM" : "PM"
    case "P": return hour < 12 ? "am" : "pm"
    case "z":
      let minutes = abs(offset) / 60
      let colon = flags.contains(":") ? ":" : ""
      return (offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + colon + padded(minutes % 60, 2)
    case "Z": return offset == 0 ? "UTC" : text("z", ":")
    case "s": return String(instant.seconds)
    case "F": return formatted("%Y-%m-%d")
    case "T", "X": return formatted("%H:%M:%S")
    case "R": return formatted("%H:%M")
    case "D", "x": return formatted("%m/%d/%y")
    case "c": return formatted("%a %b %e %H:%M:%S %Y")
    case "n": return "\n"
    case "t": return "\t"
    case "%": return "%"
    default: return nil
    }
  }
}
