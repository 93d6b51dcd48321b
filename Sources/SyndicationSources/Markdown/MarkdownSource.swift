public import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// A folder of posts with front matter, as Jekyll, Hugo, Zola, Eleventy, Astro, Pelican, Nikola and Publish keep them.
public struct MarkdownSource: CatalogSource {
  /// What the configuration may say about the folder, beside its path.
  public struct Options: Sendable, Hashable {
    /// Whose ways the folder follows; found out where it is nil.
    public var preset: Preset?
    /// Where posts live, where the generator's configuration does not say it.
    public var permalink: String?
    /// Names of fields in the front matter, instead of all usual ones.
    package var fields: [Field: [String]] = [:]
    /// What variables in bodies mean: `site.cdn`.
    public var variables: [String: String] = [:]
    /// Where the pages lie that the generator made of the posts; nil where bodies are read as Markdown.
    public var rendered: Rendered?
    /// Whether links are read that lead out of the site's folder.
    public var followsLinks = false

    /// All is as the generator has it.
    public init() {}
  }

  /// `sources[].name` in the configuration.
  public let name: String
  /// The folder: a site's, or one within it.
  public let path: String
  let options: Options
  let site: Site
  /// The folders that builds write to, which are passed over.
  let outputs: Set<String>

  /// - Parameter outputs: the folders that builds write to, which hold no posts.
  public init(name: String, path: String, options: Options, site: Site, outputs: Set<String> = []) {
    self.name = name
    self.path = path
    self.options = options
    self.site = site
    self.outputs = outputs
  }

  /// All posts, newest first, those of one time by their paths.
  ///
  /// Text that is not read is named by a warning with the reason.
  ///
  /// - Throws: `FileError`.
  public func load() async throws -> SourceContents {
    let folder = folder
    let survey: MarkdownSurvey
    do {
      survey = try self.survey(folder)
    } catch let problem as Problem {
      return SourceContents(problems: [problem])
    }
    // Before any of them is read.
    var notes = MarkdownNotes(of: survey, in: folder, among: files(of: folder), without: outputs)
    let reader = PostReader(of: self, in: folder, kept: survey.generator)
    var (posts, problems) = survey.posts(in: folder)
    if let rendered = options.rendered, reader.pages == nil { problems.append(.noPages(rendered, in: folder)) }
    let found = try concurrentMap(posts.count, chunk: 16) { [posts] in try reader.read(posts[$0]) }
    let rules = survey.generator.rules
    var (contents, order) = contents(of: found, problems: problems, survey.preset)
    if let limit = rules.limit {
      for index in contents.items.indices.filter({ !contents.items[$0].isHidden }).dropFirst(limit) {
        contents.items[index].isHidden = true
      }
    }
    contents.site = survey.siteDefaults
    if rules.limit == nil, options.rendered == nil { contents.state = notes?.state(of: found, in: order) }
    return contents
  }

  /// What there is in the folder, and how it is kept.
  ///
  /// - Throws: `FileError`; a `Problem` where that cannot be told.
  func survey(_ folder: SiteFolder) throws -> MarkdownSurvey {
    // What cannot be read of them may be what keeps posts back.
    for file in Preset.configurations where folder.has(file) { try folder.check(file) }
    let named = options.preset ?? Preset.marked(in: folder)
    let known = try named?.generator(in: folder)
    let (files, omissions) = try folder.files(
      skipping: known?.rules.skippedFolders ?? Set(SiteFolder.outputs),
      without: outputs.union([options.rendered?.path].compactMap(\.self)))
    let preset =
      try named
      ?? .guessed(from: files) { file in
        try Task.checkCancellation()
        return String((((try? folder.text(of: file)) ?? nil) ?? "").prefix(2000))
      }
    var generator = try known ?? preset.generator(in: folder)
    // Of what is passed over it is told there that it cannot be read.
    let passedOver = omissions.lazy.filter { !$0.isFolder }.map(\.path)
    try generator.learn(folder.withFilesAbove(Set(files).union(passedOver)))
    return MarkdownSurvey(
      files: files, omissions: omissions, generator: generator, preset: preset, isGuessed: named == nil)
  }

