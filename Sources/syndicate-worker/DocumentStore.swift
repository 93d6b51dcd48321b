internal import Syndication
internal import SyndicationFiles
internal import SyndicationFolder
internal import SyndicationPostgres
internal import SyndicationS3
internal import SyndicationServer
internal import SyndicationSite

/// Where the documents of all sites go.
enum DocumentStore: Sendable {
  /// A folder, absolute.
  case folder(String)
  case bucket(S3Bucket)

  /// - Parameter patience: how long a bucket is waited for.
  /// - Throws: `StoreError`.
  init(_ address: String, patience: S3Bucket.Patience = S3Bucket.Patience()) throws(StoreError) {
    if address.hasPrefix("file:") {
      var path = Substring(address.dropFirst("file:".count))
      if path.hasPrefix("//") { path = path.dropFirst(2) }
      guard path.hasPrefix("/") else {
        throw StoreError("“\(address)” names no folder: write file: and an absolute path, file:/srv/feeds")
      }
      self = .folder(String(path))
    } else if address.hasPrefix("s3://") {
      do throws(S3SettingError) {
        self = .bucket(S3Bucket(try S3Address(address), credentials: try S3Credentials(), patience: patience))
      } catch { throw StoreError(error.description) }
    } else {
      throw StoreError("“\(address)” is no store: write file:/srv/feeds or s3://bucket/folder")
    }
  }

  /// Where it is, for messages.
  var name: String {
    switch self {
    case .folder(let path): "file:\(path)"
    case .bucket(let bucket): bucket.address.description
    }
  }

  /// Notes that a site is published here, and nowhere else: what the database knows of its documents is of one store.
  ///
  /// - Parameter isMoving: whether it may have been published elsewhere until now.
  /// - Returns: where it was published until now, where that is another; nil for a site that never was.
  /// - Throws: `StoreError`, `PostgresError`.
  @discardableResult
  func claim(
    _ site: PostgresSite, isMoving: Bool = false, on connection: PostgresConnection
  ) async throws -> String? {
    let known = try await site.note("store", on: connection)
    guard known != name else { return nil }
    if let known, !isMoving {
      throw StoreError(
        "it is published to \(known), and this worker has the store \(name): give it that one, or move the site by "
          + "syndicate-worker repair --store \(name) --site \(site.name)")
    }
    try await site.setNote("store", to: name, on: connection)
    return known
  }

  /// - Throws: `StoreError` for a folder that is not there.
  func checkFolder() throws(StoreError) {
    guard case .folder(let path) = self else { return }
    guard (try? OpenFolder(in: path)) != nil else {
      throw StoreError(
        "\(path) is no folder that can be opened: make it, or write the address of the store where sites are")
    }
  }

  /// How documents are stored where a store keeps more of them than their bytes: S3.
  struct ObjectFields: Sendable {
    /// What is said to caches; nil for nothing.
    var cacheControl: String? = "max-age=300"
    var isCompressed = false
  }

  /// What a site is published to, in a folder of its name.
  func sink(
    of site: PostgresSite, on connection: PostgresConnection, storing fields: ObjectFields = ObjectFields()
  ) throws -> any Sink {
    switch self {
    case .folder(let path):
      return DirectorySink(
        directory: "\(path)/\(site.name)", state: PostgresState(of: site, on: connection), program: Program.identity)
    case .bucket(let bucket):
      var sink = S3Sink(
        try bucket.folder(site.name), index: PostgresDocuments(of: site, on: connection), program: Program.identity)
      sink.cacheControl = fields.cacheControl
      sink.isCompressed = fields.isCompressed
      return sink
    }
  }
}

extension DocumentStore {
  /// The version of a document that is published here, as the database tells; nil where none is.
  ///
  /// - Throws: `StoreError` where the site is published elsewhere; `PostgresError`.
  func record(of document: DocumentAddress, by published: PublishedDocuments) async throws -> DocumentRecord? {
    let start: [UInt8]? = if case .folder = self { ManifestLine.start(of: document.path) } else { nil }
    guard
      let found = try await published.find(
        document.path, of: document.site, manifestLine: start, and: ManifestLine.rest)
    else { return nil }
    if let store = found.store, store != name {
      throw StoreError("\(document.site) is published to \(store), and what is served here is in \(name)")
    }
    // Its first byte is the end of the line before.
    return start == nil ? found.record : found.manifestLine.flatMap { ManifestLine.record(in: Array($0.dropFirst())) }
  }

  /// The bytes of that version; nil where others are there, or none.
  func bytes(of document: DocumentAddress, as record: DocumentRecord) async throws -> [UInt8]? {
    switch self {
    case .folder(let path):
      let file = "\(path)/\(document.site)/\(document.path)"
      guard FileState(at: file) != nil else { return nil }
      let bytes = try FileContents.read(file)
      return ContentHash(bytes) == record.hash ? bytes : nil
    case .bucket(let bucket):
      return try await bucket.folder(document.site).contents(of: document.path, as: record)
    }
  }
}

/// A store that cannot be used, as a sentence that says what to write instead.
struct StoreError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
