public struct Ledger: Sendable, Hashable {
  public struct Key: Sendable, Hashable {
    var source: String
    var id: String
  }
}
struct Written: Sendable, Hashable {}
