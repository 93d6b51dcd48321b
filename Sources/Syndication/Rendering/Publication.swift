internal import Synchronization

/// A document's path below the folder or address that feeds are served from: `tags/graphs.atom`.
///
/// Relative, `/`-separated; no segment is empty, `.`, `..` or longer than the 255 bytes that file systems take, and no
/// character is a control character.
public struct DocumentPath: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Relative, with `/` between its parts: `tags/graphs.atom`.
  public let string: String

  /// Nil where `string` is absolute, leads out, or is no path at all.
  public init?(_ string: String) {
    // In one pass: each build asks it of each document, and of each that ever was.
    var string = string
    let isPath = string.withUTF8 { bytes in
      var start = 0
      for index in 0...bytes.count {
        if index < bytes.count, bytes[index] != UInt8(ascii: "/") {
          guard bytes[index] >= 0x20, bytes[index] != 0x7F else { return false }
          continue
        }
        let segment = bytes[start..<index]
        guard 1...255 ~= segment.count, segment.count > 2 || segment.contains(where: { $0 != UInt8(ascii: ".") }) else {
          return false
        }
        start = index + 1
      }
      return true
    }
    guard isPath else { return nil }
    self.string = string
  }

  public var description: String { string }

  public static func < (a: DocumentPath, b: DocumentPath) -> Bool { a.string < b.string }
}

/// A feed as bytes: slices of shared fragments and its frame, never one large buffer.
public struct Document: Sendable, Hashable {
  /// Its bytes, one part behind the other.
  public let parts: [[UInt8]]
  /// With its parameters, as HTTP has it.
  public let mediaType: String
  /// In bytes.
  public let size: Int
  /// Of all bytes.
  public let hash: ContentHash

  /// Counts and hashes the bytes.
  public init(parts: [[UInt8]], mediaType: String) {
    self.parts = parts
    self.mediaType = mediaType
    size = parts.reduce(0) { $0 + $1.count }
    hash = ContentHash(parts)
  }

