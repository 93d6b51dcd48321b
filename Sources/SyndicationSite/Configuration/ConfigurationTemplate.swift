internal import Syndication
internal import SyndicationSources

/// Addresses that differ from post to post or from tag to tag: text with placeholders in braces.
extension ConfigurationValue {
  /// Where a post of a listing lives: below the site, or anywhere on the web.
  static func permalink(_ template: String) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, ["year", "month", "day", "slug"], needs: "slug")
    try checkAddress(template)
    return template
  }

  /// Where the post of a page lives: as `permalink`, and with the path or the name of the page's file.
  static func pagePermalink(_ template: String) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, ["path", "name", "slug", "year", "month", "day"])
    guard ["{path}", "{name}", "{slug}"].contains(where: template.contains) else {
      throw ConfigurationFlaw("\"\(template)\" is one address for all: put {path}, {name} or {slug} where they differ")
    }
    try checkAddress(template)
    return template
  }

  /// A template that begins with a scheme has to be an address on the web.
  private static func checkAddress(_ template: String) throws(ConfigurationFlaw) {
    let example = filled(template)
    if AbsoluteURL(example) != nil { _ = try url(example) }
  }

  /// Elements of a page.
  static func element(_ text: String) throws(ConfigurationFlaw) -> ElementPattern {
    guard let pattern = ElementPattern(text) else {
      throw ConfigurationFlaw("\"\(text)\" is no element: write its name, its .class or its #id")
    }
    return pattern
  }

  /// The page of a tag.
  static func page(_ template: String) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, ["slug"], needs: "slug")
    _ = try url(filled(template))
    return template
  }

  /// Where a document is written and served, below the folder of the feeds; with a slug where there may be one.
  static func documentPath(_ template: String, hasSlug: Bool) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, hasSlug ? ["slug"] : [], needs: hasSlug ? "slug" : nil)
    // By scalars: to a file system a slash is one even where a combining mark follows it.
    let scalars = template.unicodeScalars
    if scalars.first == "/" {
      throw ConfigurationFlaw("\"\(template)\" is absolute: write it without the slash, from the folder of the feeds")
    }
    let names = scalars.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    if names.contains(where: { ["", ".", ".."].contains($0) }) {
      throw ConfigurationFlaw(
        "\"\(template)\" has a part that is empty, \".\" or \"..\": write names with one / between")
    }
    // Room is left for the extension.
    if names.contains(where: { $0.utf8.count > 250 }) {
      throw ConfigurationFlaw("\"\(template)\" has a name of more than 250 bytes, which no file can bear: shorten it")
    }
    let isUnsafe = { (scalar: Unicode.Scalar) in
      scalar.value < 0x20 || scalar.value == 0x7F || "\\:*?\"<>|#%".unicodeScalars.contains(scalar)
    }
    if let scalar = scalars.first(where: isUnsafe) {
      throw ConfigurationFlaw(
        "\(scalar.escaped(asASCII: true)) cannot be in the path of a document, which is a file's name and an address: "
          + "leave it out")
    }
    return template
  }

  /// What feeds are called; with a name where they are about something.
  static func feedTitle(_ template: String, hasName: Bool) throws(ConfigurationFlaw) -> String {
    let names = hasName ? ["name", "site"] : ["site"]
    try checkPlaceholders(of: template, names, needs: hasName ? "name" : nil, as: "title")
    return try plain(template)
  }

  private static func filled(_ template: String) -> String {
    template.replacing("{year}", with: "2022").replacing("{month}", with: "03").replacing("{day}", with: "25")
      .replacing("{slug}", with: "slug").replacing("{path}", with: "path").replacing("{name}", with: "name")
  }

  private static func checkPlaceholders(
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
