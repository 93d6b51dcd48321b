/// A document about all feeds, such as a list of them to subscribe to: it takes the plan, as a format takes an entry.
public protocol SiteDocument: Sendable {
  /// Where it is published, below the feeds' folder.
  var path: DocumentPath { get }
  /// RFC 6838, with the character set.
  var mediaType: String { get }
  /// Its bytes, which nothing but the plan decides.
  func bytes(of plan: FeedPlan) throws(RenderError) -> [UInt8]
}
