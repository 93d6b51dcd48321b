import CZlib

enum Decompression {
  /// Nil where it is no gzip.
  static func gunzip(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    let room = 1 << 20
    var isWhole = false
    let plain = [UInt8](unsafeUninitializedCapacity: room) { out, count in
      bytes.withUnsafeBufferPointer { bytes in
        stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.avail_in = UInt32(bytes.count)
        stream.next_out = out.baseAddress
        stream.avail_out = UInt32(room)
        isWhole = inflate(&stream, Z_FINISH) == Z_STREAM_END
      }
      count = room - Int(stream.avail_out)
    }
    return isWhole ? plain : nil
  }
}
