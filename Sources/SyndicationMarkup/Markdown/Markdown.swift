internal import Syndication

/// Markdown as HTML: CommonMark with tables, strikethrough, autolinks, task lists and footnotes, and what its dialect says
/// otherwise; raw HTML is let through.
///
/// Maths is left as it was written (rule B5), and what kramdown and Hugo say about elements in `{…}` goes. A body that would take
/// cmark-gfm out of all bounds is shown as it is.
enum Markdown {
  /// What was made of a body.
  struct Reading {
    var html: [UInt8]
    /// What the body holds and the HTML does not, and how often: `a table wider than its head`.
    var lost: [String: Int] = [:]
    /// Of what the body has too much, and so is shown as it is.
    var excess: Limit?
  }

  /// - Parameter markdown: UTF-8.
  static func read(_ markdown: [UInt8], as dialect: MarkdownDialect = .commonMark) -> Reading {
    markdown.withUnsafeBufferPointer { input in
      let masked = MarkdownScanner.masked(input, as: dialect)
      if let excess = MarkdownCost(masked.output).excess { return Reading(html: asItIs(input), excess: excess) }
      var lost = masked.lost
      let html = CommonMark.withHTML(of: masked, as: dialect, lost: &lost) { html in
        MarkdownRestorer(masked, dialect).restored(html)
      }
      // Of a body that it misreads, cmark-gfm may cut characters apart.
      guard SourceText.firstInvalidUTF8(html) == nil else { return Reading(html: asItIs(input)) }
      return Reading(html: html, lost: lost)
    }
  }

  static func html(_ markdown: [UInt8], as dialect: MarkdownDialect = .commonMark) -> [UInt8] {
    read(markdown, as: dialect).html
  }

  /// A text that stands within a line, such as a caption, as HTML without a paragraph around it.
  static func inline(_ markdown: String, as dialect: MarkdownDialect) -> String {
    guard markdown.utf8.contains(where: "*_`[<&\\~:!\"'$".utf8.contains) else { return markdown }
    let html = String(decoding: html(Array(markdown.utf8), as: dialect), as: UTF8.self)
    let text = html.hasSuffix("\n") ? html.dropLast() : html[...]
    guard text.hasPrefix("<p>"), text.hasSuffix("</p>"), !text.dropFirst(3).contains("<p>") else { return String(text) }
    return String(text.dropFirst(3).dropLast(4))
  }

  private static func asItIs(_ input: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    Array("<pre>\(XMLCharacters.escaped(String(decoding: input, as: UTF8.self)))</pre>\n".utf8)
  }
}
