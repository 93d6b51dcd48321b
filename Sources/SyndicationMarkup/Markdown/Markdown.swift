public import Syndication

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

/// What a body in Markdown was written for, where CommonMark says otherwise.
public enum MarkdownDialect: String, Sendable, Hashable, Fingerprinted, CaseIterable {
  /// As its specification has it, with GitHub's tables and the like.
  case commonMark
  /// As kramdown and Python-Markdown have it: an element of HTML goes on to its end tag, whatever blank lines are in it, and
  /// is Markdown inside only where it says `markdown="1"`. A table needs no head.
  case kramdown
  /// What stands between tags on lines of their own is Markdown, and nothing is code because it is indented.
  case mdx
}
