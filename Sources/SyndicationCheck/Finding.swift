/// Something that a document does against a specification, or that a reader is known to trip over.
public struct Finding: Sendable, Hashable {
  /// What found it.
  public let rule: Rule
  /// From 1.
  public let line: Int
  /// In characters, from 1.
  public let column: Int
  /// What it rests on: `RFC 4287 §4.2.6`.
  public let clause: String
  /// What is wrong.
  public let message: String
  /// What to do.
  public let advice: String
  /// How many more like it there are, for which it stands.
  public internal(set) var others = 0

  /// The rule's.
  public var severity: Rule.Severity { rule.severity }
  /// Whether the document is of another kind, and was not meant to be a feed.
  public var isOfNoFeed: Bool { rule == .notAFeed }
}

extension Finding: Comparable {
  /// In the order of the document; at one place what is worse first.
  public static func < (a: Finding, b: Finding) -> Bool {
    (a.line, a.column, a.severity, a.rule.id, a.message) < (b.line, b.column, b.severity, b.rule.id, b.message)
  }
}

/// What findings are found by.
public struct Rule: Sendable, Hashable {
  /// How bad it is not to keep it.
  public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The document is not valid.
    case error
    /// It is, and something in it is not recommended.
    case warning
    /// It is, and a reader is known to show it otherwise than it was meant.
    case info

    /// What is worse comes first.
    public static func < (a: Severity, b: Severity) -> Bool {
      allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }
  }

  /// What kind of demand it is.
  public enum Class: String, Sendable, Hashable {
    /// A specification's.
    case specification
    /// A specification's or a profile's advice.
    case practice
    /// What bodies hold that readers take out, or should.
    case safety
    /// What readers were seen to do.
    case reader
  }

  /// In lower case, with hyphens; one of the rules of feeds keeps its number: `T4`.
  public let id: String
  /// That of all that it finds.
  public let severity: Severity
  /// Whose demand it is.
  public let kind: Class
  /// What it is about, in a few words.
  public let summary: String
  /// What to do, where the format of the document wants nothing else.
  public let advice: String
}
