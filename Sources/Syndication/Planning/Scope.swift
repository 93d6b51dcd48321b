/// What a feed is about: everything, or one term of an axis.
public struct Scope: Sendable, Hashable {
  public let axis: Axis
  /// Nil for everything.
  public let term: Term?

  /// That of all entries.
  public static let all = Scope(axis: .all, term: nil)

  /// Its name in the ledger, in reports and in the feed's id: `all`, `tags/graphs`. It is permanent.
  public var name: String {
    guard let plural = axis.plural, let term else { return axis.name }
    return "\(plural)/\(term.slug)"
  }
}

/// What entries have in common, and have feeds for: a tag, an author.
public struct Term: Sendable, Hashable, Fingerprinted {
  /// In addresses: lower case, safe in a path; no two of an axis have one.
  public var slug: String
  /// As the ledger remembers it: the spelling of the sources.
  public var spelling: String
  /// For people: the configured title, else the spelling.
  public var label: String
  /// Where it is at home, as an author may be.
  public var url: AbsoluteURL?

  public init(slug: String, spelling: String, label: String? = nil, url: AbsoluteURL? = nil) {
    self.slug = slug
    self.spelling = spelling
    self.label = label ?? spelling
    self.url = url
  }
}

extension Term {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Term.self)
}
