internal import CKernels
internal import Glibc

extension JSONReader {
  /// The text of a string that `stringRange` has checked.
  package static func decoded(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> String {
    let slice = UnsafeBufferPointer(rebasing: bytes[range])
    guard hasEscapes(slice) else { return String(decoding: slice, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: slice.count) { decode(slice, to: $0) }
  }

  /// The same as bytes.
  package static func decodedBytes(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> [UInt8] {
    let slice = UnsafeBufferPointer(rebasing: bytes[range])
    return [UInt8](unsafeUninitializedCapacity: slice.count) { $1 = decode(slice, to: $0) }
  }

  /// Writes what the escapes of `slice` stand for, and all between them; no escape is shorter than what it stands for.
  private static func decode(
    _ slice: UnsafeBufferPointer<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    guard let start = slice.baseAddress, let out = output.baseAddress else { return 0 }
    var count = 0
    var index = 0
    while true {
      var written = 0
      index += kernels_json_text(start + index, slice.count - index, out + count, &written)
      count += written
      guard index < slice.count else { break }
      let (scalar, length) = escaped(slice, at: index)
      for unit in UTF8.encode(scalar)! {
        output[count] = unit
        count += 1
      }
      index += length
    }
    return count
  }

  /// Whether the text between the quotes of a string is another than what stands there.
  package static func hasEscapes(_ slice: UnsafeBufferPointer<UInt8>) -> Bool {
    nextBackslash(in: slice, from: 0) < slice.count
  }

  private static func nextBackslash(in slice: UnsafeBufferPointer<UInt8>, from index: Int) -> Int {
    guard index < slice.count, let base = slice.baseAddress,
      let found = memchr(base + index, Int32(UInt8(ascii: "\\")), slice.count - index)
    else { return slice.count }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// What the escape at `index` stands for, and its length in bytes. A lone surrogate is U+FFFD, which never leaves.
  private static func escaped(
    _ slice: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (scalar: Unicode.Scalar, length: Int) {
    switch slice[index + 1] {
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "u"):
      let unit = hexadecimal(slice, at: index + 2)
      if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
      guard unit < 0xDC00, index + 11 < slice.count, slice[index + 6] == UInt8(ascii: "\\"),
        slice[index + 7] == UInt8(ascii: "u")
      else { return ("\u{FFFD}", 6) }
      let low = hexadecimal(slice, at: index + 8)
      guard (0xDC00..<0xE000).contains(low) else { return ("\u{FFFD}", 6) }
      return (Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00))!, 12)
    case let byte: return (Unicode.Scalar(byte), 2)
    }
  }

  private static func hexadecimal(_ slice: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32 {
    // The low four bits of a letter are one less than its place after 9: 'A' is 0x41, 'a' is 0x61.
    slice[index..<index + 4].reduce(0) { $0 << 4 | UInt32($1 < 0x40 ? $1 & 15 : ($1 & 15) + 9) }
  }
}

extension String {
  /// Itself as a part of a JSON pointer. RFC 6901 §3.
  package var asPointerToken: String {
    guard utf8.contains(where: "~/".utf8.contains) else { return self }
    return replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
