package import Syndication

/// The line of a manifest that tells of a document, for who looks for one alone.
package enum ManifestLine {
  /// How it begins, from the end of the line before on.
  package static func start(of path: DocumentPath) -> [UInt8] {
    var json = JSONWriter()
    json.array { $0.string(nil, path.string) }
    return [UInt8(ascii: "\n")] + json.bytes.dropLast() + [UInt8(ascii: ",")]
  }

  /// How many bytes there are behind its start, at the most.
  package static let rest = 200

  /// What it says, also where more follows; nil where it is none.
  package static func record(in bytes: [UInt8]) -> DocumentRecord? {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes)
      var fields: [String] = []
      guard (try? reader.array { _, reader in fields.append(try reader.string()) }) != nil, fields.count == 6,
        let size = Int(fields[1]), let hash = ContentHash(hexadecimal: fields[4])
      else { return nil }
      return DocumentRecord(size: size, hash: hash, tag: "")
    }
  }
}
