extension Site {
  /// - Parameter zone: the time zone of a name, nil for none.
  package init(_ object: inout ConfigurationObject, zone: (String) throws(ConfigurationFlaw) -> SiteTimeZone?) {
    self.init(
      title: object.text("title", isRequired: true) ?? "",
      url: object.read("url", isRequired: true, ConfigurationValue.folderURL) ?? ConfigurationValue.noURL,
      description: object.text("description"))
    language = object.read("language", ConfigurationValue.language) ?? language
    timeZone =
      object.read("timeZone") { text throws(ConfigurationFlaw) in try ConfigurationValue.timeZone(text, zone) }
      ?? timeZone
    timeOfDay = object.read("timeOfDay", ConfigurationValue.timeOfDay) ?? timeOfDay
    founded = object.read("founded", ConfigurationValue.date)
    if let authors = object.objects("authors", Person.init), !authors.isEmpty { self.authors = authors }
    icon = object.read("icon", ConfigurationValue.url)
    rights = object.text("rights")
  }
}

extension Person {
  init(_ object: inout ConfigurationObject) {
    self.init(
      name: object.text("name", isRequired: true) ?? "",
      url: object.read("url", ConfigurationValue.url)?.string,
      email: object.read("email", ConfigurationValue.email))
  }
}

extension ConfigurationValue {
  /// The shape of a language tag.
  package static func language(_ text: String) throws(ConfigurationFlaw) -> String {
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
  package static func timeZone(
    _ text: String, _ zone: (String) throws(ConfigurationFlaw) -> SiteTimeZone?
  ) throws(ConfigurationFlaw) -> SiteTimeZone {
    guard text.contains("/") || text == "UTC" || text == "GMT", let zone = try zone(text) else {
      throw ConfigurationFlaw(
        "\"\(text)\" is unknown as a time zone: write an IANA name such as Europe/Berlin, or UTC", rule: "IANA tz")
    }
    return zone
  }

  /// Seconds since midnight.
  package static func timeOfDay(_ text: String) throws(ConfigurationFlaw) -> Int {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isDigit) ? Int($0) : nil }
    guard (2...3).contains(parts.count), numbers.count == parts.count, numbers[0] < 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else {
      throw ConfigurationFlaw("\"\(text)\" is no time of day: write it as HH:MM or HH:MM:SS, from 00:00 to 23:59:59")
    }
    return zip(numbers, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  package static func date(_ text: String) throws(ConfigurationFlaw) -> LocalDate {
    guard let date = LocalDate(text) else {
      throw ConfigurationFlaw("\"\(text)\" is no date: write a day that exists as YYYY-MM-DD", rule: "ISO 8601")
    }
    return date
  }

  /// The shape of a mail address: who can be reached at it is another matter.
  package static func email(_ text: String) throws(ConfigurationFlaw) -> String {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !parts[1].hasPrefix("."), !parts[1].hasSuffix("."),
      !text.contains(where: { $0.isWhitespace || "<>()[]\\,;:\"".contains($0) })
    else {
      throw ConfigurationFlaw(
        "\"\(text)\" is no mail address: write one such as ann@example.org", rule: "RFC 5322 §3.4.1")
    }
    return text
  }
}
