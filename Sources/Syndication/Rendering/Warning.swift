/// A problem that rendering an entry finds in it, but for its place, which moves while the entry stays the same.
public struct Warning: Sendable, Hashable {
  /// As in `Problem`.
  public var rule: String
  /// Without characters that a file could not keep.
  public var message: String

  /// What the message may not hold is dropped from it.
  public init(rule: String, _ message: String) {
    self.rule = rule
    self.message = XMLCharacters.cleaned(message).text
  }

  /// That characters were dropped from a field, which no feed may hold; nil where none were.
  public init?(dropped count: Int, from field: String) {
    guard count > 0 else { return nil }
    self.init(
      rule: "XML 1.0 §2.2",
      "dropped \(count) character\(count == 1 ? "" : "s") that no feed may hold from the \(field)")
  }

  /// The same as a problem at `place`.
  public func problem(at place: Place) -> Problem { .warning(at: place, rule: rule, message) }
}
