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
  case stylesheet
  /// For the program that serves the folder, and nobody else.
  case host
  /// None of ours.
  case other

  /// - Parameter head: its beginning.
  package init(of head: [UInt8]) {
    func begins(with text: [UInt8]) -> Bool { head.starts(with: text) }
    if begins(with: Array("{\"version\":\"https://jsonfeed.org/".utf8)) {
      self = .feed(JSONFeed().name)
    } else if begins(with: FeedPage.opening) {
      self = .page
    } else if begins(with: OPML.opening) {
      self = .list
    } else if begins(with: FeedCatalogue.opening) {
      self = .catalogue
    } else if begins(with: FeedStylesheet.opening) {
      self = .stylesheet
    } else if begins(with: HostFile.opening) {
      self = .host
    } else if begins(with: Array("<?xml ".utf8)) {
      switch DocumentKind.root(of: head) {
      case "feed": self = .feed(Atom().name)
      case "rss": self = .feed(RSS().name)
      default: self = .other
      }
    } else {
      self = .other
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

  /// The name of the first element of an XML document.
  private static func root(of head: [UInt8]) -> String? {
    var index = head.startIndex
    while let open = head[index...].firstIndex(of: UInt8(ascii: "<")), open + 1 < head.endIndex {
      if head[open + 1].isLetter {
        return String(decoding: head[(open + 1)...].prefix { $0.isLetter || $0.isDigit }, as: UTF8.self)
      }
      index = open + 1
    }
    return nil
  }
}
