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

  // MARK: - Addresses that differ from post to post or from tag to tag: text with placeholders in braces

  /// A template that begins with a scheme has to be an address on the web.
  package static func checkAddress(_ template: String) throws(ConfigurationFlaw) {
    let example = filled(template)
    if AbsoluteURL(example) != nil { _ = try url(example) }
  }

  /// An example of what it stands for.
  package static func filled(_ template: String) -> String {
    TextTemplate(template).filled(with: [
      "year": "2022", "month": "03", "day": "25", "slug": "slug", "path": "path", "name": "name",
    ])
  }

  /// Has it hold no placeholder but `names`, and `name` among them where one is given.
  package static func checkPlaceholders(
    of template: String, _ names: [String], needs name: String? = nil, as kind: String = "address"
  ) throws(ConfigurationFlaw) {
    var found: [String] = []
    var rest = template[...]
    while let brace = rest.firstIndex(where: { "{}".contains($0) }) {
      guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
        throw ConfigurationFlaw(
          "\"\(template)\" has a brace without its other half: placeholders are written {\(name ?? "slug")}")
      }
      found.append(String(rest[rest.index(after: brace)..<end]))
      rest = rest[rest.index(after: end)...]
    }
    if let unknown = found.first(where: { !names.contains($0) }) {
      throw ConfigurationFlaw(
        names.isEmpty
          ? "there is no {\(unknown)} here: write a path without placeholders"
          : "the placeholder {\(unknown)} is unknown: \(Suggestion.sentence(for: unknown, among: names))")
    }
    if let name, !found.contains(name) {
      throw ConfigurationFlaw("\"\(template)\" is one \(kind) for all: put {\(name)} where they differ")
    }
  }
}
