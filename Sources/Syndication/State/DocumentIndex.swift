/// What a sink knows of a document that it published.
public struct DocumentRecord: Sendable, Hashable {
  /// Of what is stored, in bytes.
  public var size: Int
  /// Of what a reader is given; zero where the sink does not know that.
  public var hash: ContentHash
  /// Of all that it was made of: while that is the same, it need not be made. Nil where nobody knows.
  public var fingerprint: ContentHash?
  /// What the store calls this version: its entity tag (RFC 9110 §8.8.3), with what the sink adds for itself. Nobody else
  /// reads it.
  public var tag: String

  public init(size: Int, hash: ContentHash, fingerprint: ContentHash? = nil, tag: String) {
    self.size = size
    self.hash = hash
    self.fingerprint = fingerprint
    self.tag = tag
  }
}

/// Remembers which documents a sink published, so that it need not read its store: of a site that is too large for a
/// manifest, single ones are looked up.
///
/// Who holds the right to publish reads and writes it, and nobody else: where that right can be lost, as by a connection to a
/// database, `note` is to throw when it is.
public protocol DocumentIndex: Sendable {
  /// Those of `paths` that there are; of all documents where nil.
  func records(of paths: [DocumentPath]?) async throws -> [DocumentPath: DocumentRecord]

  /// Replaces those that are named; nil removes one. Either all of it happens or nothing.
  func note(_ records: [DocumentPath: DocumentRecord?]) async throws
}

/// A state store's manifest as an index, read and written as a whole: for sites whose documents are built together.
///
/// What is no such manifest counts as empty, as that of a folder which was published to before.
public struct ManifestIndex: DocumentIndex {
  private let state: any StateStore

  public init(_ state: any StateStore) { self.state = state }

  public func records(of paths: [DocumentPath]?) async throws -> [DocumentPath: DocumentRecord] {
    let all = ManifestIndex.read(try await state.read(.manifest) ?? [])
    guard let paths else { return all }
    return Dictionary(paths.compactMap { path in all[path].map { (path, $0) } }) { first, _ in first }
  }

  public func note(_ records: [DocumentPath: DocumentRecord?]) async throws {
    if records.isEmpty { return }
    var all = try await self.records(of: nil)
    for (path, record) in records { all[path] = record }
    _ = try await state.write(ManifestIndex.text(all), to: .manifest)
  }

  // MARK: - A line is an array of strings: JSON's numbers do not hold 64 bits everywhere.

  private static let format = "syndicate documents 1"

  private static func text(_ records: [DocumentPath: DocumentRecord]) -> [UInt8] {
    var json = JSONWriter()
    func line(_ fields: [String]) {
      json.array { json in for field in fields { json.string(nil, field) } }
      json.endLine()
    }
    line([format, String(records.count)])
    for (path, record) in records.sorted(by: { $0.key < $1.key }) {
      line([
        path.string, String(record.size), record.hash.description, record.fingerprint?.description ?? "", record.tag,
      ])
    }
    return json.bytes
  }

  private static func read(_ bytes: [UInt8]) -> [DocumentPath: DocumentRecord] {
    bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      func line() -> [String] {
        var fields: [String] = []
        do { try reader.array { _, reader in fields.append(try reader.string()) } } catch { return [] }
        return fields
      }
      let first = line()
      guard first.count == 2, first[0] == format, let count = Int(first[1]), 0...bytes.count ~= count else {
        return [:]
      }
      var records: [DocumentPath: DocumentRecord] = [:]
      records.reserveCapacity(count)
      for _ in 0..<count {
        let fields = line()
        guard fields.count == 5, let path = DocumentPath(fields[0]), let size = Int(fields[1]), size >= 0,
          let hash = ContentHash(hexadecimal: fields[2])
        else { return [:] }
        records[path] = DocumentRecord(
          size: size, hash: hash, fingerprint: ContentHash(hexadecimal: fields[3]), tag: fields[4])
      }
      return reader.isAtEnd() ? records : [:]
    }
  }
}
