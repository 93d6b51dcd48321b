internal import Syndication

/// A post as its page tells it. Addresses are as they stand, but for its own.
struct PagePost {
  /// Where its body is.
  enum Body {
    /// What the element holds, without some that are no part of the text.
    case html(HTMLElement, without: Set<Int>)
    case text(String)
  }

  /// In the page, from 1.
  var line: Int
  /// `u-uid`, absolute.
  var id: String?
  /// Absolute; written where the page states it so.
  var url: SourceItem.Address?
  /// Of its element.
  var anchor: String?
  var title: PageText?
  /// Whether its name is but its text, so that it has no title.
  var isNote = false
  /// Whether its markup, where it could, names no title.
  var isUnnamed = false
  /// Whether nobody misses a title.
  var needsNoTitle = false
  var summary: PageText?
  var body: Body?
  var published: PageDate?
  var updated: PageDate?
  var authors: [Person] = []
  var tags: [String] = []
  var image: String?
  /// `u-bookmark-of`: the page elsewhere that it is about.
  var externalURL: String?
  var attachments: [Attachment] = []
  var language: String?
  /// As in `SourceItem`.
  var withdrawn: String?
  /// As in `SourceItem`.
  var isMinorEdit = false

  /// Takes from another account of the same post what this one lacks.
  mutating func fill(from other: PagePost, withBody: Bool = true) {
    title = title ?? other.title
    summary = summary ?? other.summary
    if withBody { body = body ?? other.body }
    published = PageDate.better(published, other.published)
    updated = PageDate.better(updated, other.updated)
    if authors.isEmpty { authors = other.authors }
    if tags.isEmpty { tags = other.tags }
    image = image ?? other.image
    if attachments.isEmpty { attachments = other.attachments }
    language = language ?? other.language
    withdrawn = withdrawn ?? other.withdrawn
    isMinorEdit = isMinorEdit || other.isMinorEdit
  }
}

/// A text of a page.
struct PageText {
  /// As it is published: in one line.
  var line: String
  /// As it stands in the page.
  let written: String

  /// Nil for a line without anything.
  init?(line: String, written: @autoclosure () -> String) {
    if line.isEmpty { return nil }
    self.line = line
    self.written = written()
  }
}

/// A date of a page, and where it stands.
struct PageDate {
  let text: String
  let line: Int
  /// As `SourceDate` reads it; nil where nobody can read it.
  let date: String?

  init(_ text: String, line: Int) {
    self.text = text
    self.line = line
    date = DateSpelling.normalised(text)
  }

  /// The first that can be read; but of a day alone and a time on that day, the time.
  static func better(_ one: PageDate?, _ other: PageDate?) -> PageDate? {
    guard let one, let date = one.date else { return other?.date == nil ? one ?? other : other }
    guard let time = other?.date, date.utf8.count == 10, time.utf8.count > 10, time.hasPrefix(date) else { return one }
    return other
  }
}
