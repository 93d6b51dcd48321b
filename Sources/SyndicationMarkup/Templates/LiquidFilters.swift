internal import Syndication

/// The filters that bodies use.
enum LiquidFilters {
  /// What the filter called `name` makes of `value`; nil where that is nothing.
  static func apply(
    _ name: String, to value: DataValue, _ arguments: [DataValue], _ liquid: inout Liquid
  ) -> DataValue? {
    switch name {
    case "size", "length", "first", "last", "join", "reverse": return list(name, value, arguments, &liquid)
    case "round": return double(value).map { .number($0.rounded()) } ?? value
    case "plus": return number(value, arguments.first, +)
    case "minus": return number(value, arguments.first, -)
    case "times": return number(value, arguments.first, *)
    case "divided_by":
      return number(value, arguments.first) { left, right in
        right == 0 ? nil : right == right.rounded() ? (left / right).rounded(.down) : left / right
      }
    case "date", "date_to_string", "date_to_long_string", "date_to_rfc822", "date_to_xmlschema":
      return date(name, value, arguments.first?.text, &liquid)
    case "append", "prepend":
      let (text, other) = (value.text, arguments.first?.text ?? "")
      guard liquid.spend(text.utf8.count + other.utf8.count) else { return nil }
      return .string(name == "append" ? text + other : other + text)
    case "replace", "replace_first", "remove", "remove_first":
      return edited(name, value.text, arguments.map(\.text), &liquid)
    case "safe", "raw", "smartify": return value
    case "markdownify":
      let text = value.text
      guard liquid.spend(4 * text.utf8.count) else { return nil }
      return .string(liquid.expansion.html(ofMarkdown: text))
    case "split":
      let separator = arguments.first?.text ?? ""
      guard !separator.isEmpty else { return .array(value.text.prefix(1000).map { .string(String($0)) }) }
      return .array(value.text.split(separator: separator, maxSplits: 1000).map { .string(String($0)) })
    default:
      if let text = text(name, value, arguments, &liquid) { return .string(text) }
      liquid.note("filter “\(name)”")
      return value
    }
  }

  private static func text(
    _ name: String, _ value: DataValue, _ arguments: [DataValue], _ liquid: inout Liquid
  ) -> String? {
    lazy var text = value.text
    switch name {
    case "relative_url": return liquid.relativeURL(text)
    case "absolute_url": return liquid.absoluteURL(text)
    // Eleventy's: the root of the site before a path from there, and other addresses as they are.
    case "url": return text.hasPrefix("/") && !text.hasPrefix("//") ? liquid.expansion.basePath + text : text
    case "upcase", "upper": return text.uppercased()
    case "downcase", "lower": return text.lowercased()
    case "capitalize", "title": return text.prefix(1).uppercased() + text.dropFirst()
    case "strip", "trim": return withoutSpaceAtEnd(text.drop(while: \.isWhitespace))
    case "lstrip": return String(text.drop(while: \.isWhitespace))
    case "rstrip": return withoutSpaceAtEnd(text[...])
    case "escape", "e", "xml_escape": return XMLCharacters.escaped(text, .html)
    case "escape_once": return HTMLText.attribute(text)
    case "slugify": return liquid.isNunjucks ? SlugFilters.slugify(text) : SlugFilters.jekyll(text)
    case "slug" where liquid.isNunjucks: return SlugFilters.slug(text)
    case "strip_html", "striptags": return Excerpt.plainText(ofHTML: text)
    case "strip_newlines": return text.filter { !$0.isNewline }
    case "newline_to_br": return text.replacing("\n", with: "<br>\n")
    case "url_encode", "cgi_escape": return AbsoluteURL.percentEncoded(text)
    case "uri_escape": return AbsoluteURL.percentEncoded(text, keeping: "!#$&'()*+,/:;=?@[]%")
    case "truncate":
      guard case .number(let count)? = arguments.first, let limit = Int(exactly: count), limit > 0 else { return text }
      return text.count > limit ? text.prefix(max(0, limit - 3)) + "..." : text
    default: return nil
    }
  }

  private static func edited(
    _ name: String, _ text: String, _ arguments: [String], _ liquid: inout Liquid
  ) -> DataValue? {
    guard let searched = arguments.first, !searched.isEmpty else { return .string(text) }
    let isOnce = name.hasSuffix("_first")
    let replacement = name.hasPrefix("replace") ? arguments.dropFirst().first ?? "" : ""
    // The count first: what comes out could be the product of two long texts.
    let count = isOnce ? 1 : text.split(separator: searched, omittingEmptySubsequences: false).count
    guard liquid.spend(text.utf8.count + count * replacement.utf8.count) else { return nil }
    return .string(text.replacing(searched, with: replacement, maxReplacements: isOnce ? 1 : .max))
  }

  private static func list(
    _ name: String, _ value: DataValue, _ arguments: [DataValue], _ liquid: inout Liquid
  ) -> DataValue? {
    guard case .array(let values) = value else {
      switch name {
      case "size", "length": return .number(Double(value.text.count))
      case "first": return .string(String(value.text.prefix(1)))
      case "last": return .string(String(value.text.suffix(1)))
      default: return value
      }
    }
    switch name {
    case "reverse": return .array(values.reversed())
    case "size", "length", "first", "last": return Liquid.member(name, of: value)
    default:
      let separator = arguments.first?.text ?? (liquid.isNunjucks ? "" : " ")
      guard liquid.spend(values.count * (separator.utf8.count + 1)) else { return nil }
      var text = ""
      for (index, value) in values.enumerated() {
        let next = value.text
        guard liquid.spend(next.utf8.count) else { return nil }
        text += index == 0 ? next : separator + next
      }
      return .string(text)
    }
  }

  private static func number(
    _ value: DataValue, _ argument: DataValue?, _ operation: (Double, Double) -> Double?
  ) -> DataValue? {
    guard let left = double(value), let right = argument.flatMap(double) else { return value }
    return operation(left, right).map { .number($0) }
  }

  private static func double(_ value: DataValue) -> Double? {
    switch value {
    case .number(let number): number
    case .string(let text): Double(text)
    default: nil
    }
  }

  private static func date(
    _ name: String, _ value: DataValue, _ format: String?, _ liquid: inout Liquid
  ) -> DataValue? {
    guard let date = CalendarTime(value, in: liquid.expansion.site.timeZone) else {
      // `now` and `today`: nothing here reads a clock, and the same input gives the same feed.
      liquid.note("date")
      return nil
    }
    // Formats of other libraries have no `%`.
    guard let format = dateFormats[name] ?? format, format.utf8.contains(UInt8(ascii: "%")) else { return value }
    return .string(date.formatted(format))
  }

  private static let dateFormats = [
    "date_to_string": "%d %b %Y", "date_to_long_string": "%d %B %Y", "date_to_rfc822": "%a, %d %b %Y %H:%M:%S %z",
    "date_to_xmlschema": "%Y-%m-%dT%H:%M:%S%:z",
  ]

  private static func withoutSpaceAtEnd(_ text: Substring) -> String {
    text.lastIndex { !$0.isWhitespace }.map { String(text[...$0]) } ?? ""
  }
}
