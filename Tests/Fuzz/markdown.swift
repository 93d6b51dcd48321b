@testable import Syndication
@testable import SyndicationMarkup

private let cleaner = HTMLCleaner(base: AbsoluteURL("https://example.org/2022/post/")!)

/// Text becomes text within bounds, which can be cleaned.
func check(_ bytes: [UInt8]) {
  let markdown = text(bytes)
  for dialect in [MarkdownDialect.goldmark, .kramdown, .pythonMarkdown, .mdx] {
    let html = Markdown.html(markdown, as: dialect)
    require(SourceText.firstInvalidUTF8(html) == nil, "a character of \(markdown.shown) is cut apart")
    require(html.count <= 10_000 + 100 * markdown.count, "\(html.count) bytes of \(markdown.count)")
    _ = cleaner.clean(html)
  }
}
