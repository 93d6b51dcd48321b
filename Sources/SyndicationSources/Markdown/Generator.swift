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
  /// Whether a file may begin with lines `.. name: value`.
  var hasDottedLines = false
  /// Whether the head of a page of HTML is its front matter.
  var hasHeads = false
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
  /// Names of fields, instead of the usual ones.
  var onlyFields: [Field: [String]] = [:]
  /// The names of dates that come before the one in a file's name; nil for all.
  var datesBeforeName: Set<String>?
  /// Whether zones such as `EST` count in dates.
  var readsZones = true
  /// Whether `03/04/2022` is a day of March.
  var readsMonthsFirst = false
  /// Whether a number is a date in seconds since 1970.
  var readsUnixTimes = false
  /// Whether titles are HTML.
  var titlesAreHTML = false
  /// Whether a heading that a text begins with is its title, where it names none.
  var titlesMayBeHeadings = true
  /// Whether text that is no Markdown is a post as it stands, whatever it is and whether it has front matter.
  var readsAnyText = false
  /// Whether a `category` is the only one that feeds show.
  var showsOneCategory = false
  /// Whether a text is one tag, whatever stands in it.
  var keepsTexts = false
  /// Whether keywords are tags where there are none.
  var readsKeywords = true
  /// Where the generator believes its site to be served.
  var address: AbsoluteURL?
  /// The language of the site: a tag of BCP 47.
  var language: String?
  /// Whom posts are by that name nobody.
  var siteAuthors: [Person] = []
  /// How YAML is taken.
  var scalars: YAMLScalars?
  /// Whether drafts are published.
  var publishesDrafts = false
  /// Whether what is expired is published.
  var publishesExpired = false
  /// Whether what is dated ahead is published at once.
  var publishesFuture = false
  /// How many posts there are at most, the newest of all; nil for all.
  var limit: Int?
  /// Folders that hold no posts, and may be large; by their paths in the site.
  var skippedFolders: Set<String>
}

extension [Problem] {
  /// The zone that a generator's configuration names; one that the system does not know is a doubt.
  ///
  /// - Throws: `FileError` where the system knows none: what times mean would be wrong, and stay so.
  mutating func zone(
    _ name: String?, at place: Place, read: (String) -> SiteTimeZone? = SiteTimeZone.init(_:)
  ) throws(FileError) -> SiteTimeZone? {
    guard let name, !name.isEmpty else { return nil }
    if let zone = read(name) { return zone }
    try SiteTimeZone.checkDatabase()
    append(
      .warning(
        at: place, rule: "markdown",
        "\(name.quoted) is unknown as a time zone, so that times without one are in that of site.timeZone: write an IANA "
          + "name such as Europe/Berlin"))
    return nil
  }
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
  /// - Throws: `FileError`.
  mutating func learn(_ files: Set<String>) throws
  /// The files that say something of posts and are none.
  var sideFiles: SideFiles { get }
  /// What a file of the site, of any kind, is.
  ///
  /// - Parameter files: all that there are.
  func role(of file: String, among files: Set<String>) -> FileRole
  /// The language of a post that belongs to another language's part of the site, as its generator calls it.
  func translation(_ post: Post) -> String?
  /// What tells a post from others, whatever its language is; nil where its path tells whether it is a translation.
  func key(of post: Post) -> String?
  /// The date that the name of a post's file tells.
  func date(inNameOf post: PostFile) -> String?
  /// The title that the name of a post's file makes.
  func title(inNameOf post: PostFile) -> String
  /// The folder that paths of other posts' files begin in, where links of a post may name such; else nil.
  func contentFolder(namedByLinksOf post: PostFile) -> String?
  /// The title that the generator's own feed gives a post.
  func title(of post: Post) -> String?
  /// What the fields of a post are where it does not say; the last of a name counts.
  func defaults(for post: PostFile) -> [DataValue.Member]
  /// The fields of a post: `own`, which stand in it, with the defaults. The last of a name counts.
  func members(of post: PostFile, with own: [DataValue.Member]) -> [DataValue.Member]
  /// Whether the generator keeps a post out of its lists and feeds.
  func keepsBack(_ post: Post) -> Bool
  /// What a post may mean otherwise than its generator takes it; nil for what is clear.
  func doubt(about post: Post) -> String?
  /// What of the configuration, and of files among the posts, is not understood, and may keep posts back or say where they
  /// live.
  var doubts: [Problem] { get }
  /// Where a post lives: a path from the site's root, or an address. Nil where it has no page.
  func address(of post: Post) -> String?
  /// What its configuration says of the site itself. Read for whoever asks, and in no build.
  ///
  /// - Throws: as reading that configuration does.
  func facts(in folder: SiteFolder) throws -> SiteFacts
  /// The id that the generator's own feed gives a post that lives at `permalink`; nil where that is its address.
  func feedID(of post: Post, at permalink: AbsoluteURL) -> String?
}

extension Generator {
  func categories(of post: PostFile) -> [String] { [] }
  func section(of post: PostFile) -> String? { nil }
  func translation(_ post: Post) -> String? { post.file.language }
  func key(of post: Post) -> String? { nil }
  func date(inNameOf post: PostFile) -> String? { post.date }
  func contentFolder(namedByLinksOf post: PostFile) -> String? { nil }
  mutating func learn(_ files: Set<String>) throws {}
  var sideFiles: SideFiles { SideFiles() }
  func title(of post: Post) -> String? { post.title }
  func defaults(for post: PostFile) -> [DataValue.Member] { [] }
  func members(of post: PostFile, with own: [DataValue.Member]) -> [DataValue.Member] { defaults(for: post) + own }
  /// `some_name` is `Some Name`.
  func title(inNameOf post: PostFile) -> String {
    post.name.split { $0 == "-" || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      .joined(separator: " ")
  }
  func keepsBack(_ post: Post) -> Bool { post.isUnlisted || post.isDraft && !rules.publishesDrafts }
  func doubt(about post: Post) -> String? { nil }
  var doubts: [Problem] { [] }
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
