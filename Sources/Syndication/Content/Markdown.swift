/// Markdown as HTML: CommonMark with tables, strikethrough, autolinks, task lists and footnotes; raw HTML is let through.
enum Markdown {
  /// - Parameters:
  ///   - markdown: UTF-8.
  ///   - anchor: what makes the anchors of footnotes differ from those of every other entry.
  static func html(_ markdown: [UInt8], anchor: String) -> [UInt8] { markdown }
}
