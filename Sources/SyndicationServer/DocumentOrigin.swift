public import Syndication

/// A document of one of many sites.
public struct DocumentAddress: Sendable, Hashable {
  /// The name of its site: the host that it is served under.
  public var site: String
  /// Below the folder of the site.
  public var path: DocumentPath

  /// The document at a path of a site.
  public init(site: String, path: DocumentPath) {
    self.site = site
    self.path = path
  }
}

/// Where the documents of many sites come from: one place tells which version of each is right, and another has the bytes.
public protocol DocumentOrigin: Sendable {
  /// The version that is right; nil where there is no such document.
  ///
  /// - Throws: what keeps it from telling; soon, where it is away.
  func record(of document: DocumentAddress) async throws -> DocumentRecord?

  /// The bytes of that version; nil where the place has others, or none, as while a document is replaced.
  func bytes(of document: DocumentAddress, as record: DocumentRecord) async throws -> [UInt8]?
}
