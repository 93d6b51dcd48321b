internal import Syndication

/// Puts back what stood where the scanner left marks, and makes the anchors of footnotes the entry's own.
struct MarkdownRestorer {
  private let input: UnsafeBufferPointer<UInt8>
  private var spans: [MaskedMarkdown.Span]
  /// The byte before and after the number of a span; nil where the scanner left no marks.
  private let mark: UInt8?
  /// The same in an address, as cmark-gfm escapes it.
  private let escapedMark: [UInt8]
  private let anchor: [UInt8]
  private var output: [UInt8] = []

  /// - Parameter anchor: what begins the anchors of footnotes.
  init(_ masked: MaskedMarkdown, anchor: String) {
    input = masked.input
    spans = masked.spans
    mark = spans.isEmpty ? nil : masked.mark
    let digits = String(mark ?? 0, radix: 16, uppercase: true)
    escapedMark = Array((digits.utf8.count == 1 ? "%0" + digits : "%" + digits).utf8)
    self.anchor = Array("\(anchor)-".utf8)
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
        (index, copied) = (end, end)
      } else if hasNotes, byte == UInt8(ascii: "\""), let end = MarkdownRestorer.noteAnchor(in: html, at: index) {
        output.append(contentsOf: html[copied..<end])
        output.append(contentsOf: anchor)
        (index, copied) = (end, end)
      } else if hasNotes, byte == 0x20, let end = MarkdownRestorer.noteAttributesEnd(in: html, at: index) {
        output.append(contentsOf: html[copied..<index])
        (index, copied) = (end, end)
      } else {
        index += 1
      }
    }
    output.append(contentsOf: html[copied...])
    return output
  }

  /// The number of the span whose mark stands at `start`, and where the mark ends.
  private func placeholder(in html: UnsafeBufferPointer<UInt8>, at start: Int) -> (number: Int, end: Int)? {
    guard mark != nil, var index = markEnd(in: html, at: start) else { return nil }
    var number = 0
    while index < html.count, case let digit = Int(html[index]) - 48, (0...9).contains(digit), number < spans.count {
      number = number * 10 + digit
      index += 1
    }
    guard number < spans.count, let end = markEnd(in: html, at: index) else { return nil }
    return (number, end)
  }

  /// Where the byte ends that is before and after a number, if it stands at `start`.
  private func markEnd(in html: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    if html.byte(start) == mark { return start + 1 }
    return html.dropFirst(start).starts(with: escapedMark) ? start + escapedMark.count : nil
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
    let names: [StaticString] =
      html.has("id=", before: start) ? ["fn-", "fnref-"] : html.has("href=", before: start) ? ["#fn-", "#fnref-"] : []
    return names.lazy.compactMap { html.end(of: $0, at: start + 1) }.first
  }
}
