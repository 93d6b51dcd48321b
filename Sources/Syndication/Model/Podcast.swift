/// What the publication is as a podcast. Apple's podcast RSS elements, of the channel.
public struct Podcast: Sendable, Hashable, Fingerprinted {
  /// In which order its episodes are meant to be heard.
  public enum Kind: String, Sendable, Hashable, Fingerprinted, CaseIterable {
    /// The newest episode is heard first.
    case episodic
    /// The oldest is.
    case serial
  }

  /// One of Apple's categories.
  public struct Category: Sendable, Hashable, Fingerprinted {
    /// As Apple spells it.
    public var name: String
    /// One of that category's, as Apple spells it.
    public var subcategory: String?

    /// Whether there is such a category is for the configuration to say.
    public init(_ name: String, _ subcategory: String? = nil) {
      self.name = name
      self.subcategory = subcategory
    }
  }

  /// At least one.
  public var categories: [Category]
  /// The artwork: a square of 1400 to 3000 pixels.
  public var image: AbsoluteURL
  /// Whether it is not fit for children.
  public var isExplicit: Bool
  /// Who is shown as its author; the site's authors where nil.
  public var author: String?
  /// Whom the directory writes to: its name and e-mail address count.
  public var owner: Person?
  /// `itunes:type`.
  public var kind = Kind.episodic
  /// Whether there will be no more episodes.
  public var isComplete = false
  /// Whether directories are to leave it out.
  public var isBlocked = false
  /// Where the feed of everything has moved.
  public var newFeedURL: AbsoluteURL?

  /// What Apple requires; all else has defaults.
  public init(categories: [Category], image: AbsoluteURL, isExplicit: Bool) {
    self.categories = categories
    self.image = image
    self.isExplicit = isExplicit
  }

  /// Whether the directory takes a picture from `url`: JPEG or PNG, by a safe way.
  package static func isArtwork(_ url: AbsoluteURL) -> Bool {
    url.scheme == "https" && ["image/jpeg", "image/png"].contains(url.mediaType)
  }

  /// Of the files that the directory takes for episodes.
  static let mediaTypes = [
    "audio/mpeg", "audio/x-m4a", "audio/mp4", "video/mp4", "video/x-m4v", "video/quicktime",
  ]
}

extension Podcast {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Podcast.self)
}

extension Podcast.Category {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Podcast.Category.self)
}
