internal import Crypto
internal import Synchronization
public import Syndication

/// Publishes to a bucket of a store that speaks S3, and remembers in an index what is there: the store is not listed, and of
/// what did not change not even asked.
///
/// A document whose bytes are the same is not stored again, and not even made where the index tells that it would be the same.
/// The others wait on the disk until all are made. Each is stored under the condition that nobody else has changed it since:
/// so a publisher that was overtaken ends with `PublishedElsewhere`, and spoils nothing. Feeds of terms come first, the global
/// feed after them, pages about all feeds last, removals after; within these, some at once.
/// If a step fails, every document is wholly old or wholly new, and the next publication completes it.
///
/// What is not in the index is not ours: it is neither replaced nor removed. Warnings of entries are told when documents that
/// hold them are made.
public struct S3Sink: Sink {
  public let bucket: S3Bucket
  public let index: any DocumentIndex
  /// Which program makes the documents: what another one made says nothing of what this one would make.
  public var program: String
  /// What is said to caches, for every document; nil for nothing.
  public var cacheControl: String? = "max-age=300"
  /// Whether documents are stored compressed, and served so to every reader (`Content-Encoding: gzip`).
  public var isCompressed = false
  /// How many requests are under way at once.
  public var atOnce = 16

  public init(_ bucket: S3Bucket, index: any DocumentIndex, program: String = "") {
    self.bucket = bucket
    self.index = index
    self.program = program
  }

  public func preview(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void
  ) async throws -> (report: PublishReport, edition: RenderedEdition) {
    let (staging, edition) = try await stage(publication, isDry: true, progress: progress)
    return (staging.report(problems: edition.problems), edition)
  }

  public func publish(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void,
    commit: @Sendable (RenderedEdition) async throws -> Void
  ) async throws -> PublishReport {
    let staged = try await stage(publication, isDry: false, progress: progress)
    let staging = staged.0
    var edition = staged.1
    let waiting = staging.waiting
    edition.changing = Dictionary(uniqueKeysWithValues: waiting.map { ($0.path, $0.hash) })
    try await commit(edition)
    var notes = staging.renewed
    if !publication.isPart { for (path, record) in left(staging, publication) { notes[path] = record } }
    // What may be stored from here on is ours, whoever finds it.
    if !waiting.isEmpty {
      try await index.note(
        Dictionary(uniqueKeysWithValues: waiting.map { ($0.path, pending($0, known: staging.known[$0.path])) }))
    }
    let noted = Mutex<[DocumentPath: DocumentRecord?]>(notes)
    do {
      for group in groups(waiting, of: edition) {
        try await forEach(group) { document in
          let record = try await store(document, of: staging)
          noted.withLock { $0[document.path] = record }
          staging.settle()
        }
      }
      try await forEach(staging.removals) { path in
        try await remove(path, staging.known[path]!)
        noted.withLock { $0[path] = .some(nil) }
      }
    } catch {
      let notes = noted.withLock { $0 }
      // What happened is noted also where this task is cancelled.
      try? await Task { try await index.note(notes) }.value
      throw error
    }
    notes = noted.withLock { $0 }
    if !notes.isEmpty { try await index.note(notes) }
    return staging.report(problems: edition.problems)
  }

  public func intactDocuments(without withdrawn: Set<DocumentPath>) async throws -> Set<DocumentPath>? {
    let records = try await index.records(of: nil)
    guard withdrawn.isDisjoint(with: records.keys), records.values.allSatisfy({ $0.hash != S3Sink.unknown }) else {
      return nil
    }
    return Set(records.keys)
  }

  public func contents(of path: DocumentPath) async throws -> [UInt8]? {
    guard let (object, bytes) = try await bucket.get(path.string) else { return nil }
    return try bucket.expanded(bytes, object, at: path)
  }

  // MARK: - Making

