internal import Syndication
internal import SyndicationFiles

/// The site generators whose ways of keeping posts are known.
public enum Preset: String, Sendable, Hashable, CaseIterable {
  case jekyll, hugo, zola, eleventy, astro, pelican, nikola, publish

  /// As it calls itself.
  var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// What a generator's configuration says about posts.
  ///
  /// - Throws: a `Problem` where that cannot be read; `FileError`.
  func generator(in folder: SiteFolder) throws -> any Generator {
    switch self {
    case .jekyll: try Jekyll(folder)
    case .hugo: try Hugo(folder)
    case .zola: try Zola(folder)
    case .eleventy: try Eleventy(folder)
    case .astro: try Astro(folder)
    case .pelican: try Pelican(folder)
    case .nikola: try Nikola(folder)
    case .publish: Publish()
    }
  }

  /// The files by which generators are told.
  static let configurations =
    Jekyll.configurations + Eleventy.configurations + Astro.configurations
    + ["hugo", "config"].flatMap { name in ["toml", "yaml", "yml", "json"].map { "\(name).\($0)" } }
    + [
      "config/_default", "config/production", "pelicanconf.py", "publishconf.py", "conf.py", "zola.toml",
      "Package.swift",
    ]

  /// Whose configuration lies in the folder; nil where there is none.
  static func marked(in folder: SiteFolder) -> Preset? {
    func hasOne(_ files: [String]) -> Bool { files.contains(where: folder.has) }
    if hasOne(Eleventy.configurations) { return .eleventy }
    if hasOne(Astro.configurations) { return .astro }
    if hasOne(["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default"]) { return .hugo }
    if hasOne(Jekyll.configurations) { return .jekyll }
    if hasOne(["pelicanconf.py"]) { return .pelican }
    // Sphinx has a file of that name, too.
    if let text = (try? folder.text(of: "conf.py")) ?? nil, text.contains(/(?m)^BLOG_TITLE\s*=/) { return .nikola }
    if hasOne(["zola.toml"]) { return .zola }
    if folder.has("config.toml") {
      let text = (try? folder.text(of: "config.toml")) ?? ""
      return text.contains("base_url") ? .zola : text.lowercased().contains("baseurl") ? .hugo : nil
    }
    let others = ["config.yaml", "config.yml", "config.json"].compactMap { (try? folder.text(of: $0)) ?? nil }
    if others.contains(where: { $0.lowercased().contains("baseurl") }) { return .hugo }
    return folder.has("Package.swift") && folder.has("Content") ? .publish : nil
  }

  /// Whose posts they seem to be, where no configuration tells.
  ///
  /// - Parameter head: the beginning of a file.
  static func guessed(from files: [String], head: (String) throws -> String) rethrows -> Preset {
    if files.contains(where: { $0.hasPrefix("_posts/") || $0.contains("/_posts/") }) { return .jekyll }
    if files.contains(where: { $0.hasPrefix("src/content/") }) { return .astro }
    var votes: [Preset: Int] = [:]
    for file in files.prefix(50) {
      let head = try head(file)
      if head.hasPrefix("---js") || file.hasSuffix(".njk") {
        votes[.eleventy, default: 0] += 100
      } else if head.hasPrefix("+++") {
        let isZola = ["\n[taxonomies]", "\n[extra]", "\npath ="].contains(where: head.contains)
        votes[isZola ? .zola : .hugo, default: 0] += 2
      } else if head.contains("{{<") || head.contains("{{%") || file.hasSuffix("_index.md") {
        votes[.hugo, default: 0] += 3
      } else if head.lowercased().hasPrefix("title:") {
        votes[.pelican, default: 0] += 1
      } else if head.hasPrefix("---") {
        let names = [("pubDate", Preset.astro), ("heroImage", .astro), ("lastmod", .hugo), ("eleventy", .eleventy)]
        let name = names.first { head.contains("\n\($0.0)") }
        votes[name?.1 ?? .eleventy, default: 0] += name == nil ? 1 : 2
      }
    }
    // Of as many votes, the first of the list.
    return allCases.max { (votes[$0] ?? 0) < (votes[$1] ?? 0) }.flatMap { votes[$0] == nil ? nil : $0 } ?? .eleventy
  }
}
