/// A bound on what an input may cost. `docs/limits.md` has a row for each, in this order, and says what happens beyond.
public struct Limit: Sendable, Hashable {
  /// What is counted, as a person would say it.
  public let name: String
  /// The most that is taken, where the configuration says nothing else.
  public let value: Int
  /// The key of the configuration that sets it, if one does.
  public let key: String?

  private init(_ name: String, _ value: Int, key: String? = nil) {
    self.name = name
    self.value = value
    self.key = key
  }

  /// Two times what a document holds by default: cmark-gfm may take two hundred times as much memory.
  public static let markdownBytes = Limit("bytes of a body in Markdown", 2_000_000)
  /// Ten times what a document holds by default.
  public static let htmlBytes = Limit("bytes of a body in HTML or text", 10_000_000)
  /// Readers recurse.
  public static let elementDepth = Limit("depth of elements in a body", 200)

  /// Each is read as a body of its own.
  public static let quoteDepth = Limit("depth of quotes read by a dialect's rules", 20)

  // MARK: What is told

  public static let message = Limit("characters of a message", 2_000)
  public static let problemsOfKind = Limit("problems of a kind", 1_000)
  /// Whoever writes what messages quote can make each a kind of its own.
  public static let kindsOfRule = Limit("kinds of problems of a rule", 100)

  /// All of them, as `docs/limits.md` lists them.
  public static let all = [markdownBytes, htmlBytes, elementDepth, quoteDepth, message, problemsOfKind, kindsOfRule]
}
