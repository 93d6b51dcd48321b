internal import Syndication
internal import SyndicationFiles

/// What is kept of the last edition, so that a build looks at what changed since, and at nothing else.
///
/// It is only a cache, and local: one that is missing, damaged, of another program or configuration, or of a ledger that was
/// written since, counts as none.
struct KeptEdition {
  /// `Program.identity`.
  var program = Program.identity
  /// Hashes of the configuration's file, and of the ledger's text.
  var configuration: ContentHash
  var ledger: ContentHash
  /// What was reported, and when.
  var record: BuildRecord
  var source: SourceState
  var catalog: CatalogState
}

extension KeptEdition {
  private static let format = "syndicate edition 3"

  /// Ends with a hash of itself.
  var bytes: [UInt8] {
    let record = record.text
    var writer = StateWriter(capacity: 1_024 + record.count + source.bytes.count + catalog.byteCount)
    writer.text(KeptEdition.format)
    writer.text(program)
    writer.table([configuration.value, ledger.value])
    for bytes in [record, source.bytes] { writer.table(bytes) }
    catalog.write(to: &writer)
    writer.table([ContentHash(writer.bytes).value])
    return writer.bytes
  }

  /// Nil where `bytes` are not wholly an edition, or one of another program.
  init?(_ bytes: [UInt8]) {
    let end = bytes.count - 2 * MemoryLayout<UInt64>.size
    guard end > 0 else { return nil }
    do {
      var reader = StateReader(bytes)
      guard try reader.text() == KeptEdition.format else { return nil }
      program = try reader.text()
      guard program == Program.identity else { return nil }
      let hash = bytes.withUnsafeBufferPointer { ContentHash(UnsafeBufferPointer(rebasing: $0[..<end])) }
      let hashes = try reader.table(of: UInt64.self)
      guard hashes.count == 2, let record = BuildRecord(try reader.table(of: UInt8.self)) else { return nil }
      self.record = record
      source = SourceState(try reader.table(of: UInt8.self))
      catalog = try CatalogState(&reader)
      guard try reader.table(of: UInt64.self) == [hash.value], reader.isAtEnd else { return nil }
      configuration = ContentHash(value: hashes[0])
      ledger = ContentHash(value: hashes[1])
    } catch { return nil }
  }
}