  /// With what says how the folder is kept, which may lie above it, and the pages that were made of the posts.
  public var files: [String] { files(of: folder) }

  public var reach: Set<String> { folder.reach }

  public func revision() async -> Revision? {
    let folder = folder
    return Revision(ofFiles: files(of: folder), without: outputs, within: folder.reach)
  }

  var folder: SiteFolder { SiteFolder(of: path, followingLinks: options.followsLinks) }

  func files(of folder: SiteFolder) -> [String] {
    [path] + folder.filesAbove + [options.rendered?.path].compactMap(\.self)
  }

  /// - Returns: the contents, and of each item what it was found as.
  private func contents(
    of found: [PostReader.Found], problems: [Problem], _ preset: Preset
  ) -> (SourceContents, order: [Int]) {
    var contents = SourceContents(problems: problems)
    contents.kind = preset.name
    var addresses: [String: String] = [:]
    let namesPages = found.contains { $0.namesPages }
    let made = found.compactMap(\.page).max()
    let hasUndated = found.contains { $0.undated != nil }
    let folders = Set(hasUndated ? found.lazy.filter { $0.item != nil }.map { Path.folder(of: $0.file) } : [])
    for post in found {
      contents.problems += post.problems
      if let undated = post.undated, folders.contains(Path.folder(of: post.file)) { contents.problems.append(undated) }
      if let refusal = post.refusal, !post.isScheduled(after: made, in: site.timeZone) {
        contents.problems.append(refusal)
      }
      if namesPages, let address = post.item?.address { addresses[post.file] = address.string }
    }
    let pages = PageAddresses(addresses)
    let originals = Set(found.lazy.filter { !$0.isForeign }.compactMap(\.key))
    // The files are in the order of their paths, and stay so where the times are equal.
    let orders = found.map(\.order)
    let newestFirst = found.indices.sorted { orders[$0] == orders[$1] ? $0 < $1 : orders[$0] > orders[$1] }
      .filter { found[$0].item != nil }
    contents.items = newestFirst.map { index in
      var item = found[index].whole(among: pages)!
      if found[index].isForeign, let key = found[index].key, originals.contains(key) { item.isTranslation = true }
      return item
    }
    return (contents, newestFirst)
  }
}

extension Problem {
  /// Why what a link leads to is not read.
  static let leadsOut =
    "this link leads out of the site's folder, or to what is hidden in it, and is not followed: put what it leads to in "
    + "its place, or write \"follow\": true on the source"

  /// - Parameter path: of what was passed over, as seen from the working directory.
  static func passedOver(_ omission: FolderWalk.Omission, at path: String, rule: String) -> Problem {
    let place = Place(file: path)
    switch omission.reason {
    case .leadsOut: return .warning(at: place, rule: rule, leadsOut)
    case .noFile: return .warning(at: place, rule: rule, "it is a pipe, a socket or a device, and is not read")
    case .namedInBytes:
      let message = "its name is not UTF-8, and it is left out: rename it"
      return omission.isFolder
        ? .warning(at: place, rule: rule, message) : .error(at: place, rule: rule, message)
    }
  }

  static func notRead(_ file: String, _ reason: String) -> Problem {
    Problem(.unread, at: Place(file: file), rule: "markdown", "not read: \(reason)")
  }

  /// The folder is missing that pages were to be found in.
  fileprivate static func noPages(_ rendered: MarkdownSource.Rendered, in folder: SiteFolder) -> Problem {
    let others = SiteFolder.outputs.filter { Directory.exists(folder.path(of: $0)) }.map(folder.path)
    let cure = others.isEmpty ? "run the generator first" : "name \(others.joined(separator: ", or ")), which is there"
    return .warning(
      at: Place(file: rendered.path), rule: "rendered",
      "there is no such folder of pages, and bodies are read as Markdown: \(cure)")
  }
}