  /// Makes the documents that change, and has them wait on the disk; where it is dry, keeps nothing.
  private func stage(
    _ publication: Publication, isDry: Bool, progress: @escaping @Sendable (PublishProgress) -> Void
  ) async throws -> (S3Staging, RenderedEdition) {
    let folders = Set(publication.paths.flatMap(\.folders))
    let asked = publication.isPart ? publication.paths + publication.withdrawn + folders : nil
    let known = try await index.records(of: asked)
    try checkKeys(of: publication, folders, known)
    let staging = S3Staging(publication, to: self, known: known, isDry: isDry, progress: progress)
    let edition = try publication.makeDocuments(
      unless: { staging.isCurrent($0, fingerprint: $1) }, progress: { progress(.rendering($0, of: $1)) },
      to: { try staging.take($0) })
    return (staging, edition)
  }

  /// No key may also be another's folder: stores that keep files refuse it, and a copy of the bucket in a folder could not be.
  private func checkKeys(
    of publication: Publication, _ folders: Set<DocumentPath>, _ known: [DocumentPath: DocumentRecord]
  ) throws {
    let paths = Set(publication.paths)
    let others = known.keys.lazy.filter { !paths.contains($0) }
    let both =
      folders.first { paths.contains($0) || known[$0] != nil }
      ?? (publication.isPart ? nil : others.flatMap(\.folders).first(where: paths.contains))
    guard let both else { return }
    let member = (publication.paths + others).first { $0.folders.contains(both) }
    throw S3Error(
      "put", bucket.place(of: both.string),
      "it is a document, and a folder for \(member?.string ?? "another"), which a store cannot have both: let the paths "
        + "of feeds differ in more than a folder")
  }

  /// What the index knows a document to be made of: its fingerprint, and all that decides how it is stored.
  func fingerprint(_ fingerprint: ContentHash) -> ContentHash {
    ContentHash(texts: [fingerprint.description, program] + settings)
  }

  /// Of what a reader is given.
  func hash(of document: Document) -> ContentHash { S3Sink.hash(of: document.hash, document.mediaType, settings) }

  fileprivate static func hash(of bytes: ContentHash, as object: S3Bucket.Object) -> ContentHash {
    hash(of: bytes, object.type ?? "", [object.cacheControl ?? "", object.coding ?? ""])
  }

  private static func hash(of bytes: ContentHash, _ mediaType: String, _ settings: [String]) -> ContentHash {
    ContentHash(texts: [bytes.description, mediaType] + settings)
  }

  private var settings: [String] { [cacheControl ?? "", isCompressed ? "gzip" : ""] }

  /// A document's bytes as they are stored.
  func stored(_ document: Document) throws -> [UInt8] {
    guard isCompressed else { return Array(document.parts.joined()) }
    guard let bytes = Gzip.compressed(document.parts) else {
      throw S3Error("compress", bucket.address.description, "there is no memory for it")
    }
    return bytes
  }

  /// The header fields that a document is served with.
  func fields(of document: Document) -> [String: String] {
    var fields = ["content-type": document.mediaType]
    fields["cache-control"] = cacheControl
    fields["content-encoding"] = isCompressed ? "gzip" : nil
    return fields
  }

  // MARK: - Storing

  /// The hash of a document of which the index knows that it is there, and not what it holds.
  static let unknown = ContentHash(value: 0)

  /// What the index is to know while a document may or may not have been stored.
  private func pending(_ document: S3Staging.Waiting, known: DocumentRecord?) -> DocumentRecord {
    var version = known.map(S3Version.init) ?? S3Version(tag: nil)
    version.pending.append(S3Bucket.base64(document.checksum))
    return DocumentRecord(size: document.record.size, hash: S3Sink.unknown, tag: version.text)
  }

