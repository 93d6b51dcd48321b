internal import Syndication

/// Looks for the end of what begins like a tag, and not too far. What has no end costs patience, and once that is gone, the rest
/// is text: so bodies of nothing but `{` stay linear.
struct Lookahead {
  /// In bytes.
  private let reach: Int
  private var patience: Int

  init(reach: Int, in expansion: Expansion) {
    self.reach = reach
    patience = 8 * expansion.body.count + 10 * reach
  }

  /// What `read` finds, and the scanner is then behind; nil where there is nothing within reach.
  mutating func find<Found>(_ scanner: inout TagScanner, _ read: (inout TagScanner) -> Found?) -> Found? {
    guard patience > 0 else { return nil }
    var near = TagScanner(scanner.bytes, scanner.position..<min(scanner.end, scanner.position + reach))
    guard let found = read(&near) else {
      patience -= reach
      return nil
    }
    scanner.position = near.position
    return found
  }
}
