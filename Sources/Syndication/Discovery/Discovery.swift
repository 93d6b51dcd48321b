/// What there is beside feeds, so that they are found: each is there where the configuration asks for it.
public struct DiscoverySettings: Sendable, Hashable {
  /// Whether there is a page for people, `index.html`.
  public var page = false
  /// Whether there is a list to subscribe to, `feeds.opml`.
  public var opml = false
  /// Whether there is a list for programs, `feeds.json`.
  public var catalogue = false
  /// Whether feeds in XML name `feeds.css`, by which a browser shows them.
  public var stylesheet = false
  /// For which program there are files that tell it how to serve the folder.
  public var host: Host?

  /// Nothing.
  public init() {}

  /// A program, or a company, that serves folders.
  public enum Host: String, Sendable, Hashable, CaseIterable {
    /// Each by its own name.
    case nginx, apache, caddy, netlify
  }

  /// In the order of publication.
  public var documents: [any SiteDocument] {
    var documents: [any SiteDocument] = []
    if stylesheet { documents.append(FeedStylesheet()) }
    if opml { documents.append(OPML()) }
    if catalogue { documents.append(FeedCatalogue()) }
    if page { documents.append(FeedPage(beside: documents.map(\.path))) }
    if let host { documents += HostFile.files(for: host, beside: documents) }
    return documents
  }
}

/// What the first bytes of a document about all feeds say, so that it is known for one of ours: see `OwnMark`.
enum SiteMark {
  static let sentence = "Made by \(Generator.name), which writes it again: changes are lost"
}

extension Feed {
  /// Where it is published in each of these formats that it is in.
  func address(in format: String, below url: AbsoluteURL) -> AbsoluteURL? {
    documents.first { $0.format == format }.map { url.appending(path: $0.path.string) }
  }

  /// What it is about, for people.
  var label: String { scope.term?.label ?? title }
}

extension FeedPlan {
  /// The axes that have feeds, in their order, the one without terms first, and the feeds of each.
  var feedsByAxis: [(axis: Axis, feeds: [Feed])] {
    let groups = Dictionary(grouping: feeds, by: \.scope.axis)
    let axes = Axis.axes.filter { $0.plural == nil } + Axis.axes.filter { $0.plural != nil }
    return axes.compactMap { axis in groups[axis].map { (axis, $0) } }
  }

  /// When the newest of all feeds was updated.
  var updated: Timestamp? { feeds.lazy.map(\.updated).max() }
}

extension Axis {
  /// Several of its terms, as a heading.
  var heading: String {
    let name = plural ?? "everything"
    return name.prefix(1).uppercased() + name.dropFirst()
  }
}
