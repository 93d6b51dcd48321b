internal import Syndication

/// What the strings of a configuration have to be.
enum ConfigurationValue {
  /// Stands in for an address that is wrong or missing, while the rest is read; it never leaves.
  static let noURL = AbsoluteURL("https://invalid/")!

  /// Text for people.
  static func plain(_ text: String) throws(ConfigurationFlaw) -> String {
    guard PlainText.line(text).dropped == 0 else {
      throw ConfigurationFlaw("this holds characters that no feed may hold: leave them out", rule: "XML 1.0 §2.2")
    }
    guard !PlainText.line(text).text.isEmpty else {
      throw ConfigurationFlaw("this is empty: write something, or leave the key out")
    }
    return text
  }

  /// An absolute address on the web.
  static func url(_ text: String) throws(ConfigurationFlaw) -> AbsoluteURL {
    guard let url = AbsoluteURL(text), url.scheme == "http" || url.scheme == "https" else {
      throw ConfigurationFlaw(
        "\"\(text)\" is no absolute URL: write one that begins with https:// or http://", rule: "RFC 3986 §4.3")
    }
    return url
  }

  /// An address below which others lie.
  static func folderURL(_ text: String) throws(ConfigurationFlaw) -> AbsoluteURL {
    let url = try url(text)
    guard !url.string.contains(where: { $0 == "?" || $0 == "#" }) else {
      throw ConfigurationFlaw(
        "\"\(text)\" has a query or a fragment, so that nothing can lie below it: leave out what begins with ? or #",
        rule: "RFC 3986 §3.4")
    }
    return url
  }

  /// The path of a file or folder.
  static func path(_ text: String) throws(ConfigurationFlaw) -> String {
    guard !text.contains("\0") else {
      throw ConfigurationFlaw("the path holds NUL, which no file's name can: leave it out")
    }
    return text
  }

  /// The shape of a language tag.
  static func language(_ text: String) throws(ConfigurationFlaw) -> String {
    let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
    let areSubtags = subtags.allSatisfy { subtag in
      (1...8).contains(subtag.count) && subtag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    // One letter alone announces what follows it; at the beginning only "x" (private use) and "i" (of old) do.
    let begins = subtags[0].count > 1 ? subtags[0].allSatisfy(\.isLetter) : "xXiI".contains(subtags[0])
    guard areSubtags, begins,
      subtags[subtags.count - 1].count > 1 || subtags.count > 1 && subtags[0].lowercased() == "x"
    else {
      throw ConfigurationFlaw(
        "\"\(text)\" is no language tag: write one such as en, de-CH or zh-Hant", rule: "RFC 5646 §2.1")
    }
    return text
  }

  /// A zone by its place; an abbreviation means several, and a shift from UTC has no summer time.
  static func timeZone(_ text: String) throws(ConfigurationFlaw) -> SiteTimeZone {
    guard text.contains("/") || text == "UTC" || text == "GMT", let zone = SiteTimeZone(text) else {
      throw ConfigurationFlaw(
        "\"\(text)\" is unknown as a time zone: write an IANA name such as Europe/Berlin, or UTC", rule: "IANA tz")
    }
    return zone
  }

  /// Seconds since midnight.
  static func timeOfDay(_ text: String) throws(ConfigurationFlaw) -> Int {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.count == 2 && part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
    }
    guard (2...3).contains(parts.count), numbers.count == parts.count, numbers[0] < 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else {
      throw ConfigurationFlaw("\"\(text)\" is no time of day: write it as HH:MM or HH:MM:SS, from 00:00 to 23:59:59")
    }
    return zip(numbers, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func date(_ text: String) throws(ConfigurationFlaw) -> LocalDate {
    guard let date = LocalDate(text) else {
      throw ConfigurationFlaw("\"\(text)\" is no date: write a day that exists as YYYY-MM-DD", rule: "ISO 8601")
    }
    return date
  }

  /// A length of time, not zero.
  static func duration(_ text: String) throws(ConfigurationFlaw) -> Duration {
    let units: [(suffix: String, milliseconds: Int64)] = [("ms", 1), ("s", 1000), ("m", 60_000)]
    for unit in units where text.hasSuffix(unit.suffix) {
      let digits = text.dropLast(unit.suffix.count)
      if digits.utf8.count < 10, digits.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int64(digits),
        count > 0
      {
        return .milliseconds(count * unit.milliseconds)
      }
    }
    throw ConfigurationFlaw("\"\(text)\" is no length of time: write one such as 200ms, 2s or 1m")
  }

  /// The shape of a mail address: who can be reached at it is another matter.
  static func email(_ text: String) throws(ConfigurationFlaw) -> String {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !parts[1].hasPrefix("."), !parts[1].hasSuffix("."),
      !text.contains(where: { $0.isWhitespace || "<>()[]\\,;:\"".contains($0) })
    else {
      throw ConfigurationFlaw(
        "\"\(text)\" is no mail address: write one such as ann@example.org", rule: "RFC 5322 §3.4.1")
    }
    return text
  }

  /// One of a few words.
  static func choice(_ text: String, of words: [String]) throws(ConfigurationFlaw) -> String {
    guard words.contains(text) else {
      throw ConfigurationFlaw("\"\(text)\" is unknown: \(Suggestion.sentence(for: text, among: words))")
    }
    return text
  }

  static func entryForm(_ text: String) throws(ConfigurationFlaw) -> EntryForm {
    EntryForm(rawValue: try choice(text, of: EntryForm.allCases.map(\.rawValue)))!
  }

  static func slug(_ text: String) throws(ConfigurationFlaw) -> String {
    guard Slug.isSlug(text) else {
      throw ConfigurationFlaw("\"\(text)\" cannot be a slug: \"\(Slug.of(text))\" could", rule: "G1")
    }
    return text
  }
}