  /// Documents of the last publication that this one neither has nor withdraws: they stay, and are none of its.
  private func left(_ staging: S3Staging, _ publication: Publication) -> [DocumentPath: DocumentRecord?] {
    let own = Set(publication.paths).union(publication.withdrawn)
    return staging.known.filter { !own.contains($0.key) && $0.value.hash != S3Sink.unknown }.mapValues { record in
      DocumentRecord(size: record.size, hash: S3Sink.unknown, tag: record.tag)
    }
  }

  /// What is stored together, one group after another: pages of archives before the pages that lead to them, feeds of terms
  /// before the global one, pages about all feeds last. Of documents that no plan tells of, each by itself.
  private func groups(_ waiting: [S3Staging.Waiting], of edition: RenderedEdition) -> [[S3Staging.Waiting]] {
    guard let plan = edition.plan else { return waiting.map { [$0] } }
    var ranks: [DocumentPath: Int] = [:]
    for feed in plan.feeds {
      for page in feed.pages {
        let rank = (feed.scope.axis == .all ? 2 : 0) + (page.number == nil ? 1 : 0)
        for destination in page.documents { ranks[destination.path] = rank }
      }
    }
    for path in edition.siteDocuments { ranks[path] = 4 }
    return Dictionary(grouping: waiting) { ranks[$0.path] ?? 3 }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Calls `body` with each element, with some at once; after an error with no further one.
  private func forEach<Element: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) async throws -> Void
  ) async throws {
    var failure: (any Error)?
    await withTaskGroup(of: (any Error)?.self) { group in
      var next = elements.startIndex
      var running = 0
      while running > 0 || next < elements.endIndex && failure == nil {
        if next < elements.endIndex, failure == nil, running < max(atOnce, 1) {
          if Task.isCancelled {
            failure = CancellationError()
            continue
          }
          group.addTask { [element = elements[next]] in
            do { try await body(element) } catch { return error }
            return nil
          }
          next += 1
          running += 1
        } else {
          // What is under way is waited for: it may appear.
          let error = await group.next() ?? nil
          failure = failure ?? error
          running -= 1
        }
      }
    }
    if let failure { throw failure }
  }

  /// Stores a document unless somebody else has changed it.
  ///
  /// - Returns: what the index is to know of it.
  /// - Throws: `PublishedElsewhere`, and what the store refuses.
  private func store(_ document: S3Staging.Waiting, of staging: S3Staging) async throws -> DocumentRecord {
    let (key, known) = (document.path.string, staging.known[document.path])
    let bytes = try staging.spool.bytes(in: document.range)
    var version = known.map(S3Version.init) ?? S3Version(tag: nil)
    var record = document.record
    // Each refusal tells more; more come only where others write without end.
    for _ in 0..<S3Sink.rounds {
      let condition = version.tag.map { S3Bucket.Condition.has(tag: $0) } ?? .isNew
      if let tag = try await bucket.put(
        bytes, hash: document.checksum, to: key, document.fields, if: condition)
      {
        record.tag = tag
        return record
      }
      guard let object = try await bucket.head(key) else {
        // It was lost, unless somebody else withdrew it.
        if version.tag != nil, try await index.records(of: [document.path]).isEmpty { break }
        version.tag = nil
        continue
      }
      let checksum = try await self.checksum(of: object, key)
      // It was stored before, by who was killed then or got no answer.
      if checksum == S3Bucket.base64(document.checksum) {
        record.tag = object.tag
        return record
      }
      guard let checksum, version.pending.contains(checksum) else { break }
      version.tag = object.tag
    }
    throw PublishedElsewhere(place: bucket.place(of: key))
  }

  /// Removes a document unless somebody else has changed it.
  private func remove(_ path: DocumentPath, _ record: DocumentRecord) async throws {
    var version = S3Version(record)
    for _ in 0..<S3Sink.rounds {
      if let tag = version.tag, try await bucket.remove(path.string, ifTag: tag) { return }
      guard let object = try await bucket.head(path.string) else { return }
      guard object.tag != version.tag, let checksum = try await checksum(of: object, path.string),
        version.pending.contains(checksum)
      else { break }
      version.tag = object.tag
    }
    throw PublishedElsewhere(place: bucket.place(of: path.string))
  }

  private static let rounds = 4

  /// SHA-256 in base 64 of what an object holds; nil where it has gone meanwhile.
  private func checksum(of object: S3Bucket.Object, _ key: String) async throws -> String? {
    if let checksum = object.checksum { return checksum }
    return try await bucket.get(key).map { S3Bucket.base64(SHA256.hash(data: $0.bytes)) }
  }
}

