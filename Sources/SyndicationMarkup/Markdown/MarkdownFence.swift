internal import Syndication

/// The line that opens fenced code (CommonMark §4.5).
struct MarkdownFence {
  private let character: UInt8
  private let count: Int
  private let isQuoted: Bool
  /// Where the text begins of the list item that it stands in.
  private let column: Int
  /// Where what it says about the code begins.
  let info: Int

  /// Nil where `line` opens none.
  init?(_ line: MarkdownLine, column: Int = 0) {
    guard !line.isBlank else { return nil }
    let character = line.input[line.text]
    guard character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else { return nil }
    let info = MarkdownFence.runEnd(of: character, in: line)
    guard info - line.text >= 3, character == UInt8(ascii: "~") || !line.input[info..<line.end].contains(character)
    else { return nil }
    self.character = character
    count = info - line.text
    isQuoted = line.isQuoted
    self.column = column
    self.info = info
  }

  /// Whether `line`, which comes after it, is still within the list item or the quote.
  func holds(_ line: MarkdownLine) -> Bool {
    line.isBlank || line.isQuoted || !isQuoted && line.column >= column
  }

  func isClosed(by line: MarkdownLine) -> Bool {
    let end = MarkdownFence.runEnd(of: character, in: line)
    return end - line.text >= count && line.input[end..<line.end].allSatisfy(\.isSpace)
  }

  private static func runEnd(of character: UInt8, in line: MarkdownLine) -> Int {
    var index = line.text
    while index < line.end, line.input[index] == character { index += 1 }
    return index
  }
}
