internal import Syndication

extension XMLDocument {
  /// libxml2 holds each attribute against all others of its element, so they are counted before it sees them.
  ///
  /// - Parameter bytes: in UTF-16, or an encoding in which ASCII is what it is.
  /// - Throws: a `Problem` with the line of an element that has more than is read.
  static func checkAttributes(of bytes: [UInt8], file: String) throws(Problem) {
    guard let place = elementOfMany(in: isUTF16(bytes) ? narrowed(bytes) : bytes) else { return }
    throw .error(
      at: Place(file: file, line: place), rule: "P3",
      "no feed is read from it, as an element has over \(Limit.feedAttributes.value) attributes: leave some out")
  }

  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    [[0xFE, 0xFF], [0xFF, 0xFE], [0x00, 0x3C], [0x3C, 0x00]].contains(Array(bytes.prefix(2)))
  }

  /// A byte for each unit of UTF-16; all that are beyond ASCII are one.
  private static func narrowed(_ bytes: [UInt8]) -> [UInt8] {
    let isLittle = bytes[0] == 0xFF || bytes[1] == 0x00
    return stride(from: 0, to: bytes.count - 1, by: 2).map { index in
      let (low, high) = isLittle ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
      return high == 0 ? low : 0x80
    }
  }

  /// The line of the first element that has too many attributes.
  private static func elementOfMany(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var next = bytes.startIndex
      // No tag holds this sign, so that none is missed, whatever stands around it.
      while let start = bytes[next...].firstIndex(of: UInt8(ascii: "<")) {
        next = start + 1
        guard next < bytes.endIndex, bytes[next].isLetter || [0x3A, 0x5F].contains(bytes[next]) || bytes[next] >= 0x80
        else { continue }
        var count = 0
        var quote: UInt8?
        scan: while next < bytes.endIndex {
          switch bytes[next] {
          case UInt8(ascii: "<"): break scan
          case UInt8(ascii: ">") where quote == nil: break scan
          case quote:
            quote = nil
            count += 1
          case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = quote ?? bytes[next]
          default: break
          }
          next += 1
        }
        if count > Limit.feedAttributes.value { return 1 + bytes[..<start].count { $0 == 0x0A } }
      }
      return nil
    }
  }
}
