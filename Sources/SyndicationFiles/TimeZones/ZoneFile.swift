internal import Syndication

/// A zone as the files of the time zone database hold it: RFC 8536, versions 1 to 4.
struct ZoneFile: TimeZoneRules {
  /// Twenty times the greatest there is.
  private static let maximumBytes = 1 << 16

  /// When clocks change, in order.
  let changes: [Int64]
  /// How far they are from UTC before the first change, and from each on.
  private let offsets: [Int64]
  /// What holds from the last change on; nil where that stays as it is.
  private let rule: ZoneRule?

  /// Nil where there is no such file.
  init?(at path: String) {
    guard let file = try? OpenFile(path) else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: ZoneFile.maximumBytes) { buffer, count in
      count = (try? file.read(into: buffer, at: 0)) ?? 0
    }
    // One that fills it may go on.
    guard bytes.count < ZoneFile.maximumBytes else { return nil }
    self.init(bytes)
  }

  /// Nil where `bytes` are no such file.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    guard var header = Header(&rest) else { return nil }
    var width = 4
    if header.version >= UInt8(ascii: "2") {
      // The same in wider numbers follows.
      rest = rest.dropFirst(header.length(width: width))
      guard let second = Header(&rest) else { return nil }
      header = second
      width = 8
    }
    // Where leap seconds are counted, seconds are others than ours.
    guard rest.count >= header.length(width: width), header.types > 0, header.leapSeconds == 0 else { return nil }
    changes = (0..<header.changes).map { _ in ZoneFile.number(&rest, width: width) }
    let types = (0..<header.changes).map { _ in Int(rest.removeFirst()) }
    let offsetsOfTypes = (0..<header.types).map { _ in
      defer { rest = rest.dropFirst(2) }
      return ZoneFile.number(&rest, width: 4)
    }
    guard types.allSatisfy({ $0 < header.types }), offsetsOfTypes.allSatisfy({ abs($0) < 26 * 3600 }),
      zip(changes, changes.dropFirst()).allSatisfy(<)
    else { return nil }
    offsets = ([0] + types).map { offsetsOfTypes[$0] }
    rest = rest.dropFirst(header.length(width: width) - header.changes * (width + 1) - header.types * 6)
    guard width == 8 else {
      rule = nil
      return
    }
    guard rest.popFirst() == UInt8(ascii: "\n"), let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let footer = rest[..<end]
    rule = ZoneRule(footer)
    if rule == nil, !footer.isEmpty { return nil }
  }

  func offset(at seconds: Int64) -> Int64 {
    if let rule, changes.last.map({ seconds >= $0 }) ?? true { return rule.offset(at: seconds) }
    // How many changes were before.
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return offsets[low]
  }

  /// RFC 8536 §3.1.
  private struct Header {
    let version: UInt8
    /// Three lists that only tell how the others were made.
    let others: Int
    let leapSeconds: Int
    let changes: Int
    let types: Int

    init?(_ rest: inout ArraySlice<UInt8>) {
      guard rest.count >= 44, rest.starts(with: "TZif".utf8) else { return nil }
      version = rest[rest.startIndex + 4]
      guard version == 0 || version >= UInt8(ascii: "2") else { return nil }
      rest = rest.dropFirst(20)
      let counts = (0..<6).map { _ in Int(UInt32(truncatingIfNeeded: number(&rest, width: 4))) }
      others = counts[0] + counts[1] + counts[5]
      (leapSeconds, changes, types) = (counts[2], counts[3], counts[4])
    }

    /// Of what follows it, in bytes, where instants take so many.
    func length(width: Int) -> Int { changes * (width + 1) + types * 6 + others + leapSeconds * (width + 4) }
  }

  /// With its sign, and its greatest byte first.
  private static func number(_ rest: inout ArraySlice<UInt8>, width: Int) -> Int64 {
    let bits = rest.prefix(width).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    rest = rest.dropFirst(width)
    return width == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
  }
}
