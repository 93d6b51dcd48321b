extension Renderer {
  /// Makes the documents of feeds, and then those about them.
  func makeDocuments(
    and documents: [any SiteDocument], unless isCurrent: @Sendable (Int, ContentHash) -> Bool,
    remembering known: [ContentHash: [Warning]], progress: @Sendable (Int, Int) -> Void,
    _ body: @Sendable (Publication.Made) throws -> Void
  ) throws -> RenderedEdition {
    var edition = try makeDocuments(unless: isCurrent, remembering: known, progress: progress, body)
    edition.ledger.siteDocuments.formUnion(documents.map(\.path.string))
    for (index, document) in zip(paths.count..., documents) {
      let bytes = try document.bytes(of: edition.plan ?? plan)
      let fingerprint = ContentHash(bytes)
      guard !isCurrent(index, fingerprint) else { continue }
      try body(
        Publication.Made(
          index: index, document: Document(parts: [bytes], mediaType: document.mediaType), fingerprint: fingerprint))
    }
    return edition
  }
}
