/// Something wrong in the data, said so that its author can mend it.
///
/// Problems are values: they are collected while a catalog is read and built, and shown all at once.
public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
  /// How bad it is.
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    // What is worse comes first.
    /// Something cannot be published as it should, and is left out.
    case error
    /// Published all the same.
    case warning
    /// A file that may be a post was not read.
    case unread
  }

  /// How bad it is.
  public var severity: Severity
  /// Where it is.
  public var place: Place
  /// What demands it: a clause of a specification (`RFC 4287 §4.2.6`) or of this program (`listing`).
  public var rule: String
  /// What is wrong, and what to do about it. Of a long one the middle is left out (`Limit.message`).
  public var message: String { didSet { message = Problem.bounded(message) } }
  /// How many more like it there are, for which it stands.
  public var others = 0

  /// - Parameters:
  ///   - rule: what demands it.
  ///   - message: what is wrong, and what to do about it.
  public init(_ severity: Severity, at place: Place, rule: String, _ message: String) {
    self.severity = severity
    self.place = place
    self.rule = rule
    self.message = Problem.bounded(message)
  }

  /// A message begins with what is wrong, and ends with what to do.
  package static func bounded(_ message: String) -> String {
    let most = Limit.message.value
    guard message.utf8.count > most, case let scalars = message.unicodeScalars, scalars.count > most else {
      return message
    }
    return "\(Substring(scalars.prefix(most / 2)))…\(Substring(scalars.suffix(most / 2 - 1)))"
  }

  /// Something that is left out.
  public static func error(at place: Place, rule: String, _ message: String) -> Problem {
    Problem(.error, at: place, rule: rule, message)
  }

  /// Something that is published all the same.
  public static func warning(at place: Place, rule: String, _ message: String) -> Problem {
    Problem(.warning, at: place, rule: rule, message)
  }

  public var description: String { "\(place): \(severity.rawValue): \(message) [\(rule)]" }
}

/// Where a problem is: a file, and the line or the JSON pointer (RFC 6901) in it.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  /// Its path, as the configuration names it.
  public var file: String
  /// Counted from 1.
  public var line: Int?
  /// In characters, counted from 1; only where there is a line.
  public var column: Int?
  /// A JSON pointer, without the `#`; the empty pointer is the whole document.
  public var pointer: String?

  /// Of a file alone, a line, or a value in it.
  public init(file: String, line: Int? = nil, column: Int? = nil, pointer: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.pointer = pointer
  }

  public var description: String {
    var text = file.contains("../") ? Path.plain(file) : file
    if let line { text += ":\(line)" + (column.map { ":\($0)" } ?? "") }
    if let pointer, !pointer.isEmpty { text += "#\(pointer)" }
    return text
  }
}

extension [Problem] {
  package mutating func addError(at place: Place, rule: String, _ message: String) {
    append(.error(at: place, rule: rule, message))
  }

  package mutating func addWarning(at place: Place, rule: String, _ message: String) {
    append(.warning(at: place, rule: rule, message))
  }

  /// Whether one of them keeps something from being published.
  public var hasErrors: Bool { contains { $0.severity == .error } }
}
