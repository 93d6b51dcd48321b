internal import Syndication
internal import SyndicationFiles

/// Where the items of a JSON file stand, each known by a hash, and what stands around them: by which those are found again that
/// are not as they were.
struct JSONBlocks {
  /// What the items are in; the raw values are kept in files.
  enum Kind: Int {
    case array, feed, lines

    /// What leads to the array of the items.
    var names: [String] { self == .feed ? ["items"] : [] }
  }

  /// What leads to that array, as a JSON pointer; nil where there is none.
  var pointer: String? { kind == .lines ? nil : kind.names.map { "/\($0)" }.joined() }

  /// What an item has from the document where it does not say.
  struct Inherited: Hashable {
    var authors: [Person] = []
    var language: String?
  }

  /// An item, with the comma and the white space before it; of one a line, the line.
  struct Block: BitwiseCopyable {
    /// Where the next one begins in the file.
    var end: Int
    var hash: UInt64
    /// That of its first byte.
    var line: Int
  }

  var kind = Kind.array
  /// Where the first one begins.
  private(set) var start = 0
  var blocks: [Block] = []
  var inherited = Inherited()
  /// Whether there is nothing beside the items: no empty line.
  var isRegular = true
  /// The line on which the last one ends.
  private(set) var nextLine = 1
  /// Of the file; and a hash of what stands before and behind the items.
  private(set) var size = 0
  private var frame: UInt64 = 0

  init() {}

  /// Begins at the byte at `start` of the file.
  ///
  /// - Parameter line: on which the first one begins.
  mutating func begin(_ kind: Kind, at start: Int, line: Int) {
    self.kind = kind
    self.start = start
    nextLine = line
    // Of two lists of items one is an error.
    blocks = []
  }

  /// Takes note of the next one.
  ///
  /// - Parameters:
  ///   - bytes: of a window that begins at `position` in the file.
  ///   - lines: that of the first byte, and that of the one behind.
  mutating func add(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, from position: Int, lines: (Int, Int)) {
    nextLine = lines.1
    blocks.append(
      Block(
        end: position + bytes.endIndex, hash: ContentHash(UnsafeBufferPointer(rebasing: bytes)).value, line: lines.0))
  }

  /// Where the block at `index` stands.
  func range(of index: Int) -> Range<Int> { (index == 0 ? start : blocks[index - 1].end)..<blocks[index].end }

  /// Where the last one ends.
  private var end: Int { blocks.last?.end ?? start }

  // MARK: - As notes

  private static let format = "json 1"
  /// More than that around the items is not looked at twice.
  private static let longestFrame = 1 << 20

  /// Nil where there is more in the file than can be told by them.
  func state(of text: JSONText) throws -> SourceState? {
    var own = self
    own.size = text.state.size
    guard isRegular, !blocks.isEmpty, let frame = try own.frame(in: text.file, shiftedBy: 0) else { return nil }
    own.frame = frame
    return own.state
  }

  var state: SourceState {
    var writer = StateWriter(capacity: 1_024 + blocks.count * MemoryLayout<Block>.stride)
    writer.text(JSONBlocks.format)
    for number in [kind.rawValue, start, size, nextLine] { writer.number(number) }
    writer.table([frame])
    writer.text(inherited.language)
    writer.number(inherited.authors.count)
    for author in inherited.authors {
      writer.text(author.name)
      for text in [author.url, author.email, author.affiliation] { writer.text(text) }
    }
    writer.table(blocks)
    return SourceState(writer.bytes)
  }

  /// Nil where `state` is of another version.
  init?(_ state: SourceState) {
    do {
      var reader = StateReader(state.bytes)
      guard try reader.text() == JSONBlocks.format, let kind = Kind(rawValue: try reader.number()) else { return nil }
      self.kind = kind
      start = try reader.number()
      size = try reader.number()
      nextLine = try reader.number()
      frame = try reader.table(of: UInt64.self).first ?? 0
      inherited.language = try reader.optionalText()
      for _ in 0..<(try reader.count()) {
        var author = Person(name: try reader.text())
        author.url = try reader.optionalText()
        author.email = try reader.optionalText()
        author.affiliation = try reader.optionalText()
        inherited.authors.append(author)
      }
      blocks = try reader.table(of: Block.self)
      guard reader.isAtEnd, !blocks.isEmpty else { return nil }
    } catch { return nil }
  }

