internal import Syndication

/// A date as Go's programs have it written: by the parts of `Mon Jan 2 15:04:05 2006`, but for its zone.
struct GoLayout {
  let text: Substring

  init(_ text: Substring) { self.text = text }

  /// The date in it; nil where it names no part of one.
  func text(of values: PermalinkPattern.Values) -> String? {
    var result = ""
    var isLayout = false
    var rest = text
    while let first = rest.first {
      let part = GoLayout.parts.first { rest.hasPrefix($0) && !GoLayout.isWord($0, before: rest.dropFirst($0.count)) }
      // A half of a day alone is none to Hugo.
      isLayout = isLayout || part.map { $0.lowercased() != "pm" } ?? false
      result += part.map { GoLayout.value(of: $0, values) } ?? String(first)
      rest = rest.dropFirst(part?.count ?? 1)
    }
    return isLayout ? result : nil
  }

  /// Of those that begin alike, the longest first.
  private static let parts = [
    "January", "Jan", "Monday", "Mon", "2006", "_2006", "__2", "_2", "002", "01", "02", "03", "04", "05", "06", "15",
    "1", "2", "3", "4", "5", "PM", "pm",
  ]

  /// Whether `Jan` and `Mon` are the beginning of another word.
  private static func isWord(_ part: String, before rest: Substring) -> Bool {
    ["Jan", "Mon"].contains(part) && rest.first?.isLowercase == true
  }

  private static func value(of part: String, _ values: PermalinkPattern.Values) -> String {
    let date = values.date
    let (hour, minute, second) = (values.secondOfDay / 3600, values.secondOfDay / 60 % 60, values.secondOfDay % 60)
    func blank(_ number: Int, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - String(number).count)) + String(number)
    }
    return switch part {
    case "January": date.monthName
    case "Jan": String(date.monthName.prefix(3))
    case "Monday": date.weekdayName
    case "Mon": String(date.weekdayName.prefix(3))
    case "2006": padded(date.year, 4)
    case "_2006": "_" + padded(date.year, 4)
    case "06": padded(date.year % 100, 2)
    case "01": padded(date.month, 2)
    case "1": String(date.month)
    case "02": padded(date.day, 2)
    case "2": String(date.day)
    case "_2": blank(date.day, 2)
    case "002": padded(date.dayOfYear, 3)
    case "__2": blank(date.dayOfYear, 3)
    case "15": padded(hour, 2)
    case "03": padded((hour + 11) % 12 + 1, 2)
    case "3": String((hour + 11) % 12 + 1)
    case "04": padded(minute, 2)
    case "4": String(minute)
    case "05": padded(second, 2)
    case "5": String(second)
    case "PM": hour < 12 ? "AM" : "PM"
    default: hour < 12 ? "am" : "pm"
    }
  }
}
