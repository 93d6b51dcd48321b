/// What a feed is about: everything, or one tag.
public enum Scope: Sendable, Hashable {
  case all
  case tag(Tag)

  /// The name of its kind in `feeds.paths`.
  var kind: String {
    switch self {
    case .all: "all"
    case .tag: "tag"
    }
  }

  var slug: String? {
    switch self {
    case .all: nil
    case .tag(let tag): tag.slug
    }
  }

  /// Its name in the ledger and in the feed's id: `all`, `tags/graphs`.
  public var name: String {
    switch self {
    case .all: "all"
    case .tag(let tag): "tags/\(tag.slug)"
    }
  }
}
