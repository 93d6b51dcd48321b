internal import Syndication

/// Puts back what stood where the scanner left marks, and gives footnotes the ids that they have on the generator's page.
struct MarkdownRestorer {
  private let input: UnsafeBufferPointer<UInt8>
  private var spans: [MaskedMarkdown.Span]
  /// The byte before and after the number of a span; nil where the scanner left no marks.
  private let mark: UInt8?
  /// The same in an address, as cmark-gfm escapes it.
  private let escapedMark: [UInt8]
  private let footnotes: MarkdownDialect.Footnotes
  /// Whether the head of a table that holds nothing is none.
  private let dropsEmptyHeads: Bool
  /// The footnote that is written, by its name and its number.
  private var note: (name: String, number: Int) = ("", 0)
  private var output: [UInt8] = []

  init(_ masked: MaskedMarkdown, _ dialect: MarkdownDialect) {
    input = masked.input
    spans = masked.spans
    mark = spans.isEmpty ? nil : masked.mark
    let digits = String(mark ?? 0, radix: 16, uppercase: true)
    escapedMark = Array((digits.utf8.count == 1 ? "%0" + digits : "%" + digits).utf8)
    footnotes = dialect.footnotes
    dropsEmptyHeads = dialect.tables == .kramdown
  }

  consuming func restored(_ html: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let hasNotes = html.contains("data-footnotes")
    let mayHaveEmptyHeads = dropsEmptyHeads && html.contains("<thead>")
    guard mark != nil || hasNotes || mayHaveEmptyHeads else { return Array(html) }
    output.reserveCapacity(html.count + html.count / 8)
    let signs =
      [mark ?? UInt8(ascii: "%"), UInt8(ascii: "%")] + (hasNotes || mayHaveEmptyHeads ? [UInt8(ascii: "<")] : [])
    // Where each stands next.
    var places = signs.map { html.index(of: $0, from: 0) }
    var copied = 0
    var index = 0
    while true {
      for (number, sign) in signs.enumerated() where places[number] < index {
        places[number] = html.index(of: sign, from: index)
      }
      index = places.min() ?? html.count
      guard index < html.count else { break }
      let byte = html[index]
      if byte == mark || byte == UInt8(ascii: "%"), let (number, end) = placeholder(in: html, at: index) {
        if spans[number].kind == .hidden, html.has("<p>", before: index),
          let last = html.index(of: "</p>", from: end, to: html.count)
        {
          output.append(contentsOf: html[copied..<max(copied, index - 3)])
          (index, copied) = (last + 4, last + 4)
          continue
        }
        // What stands alone is no paragraph.
        let isAlone =
          spans[number].kind == .html && html.has("<p>", before: index) && html.has("</p>", at: end)
        output.append(contentsOf: html[copied..<(isAlone ? max(copied, index - 3) : index)])
        put(number)
        index = isAlone ? end + 4 : end
        copied = index
      } else if hasNotes, byte == UInt8(ascii: "<"), let end = putNote(in: html, at: index, from: copied) {
        (index, copied) = (end, end)
      } else if mayHaveEmptyHeads, byte == UInt8(ascii: "<"), let end = Self.emptyHeadEnd(in: html, at: index) {
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
    let span = spans[number]
    spans[number].range = 0..<0
    if span.range.isEmpty { return }
    if let around = span.around { output.append(contentsOf: UnsafeBufferPointer(around.start)) }
    defer { if let around = span.around { output.append(contentsOf: UnsafeBufferPointer(around.end)) } }
    if let text = span.text {
      text.withUnsafeBufferPointer { put($0, as: span.kind) }
    } else {
      put(UnsafeBufferPointer(rebasing: input[span.range]), as: span.kind)
    }
  }

  private mutating func put(_ text: UnsafeBufferPointer<UInt8>, as kind: MaskedMarkdown.Span.Kind) {
    if kind == .html { output.append(contentsOf: text) } else { output.append(text, .html) }
  }

  /// Where the head of a table ends that begins at `start` and holds nothing.
  private static func emptyHeadEnd(in html: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    guard var index = html.end(of: "<thead>\n<tr>\n", at: start) else { return nil }
    while let cell = html.end(of: "<th", at: index) {
      let text = html.skip(from: cell) { $0 != UInt8(ascii: ">") } + 1
      guard let end = html.end(of: "</th>\n", at: text) else { return nil }
      index = end
    }
    return html.end(of: "</tr>\n</thead>\n", at: index)
  }

  // MARK: Footnotes

  /// Writes what cmark-gfm has of a footnote at `start`, if it has: a reference, the beginning of a note, or the way back.
  ///
  /// - Parameter copied: up to where the HTML is written.
  /// - Returns: where that ends.
  private mutating func putNote(in html: UnsafeBufferPointer<UInt8>, at start: Int, from copied: Int) -> Int? {
    func write(_ text: String) {
      output.append(contentsOf: html[copied..<start])
      output.append(contentsOf: text.utf8)
    }
    /// The text from `from` to `end`, and where that ends.
    func text(from: Int, to end: StaticString) -> (text: String, end: Int)? {
      // cmark-gfm takes labels of 1,000 bytes, and writes each as three at most.
      guard let found = html.index(of: end, from: from, to: min(html.count, from + 4_000)) else {
        return nil
      }
      return (String(decoding: html[from..<found], as: UTF8.self), found + end.utf8CodeUnitCount)
    }
    func count(of text: String, behind name: String) -> Int {
      text == name ? 1 : Int(text.dropFirst(name.utf8.count + 1)) ?? 1
    }
    // Most tags are others.
    switch html.byte(start + 1) {
    case UInt8(ascii: "a"), UInt8(ascii: "l"), UInt8(ascii: "s"): break
    default: return nil
    }
    if let begin = html.end(of: "<sup class=\"footnote-ref\"><a href=\"#fn-", at: start),
      let name = text(from: begin, to: "\" id=\"fnref-"),
      let reference = text(from: name.end, to: "\" data-footnote-ref>"),
      let number = text(from: reference.end, to: "</a></sup>")
    {
      let ids = ids(of: name.text, Int(number.text) ?? 0, count(of: reference.text, behind: name.text))
      write("<sup id=\"\(ids.reference)\"><a href=\"#\(ids.note)\">\(number.text)</a></sup>")
      return number.end
    }
    if let end = html.end(of: "<section class=\"footnotes\" data-footnotes>", at: start) {
      write("<section class=\"footnotes\">")
      return end
    }
    if let begin = html.end(of: "<li id=\"fn-", at: start), let name = text(from: begin, to: "\">") {
      note = (name.text, note.number + 1)
      write("<li id=\"\(ids(of: note.name, note.number, 1).note)\">")
      return name.end
    }
    if let begin = html.end(of: "<a href=\"#fnref-", at: start),
      let reference = text(
        from: begin, to: "\" class=\"footnote-backref\" data-footnote-backref aria-label=\"Back to content\">"),
      !reference.text.contains("<")
    {
      let ids = ids(of: note.name, note.number, count(of: reference.text, behind: note.name))
      write("<a href=\"#\(ids.reference)\">")
      return reference.end
    }
    return nil
  }

  /// The ids of a note and of the reference to it that is the `count`th, from 1.
  private func ids(of name: String, _ number: Int, _ count: Int) -> (note: String, reference: String) {
    switch footnotes {
    case .gitHub: ("fn-\(name)", "fnref-\(name)" + (count > 1 ? "-\(count)" : ""))
    case .kramdown: ("fn:\(name)", "fnref:\(name)" + (count > 1 ? ":\(count - 1)" : ""))
    case .python: ("fn:\(name)", "fnref\(count > 1 ? "\(count)" : ""):\(name)")
    case .goldmark: ("fn:\(number)", "fnref\(count > 1 ? "\(count - 1)" : ""):\(number)")
    case .pulldownCmark: (name, "fr-\(name)-\(count)")
    case .markdownIt: ("fn\(number)", "fnref\(number)" + (count > 1 ? ":\(count - 1)" : ""))
    case .remark:
      (
        "user-content-fn-\(name.lowercased())",
        "user-content-fnref-\(name.lowercased())" + (count > 1 ? "-\(count)" : "")
      )
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate init(_ text: StaticString) { self.init(start: text.utf8Start, count: text.utf8CodeUnitCount) }
}
