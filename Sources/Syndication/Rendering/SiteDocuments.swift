/// Makes the documents of feeds, and then those about them.
struct SiteDocuments: DocumentSource {
  private let feeds: Renderer
  private let documents: [any SiteDocument]

  private struct Input: Encodable {
    let bytes: ContentHash
    let mediaType: String
  }

  init(after feeds: Renderer, _ documents: [any SiteDocument]) {
    self.feeds = feeds
    self.documents = documents
  }

  func makeDocuments(
    unless isCurrent: @Sendable (Int, ContentHash) -> Bool, remembering known: [ContentHash: [Warning]],
    progress: @Sendable (Int, Int) -> Void, _ body: @Sendable (Publication.Made) throws -> Void
  ) throws -> RenderedEdition {
    var edition = try feeds.makeDocuments(unless: isCurrent, remembering: known, progress: progress, body)
    edition.ledger.siteDocuments.formUnion(documents.map(\.path.string))
    for (index, document) in zip(feeds.paths.count..., documents) {
      let bytes = try document.bytes(of: edition.plan ?? feeds.plan)
      let fingerprint = ContentHash(encoding: Input(bytes: ContentHash(bytes), mediaType: document.mediaType))
      guard !isCurrent(index, fingerprint) else { continue }
      try body(
        Publication.Made(
          index: index, document: Document(parts: [bytes], mediaType: document.mediaType), fingerprint: fingerprint))
    }
    return edition
  }
}
