internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// How a site generator keeps posts, and where it puts their pages.
protocol Generator: Sendable {
  /// The tags that bodies may hold.
  var template: Template.Language? { get }
  /// What `site` means in a body.
  var site: DataValue { get }
  /// The folder of its host that the site believes to live in: `/blog`; nil for the root.
  var base: String? { get }
  /// In which times without a zone are meant, where the site's zone is not.
  var timeZone: SiteTimeZone? { get }
  /// Whether a day in an address is that of a date's own zone, not that of the site's.
  var keepsZones: Bool { get }
  /// Whether a text of several words is several tags.
  var splitsTags: Bool { get }
  /// Whether a file may begin with lines `Name: value`.
  var hasHeaders: Bool { get }
  /// Whether front matter between `---` is lines `name: value`, whatever the values look like.
  var hasPlainLines: Bool { get }
  /// Whether the names of fields are without case.
  var ignoresCase: Bool { get }
  /// How Markdown is read.
  var dialect: MarkdownDialect { get }
  /// What ends a summary, beside `<!--more-->`.
  var excerptSeparator: String? { get }
  /// Folders that hold no posts, and may be large; by their paths in the site.
  var skippedFolders: Set<String> { get }
  /// The categories that a post has by the folders it lies in.
  func categories(of post: PostFile) -> [String]
  /// What stands for the categories of a post that has none: the section of the site that it lies in.
  func section(of post: PostFile) -> String?
  /// Authors by the key that posts name them by.
  var authors: [String: DataValue] { get }
  /// Names of fields that come before the usual ones.
  var fields: [Field: [String]] { get }

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
}

extension Generator {
  var site: DataValue { .object([]) }
  var base: String? { nil }
  var timeZone: SiteTimeZone? { nil }
  var keepsZones: Bool { true }
  var splitsTags: Bool { false }
  var hasHeaders: Bool { false }
  var hasPlainLines: Bool { false }
  var ignoresCase: Bool { false }
  func categories(of post: PostFile) -> [String] { [] }
  func section(of post: PostFile) -> String? { nil }
  var dialect: MarkdownDialect { .commonMark }
  var excerptSeparator: String? { nil }
  var skippedFolders: Set<String> { [] }
  var authors: [String: DataValue] { [:] }
  var fields: [Field: [String]] { [:] }
  mutating func learn(_ files: Set<String>) throws {}
  func defaults(for post: PostFile) -> [DataValue.Member] { [] }
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
