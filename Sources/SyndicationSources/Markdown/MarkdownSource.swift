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
    let files: [String]
    let omissions: [FolderWalk.Omission]
    var generator: any Generator
    let preset: Preset
    do {
      // What cannot be read of them may be what keeps posts back.
      for file in Preset.configurations where folder.has(file) { try folder.check(file) }
      let named = options.preset ?? Preset.marked(in: folder)
      let known = try named?.generator(in: folder)
      (files, omissions) = try folder.files(
        skipping: known?.rules.skippedFolders ?? Set(SiteFolder.outputs),
        without: outputs.union([options.rendered?.path].compactMap(\.self)))
      preset =
        try named
        ?? .guessed(from: files) { file in
          try Task.checkCancellation()
          return String((((try? folder.text(of: file)) ?? nil) ?? "").prefix(2000))
        }
      generator = try known ?? preset.generator(in: folder)
      // Of what is passed over it is told there that it cannot be read.
      let passedOver = omissions.lazy.filter { !$0.isFolder }.map(\.path)
      try generator.learn(folder.withFilesAbove(Set(files).union(passedOver)))
    } catch let problem as Problem {
      return SourceContents(problems: [problem])
    }

    let side = generator.sideFiles
    var problems = side.problems + generator.doubts
    var posts: [PostFile] = []
    let all = Set(files)
    for file in files {
      switch generator.role(of: file, among: all) {
      case .post where side.leaveOut(file): break
      case .post(let post): posts.append(post)
      case .notPost(let reason): problems.append(.notRead(folder.path(of: file), reason))
      case .other: break
      }
    }
    for omission in omissions {
      // What would be no post is no loss.
      if !omission.isFolder {
        guard case .post = generator.role(of: omission.path, among: all) else { continue }
      }
      problems.append(.passedOver(omission, at: folder.path(of: omission.path), rule: "markdown"))
    }
    let reader = PostReader(of: self, in: folder, kept: generator)
    if let rendered = options.rendered, reader.pages == nil { problems.append(.noPages(rendered, in: folder)) }
    let found = try concurrentMap(posts.count, chunk: 16) { [posts] in try reader.read(posts[$0]) }
    let rules = generator.rules
    var contents = contents(of: found, problems: problems, preset)
    if let limit = rules.limit {
      for index in contents.items.indices.filter({ !contents.items[$0].isHidden }).dropFirst(limit) {
        contents.items[index].isHidden = true
      }
    }
    let language = rules.language.flatMap { try? ConfigurationValue.language($0.replacing("_", with: "-")) }
    contents.site = SiteDefaults(language: language, timeZone: rules.timeZone, authors: rules.siteAuthors)
    return contents
  }

  /// With what says how the folder is kept, which may lie above it, and the pages that were made of the posts.
  public var files: [String] { files(of: folder) }

  public var reach: Set<String> { folder.reach }

  public func revision() async -> Revision? {
    let folder = folder
    return Revision(ofFiles: files(of: folder), without: outputs, within: folder.reach)
  }

  private var folder: SiteFolder { SiteFolder(of: path, followingLinks: options.followsLinks) }

  private func files(of folder: SiteFolder) -> [String] {
    [path] + folder.filesAbove + [options.rendered?.path].compactMap(\.self)
  }

  private func contents(of found: [PostReader.Found], problems: [Problem], _ preset: Preset) -> SourceContents {
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
    contents.items = newestFirst.compactMap { index in
      guard var item = found[index].item else { return nil }
      var markup = found[index].markup
      if found[index].isForeign, let key = found[index].key, originals.contains(key) { item.isTranslation = true }
      if found[index].namesPages { markup.template?.pages = pages }
      item.content = Content(found[index].body, in: markup)
      return item
    }
    return contents
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
