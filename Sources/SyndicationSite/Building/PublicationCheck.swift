internal import Synchronization
internal import Syndication
internal import SyndicationCheck
internal import SyndicationFiles

/// Checks the feeds and lists of feeds of a publication while they are made, and before one of them appears: `"check": true`.
final class PublicationCheck: Sendable {
  /// Something in them is an error.
  struct Refusal: Error {}

  /// As places of problems name it.
  private let folder: String
  private let found = Mutex<[DocumentPath: [Problem]]>([:])

  init(of folder: String) { self.folder = folder }

  /// The same publication, of which each document that is made is checked.
  func checking(_ publication: Publication) -> Publication {
    publication.showing { path, document in
      // What people, programs and hosts read is no feed.
      if PublicationCheck.mediaTypes.contains(document.mediaType) {
        self.check(document.parts.joined(), at: path)
      } else {
        self.found.withLock { $0[path] = [] }
      }
    }
  }

  private static let mediaTypes = Set(FeedFormats.all.map(\.mediaType) + [OPML().mediaType])

  /// Checks what was not made, as it lies there and would be the same.
  ///
  /// - Parameter documents: those about all feeds.
  func checkUnmade(of publication: Publication, beside documents: [DocumentPath], in sink: any Sink) async throws {
    let others = Set(documents).subtracting([OPML().path])
    for path in publication.paths where !others.contains(path) && found.withLock({ $0[path] == nil }) {
      if let bytes = try await sink.contents(of: path) { check(bytes, at: path) }
    }
  }

  /// - Throws: `Refusal` where there is an error.
  func refuseErrors() throws { if problems.hasErrors { throw Refusal() } }

  /// Errors and warnings, by document in the order of the paths.
  var problems: [Problem] {
    found.withLock { found in found.keys.sorted().flatMap { found[$0] ?? [] } }
  }

  private func check(_ bytes: some Sequence<UInt8>, at path: DocumentPath) {
    let problems = DocumentCheck.findings(in: Array(bytes)).compactMap { finding -> Problem? in
      guard finding.severity != .info else { return nil }
      var problem = Problem(
        finding.severity == .error ? .error : .warning,
        at: Place(file: Path.join(folder, path.string), line: finding.line, column: finding.column),
        rule: "\(finding.rule.id), \(finding.clause)", "\(finding.message); \(finding.advice)")
      problem.others = finding.others
      return problem
    }
    found.withLock { $0[path] = problems }
  }
}

extension Build {
  /// Nil where nobody asked for it.
  func publicationCheck() -> PublicationCheck? {
    configuration.checksDocuments ? PublicationCheck(of: configuration.output(options)) : nil
  }
}

extension BuildReport {
  /// Whether something was found in the documents themselves.
  var hasFindings: Bool { problems.contains { Path.isInside($0.place.file, directory) } }
}
