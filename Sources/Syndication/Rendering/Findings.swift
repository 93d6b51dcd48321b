/// A problem that making an entry's bytes finds in it, but for its place, which moves while the entry stays the same.
public struct Remark: Sendable, Hashable {
  /// As in `Problem`.
  public var severity: Problem.Severity
  /// As in `Problem`.
  public var rule: String
  /// Without characters that a file could not keep.
  public var message: String

  /// What the message may not hold is dropped from it.
  public init(_ severity: Problem.Severity, rule: String, _ message: String) {
    self.severity = severity
    self.rule = rule
    self.message = XMLCharacters.cleaned(message).text
  }

  /// That characters were dropped from a field, which no feed may hold; nil where none were.
  public init?(dropped count: Int, from field: String) {
    guard count > 0 else { return nil }
    self.init(
      .warning, rule: "XML 1.0 §2.2",
      "dropped \(count) character\(count == 1 ? "" : "s") that no feed may hold from the \(field)")
  }
}

/// What making documents finds in the entries that they hold.
public struct Findings: Sendable, Hashable {
  /// By the hashes of all that the entries are made of (`Recipe`); an entry without remarks is not in it.
  public internal(set) var remarks: [ContentHash: [Remark]] = [:]
  /// The same at the places of the entries, in the order of these.
  public internal(set) var problems: [Problem] = []

  init() {}

  mutating func add(_ remarks: [Remark], of hash: ContentHash, at place: Place) {
    self.remarks[hash] = remarks
    problems += remarks.map { Problem($0.severity, at: place, rule: $0.rule, $0.message) }
  }
}
