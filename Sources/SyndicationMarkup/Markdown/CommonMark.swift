internal import CArena
internal import CCMark
internal import Dispatch
internal import Glibc
internal import Syndication

/// CommonMark with tables, strikethrough, bare addresses and footnotes, by cmark-gfm.
enum CommonMark {
  /// The HTML of a body, handed to `body`; raw HTML stands in it as it was written, where the dialect keeps it.
  ///
  /// - Parameter lost: what the HTML does not hold of the body is added.
  static func withHTML<Result>(
    of masked: MaskedMarkdown, as dialect: MarkdownDialect, lost: inout [String: Int],
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let markdown = masked.output
    let mayStrike = dialect.strikethrough != .nothing && markdown.withUnsafeBufferPointer { $0.has(UInt8(ascii: "~")) }
    if mayStrike { strikethrough.wait() }
    defer { if mayStrike { strikethrough.signal() } }
    var options = CMARK_OPT_UNSAFE
    // Where there is nothing to mend, cmark-gfm takes six times as long to find that out.
    if SourceText.firstInvalidUTF8(markdown) != nil { options |= CMARK_OPT_VALIDATE_UTF8 }
    // A body without the text of a note has none.
    if markdown.withUnsafeBufferPointer({ $0.contains("]:") && $0.contains("[^") }) { options |= CMARK_OPT_FOOTNOTES }
    if dialect.strikethrough == .twoTildes { options |= CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE }
    if dialect.keepsLines { options |= CMARK_OPT_HARDBREAKS }
    // All of it is freed at once.
    let mark = arena_begin()
    defer { arena_end(mark) }
    let memory = CommonMark.memory
    let parser = cmark_parser_new_with_mem(options, memory)
    defer { cmark_parser_free(parser) }
    for address in extensions.others + (mayStrike ? [extensions.strikethrough] : []) {
      cmark_parser_attach_syntax_extension(parser, OpaquePointer(bitPattern: address))
    }
    markdown.withUnsafeBytes {
      cmark_parser_feed(parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    let document = cmark_parser_finish(parser)
    defer { cmark_node_free(document) }
    var tree = document.map { MarkdownTree($0, of: masked) }
    tree?.follow(dialect)
    defer { tree?.free() }
    lost.merge(tree?.lost ?? [:], uniquingKeysWith: +)
    let html = cmark_render_html_with_mem(document, options, cmark_parser_get_syntax_extensions(parser), memory)!
    let count = strlen(html)
    return html.withMemoryRebound(to: UInt8.self, capacity: count) {
      body(UnsafeBufferPointer(start: $0, count: count))
    }
  }

  /// Where documents are kept: cmark-gfm takes no node from elsewhere.
  static var memory: UnsafeMutablePointer<cmark_mem> {
    UnsafeMutableRawPointer(arena_get()!).assumingMemoryBound(to: cmark_mem.self)
  }

  /// For whom parses what may be struck through: one at a time.
  private static let strikethrough = DispatchSemaphore(value: 1)

  /// The addresses of those that cmark-gfm has, registered once.
  ///
  /// cmark-gfm notes in a table that all threads share which characters extensions look for: it adds them when it begins
  /// with a document and removes them at its end, while other threads read. So they are added here, and are nobody's to
  /// remove. Strikethrough alone has to own its `~`, as it would not be found again in a run of them: that is added and
  /// removed by one thread at a time, and read by no other.
  private static let extensions: (others: [UInt], strikethrough: UInt) = {
    cmark_gfm_core_extensions_ensure_registered()
    let names: [String] = ["table", "autolink"]
    let others = names.compactMap { cmark_find_syntax_extension($0) }
    let parser = cmark_parser_new(CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8)
    defer { cmark_parser_free(parser) }
    for syntax in others { cmark_parser_attach_syntax_extension(parser, syntax) }
    cmark_manage_extensions_special_characters(parser, 1)
    for syntax in others { cmark_syntax_extension_set_special_inline_chars(syntax, nil) }
    return (
      others.map { UInt(bitPattern: $0) }, UInt(bitPattern: cmark_find_syntax_extension("strikethrough"))
    )
  }()
}
