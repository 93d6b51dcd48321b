import Synchronization
import Syndication
import SyndicationTesting

/// What a blog comes to, its documents made: after another build, those alone whose fingerprints are others now.
struct Rebuilt {
  var fingerprints: [DocumentPath: ContentHash]
  /// Those that were made.
  var documents: [DocumentPath: Document]
  var rendered: RenderedEdition

  /// - Parameter last: the build before, whose documents are not made anew where their fingerprints are the same.
  init(_ blog: Blog, after last: Rebuilt? = nil, at instant: String = Blog.today) throws {
    let publication = blog.pipeline.edition(
      of: blog.items, remembering: blog.ledger, at: Timestamp(instant)
    ).publication
    let built = Mutex((fingerprints: [DocumentPath: ContentHash](), documents: [DocumentPath: Document]()))
    rendered = try publication.makeDocuments(
      unless: { index, fingerprint in
        let path = publication.paths[index]
        built.withLock { $0.fingerprints[path] = fingerprint }
        return last?.fingerprints[path] == fingerprint
      },
      remembering: last?.rendered.warnings ?? [:],
      to: { made in built.withLock { $0.documents[publication.paths[made.index]] = made.document } })
    (fingerprints, documents) = built.withLock { $0 }
  }
}
