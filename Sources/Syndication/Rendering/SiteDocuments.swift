extension Publication {
  /// The same, and last of all the documents about all feeds.
  func followed(by documents: [any SiteDocument], of plan: FeedPlan) -> Publication {
    guard !documents.isEmpty else { return self }
    return Publication(
      paths: paths + documents.map(\.path), recipes: recipes + documents.map { _ in nil }, withdrawn: withdrawn,
      source: SiteDocuments(feeds: source, count: paths.count, documents: documents, plan: plan))
  }
}

/// Makes the documents of feeds, and then those about them.
private struct SiteDocuments: DocumentSource {
  let feeds: any DocumentSource
  /// How many documents the feeds have.
  let count: Int
  let documents: [any SiteDocument]
  let plan: FeedPlan

  func makeDocuments(
    at indices: [Int], remembering known: [ContentHash: [Remark]], progress: @Sendable (Int, Int) -> Void,
    _ body: @Sendable (Int, Document) throws -> Void
  ) throws -> Findings {
    let findings = try feeds.makeDocuments(
      at: indices.filter { $0 < count }, remembering: known, progress: progress, body)
    for index in indices where index >= count {
      let document = documents[index - count]
      try body(index, Document(parts: [document.bytes(of: plan)], mediaType: document.mediaType))
    }
    return findings
  }
}
