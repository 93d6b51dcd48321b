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
      if !line.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
        current.append(line)
      } else if !current.isEmpty {
        paragraphs.append(joined(current.joined(separator: " ")[...]))
        current = []
      }
    }
    return (paragraphs.joined(separator: "\n\n"), dropped)
  }

  private static func joined(_ text: Substring) -> String {
    // Scalar by scalar: to Swift a space and a combining mark after it are one character, and white space.
    var result = String.UnicodeScalarView()
    var isAfterSpace = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        isAfterSpace = true
      } else {
        if isAfterSpace, !result.isEmpty { result.append(" ") }
        result.append(scalar)
        isAfterSpace = false
      }
    }
    return String(result)
  }
}
