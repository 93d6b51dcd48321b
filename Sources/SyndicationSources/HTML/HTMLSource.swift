public import Syndication
internal import SyndicationFiles

/// Saved HTML pages, each of one post or of several.
///
/// What a page says of its posts is looked for in its microformats, its `article` elements, its JSON-LD and its `meta`
/// elements, in that order: the first that tells of a post wins, and the others tell what it does not.
public struct HTMLSource: CatalogSource {
  /// `sources[].name` in the configuration.
  public let name: String
  /// A page, or a folder of pages: files whose names end in `.html`, `.htm` or `.xhtml`.
  public let path: String
  /// Where a post lives whose page does not say: a path below the site, or an absolute URL, with `{path}`, `{name}`,
  /// `{slug}`, `{year}`, `{month}` and `{day}`. Nil: at the file's path below the site.
  public let permalink: String?
  /// Elements that are left out of bodies.
  public let dropped: [ElementPattern]
  /// Whether links are read that lead out of the folder.
  public let followsLinks: Bool
  /// The site that is published.
  public let site: Site
  /// The folders that builds write to, which hold no posts.
  let outputs: Set<String>

  /// - Parameter outputs: the folders that builds write to, which hold no posts.
  public init(
    name: String, path: String, permalink: String? = nil, dropped: [ElementPattern] = [],
    followsLinks: Bool = false, site: Site, outputs: Set<String> = []
  ) {
    self.name = name
    self.path = path
    self.permalink = permalink
    self.dropped = dropped
    self.followsLinks = followsLinks
    self.site = site
    self.outputs = outputs
  }

  /// The posts of all pages, in the order of the files' paths. Pages without a date are no posts: one warning counts them.
  ///
  /// - Throws: `FileError`.
  public func load() async throws -> SourceContents {
    let (files, omissions) = try pages()
    let pages = try concurrentMap(files.count, chunk: 16) { try PageItems(of: files[$0], for: self) }
    var contents = SourceContents(items: Self.withoutRepeats(pages), problems: pages.flatMap(\.problems) + omissions)
    let undated = pages.indices.filter { pages[$0].isUndated }.map { files[$0].name }
    if !undated.isEmpty {
      let named = undated.prefix(3).joined(separator: ", ") + (undated.count > 3 ? ", …" : "")
      let count = undated.count == 1 ? "1 page has" : "\(undated.count) pages have"
      contents.problems.append(
        .warning(at: Place(file: path), rule: "html", "\(count) no date, and no post that is read: \(named)"))
    }
    return contents
  }

  public var files: [String] { [path] }

  public var reach: Set<String> { followsLinks ? ["/"] : [] }

  public func revision() async -> Revision? { Revision(ofFiles: files, without: outputs, within: reach) }

  private func pages() throws(FileError) -> ([HTMLFile], problems: [Problem]) {
    guard Directory.exists(path) else { return ([file(PostFile.lastName(of: path), at: path)], []) }
    func isPage(_ file: String) -> Bool { ["html", "htm", "xhtml"].contains(PostFile.ending(of: file)) }
    let tree = try FileTree(at: path, without: outputs, within: reach)
    let omissions = tree.omissions.filter { $0.isFolder || isPage($0.path) }
    return (
      tree.files.filter(isPage).map { file($0, at: tree.path(of: $0)) },
      omissions.map { .passedOver($0, at: tree.path(of: $0.path), rule: "html") }
    )
  }

  private func file(_ name: String, at path: String) -> HTMLFile {
    let last = PostFile.lastName(of: name)
    let page = last.lowercased().hasPrefix("index.") ? String(name.dropLast(last.count)) : name
    let place = site.url.appending(path: AbsoluteURL.percentEncoded(page, keeping: "/"))
    return HTMLFile(path: path, name: name, place: place, dropped: dropped)
  }

  /// A listing page repeats what a post's own page tells better, and the next listing page may repeat it again; a page may
  /// have copies, for printers say, of which the one with the shortest path is read.
  private static func withoutRepeats(_ pages: [PageItems]) -> [SourceItem] {
    let kinds = pages.flatMap { page in page.items.map { ($0.url, page.kind) } }
    let nearest = Dictionary(kinds, uniquingKeysWith: min)
    let items = pages.flatMap { page in page.items.filter { nearest[$0.url] == page.kind } }
    var original = Dictionary(items.map { ($0.likeness, $0.place.file) }) { first, other in
      other.utf8.count < first.utf8.count ? other : first
    }
    // Each is taken out when it is found.
    return items.filter { item in
      original[item.likeness] == item.place.file && original.removeValue(forKey: item.likeness) != nil
    }
  }
}

extension SourceItem {
  fileprivate var url: String? { address?.string }
  /// What copies of a post share. Two posts that share an address alone are a mistake, which is reported later.
  fileprivate var likeness: [String?] { [url, title, published] }
}
