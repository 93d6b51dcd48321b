/// A document about all feeds, such as a list of them to subscribe to: it takes the plan, as a format takes an entry.
public protocol SiteDocument: Sendable {
  /// Where it is published, below the feeds' folder.
  var path: DocumentPath { get }
  /// RFC 6838, with the character set.
  var mediaType: String { get }
  /// Its bytes, which nothing but the plan decides.
  func bytes(of plan: FeedPlan) throws(RenderError) -> [UInt8]
  /// Itself, and where there is too much for one document, those that hold the rest.
  func parts(of plan: FeedPlan) -> [any SiteDocument]
}

/// Of most: there is one.
extension SiteDocument {
  public func parts(of plan: FeedPlan) -> [any SiteDocument] { [self] }
}
