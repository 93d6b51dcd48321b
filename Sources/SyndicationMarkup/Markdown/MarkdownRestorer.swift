internal import Syndication

/// Puts back what stood where the scanner left marks, and makes the anchors of footnotes the entry's own.
struct MarkdownRestorer {
  private let input: UnsafeBufferPointer<UInt8>
  private var spans: [MaskedMarkdown.Span]
  /// The byte before and after the number of a span; nil where the scanner left no marks.
  private let mark: UInt8?
  private let anchor: [UInt8]
  private var output: [UInt8] = []

  /// - Parameter anchor: what begins the anchors of footnotes.
  init(_ masked: MaskedMarkdown, anchor: String) {
    input = masked.input
    spans = masked.spans
    mark = spans.isEmpty ? nil : masked.mark
    self.anchor = Array(anchor.utf8)
  }

  consuming func restored(_ html: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let hasNotes = html.contains("data-footnotes")
    guard mark != nil || hasNotes else { return Array(html) }
    output.reserveCapacity(html.count + html.count / 8)
    var copied = 0
    var index = 0
    while index < html.count {
      let byte = html[index]
      if byte == mark || byte == UInt8(ascii: "%"), let (number, end) = placeholder(in: html, at: index) {
        output.append(contentsOf: html[copied..<index])
        put(number)
        index = end
        copied = end
      } else if hasNotes, byte == UInt8(ascii: "\""), let end = MarkdownRestorer.noteAnchor(in: html, at: index) {
        output.append(contentsOf: html[copied..<end])
        output.append(contentsOf: anchor)
        output.append(UInt8(ascii: "-"))
        index = end
        copied = end
      } else if hasNotes, byte == 0x20, let end = MarkdownRestorer.noteAttributesEnd(in: html, at: index) {
        output.append(contentsOf: html[copied..<index])
        index = end
        copied = end
      } else {
        index += 1
      }
    }
    output.append(contentsOf: html[copied...])
    return output
  }

  /// The number of the span whose mark stands at `start`, and where the mark ends. In addresses, cmark-gfm has escaped it.
  private func placeholder(in html: UnsafeBufferPointer<UInt8>, at start: Int) -> (number: Int, end: Int)? {
    guard let mark, var index = html.end(ofMark: mark, at: start) else { return nil }
    var number = 0
    while index < html.count, case let digit = Int(html[index]) - 48, (0...9).contains(digit), number < spans.count {
      number = number * 10 + digit
      index += 1
    }
    guard number < spans.count, let end = html.end(ofMark: mark, at: index) else { return nil }
    return (number, end)
  }

  /// Writes a span. It is written once: a link's title can be asked for again and again.
  private mutating func put(_ number: Int) {
    let (range, quotes) = (spans[number].range, spans[number].quotes)
    spans[number].range = 0..<0
    var index = range.lowerBound
    while index < range.upperBound {
      let rest = input[index..<range.upperBound]
      let next = rest.firstIndex(of: 10).map { $0 + 1 } ?? range.upperBound
      output.append(UnsafeBufferPointer(rebasing: rest[..<next]), .html)
      index = next
      guard input[index - 1] == 10 else { continue }
      for _ in 0..<quotes {
        let quote = input[index..<range.upperBound].drop { $0 == 0x20 }
        guard quote.first == UInt8(ascii: ">") else { break }
        index = quote.startIndex + 1
      }
    }
  }

  /// Where the attributes end that cmark-gfm gives to footnotes for scripts and readers of screens, in one language: no feed
  /// has them.
  private static func noteAttributesEnd(in html: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    let attributes: [StaticString] = [
      " data-footnote-ref>", " data-footnotes>", " data-footnote-backref aria-label=\"Back to content\">",
    ]
    return attributes.lazy.compactMap { html.end(of: $0, at: start) }.first.map { $0 - 1 }
  }

  /// Where the name of a footnote begins, if the quote at `start` opens an `id` or `href` that is a footnote's.
  private static func noteAnchor(in html: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    if html.has("id=", before: start) {
      return html.end(of: "fn-", at: start + 1) ?? html.end(of: "fnref-", at: start + 1)
    }
    if html.has("href=", before: start) {
      return html.end(of: "#fn-", at: start + 1) ?? html.end(of: "#fnref-", at: start + 1)
    }
    return nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where `mark` ends, as a byte or as `%` with two digits, if it stands at `start`.
  fileprivate func end(ofMark mark: UInt8, at start: Int) -> Int? {
    guard start < count else { return nil }
    if self[start] == mark { return start + 1 }
    guard start + 2 < count, self[start] == UInt8(ascii: "%") else { return nil }
    let digits: StaticString = "0123456789ABCDEF"
    let isMark =
      self[start + 1] == digits.utf8Start[Int(mark >> 4)] && self[start + 2] == digits.utf8Start[Int(mark & 15)]
    return isMark ? start + 3 : nil
  }
}
