extension TagSettings {
  package init(_ object: inout ConfigurationObject) {
    let aliases = object.table("aliases") { text throws(ConfigurationFlaw) in text }
    let titles = object.table("titles", ConfigurationValue.plain)
    let slugs = object.table("slugs", ConfigurationValue.slug)
    let page = object.read("page", ConfigurationValue.page)
    let descriptions = object.table("descriptions", ConfigurationValue.plain)
    let parents = object.lists("parents", ConfigurationValue.plain)
    let excluded = object.list("exclude", ConfigurationValue.plain)
    self.init(
      aliases: Dictionary(aliases) { $1 }, titles: Dictionary(titles) { $1 }, slugs: Dictionary(slugs) { $1 },
      page: page, descriptions: Dictionary(descriptions) { $1 },
      parents: Dictionary(parents.map { ($0.key, $0.values) }) { $1 }, excluded: excluded ?? [],
      atMost: object.count("atMost"))

    let keys = [
      ("aliases", aliases.map(\.key)), ("titles", titles.map(\.key)), ("slugs", slugs.map(\.key)),
      ("descriptions", descriptions.map(\.key)), ("parents", parents.map(\.key)),
    ]
    for (name, keys) in keys {
      for (_, same) in Dictionary(grouping: Set(keys), by: Slug.folded).sorted(by: { $0.key < $1.key })
      where same.count > 1 {
        object.report("\(Self.list(same.sorted())) are one tag, as case does not count: keep one", at: name)
      }
    }
    let targets = Dictionary(aliases.map { (Slug.folded($0.key), Slug.folded($0.value)) }) { $1 }
    for circle in Self.circles(in: targets) {
      let isOfOne = circle.count == 1
      object.report(
        isOfOne
          ? "\(Self.list(circle)) is an alias of itself: leave it out; \"titles\" decides how a tag is spelt"
          : "the aliases \(Self.list(circle)) lead in a circle: leave one out", at: "aliases")
    }
    // Aliases in circles would lead nowhere.
    do throws(TagTree.Flaw) { _ = try TagTree(self) } catch { object.report(error.message, at: "parents") }
    for (slug, tags) in Dictionary(grouping: self.slugs.keys, by: { self.slugs[$0]! }).sorted(by: { $0.key < $1.key })
    where Set(tags.map(Slug.folded)).count > 1 {
      object.report(
        "\(Self.list(tags.sorted())) have one slug, \"\(slug)\": choose another for one, or make it an alias and leave "
          + "its slug out", at: "slugs")
    }
  }

  /// Where one comes back to the tag that one started from, each circle once.
  private static func circles(in targets: [String: String]) -> [[String]] {
    var circles: [[String]] = []
    var settled: Set<String> = []
    for start in targets.keys.sorted() {
      var way: [String] = []
      var tag = start
      while let target = targets[tag], !settled.contains(tag) {
        settled.insert(tag)
        way.append(tag)
        tag = target
      }
      if let first = way.firstIndex(of: tag) { circles.append(Array(way[first...])) }
    }
    return circles
  }

  private static func list(_ tags: [String]) -> String { tags.map { "\"\($0)\"" }.joined(separator: ", ") }
}

extension ConfigurationValue {
  fileprivate static func slug(_ text: String) throws(ConfigurationFlaw) -> String {
    guard Slug.isSlug(text) else {
      throw ConfigurationFlaw("\"\(text)\" cannot be a slug: \"\(Slug.of(text))\" could", rule: "G1")
    }
    return text
  }

  /// The page of a tag.
  fileprivate static func page(_ template: String) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, ["slug"], needs: "slug")
    _ = try url(filled(template))
    return template
  }
}
