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
      let masked = MarkdownScanner.masked(input, as: dialect)
      let html =
        MarkdownCost(masked.output).isBearable
        ? CommonMark.withHTML(of: masked.output) { MarkdownRestorer(masked, anchor: anchor).restored($0) } : nil
      // Of a body that it misreads, cmark-gfm may cut characters apart.
      if let html, SourceText.firstInvalidUTF8(html) == nil { return html }
      return Array("<pre>\(XMLCharacters.escaped(String(decoding: input, as: UTF8.self)))</pre>\n".utf8)
    }
  }
}
