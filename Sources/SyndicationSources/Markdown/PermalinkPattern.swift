internal import Syndication

/// Where posts live, as their generators write it: `/:year/:month/:title/`, `{date:%Y}/{slug}.html`, `/{year}/{slug}/`.
struct PermalinkPattern: Sendable, Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  /// What the names in a pattern mean for one post.
  struct Values {
    /// In the zone of the site.
    var date: LocalDate
    /// In seconds since midnight.
    var secondOfDay = 0
    /// By name, without its mark: `slug`, `title`, `categories`.
    var texts: [String: String]
    /// Whether other names are dates, written as Go's are: `:Jan`.
    var hasLayouts = false
  }

  /// The path, or an address; segments that come out empty are left out.
  func path(for values: Values) -> String {
    var path = ""
    var rest = text[...]
    while let character = rest.first {
      if character == ":", let (value, length) = colonName(in: rest.dropFirst(), values) {
        path += value
        rest = rest.dropFirst(length + 1)
      } else if character == "{", let end = rest.firstIndex(of: "}"),
        let value = value(named: rest[rest.index(after: rest.startIndex)..<end], values)
      {
        path += value
        rest = rest[rest.index(after: end)...]
      } else {
        path.append(character)
        rest.removeFirst()
      }
    }
    // `/a//b/` is `/a/b/`; the slashes after a scheme stay.
    let start = path.firstRange(of: "://")?.upperBound ?? path.startIndex
    var segments = String(path[start...])
    while segments.contains("//") { segments = segments.replacing("//", with: "/") }
    return path[..<start] + segments
  }

  /// `:slug`; the longest name that is one, as in `:year-:month`.
  private func colonName(in rest: Substring, _ values: Values) -> (value: String, length: Int)? {
    var name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    // A part of the sections: `:sections[1:]`.
    if name == "sections" || name == "sectionslugs", rest.dropFirst(name.count).first == "[",
      let end = rest.firstIndex(of: "]")
    {
      let range = rest[..<end].dropFirst(name.count + 1)
      return (PermalinkPattern.sections(values.texts[String(name)] ?? "", range), rest[...end].count)
    }
    if values.hasLayouts, value(named: name, values) == nil, let date = GoLayout(name).text(of: values) {
      return (date, name.count)
    }
    while !name.isEmpty {
      if let value = value(named: name, values) { return (value, name.count) }
      name.removeLast()
    }
    return nil
  }

  private func value(named name: Substring, _ values: Values) -> String? {
    let date = values.date
    if let text = values.texts[String(name)] { return text }
    return switch name {
    case "year": padded(date.year, 4)
    case "short_year": padded(date.year % 100, 2)
    case "month": padded(date.month, 2)
    case "i_month": String(date.month)
    case "monthname": date.monthName.lowercased()
    case "short_month": String(date.monthName.prefix(3))
    case "long_month": date.monthName
    case "day": padded(date.day, 2)
    case "i_day": String(date.day)
    case "yearday": String(date.dayOfYear)
    case "y_day": padded(date.dayOfYear, 3)
    case "weekday", "weekdayname": date.weekdayName.lowercased()
    case "short_day": String(date.weekdayName.prefix(3))
    case "long_day": date.weekdayName
    case "w_day": String(date.weekday)
    case "week": padded(date.week.number, 2)
    case "w_year": padded(date.week.year, 4)
    case "hour": padded(values.secondOfDay / 3600, 2)
    case "minute": padded(values.secondOfDay / 60 % 60, 2)
    case "second": padded(values.secondOfDay % 60, 2)
    // Python's: `{date.year}`, `{date:%Y}`, `{date:%Y/%m}`.
    case "date.year": String(date.year)
    case "date.month": String(date.month)
    case "date.day": String(date.day)
    case "date.hour": String(values.secondOfDay / 3600)
    case "date.minute": String(values.secondOfDay / 60 % 60)
    case "date.second": String(values.secondOfDay % 60)
    case _ where name.hasPrefix("date:"):
      PermalinkPattern.directives.reduce(String(name.dropFirst("date:".count))) { text, directive in
        text.replacing(directive.key, with: value(named: directive.value, values) ?? "")
      }
    default: nil
    }
  }

  private static let directives: [String: Substring] = [
    "%Y": "year", "%y": "short_year", "%m": "month", "%d": "day", "%b": "short_month", "%B": "long_month",
    "%A": "long_day", "%a": "short_day", "%u": "w_day", "%V": "week", "%G": "w_year", "%j": "y_day", "%H": "hour",
    "%M": "minute", "%S": "second", "%-m": "i_month", "%-d": "i_day", "%-j": "yearday",
  ]

  /// Those of `a/b/c` that `1:`, `:2`, `0` or `last` names.
  private static func sections(_ sections: String, _ range: Substring) -> String {
    let sections = sections.split(separator: "/")
    func index(_ text: Substring, _ otherwise: Int) -> Int {
      text == "last" ? max(sections.count - 1, 0) : min(max(Int(text) ?? otherwise, 0), sections.count)
    }
    guard let colon = range.firstIndex(of: ":") else {
      return sections.dropFirst(index(range, 0)).first.map(String.init) ?? ""
    }
    let start = index(range[..<colon], 0)
    let end = index(range[range.index(after: colon)...], sections.count)
    return sections[start..<max(start, end)].joined(separator: "/")
  }
}

extension LocalDate {
  /// ISO 8601: the week of a day is that of its Thursday.
  fileprivate var week: (year: Int, number: Int) {
    let thursday = LocalDate(daysSince1970: daysSince1970 + 4 - weekday)
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }
}
