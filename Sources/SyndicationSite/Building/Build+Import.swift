package import Syndication

extension Build {
  /// Which revisions of the sources there are; nil where one does not tell, or the configuration is not there.
  package var inputRevisions: [Revision]? { get async { await inputs() } }

  /// What the sources hold, for a database that is to hold it from now on.
  package struct Holdings: Sendable {
    /// Each by the id that the ledger knows it by, published when it was, or will be.
    package var items: [SourceItem]
    /// As the source of the database is to find it; what it knows of the words of each is theirs as they are here.
    package var ledger: Ledger
    /// With what the sources know of it.
    package var site: Site
  }

  /// - Parameters:
  ///   - name: that of the source by which the ledger of the database knows them.
  ///   - report: takes what is wrong.
  /// - Returns: nil where nothing may be published of it, as the report then says.
  package func holdings(
    for name: String, at instant: Timestamp, into report: inout BuildReport
  ) async throws -> Holdings? {
    guard let gathered = try await gathered(at: instant, into: &report), gathered.isFit else { return nil }
    return Holdings(
      items: gathered.edition.items(for: name), ledger: gathered.ledger.renamed(to: name), site: gathered.pipeline.site)
  }
}