  /// A hash of what stands before and behind the items, this so much further; nil where it is very much.
  private func frame(in file: OpenFile, shiftedBy shift: Int) throws(FileError) -> UInt64? {
    guard start >= 0, start <= end, end <= size, start + size - end <= JSONBlocks.longestFrame else { return nil }
    let tail = end + shift..<size + shift
    guard tail.lowerBound >= start else { return nil }
    return ContentHash([try file.bytes(in: 0..<start), try file.bytes(in: tail)]).value
  }
}

// MARK: - What changed

extension JSONBlocks {
  /// What is not as it was in a file: blocks gave way to the bytes that stand in `range` now.
  struct Difference {
    var replaced: Range<Int>
    var range: Range<Int>
    /// How much further the blocks behind them stand.
    var shift: Int
  }

  /// How many bytes a core compares at a time.
  private static let chunk = 1 << 22

  /// What changed in `file`, of `size` bytes now; nil where what stands around the items is not as it was.
  ///
  /// What is as it was stands where it stood, or as much further as the file has grown; on all cores, each block is looked for
  /// at either place.
  func difference(to file: OpenFile, of size: Int) throws -> Difference? {
    let shift = size - self.size
    guard let frame = try frame(in: file, shiftedBy: shift), frame == self.frame else { return nil }
    let chunks = chunks
    let matches = try concurrentMap(chunks.count, chunk: 1) { index in
      let blocks = chunks[index]
      let before = matching(blocks, in: file, of: size, shiftedBy: 0)
      if before.leading == blocks.count { return (leading: before.leading, trailing: shift == 0 ? blocks.count : 0) }
      let trailing = shift == 0 ? before.trailing : matching(blocks, in: file, of: size, shiftedBy: shift).trailing
      return (leading: before.leading, trailing: trailing)
    }
    var (first, last) = (0, blocks.count)
    for (blocks, match) in zip(chunks, matches) {
      first += match.leading
      if match.leading < blocks.count { break }
    }
    for (blocks, match) in zip(chunks, matches).reversed() {
      last -= match.trailing
      if match.trailing < blocks.count { break }
    }
    last = max(first, last)
    // No comma is before the first; behind what comes before it, one is.
    if last == 0, shift != 0, kind != .lines { last = 1 }
    let from = first == 0 ? start : blocks[first - 1].end
    // Where the same stands twice, what is shorter now may begin behind its end.
    while last < blocks.count, range(of: last).lowerBound + shift < from { last += 1 }
    let end = last == 0 ? start : blocks[last - 1].end
    return end + shift < from ? nil : Difference(replaced: first..<last, range: from..<end + shift, shift: shift)
  }

  /// These, of a file that differs so, where `read` are the blocks of what differs.
  func applying(_ difference: Difference, _ read: JSONBlocks) -> JSONBlocks {
    var blocks = self
    blocks.size += difference.shift
    let behind = difference.replaced.upperBound
    let lines = read.nextLine - (behind < blocks.blocks.count ? blocks.blocks[behind].line : blocks.nextLine)
    blocks.nextLine += lines
    for index in behind..<blocks.blocks.count {
      blocks.blocks[index].end += difference.shift
      blocks.blocks[index].line += lines
    }
    blocks.blocks.replaceSubrange(difference.replaced, with: read.blocks)
    return blocks
  }

  /// The blocks in runs that are compared at once.
  private var chunks: [Range<Int>] {
    var chunks: [Range<Int>] = []
    var first = 0
    for index in blocks.indices
    where index + 1 == blocks.count || blocks[index + 1].end - range(of: first).lowerBound > JSONBlocks.chunk {
      chunks.append(first..<index + 1)
      first = index + 1
    }
    return chunks
  }

  /// How many of `run`, from the first on and from the last back, are in `file` where they were, or `shift` further.
  private func matching(
    _ run: Range<Int>, in file: OpenFile, of size: Int, shiftedBy shift: Int
  ) -> (leading: Int, trailing: Int) {
    let (start, end) = (range(of: run.lowerBound).lowerBound + shift, blocks[run.upperBound - 1].end + shift)
    // Of what is cut off, the rest.
    guard max(0, start) < min(size, end), let bytes = MappedBytes(of: file, in: max(0, start)..<min(size, end)) else {
      return (0, 0)
    }
    func isThere(_ index: Int) -> Bool {
      let block = range(of: index)
      let (lower, upper) = (block.lowerBound + shift, block.upperBound + shift)
      return lower >= 0 && bytes.hash(of: lower..<upper)?.value == blocks[index].hash
    }
    let leading = run.prefix(while: isThere).count
    return (leading, leading == run.count ? leading : run.reversed().prefix(while: isThere).count)
  }
}
