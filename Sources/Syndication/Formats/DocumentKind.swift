/// What a document of ours is, as it says itself: for who serves a publication that another process made.
package enum DocumentKind: Sendable, Hashable {
  /// A feed, in a format of this name.
  case feed(String)
  /// For people.
  case page
  /// To subscribe to all.
  case list
  /// For programs.
  case catalogue
  /// How browsers show the feeds.
  case stylesheet
  /// For the program that serves the folder, and nobody else.
  case host
  /// None of ours.
  case other

  /// - Parameter head: its beginning.
  package init(of head: [UInt8]) {
    let openings: [(DocumentKind, [UInt8])] = [
      (.page, FeedPage.opening), (.list, OPML.opening), (.catalogue, FeedCatalogue.opening),
      (.stylesheet, FeedStylesheet.opening), (.host, HostFile.opening),
    ]
    if let (kind, _) = openings.first(where: { head.starts(with: $0.1) }) {
      self = kind
    } else {
      self = FeedFormats.all.first { $0.isBegun(by: head) }.map { .feed($0.name) } ?? .other
    }
  }

  /// Its format's name; nil where it is no feed.
  package var format: String? { if case .feed(let format) = self { format } else { nil } }

  /// RFC 6838, with the character set.
  package var mediaType: String {
    switch self {
    case .feed(let format): FeedFormats.named(format)!.mediaType
    case .page: FeedPage().mediaType
    case .list: OPML().mediaType
    case .catalogue: FeedCatalogue().mediaType
    case .stylesheet: FeedStylesheet().mediaType
    case .host: "text/plain; charset=utf-8"
    case .other: "application/octet-stream"
    }
  }
}
