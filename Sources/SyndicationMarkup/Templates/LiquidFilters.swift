internal import Syndication

/// The filters that bodies use.
enum LiquidFilters {
  static let names: Set<String> = Set(
    """
    absolute_url append capitalize cgi_escape date date_to_long_string date_to_rfc822 date_to_string \
    date_to_xmlschema divided_by downcase e escape escape_once first join last length lower lstrip markdownify minus \
    newline_to_br plus prepend raw relative_url remove remove_first replace replace_first reverse round rstrip safe \
    size slug slugify smartify split strip strip_html strip_newlines striptags times title trim truncate upcase upper \
    uri_escape url url_encode xml_escape
    """.split(separator: " ").map(String.init))

  /// - Parameter name: one of `names`.
  static func apply(_ name: String, to value: DataValue, _ arguments: [DataValue], _ liquid: inout Liquid) -> DataValue?
  {
    switch name {
    case "size", "length", "first", "last", "join", "reverse": return list(name, value, arguments, &liquid)
    case "plus", "minus", "times", "divided_by", "round": return number(name, value, arguments.first)
    case "date", "date_to_string", "date_to_long_string", "date_to_rfc822", "date_to_xmlschema":
      return date(name, value, arguments.first?.text, &liquid)
    case "replace", "replace_first", "remove", "remove_first", "append", "prepend":
      return edited(name, value.text, arguments.map(\.text), &liquid)
    case "safe", "raw", "markdownify", "smartify": return value
    case "split":
      let separator = arguments.first?.text ?? ""
      guard !separator.isEmpty else { return .array(value.text.prefix(1000).map { .string(String($0)) }) }
      return .array(value.text.split(separator: separator, maxSplits: 1000).map { .string(String($0)) })
    default: return .string(text(name, value.text, arguments, &liquid))
    }
  }

  private static func text(
    _ name: String, _ text: String, _ arguments: [DataValue], _ liquid: inout Liquid
  ) -> String {
    switch name {
    case "relative_url": return liquid.relativeURL(text)
    case "absolute_url": return liquid.absoluteURL(text)
    // Eleventy's: the root of the site before a path from there, and other addresses as they are.
    case "url": return text.hasPrefix("/") && !text.hasPrefix("//") ? liquid.expansion.basePath + text : text
    case "upcase", "upper": return text.uppercased()
    case "downcase", "lower": return text.lowercased()
    case "capitalize", "title": return text.prefix(1).uppercased() + text.dropFirst()
    case "strip", "trim": return trimmed(text, start: true, end: true)
    case "lstrip": return trimmed(text, start: true, end: false)
    case "rstrip": return trimmed(text, start: false, end: true)
    case "escape", "e", "xml_escape": return XMLCharacters.escaped(text, .html)
    case "escape_once": return HTMLText.attribute(text)
    case "slugify", "slug": return text.isEmpty ? "" : Slug.of(text)
    case "strip_html", "striptags": return Excerpt.plainText(ofHTML: text)
    case "strip_newlines": return text.filter { !$0.isNewline }
    case "newline_to_br": return text.replacing("\n", with: "<br>\n")
    case "url_encode", "cgi_escape": return AbsoluteURL.percentEncoded(text)
    case "uri_escape": return AbsoluteURL.percentEncoded(text, keeping: "!#$&'()*+,/:;=?@[]%")
    case "truncate":
      guard case .number(let count)? = arguments.first, let limit = Int(exactly: count), limit > 0 else { return text }
      return text.count > limit ? text.prefix(max(0, limit - 3)) + "..." : text
    default: return text
    }
  }

  private static func edited(_ name: String, _ text: String, _ arguments: [String], _ liquid: inout Liquid)
    -> DataValue?
  {
    let first = arguments.first ?? ""
    switch name {
    case "append", "prepend":
      guard liquid.spend(text.utf8.count + first.utf8.count) else { return nil }
      return .string(name == "append" ? text + first : first + text)
    default:
      guard !first.isEmpty else { return .string(text) }
      let isOnce = name.hasSuffix("_first")
      let replacement = name.hasPrefix("replace") ? arguments.dropFirst().first ?? "" : ""
      // The count first: what comes out could be the product of two long texts.
      let count = isOnce ? 1 : text.split(separator: first, omittingEmptySubsequences: false).count
      guard liquid.spend(text.utf8.count + count * replacement.utf8.count) else { return nil }
      return .string(text.replacing(first, with: replacement, maxReplacements: isOnce ? 1 : .max))
    }
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
    case "size", "length": return .number(Double(values.count))
    case "first": return values.first
    case "last": return values.last
    case "reverse": return .array(values.reversed())
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

  private static func number(_ name: String, _ value: DataValue, _ argument: DataValue?) -> DataValue? {
    guard let left = double(value) else { return value }
    if name == "round" { return .number(left.rounded()) }
    guard let right = argument.flatMap(double) else { return value }
    switch name {
    case "plus": return .number(left + right)
    case "minus": return .number(left - right)
    case "times": return .number(left * right)
    default:
      guard right != 0 else { return nil }
      return .number(right == right.rounded() ? (left / right).rounded(.down) : left / right)
    }
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
    switch name {
    case "date_to_string": return .string(date.formatted("%d %b %Y"))
    case "date_to_long_string": return .string(date.formatted("%d %B %Y"))
    case "date_to_rfc822": return .string(date.formatted("%a, %d %b %Y %H:%M:%S %z"))
    case "date_to_xmlschema": return .string(date.formatted("%Y-%m-%dT%H:%M:%S%:z"))
    default:
      // Formats of other libraries have no `%`.
      guard let format, format.utf8.contains(UInt8(ascii: "%")) else { return value }
      return .string(date.formatted(format))
    }
  }

  private static func trimmed(_ text: String, start: Bool, end: Bool) -> String {
    var rest = text[...]
    while start, rest.first?.isWhitespace == true { rest.removeFirst() }
    while end, rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
