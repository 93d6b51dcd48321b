/// A pattern of paths, as generators write them: `posts/**`, `*.draft.md`, `{a,b}/[!_]*`.
struct PathPattern: Sendable, Hashable {
  private let alternatives: [[UInt8]]
  private let stopsAtSlashes: Bool

  /// - Parameter stopsAtSlashes: whether `*` and `?` mean no slash, so that `**` is needed for folders.
  init(_ text: String, stopsAtSlashes: Bool = true) {
    alternatives = PathPattern.alternatives(in: text[...]).map { Array($0.utf8) }
    self.stopsAtSlashes = stopsAtSlashes
  }

  /// Whether the whole path is so.
  func matches(_ path: String) -> Bool {
    let path = Array(path.utf8)
    return alternatives.contains { matches($0[...], path[...]) }
  }

  /// Whether the path is so, or a folder around it.
  func covers(_ path: String) -> Bool { matches(path) || PostFile.folders(around: path).contains(where: matches) }

  /// `{a,b}c` is `ac` and `bc`.
  private static func alternatives(in text: Substring) -> [String] {
    var depth = 0
    var commas: [Substring.Index] = []
    guard let open = text.firstIndex(of: "{") else { return [String(text)] }
    for index in text.indices[open...] {
      switch text[index] {
      case "{": depth += 1
      case ",": if depth == 1 { commas.append(index) }
      case "}":
        depth -= 1
        guard depth == 0 else { break }
        let starts = [open] + commas
        let parts = zip(starts, commas + [index]).map { text[text.index(after: $0)..<$1] }
        let rests = alternatives(in: text[text.index(after: index)...])
        // A few braces could stand for more than memory holds.
        let all = parts.flatMap { part in
          alternatives(in: part).flatMap { inner in rests.map { text[..<open] + inner + $0 } }
        }
        return all.prefix(1000).map { String($0) }
      default: break
      }
    }
    return [String(text)]
  }

  private func matches(_ pattern: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>) -> Bool {
    var (pattern, path) = (pattern, path)
    while let first = pattern.first {
      switch first {
      case UInt8(ascii: "*"):
        let stars = pattern.prefix { $0 == UInt8(ascii: "*") }.count
        pattern = pattern.dropFirst(stars)
        let crosses = stars > 1 || !stopsAtSlashes
        // `**/a` is `a` as well.
        if crosses, pattern.first == UInt8(ascii: "/"), matches(pattern.dropFirst(), path) { return true }
        while true {
          if matches(pattern, path) { return true }
          guard let next = path.first, crosses || next != UInt8(ascii: "/") else { return false }
          path.removeFirst()
        }
      case UInt8(ascii: "?"):
        guard let next = path.first, !stopsAtSlashes || next != UInt8(ascii: "/") else { return false }
        pattern.removeFirst()
        path.removeFirst()
        while let more = path.first, more & 0xC0 == 0x80 { path.removeFirst() }
      case UInt8(ascii: "["):
        guard let next = path.first, let (isIn, rest) = PathPattern.set(pattern, next) else { return false }
        guard isIn else { return false }
        pattern = rest
        path.removeFirst()
      case UInt8(ascii: "\\") where pattern.count > 1:
        pattern.removeFirst()
        fallthrough
      default:
        guard let next = path.first, next == pattern.first else { return false }
        pattern.removeFirst()
        path.removeFirst()
      }
    }
    return path.isEmpty
  }

  /// Of `[a-z]`, `[!_]`, `[^_]`: whether a byte is in it, and what follows. Nil where no bracket closes it.
  private static func set(_ pattern: ArraySlice<UInt8>, _ byte: UInt8) -> (Bool, ArraySlice<UInt8>)? {
    var inner = pattern.dropFirst()
    let isNegated = inner.first == UInt8(ascii: "!") || inner.first == UInt8(ascii: "^")
    if isNegated { inner.removeFirst() }
    guard let close = inner.dropFirst().firstIndex(of: UInt8(ascii: "]")) else { return nil }
    var members = inner[..<close]
    var isIn = false
    while let start = members.popFirst() {
      if members.count > 1, members.first == UInt8(ascii: "-") {
        members.removeFirst()
        let end = members.removeFirst()
        if start <= byte, byte <= end { isIn = true }
      } else if start == byte {
        isIn = true
      }
    }
    return (isIn != isNegated, inner[(close + 1)...])
  }
}
