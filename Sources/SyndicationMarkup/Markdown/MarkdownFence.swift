internal import Syndication

/// The line that opens fenced code (CommonMark §4.5).
struct MarkdownFence {
  private let opening: MarkdownLine
  /// Where the text begins of the list item that it stands in.
  private let column: Int
  /// Where what it says about the code begins.
  let info: Int

  private var character: UInt8 { opening.input[opening.text] }

  /// Nil where `line` opens none.
  init?(_ line: MarkdownLine, column: Int = 0) {
    guard let character = line.input.byte(line.text), character == UInt8(ascii: "`") || character == UInt8(ascii: "~")
    else { return nil }
    info = line.input.skip(from: line.text) { $0 == character }
    guard info - line.text >= 3, character == UInt8(ascii: "~") || !line.input[info..<line.end].contains(character)
    else { return nil }
    opening = line
    self.column = column
  }

  /// Whether `line`, which comes after it, is still within the list item or the quote.
  func holds(_ line: MarkdownLine) -> Bool {
    line.isBlank || line.isQuoted || !opening.isQuoted && line.column >= column
  }

  func isClosed(by line: MarkdownLine) -> Bool {
    let end = line.input.skip(from: line.text) { $0 == character }
    return end - line.text >= info - opening.text && line.input.isBlank(from: end)
  }
}
