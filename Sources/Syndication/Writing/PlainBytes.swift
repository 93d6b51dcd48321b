/// The bytes of text that stand for themselves in XML and HTML, whatever comes next.
enum PlainBytes {
  /// By byte.
  nonisolated(unsafe) static let isPlain: UnsafePointer<Bool> = {
    let table = UnsafeMutablePointer<Bool>.allocate(capacity: 256)
    for byte in 0...255 {
      table[byte] = !"<>&\"".utf8.contains(UInt8(byte)) && !XMLCharacters.mayBeForbidden(UInt8(byte))
    }
    return UnsafePointer(table)
  }()
}
