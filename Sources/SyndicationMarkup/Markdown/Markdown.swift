internal import Syndication

/// Markdown as HTML: CommonMark with tables, strikethrough, autolinks, task lists and footnotes; raw HTML is let through.
///
/// Maths is left as it was written (rule B5), and what kramdown and Hugo say about elements in `{…}` goes. A body that would take
/// cmark-gfm out of all bounds is shown as it is.
enum Markdown {
  /// - Parameters:
  ///   - markdown: UTF-8.
  ///   - anchor: what makes the anchors of footnotes differ from those of every other entry.
  static func html(_ markdown: [UInt8], as dialect: MarkdownDialect = .commonMark, anchor: String) -> [UInt8] {
    markdown.withUnsafeBufferPointer { input in
      var scanner = MarkdownScanner(input, dialect)
      scanner.scan()
      let html =
        MarkdownCost(scanner.output).isBearable
        ? CommonMark.withHTML(of: scanner.output) { html in
          MarkdownRestorer(input: input, spans: scanner.spans, mark: scanner.mark, anchor: Array(anchor.utf8))
            .restored(html)
        } : nil
      // Of a body that it misreads, cmark-gfm may cut characters apart.
      if let html, SourceText.firstInvalidUTF8(html) == nil { return html }
      return Array("<pre>\(XMLCharacters.escaped(String(decoding: input, as: UTF8.self)))</pre>\n".utf8)
    }
  }
}

/// Text of a body that Markdown may not touch: a mark stands for it until the HTML is made.
struct MaskedSpan {
  /// In the body.
  var range: Range<Int>
  /// How many `>` stand before each of its lines.
  var quotes = 0
}
