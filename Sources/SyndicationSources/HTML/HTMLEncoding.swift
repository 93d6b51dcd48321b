internal import Glibc
internal import Syndication

/// What the bytes of a saved page are written in: HTML Standard, "determining the character encoding", without guesses by
/// language.
enum HTMLEncoding {
  /// The page as UTF-8 without a byte order mark and without NUL, which would end it early: by its mark, else by what its
  /// `meta` says, else as UTF-8 where it is valid, else as windows-1252.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    let utf8 = decoded(bytes)
    return utf8.contains(0) ? utf8.filter { $0 != 0 } : utf8
  }

  private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return repaired(Array(bytes.dropFirst(3))) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf8(ofUTF16: bytes, high: 1) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf8(ofUTF16: bytes, high: 0) }
    // An escape begins other characters in ISO-2022-JP.
    if bytes.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) { return bytes }
    let label = label(in: bytes.prefix(4096))
    if label == "utf-8" { return repaired(bytes) }
    if label == nil, SourceText.firstInvalidUTF8(bytes) == nil { return bytes }
    return converted(bytes, from: label ?? "windows-1252") ?? repaired(bytes)
  }

  private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    SourceText.firstInvalidUTF8(bytes) == nil ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)
  }

  private static func utf8(ofUTF16 bytes: [UInt8], high: Int) -> [UInt8] {
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
      UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + 1 - high])
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// What `<meta charset>` or `<meta http-equiv content>` says, as iconv calls it; nil where nothing.
  private static func label(in head: ArraySlice<UInt8>) -> String? {
    // Whatever it is written in, its tags are ASCII.
    let head = String(decoding: head.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self).lowercased()
    guard let match = head.firstMatch(of: /<meta\s[^>]*?charset\s*=\s*["']?\s*([a-z0-9_:.+-]+)/) else { return nil }
    let label = String(match.1)
    // A page whose tags could be read is not in UTF-16, whatever it says.
    if label.hasPrefix("utf-16") || label == "utf8" { return "utf-8" }
    return names[label] ?? label
  }

  /// What browsers take for something wider than the name says: WHATWG Encoding.
  private static let names = [
    "ascii": "windows-1252", "us-ascii": "windows-1252", "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252",
    "latin1": "windows-1252", "iso-8859-9": "windows-1254", "gb2312": "gb18030", "gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932",
  ]

  /// Nil where iconv does not know the encoding. What is no character in it becomes U+FFFD.
  private static func converted(_ bytes: [UInt8], from label: String) -> [UInt8]? {
    guard let converter = iconv_open("UTF-8", label), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 4)
    input.withUnsafeMutableBufferPointer { input in
      var next = input.baseAddress
      var left = input.count
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
        while left > 0 {
          var out = buffer.baseAddress
          var room = buffer.count
          let converted = iconv(converter, &next, &left, &out, &room)
          let failure = errno
          result.append(contentsOf: buffer[..<(buffer.count - room)].lazy.map { UInt8(bitPattern: $0) })
          if converted == -1, failure != E2BIG {
            result += "\u{FFFD}".utf8
            next = next.map { $0 + 1 }
            left -= 1
          }
        }
      }
    }
    return result
  }
}
