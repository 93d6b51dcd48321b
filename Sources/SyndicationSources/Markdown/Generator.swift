internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// How a site generator keeps posts, as far as it can be said without looking at one.
struct GeneratorRules: Sendable {
  /// The tags that bodies may hold.
  var template: Template.Language?
  /// What `site` means in a body.
  var site: DataValue = .object([])
  /// The folder of its host that the site believes to live in: `/blog`; nil for the root.
  var base: String?
  /// In which times without a zone are meant, where the site's zone is not.
  var timeZone: SiteTimeZone?
  /// Whether a day in an address is that of a date's own zone, not that of the site's.
  var keepsZones = true
  /// Whether a text of several words is several tags.
  var splitsTags = false
  /// Whether a file may begin with lines `Name: value`.
  var hasHeaders = false
  /// Whether front matter between `---` is lines `name: value`, whatever the values look like.
  var hasPlainLines = false
  /// Whether the names of fields are without case.
  var ignoresCase = false
  /// How Markdown is read.
  var dialect = MarkdownDialect.commonMark
  /// What ends a summary, beside `<!--more-->`.
  var excerptSeparator: String?
  /// Authors by the key that posts name them by.
  var authors: [String: DataValue] = [:]
  /// Names of fields that come before the usual ones.
  var fields: [Field: [String]] = [:]
  /// Folders that hold no posts, and may be large; by their paths in the site.
  var skippedFolders: Set<String>
}

/// How a site generator keeps posts, and where it puts their pages.
protocol Generator: Sendable {
  var rules: GeneratorRules { get }
  /// The categories that a post has by the folders it lies in.
  func categories(of post: PostFile) -> [String]
  /// What stands for the categories of a post that has none: the section of the site that it lies in.
  func section(of post: PostFile) -> String?

  /// Learns what there is below the site's folder, and what files say that lie among the posts.
  ///
  /// - Throws: a `Problem` where one cannot be read; `FileError`.
  mutating func learn(_ files: Set<String>) throws
  /// What a file of the site, of any kind, is.
  ///
  /// - Parameter files: all that there are.
  func role(of file: String, among files: Set<String>) -> FileRole
  /// What the fields of a post are where it does not say.
  func defaults(for post: PostFile) -> [DataValue.Member]
  /// Where a post lives: a path from the site's root, or an address. Nil where it has no page.
  func address(of post: Post) -> String?
  /// The id that the generator's own feed gives a post that lives at `permalink`; nil where that is its address.
  func feedID(of post: Post, at permalink: AbsoluteURL) -> String?
}

extension Generator {
  func categories(of post: PostFile) -> [String] { [] }
  func section(of post: PostFile) -> String? { nil }
  mutating func learn(_ files: Set<String>) throws {}
  func defaults(for post: PostFile) -> [DataValue.Member] { [] }
  func feedID(of post: Post, at permalink: AbsoluteURL) -> String? { nil }
}

/// What a file is in a site.
enum FileRole {
  case post(PostFile)
  /// Text that is no post, and why: `it is the page of a section`.
  case notPost(String)
  /// Not text, or kept back on purpose.
  case other

  static func translation(_ language: String) -> FileRole {
    .notPost("it is a translation into another language than the site's, “\(language)”")
  }
}
