/// Addresses that differ from post to post or from tag to tag: text with placeholders in braces.
extension ConfigurationValue {
  /// A template that begins with a scheme has to be an address on the web.
  package static func checkAddress(_ template: String) throws(ConfigurationFlaw) {
    let example = filled(template)
    if AbsoluteURL(example) != nil { _ = try url(example) }
  }

  /// An example of what it stands for.
  package static func filled(_ template: String) -> String {
    template.replacing("{year}", with: "2022").replacing("{month}", with: "03").replacing("{day}", with: "25")
      .replacing("{slug}", with: "slug").replacing("{path}", with: "path").replacing("{name}", with: "name")
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
