/// Who wrote something. RFC 4287 §3.2; JSON Feed 1.1 "authors".
public struct Person: Sendable, Hashable, Fingerprinted {
  /// A name and nothing else: an affiliation has its own place.
  public var name: String
  /// Of a page about them.
  public var url: String?
  /// RFC 5322's addr-spec.
  public var email: String?
  /// The institution that they are of.
  public var affiliation: String?

  /// Names tell most apart.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// A person of these.
  public init(name: String, url: String? = nil, email: String? = nil, affiliation: String? = nil) {
    self.name = name
    self.url = url
    self.email = email
    self.affiliation = affiliation
  }

  /// All that is said, as it is hashed.
  package var texts: [String] { [name, url ?? "", email ?? "", affiliation ?? ""] }

  /// Whether `text` has the shape of an address: one `@`, something on both sides, no spaces or brackets.
  package static func isEmail(_ text: String) -> Bool {
    text.wholeMatch(of: /[^\s@<>()"\u{0}-\u{1F}]+@[^\s@<>()"\u{0}-\u{1F}]+/) != nil
  }
}

extension Person {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Person.self)
}