  // Equal bytes are equal documents, wherever they are cut into parts.
  public static func == (a: Document, b: Document) -> Bool {
    a.hash == b.hash && a.size == b.size && a.mediaType == b.mediaType
      && (a.parts == b.parts || a.parts.joined().elementsEqual(b.parts.joined()))
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// The documents of a build, each made when a sink asks for it: never all of them are in memory.
public struct Publication: Sendable {
  /// A document, and where it is to be.
  public struct Item: Sendable, Hashable {
    /// Where it is to be.
    public var path: DocumentPath
    /// The document itself.
    public var document: Document

    /// A document at a path.
    public init(path: DocumentPath, document: Document) {
      self.path = path
      self.document = document
    }
  }

  /// What a sink is given of a document.
  public struct Made: Sendable {
    /// Its position in `paths`.
    public var index: Int
    /// The document itself.
    public var document: Document
    /// Of all that it is made of: while that is the same, this program makes the same bytes of it. Nil where nobody knows.
    public var fingerprint: ContentHash?
  }

  /// Where the documents are to be, in the order in which they are to appear: tags first, the global feed last. Each path
  /// occurs once.
  public let paths: [DocumentPath]
  /// Paths that were ours and must not be there any more.
  public var withdrawn: Set<DocumentPath>
  /// Whether it is a part of what is published: the other documents of the last publication stay as they are.
  public var isPart = false
  let make: Making

  /// As `makeDocuments`.
  typealias Making =
    @Sendable (
      _ isCurrent: @Sendable (Int, ContentHash) -> Bool, _ known: [ContentHash: [Warning]],
      _ progress: @Sendable (Int, Int) -> Void, _ body: @Sendable (Made) throws -> Void
    ) throws -> RenderedEdition
}

extension Publication {
  /// A publication of documents that are made already.
  public init(documents: [Item] = [], withdrawn: Set<DocumentPath> = []) {
    self.init(paths: documents.map(\.path), withdrawn: withdrawn) { _, _, _, body in
      for (index, item) in documents.enumerated() { try body(Made(index: index, document: item.document)) }
      return RenderedEdition()
    }
  }

  /// The same, of which `look` is shown each document that is made, on whatever core made it.
  package func showing(to look: @escaping @Sendable (DocumentPath, Document) -> Void) -> Publication {
    var shown = Publication(paths: paths, withdrawn: withdrawn) { isCurrent, known, progress, body in
      try make(isCurrent, known, progress) { made in
        look(paths[made.index], made.document)
        try body(made)
      }
    }
    shown.isPart = isPart
    return shown
  }

  /// Makes the documents and hands each to `body`: in their order but for those of one batch, which are made, and handed
  /// over, on all cores at once.
  ///
  /// - Parameters:
  ///   - isCurrent: whether the document at a position in `paths` need not be made, as it lies there with this fingerprint.
  ///   - known: what was found when those were made, as `RenderedEdition.warnings`.
  ///   - progress: is told how many entries are rendered, of how many at the most.
  /// - Returns: what making the documents came to.
  /// - Throws: what reading a body throws; `RenderError` where a document would not be well-formed (rule X5); what `body`
  ///   throws; `CancellationError` between two entries where the task is cancelled.
  public func makeDocuments(
    unless isCurrent: @Sendable (Int, ContentHash) -> Bool = { _, _ in false },
    remembering known: [ContentHash: [Warning]] = [:], progress: @Sendable (Int, Int) -> Void = { _, _ in },
    to body: @Sendable (Made) throws -> Void
  ) throws -> RenderedEdition {
    try make(isCurrent, known, progress, body)
  }

  /// All documents, made at once, in their order, and what making them came to.
  ///
  /// - Parameter note: is told the fingerprint of each, by its position in `paths`.
  public func documents(
    noting note: @Sendable (Int, ContentHash) -> Void = { _, _ in }
  ) throws -> (items: [Item], edition: RenderedEdition) {
    let made = Mutex<[Item?]>(Array(repeating: nil, count: paths.count))
    let edition = try makeDocuments { item in
      if let fingerprint = item.fingerprint { note(item.index, fingerprint) }
      made.withLock { $0[item.index] = Item(path: paths[item.index], document: item.document) }
    }
    return (made.withLock { $0.compactMap(\.self) }, edition)
  }
}

/// What making the documents of a publication came to.
public struct RenderedEdition: Sendable {
  /// As planned, with the times that the entries and feeds have now.
  public internal(set) var plan: FeedPlan?
  /// To be kept before any document appears.
  public internal(set) var ledger = Ledger()
  /// What the publication changes for subscribers.
  public internal(set) var changes = Ledger.Changes()
  /// What was found in the entries that the documents hold, whether they were made or known: by the fingerprints of the
  /// entries; one without warnings is not in it.
  public internal(set) var warnings: [ContentHash: [Warning]] = [:]
  /// The same at the places of the entries, in the order of these.
  public internal(set) var problems: [Problem] = []
  /// Where documents about all feeds are.
  package internal(set) var siteDocuments: [DocumentPath] = []
  /// The ids of the entries that something was found in.
  var warned: Set<String> = []
  /// What the documents that were made had no room for, by feed, in the order of publication.
  public internal(set) var losses: [FeedLoss] = []
  /// What is about to be written where other bytes, or none, were before: a sink says so before it has the edition committed.
  public var changing: [DocumentPath: ContentHash] = [:]

  /// Of documents that were made already.
  public init() {}
}

/// What the size of a feed's documents leaves no room for (rule P3).
public struct FeedLoss: Sendable, Hashable {
  /// The scope's name.
  public let feed: String
  /// How large a document may be.
  public let bytes: Int
  /// The ids of the entries that some document has in summary form for it, newest first.
  public let shortened: [String]
  /// The ids of those that some document is without.
  public let omitted: [String]
}

/// A place where documents are published: a folder, a server's memory. `SinkConformance` tries one.
public protocol Sink: Sendable {
  /// What `publish` would do; touches nothing.
  ///
  /// - Throws: what `publish` would throw before anything appears.
  func preview(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void
  ) async throws -> (report: PublishReport, edition: RenderedEdition)

  /// Makes the documents of `publication` appear, writing only what changed, and removes what is withdrawn.
  ///
  /// A reader finds each document wholly old or wholly new, also where this throws, as it does where the task is cancelled.
  /// To be called by the holder of the state's lock.
  ///
  /// - Parameter commit: is called when all documents are made and none appears yet: what has to be remembered before
  ///   anybody sees them, such as the ledger, is written there. The edition tells which are `changing`.
  func publish(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void,
    commit: @Sendable (RenderedEdition) async throws -> Void
  ) async throws -> PublishReport

  /// The documents that it holds of the last publication, where each is as it was left, and none of `withdrawn` is there;
  /// nil where that is not so, or cannot be told without reading them.
  func intactDocuments(without withdrawn: Set<DocumentPath>) async throws -> Set<DocumentPath>?

  /// What a reader finds at `path`; nil where there is no document.
  func contents(of path: DocumentPath) async throws -> [UInt8]?
}

extension Sink {
  /// The same, told to nobody.
  public func preview(_ publication: Publication) async throws -> PublishReport {
    try await preview(publication, progress: { _ in }).report
  }

  /// The same, told to nobody, and where nothing else is said with nothing to remember.
  public func publish(
    _ publication: Publication, commit: @Sendable (RenderedEdition) async throws -> Void = { _ in }
  ) async throws -> PublishReport {
    try await publish(publication, progress: { _ in }, commit: commit)
  }
}

/// How far publishing, or its preview, has come.
public enum PublishProgress: Sendable, Hashable {
  /// So many entries are rendered.
  case rendering(Int, of: Int)
  /// So many documents are written, or found unchanged.
  case writing(Int, of: Int)
}

/// What publishing did. The three sets have nothing in common; the first two together are the publication's documents, but
/// for those that an error keeps from their places.
public struct PublishReport: Sendable, Hashable {
  /// What has other bytes than before.
  public var written: Set<DocumentPath>
  /// What was left alone.
  public var unchanged: Set<DocumentPath>
  /// Withdrawn documents that were there.
  public var removed: Set<DocumentPath>
  /// Warnings of what was taken out of entries, and errors of documents that others' files are in the way of.
  public var problems: [Problem]

  /// A report of these.
  public init(
    written: Set<DocumentPath> = [], unchanged: Set<DocumentPath> = [], removed: Set<DocumentPath> = [],
    problems: [Problem] = []
  ) {
    self.written = written
    self.unchanged = unchanged
    self.removed = removed
    self.problems = problems
  }
}