extension S3Bucket {
  /// The bytes of a document, as a reader is given them, where the bucket holds the version that an index has a record of; nil
  /// otherwise. While a document is replaced, its record tells of both versions, and either is right.
  ///
  /// - Throws: what the store refuses.
  public func contents(of path: DocumentPath, as record: DocumentRecord) async throws -> [UInt8]? {
    guard let (object, stored) = try await get(path.string) else { return nil }
    let bytes = try expanded(stored, object, at: path)
    if record.hash != S3Sink.unknown {
      return S3Sink.hash(of: ContentHash(bytes), as: object) == record.hash ? bytes : nil
    }
    let version = S3Version(record)
    let isOne =
      object.tag == version.tag || version.pending.contains(S3Bucket.base64(SHA256.hash(data: stored)))
    return isOne ? bytes : nil
  }

  fileprivate func expanded(_ bytes: [UInt8], _ object: S3Bucket.Object, at path: DocumentPath) throws -> [UInt8] {
    guard object.coding == "gzip" else { return bytes }
    guard let expanded = Gzip.expanded(bytes) else {
      throw S3Error("read", place(of: path.string), "it says that it is gzip, and is not, or is cut")
    }
    return expanded
  }
}

// MARK: - Repair

extension S3Sink {
  /// What a repair found.
  public struct Repair: Sendable, Hashable {
    /// Documents that the index knew, and that are not there.
    public var missing: Set<DocumentPath> = []
    /// Those that are there in another version than it knew.
    public var altered: Set<DocumentPath> = []
    /// Those that name Syndicate as what made them, and that it did not know.
    public var found: Set<DocumentPath> = []
  }

  /// Lists the bucket, and has the index say what is there: the next publication of the whole then stores what differs, and
  /// removes what is withdrawn. For a bucket that something else wrote to, or was restored, and for an index that was lost.
  ///
  /// To be called by the holder of the state's lock. Objects that are not ours are left alone.
  public func repair() async throws -> Repair {
    let known = try await index.records(of: nil)
    var repair = Repair(missing: Set(known.keys))
    var notes: [DocumentPath: DocumentRecord?] = [:]
    try await bucket.list { key, object in
      guard let path = DocumentPath(key) else { return }
      let isKnown = repair.missing.remove(path) != nil
      if let record = known[path], record.tag == object.tag { return }
      guard let (object, bytes) = try await bucket.get(key) else {
        if isKnown { repair.missing.insert(path) }
        return
      }
      let contents = try? bucket.expanded(bytes, object, at: path)
      if isKnown {
        repair.altered.insert(path)
      } else {
        guard let contents, OwnMark.isBorne(by: Array(contents.prefix(OwnMark.length))) else { return }
        repair.found.insert(path)
      }
      let hash = contents.map {
        S3Sink.hash(of: ContentHash($0), as: object)
      }
      notes[path] = DocumentRecord(size: bytes.count, hash: hash ?? S3Sink.unknown, tag: object.tag)
    }
    for path in repair.missing { notes[path] = .some(nil) }
    try await index.note(notes)
    return repair
  }
}

extension DocumentPath {
  /// The paths of the folders that it lies in.
  fileprivate var folders: [DocumentPath] {
    let utf8 = string.utf8
    return utf8.indices.lazy.filter { utf8[$0] == UInt8(ascii: "/") }.compactMap { DocumentPath(String(string[..<$0])) }
  }
}
