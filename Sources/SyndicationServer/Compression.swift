internal import CBrotli
internal import CZlib

/// How the bytes of a document go over the wire: as they are, or compressed.
enum ContentCoding: String, Sendable, CaseIterable {
  case identity, gzip
  case brotli = "br"

  /// Nil where that would be no smaller, or there is no memory for it.
  func encoded(_ bytes: [UInt8]) -> [UInt8]? {
    // Below that a head costs more than it saves.
    guard bytes.count >= 256 else { return nil }
    let encoded =
      switch self {
      case .identity: bytes as [UInt8]?
      case .gzip: Self.gzipped(bytes)
      case .brotli: Self.brotlied(bytes)
      }
    return encoded.flatMap { $0.count < bytes.count ? $0 : nil }
  }

  private static func gzipped(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // With the head of gzip, which bears no time, so that equal bytes give equal bytes.
    let bits = MAX_WBITS + 16
    guard
      deflateInit2_(
        &stream, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    var isWhole = false
    let encoded = [UInt8](unsafeUninitializedCapacity: bound) { out, count in
      bytes.withUnsafeBufferPointer { bytes in
        stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.avail_in = UInt32(bytes.count)
        stream.next_out = out.baseAddress
        stream.avail_out = UInt32(bound)
        isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
      }
      count = bound - Int(stream.avail_out)
    }
    return isWhole ? encoded : nil
  }

  private static func brotlied(_ bytes: [UInt8]) -> [UInt8]? {
    let bound = BrotliEncoderMaxCompressedSize(bytes.count)
    var isWhole = false
    let encoded = [UInt8](unsafeUninitializedCapacity: bound) { out, count in
      count = bound
      // Quality 5: a tenth of the time of 9, for a few hundredths of the size.
      isWhole =
        BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, bytes.count, bytes, &count, out.baseAddress!) == BROTLI_TRUE
      if !isWhole { count = 0 }
    }
    return isWhole ? encoded : nil
  }
}
