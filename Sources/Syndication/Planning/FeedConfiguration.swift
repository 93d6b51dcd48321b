extension FeedSettings {
  /// The settings, and the folder that feeds are written to, relative to the configuration.
  package static func read(_ object: inout ConfigurationObject, on site: Site) -> (FeedSettings, directory: String) {
    let directory = object.read("directory", ConfigurationValue.path) ?? "feeds"
    let url = object.read("url", ConfigurationValue.folderURL)
    if url == nil, address(of: directory, on: site) == nil {
      object.report("\"url\" is missing: add it, as \(directory) does not lie below the configuration's folder")
    }
    let folder = (url ?? address(of: directory, on: site) ?? site.url).string
    var settings = FeedSettings(url: AbsoluteURL(folder.hasSuffix("/") ? folder : folder + "/")!)
    let known = FeedFormats.all.map(\.name)
    let formats = object.list("formats") { text throws(ConfigurationFlaw) in
      try ConfigurationValue.choice(text, of: known)
    }
    if let formats {
      settings.formats = formats
      for (index, format) in formats.enumerated() where formats[..<index].contains(format) {
        object.report("\"\(format)\" is given twice: keep one", at: "formats")
      }
    }
    object.reportFormer("paths") { Self.scopes(insteadOf: $0, in: settings.formats) }
    if let scopes = object.object("scopes", Self.scopes) { settings.scopes = scopes }
    settings.queries = object.objects(inTable: "queries") { FeedQuery($0, &$1) }
    if !settings.queries.isEmpty, settings.scopes[.query] == nil { settings.scopes[.query] = .init(of: .query) }
    settings.reportClashes(to: &object)
    // Rule M3: gPodder deletes the episodes that leave a feed.
    settings.entries = object.count("entries") ?? (site.podcast == nil ? settings.entries : .max)
    settings.bytes = object.count("bytes") ?? settings.bytes
    settings.documents = object.count("documents") ?? settings.documents
    settings.content = object.choice("content") ?? settings.content
    settings.discovery.page = object.flag("page") ?? false
    settings.discovery.opml = object.flag("opml") ?? false
    settings.discovery.catalogue = object.flag("catalogue") ?? false
    settings.discovery.stylesheet = object.flag("stylesheet") ?? false
    settings.discovery.host = object.choice("host")
    settings.tombstones = object.object("tombstones") { object in
      var tombstones = TombstoneSettings()
      tombstones.atMost = object.count("atMost") ?? tombstones.atMost
      tombstones.days = object.count("days") ?? tombstones.days
      return tombstones
    }
    return (settings, directory)
  }

  private static func scopes(_ object: inout ConfigurationObject) -> [Axis: ScopeSettings] {
    var scopes: [Axis: ScopeSettings] = [:]
    for axis in Axis.axes { scopes[axis] = object.object(axis.name) { ScopeSettings(&$0, of: axis) } }
    if object.isEmpty { object.report("there would be no feed: write \"all\": {}, or leave the key out") }
    return scopes
  }

  /// What is to be written for the key that was there before `scopes`, which knew the paths of two.
  private static func scopes(insteadOf paths: DataValue, in formats: [String]) -> String {
    let scopes = [Axis.all, .tag].map { axis in
      let path = paths[axis.name]?.string ?? axis.path
      let isWhole = formats.contains { paths["\(axis.name).\($0)"] != nil }
      let byFormat = formats.map { format in
        "\"\(format)\": \"\(paths["\(axis.name).\(format)"]?.string ?? "\(path).\(format)")\""
      }
      return "\"\(axis.name)\": {\"path\": \(isWhole ? "{\(byFormat.joined(separator: ", "))}" : "\"\(path)\"")}"
    }
    return "\"scopes\" has taken the place of this: write \"scopes\": {\(scopes.joined(separator: ", "))}"
  }

  /// Where the site serves `directory` if it serves the configuration's folder; nil for one that is not below that.
  private static func address(of directory: String, on site: Site) -> AbsoluteURL? {
    let segments = Path.segments(directory)
    guard !directory.hasPrefix("/"), segments.first != ".." else { return nil }
    return segments.isEmpty
      ? site.url : site.url.appending(path: segments.map { AbsoluteURL.percentEncoded($0) }.joined(separator: "/"))
  }

  /// Two documents cannot have one path, nor can the path of one be a folder on the path of another.
  private func reportClashes(to object: inout ConfigurationObject) {
    var documents: [(key: String, path: String)] = []
    for axis in Axis.axes {
      guard let scope = scopes[axis] else { continue }
      documents += Set(formats).sorted().map { ("\(axis.name) in \($0)", scope.path(in: $0)) }
    }
    for (index, document) in documents.enumerated() {
      for other in documents[..<index] {
        // There are file systems on which case does not tell two names apart.
        let (a, b) = (Slug.folded(document.path), Slug.folded(other.path))
        if a == b {
          object.report(
            "\(other.key) and \(document.key) have one path, \(document.path): give each its own", at: "scopes")
        } else if a.hasPrefix("\(b)/") || b.hasPrefix("\(a)/") {
          object.report(
            "\(other.key) and \(document.key) have paths of which one is a folder in the other, "
              + "\(other.path) and \(document.path): change one", at: "scopes")
        }
      }
    }
  }
}

