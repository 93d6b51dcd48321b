/// Where the entries of a site are kept that is too large to be looked at whole, with what is remembered of them: a database.
///
/// All of one site, and of whoever has the right to publish it.
public protocol SliceStore: Sendable {
  /// Those of entries that there are, each with an id of its own; and what is wrong with those that cannot be read.
  func items(_ ids: [String]) async throws -> SourceContents

  /// Which of entries there are, whether they can be read or not.
  func existing(_ ids: [String]) async throws -> Set<String>

  /// The ids of the newest entries of a scope, newest first, then by id.
  func newest(_ count: Int, in scope: String) async throws -> [String]

  /// When the oldest entry was published; nil where there is none.
  func oldest() async throws -> Timestamp?

  /// The lines of the ledger of some names, as far as there are any.
  func lines(named names: Set<String>) async throws -> [LedgerLine]

  /// How people find the ledger, for messages.
  var ledgerName: String { get }

  /// Puts entries where they are to be and nowhere else, keeps lines of the ledger, and notes that the feeds of all scopes in which one is, or
  /// was, are to be made; all of it, or nothing.
  func place(_ placements: [Placement], keeping lines: [LedgerLine]) async throws

  /// The names of scopes whose feeds are to be made, at most so many, the one for everything last.
  func stale(atMost count: Int) async throws -> [String]

  /// Keeps lines of the ledger.
  func keep(_ lines: [LedgerLine]) async throws

  /// The feeds of these scopes are made, but of those that were noted again since `stale` told of them.
  func settle(_ scopes: [String]) async throws
}
