/// The bytes of a text file, known to be UTF-8, with the way from an offset to its line.
package struct SourceText: Sendable {
  package let file: String
  package let bytes: [UInt8]

  /// - Throws: a `Problem` naming the first byte that is not UTF-8. A byte order mark is passed over.
  package init(_ bytes: [UInt8], file: String) throws(Problem) {
    self.file = file
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if let invalid = SourceText.firstInvalidUTF8(bytes) {
      throw SourceText.problem(ofEncodingAt: invalid, in: file)
    }
  }

  /// The line of `offset`, from 1.
  package func line(at offset: Int) -> Int {
    1 + bytes[..<min(offset, bytes.count)].count { $0 == 0x0A }
  }

  /// `error`, placed in this file.
  package func problem(_ error: JSONError) -> Problem {
    .error(at: Place(file: file, line: line(at: error.offset)), rule: "RFC 8259", "not JSON: \(error.message)")
  }

  /// That the byte at `offset` of `file` is not UTF-8.
  package static func problem(ofEncodingAt offset: Int, in file: String) -> Problem {
    .error(
      at: Place(file: file), rule: "UTF-8", "byte \(offset) (counted from 0) is not UTF-8: save the file as UTF-8")
  }

  package static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer(UTF8.firstInvalid(in:))
  }
}
