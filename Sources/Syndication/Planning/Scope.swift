/// What a feed is about: everything, or one term of an axis.
public struct Scope: Sendable, Hashable {
  /// By what entries are told apart: tags, authors.
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

  /// What a scope's name says: its axis, and the slug of its term, nil for everything. Nil for no scope's name.
  package static func parts(of name: String) -> (axis: Axis, slug: String?)? {
    if let axis = Axis.named(name), axis.plural == nil { return (axis, nil) }
    let plural = name.prefix { $0 != "/" }
    guard plural.count < name.count, let axis = Axis.axes.first(where: { $0.plural.map { $0 == plural } ?? false })
    else { return nil }
    return (axis, String(name.dropFirst(plural.count + 1)))
  }
}

/// What entries have in common, and have feeds for: a tag, an author.
public struct Term: Sendable, Hashable, Fingerprinted {
  private let names: Shared<Names>

  struct Names: Sendable, Equatable, Fingerprinted {
    static let layout = FingerprintLayout(of: Names.self)

    let slug: String
    let spelling: String
    let label: String
    let url: AbsoluteURL?
  }

  /// In addresses: lower case, safe in a path; no two of an axis have one.
  public var slug: String { names.value.slug }
  /// As the ledger remembers it: the spelling of the sources.
  public var spelling: String { names.value.spelling }
  /// For people: the configured title, else the spelling.
  public var label: String { names.value.label }
  /// Where it is at home, as an author may be.
  public var url: AbsoluteURL? { names.value.url }

  /// A term of these.
  public init(slug: String, spelling: String, label: String? = nil, url: AbsoluteURL? = nil) {
    names = Shared(Names(slug: slug, spelling: spelling, label: label ?? spelling, url: url))
  }

  public static func == (a: Term, b: Term) -> Bool { a.names === b.names || a.names.value == b.names.value }

  public func hash(into hasher: inout Hasher) { hasher.combine(slug) }
}

extension Term {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Term.self)
}
