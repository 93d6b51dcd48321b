public import Syndication

/// Keeps the entries of a large site in memory: for tests of what builds by slices, and an example of a store.
public actor MemorySliceStore: SliceStore {
  /// What there is, by id.
  private var entries: [String: SourceItem] = [:]
  private var placements: [String: Placement] = [:]
  private var ledger: [String: LedgerLine] = [:]
  /// Whose feeds are to be made, and how often that was noted.
  private var noted: [String: Int] = [:]
  private var told: [String: Int] = [:]

  /// Nothing is in it yet.
  public init() {}

  public nonisolated var ledgerName: String { "ledger" }

  /// Replaces an entry; nil removes it.
  public func set(_ item: SourceItem?, at id: String) { entries[id] = item }

  /// What is remembered, in the order of a ledger.
  public var lines: [LedgerLine] { ledger.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }

  public func items(_ ids: [String]) -> SourceContents { SourceContents(items: ids.compactMap { entries[$0] }) }

  public func existing(_ ids: [String]) -> Set<String> { Set(ids).intersection(entries.keys) }

  public func newest(_ count: Int, in scope: String) -> [String] {
    let held = placements.values.filter { $0.scopes.contains(scope) }
    return held.sorted { $0.published == $1.published ? $0.id < $1.id : $0.published > $1.published }
      .prefix(count).map(\.id)
  }

  public func oldest() -> Timestamp? { placements.values.lazy.filter { !$0.scopes.isEmpty }.map(\.published).min() }

  public func lines(named names: Set<String>) -> [LedgerLine] { names.compactMap { ledger[$0] } }

  public func place(_ placements: [Placement], keeping lines: [LedgerLine]) {
    for placement in placements {
      for scope in placement.scopes.union(self.placements[placement.id]?.scopes ?? []) { noted[scope, default: 0] += 1 }
      self.placements[placement.id] = placement.scopes.isEmpty ? nil : placement
    }
    keep(lines)
  }

  public func stale(atMost count: Int) -> [String] {
    let all = Scope.all.name
    let scopes = noted.keys.sorted { ($0 == all ? 1 : 0, $0) < ($1 == all ? 1 : 0, $1) }.prefix(count)
    told = noted.filter { scopes.contains($0.key) }
    return Array(scopes)
  }

  public func keep(_ lines: [LedgerLine]) { for line in lines { ledger[line.name] = line } }

  public func settle(_ scopes: [String]) {
    for scope in scopes where noted[scope] == told[scope] { noted[scope] = nil }
  }
}
