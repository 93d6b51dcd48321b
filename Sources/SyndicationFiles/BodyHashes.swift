internal import Syndication

/// Hashes of the bodies that the last build published, by their fingerprints: a body that is still the same need not be
/// read to tell that it is.
///
/// It is only a cache, and local: one that is missing, damaged or another program's counts as none.
struct BodyHashes: Sendable, Hashable {
  private(set) var hashes: [ContentHash: ContentHash]

  init(_ hashes: [ContentHash: ContentHash]) { self.hashes = hashes }

  init(in stateDirectory: String) {
    hashes = [:]
    guard let bytes = try? FileContents.read(BodyHashes.path(in: stateDirectory)) else { return }
    hashes = (try? BodyHashes.read(bytes)) ?? [:]
  }

  /// Leaves the file alone where it says the same already.
  func save(in stateDirectory: String) throws(FileError) {
    guard self != BodyHashes(in: stateDirectory) else { return }
    try AtomicFile.write(text, to: BodyHashes.path(in: stateDirectory))
  }

  private static func path(in stateDirectory: String) -> String { "\(stateDirectory)/bodies.ndjson" }

  /// The first line tells the program; the others are pairs.
  private var text: [UInt8] {
    var json = JSONWriter()
    func line(_ fields: String...) {
      json.array { json in for field in fields { json.string(nil, field) } }
      json.endLine()
    }
    line(BodyHashes.format, Program.identity)
    for (fingerprint, hash) in hashes.sorted(by: { $0.key.value < $1.key.value }) {
      line("\(fingerprint)", "\(hash)")
    }
    return json.bytes
  }

  private static let format = "syndicate bodies 1"
  private struct Unreadable: Error {}

  private static func read(_ bytes: [UInt8]) throws -> [ContentHash: ContentHash] {
    try bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      func pair() throws -> (Range<Int>, Range<Int>) {
        var ranges: [Range<Int>] = []
        try reader.array { _, reader in ranges.append(try reader.stringRange()) }
        guard ranges.count == 2 else { throw Unreadable() }
        return (ranges[0], ranges[1])
      }
      let (format, program) = try pair()
      guard try JSONReader.decoded(buffer, in: format) == BodyHashes.format,
        try JSONReader.decoded(buffer, in: program) == Program.identity
      else { throw Unreadable() }
      var hashes: [ContentHash: ContentHash] = [:]
      while !reader.isAtEnd() {
        let (fingerprint, hash) = try pair()
        guard let fingerprint = ContentHash(hexadecimal: buffer[fingerprint]),
          let hash = ContentHash(hexadecimal: buffer[hash])
        else { throw Unreadable() }
        hashes[fingerprint] = hash
      }
      return hashes
    }
  }
}
