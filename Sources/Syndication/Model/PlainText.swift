/// Text as it is published: without forbidden characters (rule X1), its white space normalised.
package enum PlainText {
  /// One line: every run of white space is one space; none at the ends.
  package static func line(_ text: String) -> (text: String, dropped: Int) {
    let (text, dropped) = XMLCharacters.cleaned(text)
    return (joined(text[...]), dropped)
  }

  /// Paragraphs, parted by one blank line; each of them one line.
  package static func paragraphs(_ text: String) -> (text: String, dropped: Int) {
    let (text, dropped) = XMLCharacters.cleaned(text)
    var paragraphs: [String] = []
    var current: [Substring] = []
    let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines + [""] {
      if !line.allSatisfy(\.isWhitespace) {
        current.append(line)
      } else if !current.isEmpty {
        paragraphs.append(joined(current.joined(separator: " ")[...]))
        current = []
      }
    }
    return (paragraphs.joined(separator: "\n\n"), dropped)
  }

  private static func joined(_ text: Substring) -> String {
    // What is normal already is most of what there is.
    if !text.contains("  "), let first = text.first, let last = text.last, !first.isWhitespace, !last.isWhitespace,
      text.unicodeScalars.allSatisfy({ $0 == " " || !$0.properties.isWhitespace })
    {
      return String(text)
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
