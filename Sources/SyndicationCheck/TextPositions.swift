/// Where each byte of a text in UTF-8 stands, told in the time of a search however long its lines are.
struct TextPositions {
  private let bytes: [UInt8]
  /// Where each line begins.
  private let lines: [Int]
  /// How many characters begin before each block of bytes.
  private let counts: [Int]

  private static let block = 1_024

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var (lines, counts, count) = ([0], [Int](), 0)
    for (index, byte) in bytes.enumerated() {
      if index.isMultiple(of: Self.block) { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
      if byte == 0x0A { lines.append(index + 1) }
    }
    self.lines = lines
    self.counts = counts
  }

  /// Its line, and its column in characters, both from 1.
  func position(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    var (low, high) = (0, lines.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle] <= offset { low = middle } else { high = middle }
    }
    return (low + 1, 1 + characters(before: offset) - characters(before: lines[low]))
  }

  private func characters(before offset: Int) -> Int {
    guard !counts.isEmpty else { return 0 }
    let block = min(offset / Self.block, counts.count - 1)
    return counts[block] + bytes[(block * Self.block)..<offset].count { $0 & 0xC0 != 0x80 }
  }
}
