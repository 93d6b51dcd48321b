/// What the strings of a configuration have to be.
package enum ConfigurationValue {
  /// Stands in for an address that is wrong or missing, while the rest is read; it never leaves.
  package static let noURL = AbsoluteURL("https://invalid/")!

  /// Text for people.
  package static func plain(_ text: String) throws(ConfigurationFlaw) -> String {
    guard PlainText.line(text).dropped == 0 else {
      throw ConfigurationFlaw("this holds characters that no feed may hold: leave them out", rule: "XML 1.0 §2.2")
    }
    guard !PlainText.line(text).text.isEmpty else {
      throw ConfigurationFlaw("this is empty: write something, or leave the key out")
    }
    return text
  }

  /// An absolute address on the web.
  package static func url(_ text: String) throws(ConfigurationFlaw) -> AbsoluteURL {
    guard let url = AbsoluteURL(text), url.scheme == "http" || url.scheme == "https" else {
      throw ConfigurationFlaw(
        "\"\(text)\" is no absolute URL: write one that begins with https:// or http://", rule: "RFC 3986 §4.3")
    }
    return url
  }

  /// An address below which others lie.
  package static func folderURL(_ text: String) throws(ConfigurationFlaw) -> AbsoluteURL {
    let url = try url(text)
    guard !url.string.contains(where: { $0 == "?" || $0 == "#" }) else {
      throw ConfigurationFlaw(
        "\"\(text)\" has a query or a fragment, so that nothing can lie below it: leave out what begins with ? or #",
        rule: "RFC 3986 §3.4")
    }
    return url
  }

  /// The path of a file or folder.
  package static func path(_ text: String) throws(ConfigurationFlaw) -> String {
    guard !text.contains("\0") else {
      throw ConfigurationFlaw("the path holds NUL, which no file's name can: leave it out")
    }
    return text
  }

  /// One of a few words.
  package static func choice(_ text: String, of words: [String]) throws(ConfigurationFlaw) -> String {
    guard words.contains(text) else {
      throw ConfigurationFlaw("\"\(text)\" is unknown: \(Suggestion.sentence(for: text, among: words))")
    }
    return text
  }
}
