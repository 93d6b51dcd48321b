internal import Syndication

/// What words of a body mean: `*[HTML]: HyperText Markup Language`.
struct MarkdownAbbreviations {
  private var titles: [[UInt8]: String] = [:]
  /// The longest first, by the first byte.
  private var words: [UInt8: [[UInt8]]] = [:]

  var isEmpty: Bool { titles.isEmpty }

  /// Adds the one that `line` defines.
  ///
  /// - Returns: whether it is one.
  mutating func take(_ line: MarkdownLine) -> Bool {
    let input = line.input
    guard input.has("*[", at: line.text), let end = input.index(of: "]:", from: line.text + 2, to: line.end),
      end > line.text + 2
    else { return false }
    let word = Array(input[(line.text + 2)..<end])
    let title = PlainText.line(String(decoding: input[(end + 2)..<line.end], as: UTF8.self)).text
    // Nobody explains more, and each is looked for at each word.
    if titles[word] == nil, titles.count < Limit.abbreviations.value {
      words[word[0], default: []].append(word)
      words[word[0]]?.sort { $0.count > $1.count }
    }
    if titles[word] != nil || titles.count < Limit.abbreviations.value { titles[word] = title }
    return true
  }

  /// A text in parts, those that are abbreviations with what they mean.
  func parts(of text: [UInt8]) -> [(range: Range<Int>, title: String?)] {
    var parts: [(Range<Int>, String?)] = []
    var (copied, index) = (0, 0)
    while index < text.count {
      let isInWord = index > 0 && Self.isWord(text[index - 1]) && Self.isWord(text[index])
      guard !isInWord, let word = words[text[index]]?.first(where: { stands($0, at: index, in: text) }),
        let title = titles[word], !title.isEmpty
      else {
        index += 1
        continue
      }
      if copied < index { parts.append((copied..<index, nil)) }
      parts.append((index..<index + word.count, title))
      index += word.count
      copied = index
    }
    if copied < text.count { parts.append((copied..<text.count, nil)) }
    return parts
  }

  private func stands(_ word: [UInt8], at start: Int, in text: [UInt8]) -> Bool {
    let end = start + word.count
    guard end <= text.count, text[start..<end].elementsEqual(word) else { return false }
    return end == text.count || !Self.isWord(text[end]) || !Self.isWord(text[end - 1])
  }

  private static func isWord(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") }
}
