public import Syndication

/// How a body in Markdown is read where CommonMark says otherwise, or says nothing: what parsers of generators differ in, a
/// rule each. A parser is a list of rules, and nothing asks for a parser by its name.
public struct MarkdownDialect: Sendable, Hashable, Fingerprinted {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: MarkdownDialect.self)

  /// Where an element of HTML ends that is a block, and what in it is Markdown.
  public enum HTMLBlocks: String, Sendable, Hashable, Fingerprinted, CaseIterable {
    /// It ends at a blank line (CommonMark §4.6).
    case commonMark
    /// It goes on to its end tag, whatever blank lines are in it, and is Markdown inside only where it says
    /// `markdown="1"`; text behind a comment is a paragraph.
    case kramdown
    /// As `kramdown`, but in quotes and lists tags are text, each with Markdown around it.
    case python
    /// As `kramdown`, and Markdown inside everywhere (kramdown's `parse_block_html`).
    case kramdownParsed
    /// What stands between tags on lines of their own is Markdown, and nothing is code because it is indented.
    case mdx
  }

  /// What is struck through.
  public enum Strikethrough: String, Sendable, Hashable, Fingerprinted, CaseIterable {
    /// By how many tildes on both sides.
    case nothing, twoTildes, oneOrTwoTildes
  }

  /// How tables are read.
  public enum Tables: String, Sendable, Hashable, Fingerprinted, CaseIterable {
    /// A bar in code ends a cell, and cells beyond the head are left out (GitHub's specification).
    case gitHub
    /// A bar in code is code.
    case python
    /// A bar in code is code, no head is needed, and the widest row says how many cells there are.
    case kramdown
  }

  /// What is a heading.
  public enum Headings: String, Sendable, Hashable, Fingerprinted, CaseIterable {
    /// `# x`, indented or not, and `#` alone (CommonMark §4.2).
    case commonMark
    /// `# x` at the beginning of a line; signs alone are text.
    case kramdown
    /// `# x` and `#x` at the beginning of a line.
    case python
  }

  /// What is an item of which list.
  public enum Lists: String, Sendable, Hashable, Fingerprinted, CaseIterable {
    /// CommonMark §5.2.
    case commonMark
    /// An item of the other kind right below an item is in that, however far it is indented.
    case kramdown
    /// An item is in another where it is indented by four blanks, and begins no list within a paragraph; signs do not matter.
    case fourBlanks
  }

  /// What the ids of footnotes look like: those on the generator's own page.
  public enum Footnotes: String, Sendable, Hashable, Fingerprinted, CaseIterable {
    /// `fn-name`, `fnref-name`, `fnref-name-2`
    case gitHub
    /// `fn:name`, `fnref:name`, `fnref:name:1`
    case kramdown
    /// `fn:name`, `fnref:name`, `fnref2:name`
    case python
    /// `fn:1`, `fnref:1`, `fnref1:1`: by numbers
    case goldmark
    /// `name`, `fr-name-1`, `fr-name-2`
    case pulldownCmark
    /// `fn1`, `fnref1`, `fnref1:1`: by numbers
    case markdownIt
    /// `user-content-fn-name`, `user-content-fnref-name`, `user-content-fnref-name-2`
    case remark
  }

  /// What is a block of HTML.
  public var htmlBlocks = HTMLBlocks.commonMark
  /// What is struck through.
  public var strikethrough = Strikethrough.oneOrTwoTildes
  /// How tables are read.
  public var tables = Tables.gitHub
  /// What is a heading.
  public var headings = Headings.commonMark
  /// What is an item of which list.
  public var lists = Lists.commonMark
  /// What the ids of footnotes look like.
  public var footnotes = Footnotes.gitHub
  /// Whether HTML is left out that stands in Markdown.
  public var omitsHTML = false
  /// Whether each line of a paragraph is one.
  public var keepsLines = false
  /// Signs of ASCII before which a backslash is one, in which CommonMark has an escape.
  public var unescapedSigns = ""
  /// Whether a backslash at the end of a line ends it.
  public var breaksAtBackslash = true
  /// Whether a quote goes on to the next blank line, with lists and headings in it that have no `>`.
  public var quotesGoOn = false
  /// Whether `^` alone in a line ends what is above it.
  public var endsBlocksAtCaret = false
  /// Whether `[ ]` and `[x]` at the beginning of an item are boxes.
  public var hasTasks = true
  /// Whether `www.example.org` is a link of `https`, not `http`.
  public var bareHostsAreSecure = false
  /// Whether `: text` below a line defines it.
  public var hasDefinitionLists = false
  /// Whether `*[HTML]: …` says what a word means wherever it stands.
  public var hasAbbreviations = false
  /// Whether `<<` and `>>` are quotation marks.
  public var hasGuillemets = false
  /// Whether `:package:` is an emoji.
  public var hasEmoji = false
  /// Whether `**` begins and ends emphasis between letters and punctuation, too: `これは**「強調」**です`.
  public var emphasisIgnoresPunctuation = false
  /// Whether `*` is no part of a bare address: `**https://example.org/**`.
  public var starsEndAddresses = false
  /// Whether `$$x$$` within a line is no block: `\(x\)`.
  public var dollarsAreInline = false
  /// Whether indented code may begin with a line `:::python` that names its language.
  public var codeNamesLanguages = false
  /// Whether the address of a link may have blanks: `[text](my file.pdf)`.
  public var addressesHaveBlanks = false
  /// Whether what stands in `code`, `kbd`, `samp` and `var` is no Markdown.
  public var keepsCodeElements = false
  /// Whether two backslashes at the end of a line end it.
  public var breaksAtTwoBackslashes = false
  /// Whether `{.wide}` right behind a span is about it, as `{: .wide}` is.
  public var hasSpanAttributes = false
  /// Whether `!!! note "Title"` begins a box with what is indented below it.
  public var hasBoxes = false
  /// Whether `[TOC]` alone is a table of contents.
  public var hasContentsMark = false

  /// CommonMark with GitHub's tables and the like.
  public init() {}

  /// Whether a backslash before `sign` is none.
  func escapes(_ sign: UInt8) -> Bool {
    sign == 10 ? breaksAtBackslash : unescapedSigns.isEmpty || !unescapedSigns.utf8.contains(sign)
  }

  /// CommonMark with GitHub's tables and the like.
  public static let commonMark = MarkdownDialect()

  /// kramdown as Jekyll calls it: with its parser for GitHub's Markdown.
  public static let kramdown: MarkdownDialect = {
    var dialect = MarkdownDialect()
    dialect.htmlBlocks = .kramdown
    dialect.strikethrough = .twoTildes
    dialect.tables = .kramdown
    dialect.headings = .kramdown
    dialect.lists = .kramdown
    dialect.unescapedSigns = "%&,/;?@^"
    dialect.quotesGoOn = true
    dialect.endsBlocksAtCaret = true
    dialect.footnotes = .kramdown
    dialect.hasDefinitionLists = true
    dialect.hasAbbreviations = true
    dialect.hasGuillemets = true
    dialect.emphasisIgnoresPunctuation = true
    dialect.starsEndAddresses = true
    dialect.dollarsAreInline = true
    dialect.addressesHaveBlanks = true
    dialect.keepsCodeElements = true
    dialect.breaksAtTwoBackslashes = true
    return dialect
  }()

  /// Python-Markdown with what Pelican asks it for: `extra`, `codehilite`.
  public static let pythonMarkdown: MarkdownDialect = {
    var dialect = MarkdownDialect()
    dialect.htmlBlocks = .python
    dialect.strikethrough = .nothing
    dialect.tables = .python
    dialect.headings = .python
    dialect.lists = .fourBlanks
    dialect.unescapedSigns = "\"%&',/:;<=?@^~"
    dialect.breaksAtBackslash = false
    dialect.hasTasks = false
    dialect.footnotes = .python
    dialect.hasDefinitionLists = true
    dialect.hasAbbreviations = true
    dialect.emphasisIgnoresPunctuation = true
    dialect.starsEndAddresses = true
    dialect.codeNamesLanguages = true
    dialect.addressesHaveBlanks = true
    dialect.hasSpanAttributes = true
    return dialect
  }()

  /// goldmark as Hugo calls it.
  public static let goldmark: MarkdownDialect = {
    var dialect = MarkdownDialect()
    dialect.footnotes = .goldmark
    dialect.bareHostsAreSecure = true
    dialect.hasDefinitionLists = true
    dialect.hasGuillemets = true
    return dialect
  }()

  /// pulldown-cmark as Zola calls it.
  public static let pulldownCmark: MarkdownDialect = {
    var dialect = MarkdownDialect()
    dialect.footnotes = .pulldownCmark
    return dialect
  }()

  /// markdown-it as Eleventy calls it.
  public static let markdownIt: MarkdownDialect = {
    var dialect = MarkdownDialect()
    dialect.strikethrough = .twoTildes
    dialect.footnotes = .markdownIt
    dialect.hasTasks = false
    return dialect
  }()

  /// remark with GitHub's Markdown, as Astro calls it.
  public static let remark: MarkdownDialect = {
    var dialect = MarkdownDialect()
    dialect.footnotes = .remark
    return dialect
  }()

  /// The same in `.mdx`.
  public static let mdx: MarkdownDialect = {
    var dialect = MarkdownDialect.remark
    dialect.htmlBlocks = .mdx
    return dialect
  }()

  /// Ink, Publish's own.
  public static let ink: MarkdownDialect = {
    var dialect = MarkdownDialect()
    dialect.strikethrough = .twoTildes
    dialect.hasTasks = false
    return dialect
  }()
}
