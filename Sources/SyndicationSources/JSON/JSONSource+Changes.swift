public import Syndication
internal import SyndicationFiles

extension JSONSource {
  /// Of how many items, and of which part of the file, another reading costs no more than looking for what changed.
  private static let most = (items: 1_000, part: 8, bytes: 1 << 20)

  public func changes(since state: SourceState) async throws -> SourceChanges? {
    guard let old = JSONBlocks(state), (old.kind == .lines) == isByLine else { return nil }
    let file = try OpenFile(path)
    let text = JSONText(file: file, state: try file.state())
    guard let difference = try old.difference(to: file, of: text.state.size),
      difference.replaced.count <= JSONSource.most.items,
      difference.range.count <= max(JSONSource.most.bytes, text.state.size / JSONSource.most.part),
      let read = try items(at: difference, of: text, since: old), try file.state() == text.state
    else { return nil }
    let (new, items) = (old.applying(difference, read.blocks), read.items)
    guard !new.blocks.isEmpty else { return nil }
    let hasMoved = items.count != difference.replaced.count || new.nextLine != old.nextLine
    return SourceChanges(
      replaced: difference.replaced, items: items, hasMoved: hasMoved, count: new.blocks.count, state: new.state
    ) { positions in
      let items = try positions.map { try item(at: $0, of: text, in: new) }
      return try file.state() == text.state && !items.contains { $0 == nil } ? items.map { $0! } : nil
    }
  }

  /// What stands at a difference; nil where something is wrong with it.
  private func items(at difference: JSONBlocks.Difference, of text: JSONText, since old: JSONBlocks) throws
    -> JSONItems?
  {
    let (first, range) = (difference.replaced.lowerBound, difference.range)
    // The next block begins on the line on which the last of what did not change ends.
    let line = first < old.blocks.count ? old.blocks[first].line : old.nextLine
    return try items(at: range, of: text, from: first, line: line, in: old)
  }

  /// The item at `index`; nil where there is none any more.
  private func item(at index: Int, of text: JSONText, in blocks: JSONBlocks) throws -> SourceItem? {
    let line = blocks.blocks[index].line
    let items = try items(at: blocks.range(of: index), of: text, from: index, line: line, in: blocks)
    return items?.json.rows.count == 1 ? items?.items[0] : nil
  }

  private func items(
    at range: Range<Int>, of text: JSONText, from index: Int, line: Int, in blocks: JSONBlocks
  ) throws -> JSONItems? {
    do {
      let size = min(max(range.count, 1 << 12), windowSize)
      let window = try FileWindow(on: text.file, from: range.lowerBound, size: size)
      var items = JSONItems(in: window, of: text, source: name)
      items.blocks.begin(blocks.kind, at: range.lowerBound, line: line)
      if blocks.kind == .lines {
        try items.readLines(upTo: range.upperBound, line: line)
        guard (items.blocks.blocks.last?.end ?? range.lowerBound) == range.upperBound else { return nil }
      } else {
        let isWhole = try items.readElements(
          upTo: range.upperBound, from: index, line: line, under: blocks.kind.names)
        guard isWhole else { return nil }
      }
      items.blocks.inherited = blocks.inherited
      let isGood = items.json.problems.isEmpty && items.blocks.isRegular
      return isGood && items.blocks.blocks.count == items.json.rows.count ? items : nil
    } catch is JSONError {
      return nil
    } catch is Problem {
      return nil
    }
  }
}
