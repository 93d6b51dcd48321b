internal import CZlib

/// Bytes as gzip has them (RFC 1952): equal bytes give equal bytes, as no time is in them.
enum Gzip {
  /// With the head of gzip.
  private static let bits = MAX_WBITS + 16

  /// Nil where there is no memory for it.
  static func compressed(_ parts: [[UInt8]]) -> [UInt8]? {
    var stream = z_stream()
    guard
      deflateInit2_(
        &stream, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    return run(&stream, parts, by: deflate)
  }

  /// Nil where they are not gzip, or are cut.
  static func expanded(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard inflateInit2_(&stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    return run(&stream, [bytes], by: inflate)
  }

  /// - Returns: nil where it does not come to an end.
  private static func run(
    _ stream: inout z_stream, _ parts: [[UInt8]], by step: (UnsafeMutablePointer<z_stream>?, Int32) -> Int32
  ) -> [UInt8]? {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var code = Z_OK
    // After the last part, to the end.
    for (index, part) in (parts + [[]]).enumerated() {
      let flush = index == parts.count ? Z_FINISH : Z_NO_FLUSH
      let isRunning = part.withUnsafeBufferPointer { part in
        stream.next_in = UnsafeMutablePointer(mutating: part.baseAddress)
        stream.avail_in = UInt32(part.count)
        repeat {
          let count = buffer.withUnsafeMutableBufferPointer { out in
            stream.next_out = out.baseAddress
            stream.avail_out = UInt32(out.count)
            code = step(&stream, flush)
            return out.count - Int(stream.avail_out)
          }
          result += buffer[..<count]
        } while code == Z_OK && stream.avail_out == 0
        return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR
      }
      guard isRunning else { return nil }
      if code == Z_STREAM_END { return result }
    }
    return nil
  }
}
