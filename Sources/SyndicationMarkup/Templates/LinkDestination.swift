internal import Syndication

/// Where Markdown and HTML hold the address that a link leads to.
enum LinkDestination {
  /// Whether one begins at `position`: behind `](`, `](<`, `]: `, `href="` and the like.
  static func begins(at position: Int, in bytes: [UInt8]) -> Bool {
    guard position > 0 else { return false }
    switch bytes[position - 1] {
    case UInt8(ascii: "("), UInt8(ascii: "<"): return true
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="):
      return bytes[max(0, position - 2)..<position].contains(UInt8(ascii: "="))
    case UInt8(ascii: " "):
      return position > 2 && bytes[position - 2] == UInt8(ascii: ":") && bytes[position - 3] == UInt8(ascii: "]")
    default: return false
    }
  }
}
