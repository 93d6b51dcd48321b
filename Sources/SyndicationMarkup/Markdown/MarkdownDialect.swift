internal import Syndication

/// What a body in Markdown was written for, where CommonMark says otherwise.
public enum MarkdownDialect: String, Sendable, Hashable, Encodable, CaseIterable {
  /// As its specification has it, with GitHub's tables and the like.
  case commonMark
  /// As kramdown and Python-Markdown have it: an element of HTML goes on to its end tag, whatever blank lines are in it, and
  /// is Markdown inside only where it says `markdown="1"`. A table needs no head.
  case kramdown
  /// What stands between tags on lines of their own is Markdown, and nothing is code because it is indented.
  case mdx
}
