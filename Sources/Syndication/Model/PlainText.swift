internal import CKernels

/// Text as it is published: without forbidden characters (rule X1), its white space normalised.
package enum PlainText {
  /// One line: every run of white space is one space; none at the ends.
  package static func line(_ text: String) -> (text: String, dropped: Int) {
    let (text, dropped) = XMLCharacters.cleaned(text)
    return (isNormal(text) ? text : joined(text.unicodeScalars), dropped)
  }

  /// Paragraphs, parted by one blank line; each of them one line.
  package static func paragraphs(_ text: String) -> (text: String, dropped: Int) {
    let (text, dropped) = XMLCharacters.cleaned(text)
    if isNormal(text) { return (text, dropped) }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let paragraphs = lines.split { $0.allSatisfy(\.properties.isWhitespace) }
      .map { joined($0.joined(separator: "\n".unicodeScalars)) }
    return (paragraphs.joined(separator: "\n\n"), dropped)
  }

  /// How many characters a made summary has at most.
  package static let excerptLimit = 300

  /// `text` in at most `limit` characters: cut at the end of a word, with `…` where something was cut. Of a word that is
  /// longer than that, as much as there is room for.
  package static func cut(_ text: String, at limit: Int = excerptLimit) -> String {
    guard limit > 0 else { return "" }
    let text = text.drop(while: \.isWhitespace)
    guard let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex), end < text.endIndex else {
      return String(text)
    }
    // The ellipsis is a character, too.
    var head = text[..<text.index(before: end)]
    if !text[head.endIndex].isWhitespace, let space = head.lastIndex(where: \.isWhitespace) { head = head[..<space] }
    while head.last?.isWhitespace == true { head.removeLast() }
    return head + "…"
  }

  /// `text` in no more characters than `limit` has, cut as above; nil where it has no more.
  static func cut(_ text: String, by limit: Limit) -> String? {
    // Nearly all are shorter in bytes, too.
    guard text.utf8.count > limit.value else { return nil }
    // A character may have marks without end.
    let head = String(text.unicodeScalars.prefix(8 * limit.value))
    let cut = cut(head, at: limit.value)
    return cut == text ? nil : cut
  }

  /// Whether `text` is one line in order already, as nearly all are.
  private static func isNormal(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in utf8.baseAddress.map { kernels_is_line($0, utf8.count) != 0 } ?? false }
  }

  private static func joined(_ text: some Sequence<Unicode.Scalar>) -> String {
    // Scalar by scalar: to Swift a space and a combining mark after it are one character, and white space.
    let words = text.split(whereSeparator: \.properties.isWhitespace)
    return String(String.UnicodeScalarView(words.joined(separator: " ".unicodeScalars)))
  }
}
