internal import Syndication

/// What `_index.md` files and the configuration of a Hugo site say of all pages below: `cascade`.
struct HugoCascade: Sendable {
  /// What one `cascade` says, of which pages.
  private struct Rule: Sendable {
    var values: [DataValue.Member]
    /// Of the page's own path, its kind, its language, and where the site is built; each may be missing.
    var targets: [String: PathPattern] = [:]
  }

  /// By the folder, the first of those that fit wins; the configuration's by the empty name.
  private var rules: [String: [Rule]] = [:]
  private(set) var doubts: [Problem] = []
  /// What it says of any page, in lower case.
  private var names: Set<String> = []
  var isEmpty: Bool { rules.isEmpty }

  /// Whether it may say something of a name, which is in lower case.
  func says(_ name: String) -> Bool { names.contains(name) }

  /// - Parameters:
  ///   - value: what stands under `cascade`: a map, or a list of such.
  ///   - folder: in whose `_index.md` it stands, by its path in the site; empty for the configuration's.
  ///   - language: whose pages are meant, where that is one alone.
  ///   - place: that problems name.
  mutating func add(_ value: DataValue, for folder: String, in language: String? = nil, at place: Place) {
    for entry in value.values {
      let target = entry.member("target") ?? entry.member("_target")
      var rule = Rule(values: entry.members.filter { !["target", "_target"].contains($0.name.lowercased()) })
      // Of a cascade, all of them count as if they stood beside.
      if let params = entry.member("params") { rule.values = params.members + rule.values }
      if let language { rule.targets["lang"] = PathPattern(language) }
      var unknown: [String] = []
      for condition in target?.members ?? [] {
        let name = condition.name.lowercased()
        if let text = condition.value.text, ["path", "kind", "lang", "environment"].contains(name) {
          rule.targets[name] = PathPattern(name == "path" ? text.lowercased() : text)
        } else {
          unknown.append(condition.name)
        }
      }
      guard unknown.isEmpty else {
        doubts.append(
          .warning(
            at: place, rule: "markdown",
            "a cascade here has a condition that is not followed (\(unknown.joined(separator: ", "))), so that the cascade "
              + "is passed over: where it keeps posts back, say so in the posts, or by `path`, `kind`, `lang` or "
              + "`environment`"))
        continue
      }
      rules[folder, default: []].append(rule)
      names.formUnion(rule.values.map { $0.name.lowercased() })
    }
  }

  /// What it says of a page; the last of a name counts.
  ///
  /// - Parameters:
  ///   - file: the page's, by its path in the site.
  ///   - path: the page's own, as Hugo knows it: `/posts/name`.
  ///   - kind: `page` or `section`.
  func members(
    of file: String, at path: @autoclosure () -> String, kind: String = "page", language: String
  ) -> [DataValue.Member] {
    if isEmpty { return [] }
    let found = ([""] + PostFile.folders(around: file).reversed()).compactMap { rules[$0] }
    guard found.contains(where: { $0.contains { !$0.targets.isEmpty } }) else {
      return found.flatMap { $0.reversed().flatMap(\.values) }
    }
    func known(_ name: String) -> String {
      switch name {
      case "path": path()
      case "kind": kind
      case "lang": language
      default: "production"
      }
    }
    return found.flatMap { rules in
      rules.filter { rule in rule.targets.allSatisfy { $0.value.matches(known($0.key)) } }.reversed().flatMap(\.values)
    }
  }
}

extension DataValue {
  /// The member of a name, whatever its case.
  func member(_ name: String) -> DataValue? { members.last { $0.name.lowercased() == name.lowercased() }?.value }
}
