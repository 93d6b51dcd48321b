internal import CCMark
internal import Glibc

/// CommonMark with tables, strikethrough, bare addresses and footnotes, by cmark-gfm.
enum CommonMark {
  /// The HTML of `markdown`, handed to `body`; raw HTML stands in it as it was written.
  static func withHTML<Result>(of markdown: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let parser = parser()
    defer { cmark_parser_free(parser) }
    markdown.withUnsafeBytes {
      cmark_parser_feed(parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    let document = cmark_parser_finish(parser)
    defer { cmark_node_free(document) }
    guard let html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser)) else {
      return body(UnsafeBufferPointer(start: nil, count: 0))
    }
    defer { cmark_get_default_mem_allocator().pointee.free(html) }
    let count = strlen(html)
    return html.withMemoryRebound(to: UInt8.self, capacity: count) {
      body(UnsafeBufferPointer(start: $0, count: count))
    }
  }

  private static let options = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8

  private static func parser() -> OpaquePointer? {
    let parser = cmark_parser_new(options)
    for address in extensions { cmark_parser_attach_syntax_extension(parser, OpaquePointer(bitPattern: address)) }
    return parser
  }

  /// Their addresses. They are registered once, and only read from then on.
  private static let extensions: [UInt] = {
    cmark_gfm_core_extensions_ensure_registered()
    let names: [String] = ["table", "strikethrough", "autolink"]
    let found = names.compactMap { cmark_find_syntax_extension($0) }
    // cmark-gfm notes in a table that all threads share which characters extensions look for: it adds them when it begins with a
    // document and removes them at its end, while other threads read. So they are added here, and are nobody's to remove.
    let parser = cmark_parser_new(options)
    defer { cmark_parser_free(parser) }
    for syntax in found { cmark_parser_attach_syntax_extension(parser, syntax) }
    cmark_manage_extensions_special_characters(parser, 1)
    for syntax in found { cmark_syntax_extension_set_special_inline_chars(syntax, nil) }
    return found.map { UInt(bitPattern: $0) }
  }()
}
