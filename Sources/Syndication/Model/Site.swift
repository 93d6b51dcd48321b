/// The publication that the entries belong to.
public struct Site: Sendable, Hashable, Fingerprinted {
  /// What people call it.
  public var title: String
  /// Its address, from which relative ones start.
  public var url: AbsoluteURL
  public var description: String
  /// A language tag (BCP 47).
  public var language: String
  /// Where a date without an offset is.
  public var timeZone: SiteTimeZone
  /// What a date without a time means, in seconds since midnight.
  public var timeOfDay: Int
  /// The date in the ids of feeds (RFC 4151), and the time of an empty feed; the oldest entry's where not given.
  public var founded: LocalDate?
  /// Whom an entry without authors is by.
  public var authors: [Person]
  /// A small square picture.
  public var icon: AbsoluteURL?
  /// Who may do what with what it publishes, in a sentence.
  public var rights: String?
  /// Nil for one that is none.
  public var podcast: Podcast?

  /// - Parameter description: the title where not given, as is the author.
  public init(
    title: String, url: AbsoluteURL, description: String? = nil, language: String = "en", timeZone: SiteTimeZone = .utc,
    timeOfDay: Int = 0, founded: LocalDate? = nil, authors: [Person] = [], icon: AbsoluteURL? = nil,
    rights: String? = nil, podcast: Podcast? = nil
  ) {
    self.title = title
    self.url = url
    self.description = description ?? title
    self.language = language
    self.timeZone = timeZone
    self.timeOfDay = timeOfDay
    self.founded = founded
    self.authors = authors.isEmpty ? [Person(name: title)] : authors
    self.icon = icon
    self.rights = rights
    self.podcast = podcast
  }

  /// The host of `url`: the authority of the `tag:` URIs that we make.
  var host: String { url.host ?? "localhost" }
}

extension Site {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Site.self)
}
