/// What a text is written in: how what its author wrote becomes what readers are shown.
///
/// It is part of what an entry is made of, and so it is hashed with it: it has to encode all that it does its work by.
public protocol Markup: Sendable, Hashable, Fingerprinted {
  /// How long a body may be, in bytes; what is beyond is cut.
  var limit: Int { get }
  /// A body as readers are shown it.
  func render(_ body: [UInt8], of page: Page) -> RenderedBody
  /// A short text, such as a summary, without its markup; its paragraphs are parted by a blank line.
  ///
  /// - Returns: the text, and how many characters were dropped that no feed may hold.
  func plainText(_ text: [UInt8], of page: Page) -> (text: String, dropped: Int)
}

/// What a markup may know of the entry that it renders.
public struct Page: Sendable, Hashable {
  /// The entry's id.
  public var id: String
  /// What addresses are relative to: where the entry lives, else the site's.
  public var base: AbsoluteURL
  /// The site that the entry is published on.
  public var site: Site {
    _read { yield shared.value }
    set { shared = Shared(newValue) }
  }
  // Thousands of pages are of one.
  private var shared: Shared<Site>
  /// Whether a summary is wanted of the body, as its author gives none.
  public var wantsSummary: Bool
  /// Whether an image is wanted of the body, as its author names none.
  public var wantsImage: Bool

  /// All that can be made of the body is wanted where nothing else is said.
  public init(id: String, base: AbsoluteURL, site: Site, wantsSummary: Bool = true, wantsImage: Bool = true) {
    self.init(id: id, base: base, of: Shared(site), wantsSummary: wantsSummary, wantsImage: wantsImage)
  }

  init(id: String, base: AbsoluteURL, of site: Shared<Site>, wantsSummary: Bool, wantsImage: Bool) {
    self.id = id
    self.base = base
    shared = site
    self.wantsSummary = wantsSummary
    self.wantsImage = wantsImage
  }
}

/// A body as readers are shown it, and what else it tells.
public struct RenderedBody: Sendable, Hashable {
  /// Safe, every address absolute; nil where nothing is to be seen.
  public var content: PreparedEntry.Content?
  /// Plain text: what the body says before the mark that ends its summary, else its first paragraph.
  public var summary: String?
  /// The first picture that is no icon.
  public var image: AbsoluteURL?
  /// What was taken out, or could not be filled in.
  public var warnings: [Warning]

  /// An empty body tells nothing.
  public init(
    content: PreparedEntry.Content? = nil, summary: String? = nil, image: AbsoluteURL? = nil, warnings: [Warning] = []
  ) {
    self.content = content
    self.summary = summary
    self.image = image
    self.warnings = warnings
  }
}
