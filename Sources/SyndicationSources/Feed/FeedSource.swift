public import Syndication
internal import SyndicationFiles

/// The entries of a feed that another program made: Atom 1.0, RSS 2.0, 0.9x or 1.0, or JSON Feed, told by what it holds.
///
/// For moving a site, its ids kept, and for merging feeds of several sites.
public struct FeedSource: CatalogSource {
  /// `sources[].name` in the configuration.
  public let name: String
  /// The file.
  public let path: String
  /// Whether entries name the feed as where they come from (RFC 4287 §4.2.11); where nil, those of another site's do.
  public let origin: Bool?
  /// The site that is published.
  public let site: Site

  /// - Parameter origin: as the property of that name; found out where not given.
  public init(name: String, path: String, origin: Bool? = nil, site: Site) {
    self.name = name
    self.path = path
    self.origin = origin
    self.site = site
  }

  /// All entries, and what is wrong with them. XML that is not well-formed holds no entries.
  ///
  /// - Throws: `FileError`; `FileChanged` where a JSON Feed does not hold still.
  public func load() async throws -> SourceContents {
    var (contents, feed) = try read()
    if origin ?? isForeign(feed) {
      for index in contents.items.indices where contents.items[index].origin == nil {
        contents.items[index].origin = feed
      }
    } else {
      contents.problems += lostIDs(contents.items)
    }
    for (index, item) in contents.items.enumerated() where item.authors.isEmpty {
      // Rule A2 would have it be by this site.
      guard let origin = item.origin, let title = origin.title?.trimmed, !title.isEmpty else { continue }
      contents.items[index].asWritten.authors = []
      contents.items[index].authors = [Person(name: title, url: origin.url)]
    }
    return contents
  }

  public var files: [String] { [path] }

  public func revision() async -> Revision? { Revision(ofFiles: files) }

  /// The entries as they stand there, and what the feed says of itself.
  ///
  /// - Throws: as `load`.
  package func described() throws -> (items: [SourceItem], feed: Origin?) {
    let (contents, feed) = try read()
    return (contents.items, feed)
  }

  private func read() throws -> (contents: SourceContents, origin: Origin?) {
    let bytes = try FileContents.read(path)
    switch bytes.first(where: { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return try JSONSource(name: name, path: path).loadFeed()
    case nil: return (SourceContents(problems: [noFeed("the file is empty")]), nil)
    default: break
    }
    do throws(Problem) {
      let document = try XMLDocument(bytes, file: path)
      // Elements do not keep their document.
      return withExtendedLifetime(document) {
        switch document.root.name {
        case "atom:feed":
          let reader = AtomReader(document.root, of: self)
          return (reader.contents(), reader.feed)
        case "rss", "rdf:RDF":
          let reader = RSSReader(document.root, of: self)
          return (reader.contents(), reader.feed)
        case let name: return (SourceContents(problems: [noFeed("its root is <\(name)>")]), nil)
        }
      }
    } catch {
      return (SourceContents(problems: [error]), nil)
    }
  }

  private func noFeed(_ found: String) -> Problem {
    .error(
      at: Place(file: path), rule: "feed",
      "this is no feed, \(found): name a file of Atom 1.0 (<feed>), RSS (<rss>, <rdf:RDF>) or JSON Feed")
  }

  /// Whether the feed is of another site. One that does not say of which is taken for the site's own.
  private func isForeign(_ feed: Origin?) -> Bool {
    func host(_ url: AbsoluteURL?) -> Substring? {
      url?.host.map { $0.hasPrefix("www.") ? $0.dropFirst(4) : $0[...] }
    }
    // A self link on this site will do: the feed was served here.
    let hosts = [feed?.url, feed?.feedURL].compactMap { host($0.flatMap { site.url.resolving($0) }) }
    return !hosts.isEmpty && !hosts.contains(host(site.url)!)
  }

  /// Rule I1: what subscribers of a feed that moves have to be told.
  private func lostIDs(_ items: [SourceItem]) -> [Problem] {
    let lost = items.compactMap { item -> (id: String, place: Place)? in
      guard case .item(let id?, _) = item.identity, !id.isEmpty, !AbsoluteURL.isIdentifier(id) else { return nil }
      return (id, item.place)
    }
    guard let first = lost.first else { return [] }
    let (these, become) =
      lost.count == 1
      ? ("the id of 1 entry is", "it becomes a tag: URI")
      : ("the ids of \(lost.count) entries are", "they become tag: URIs")
    return [
      .warning(
        at: first.place, rule: "RFC 4287 §4.2.6",
        "\(these) no URI of a known scheme, as readers want it, and cannot be kept: \(become), and readers that know \(first.id.quoted) "
          + "will show it once more")
    ]
  }
}
