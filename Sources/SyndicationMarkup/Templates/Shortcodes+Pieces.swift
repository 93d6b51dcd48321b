internal import Syndication

extension Shortcodes {
  /// The pieces of a body: what `read` finds in it, and the text between.
  ///
  /// - Parameters:
  ///   - mayBegin: whether something else than text may begin with a byte.
  ///   - read: the pieces that begin where the scanner is, which is then behind them; nil where that is text.
  static func pieces(
    of expansion: inout Expansion, mayBegin: (UInt8) -> Bool,
    read: (inout TagScanner, inout Expansion) -> [Piece]?
  ) -> [Piece] {
    let body = expansion.body
    var pieces: [Piece] = []
    var textStart = 0
    var scanner = TagScanner(body, 0..<body.count)
    while let start = body[scanner.position...].firstIndex(where: mayBegin) {
      scanner.position = start
      guard let found = read(&scanner, &expansion) else {
        scanner.position = start + 1
        continue
      }
      pieces.append(.text(textStart..<start))
      pieces += found
      textStart = scanner.position
    }
    pieces.append(.text(textStart..<body.count))
    return pieces
  }
}