extension ScopeSettings {
  fileprivate init(_ object: inout ConfigurationObject, of axis: Axis) {
    self.init(of: axis)
    let hasTerms = axis.plural != nil
    func documentPath(_ text: String) throws(ConfigurationFlaw) -> String {
      try ConfigurationValue.documentPath(text, hasSlug: hasTerms)
    }
    let path = object.read("path") { text throws(ConfigurationFlaw) in
      ScopeSettings(of: axis, path: try documentPath(text))
    } orObject: { object in
      var paths: [String: String] = [:]
      for format in FeedFormats.all.map(\.name) { paths[format] = object.read(format, documentPath) }
      if object.isEmpty { object.report("no format is named: name one, or leave the key out") }
      return ScopeSettings(of: axis, paths: paths)
    }
    if let path { self = path }
    title =
      object.read("title") { text throws(ConfigurationFlaw) in
        try ConfigurationValue.feedTitle(text, hasName: hasTerms)
      } ?? title
    if hasTerms { minimumEntries = object.count("minimumEntries") ?? minimumEntries }
    entries = object.count("entries")
    bytes = object.count("bytes")
    content = object.choice("content")
  }
}

extension FeedQuery {
  fileprivate init(_ name: String, _ object: inout ConfigurationObject) {
    if !Slug.isSlug(name) {
      object.report(
        "\"\(name)\" cannot be the name of a query, as addresses hold it: \"\(Slug.of(name))\" could", rule: "G1")
    }
    let title = object.text("title")
    let description = object.text("description")
    let query = object.read("query", isRequired: true) { text throws(ConfigurationFlaw) in
      do throws(QueryFlaw) { return try Query(text) } catch {
        throw ConfigurationFlaw(error.description, rule: "query")
      }
    }
    // Where there is none, that is told, and nothing is built.
    self.init(name: name, title: title, description: description, query ?? .any([]))
  }
}

extension ConfigurationValue {
  /// Where a document is written and served, below the folder of the feeds; with a slug where there may be one.
  fileprivate static func documentPath(_ template: String, hasSlug: Bool) throws(ConfigurationFlaw) -> String {
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
  fileprivate static func feedTitle(_ template: String, hasName: Bool) throws(ConfigurationFlaw) -> String {
    let names = hasName ? ["name", "site"] : ["site"]
    try checkPlaceholders(of: template, names, needs: hasName ? "name" : nil, as: "title")
    return try plain(template)
  }
}
