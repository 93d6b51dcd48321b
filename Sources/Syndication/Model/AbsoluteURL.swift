internal import Glibc

/// An absolute URI in canonical form (RFC 3986 §6.2): lower-case scheme and host, punycode, no default port, a path,
/// upper-case percent-encoding of everything that a URI may not hold raw, no `.` or `..` segments.
public struct AbsoluteURL: Sendable, Hashable, Fingerprinted, Comparable, CustomStringConvertible {
  /// The URI, all ASCII.
  public let string: String

  /// Nil where `text` is not an absolute URL. Of the schemes, `http` and `https` need a host; others pass through
  /// with their bytes made legal.
  public init?(_ text: String) {
    if AbsoluteURL.isCanonicalWebAddress(text) {
      string = text
      return
    }
    // The path of a page, as is often asked.
    if text.utf8.first == UInt8(ascii: "/") { return nil }
    guard let parts = URIParts(text), let scheme = parts.scheme?.lowercased() else { return nil }
    var result = scheme + ":"
    if let authority = parts.authority {
      guard let authority = AbsoluteURL.canonical(authority: authority, scheme: scheme) else { return nil }
      let path = AbsoluteURL.removingDotSegments(AbsoluteURL.encoded(parts.path))
      result += "//" + authority + (path.isEmpty ? "/" : path)
    } else {
      guard scheme != "http", scheme != "https", !parts.path.isEmpty else { return nil }
      result += AbsoluteURL.encoded(parts.path)
    }
    result += parts.query.map { "?" + AbsoluteURL.encoded($0) } ?? ""
    string = result + (parts.fragment.map { "#" + AbsoluteURL.encoded($0) } ?? "")
  }

  private init(string: String) { self.string = string }

  public static func < (a: AbsoluteURL, b: AbsoluteURL) -> Bool { a.string < b.string }
  public var description: String { string }

  /// In lower case: `https`.
  public var scheme: String { String(Substring(string.utf8.prefix { $0 != UInt8(ascii: ":") })) }

  /// What follows the host: the path, and a query where there is one.
  package var path: String {
    let rest = string.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst()
    guard rest.starts(with: "//".utf8) else { return String(Substring(rest)) }
    return rest.dropFirst(2).firstIndex(of: UInt8(ascii: "/")).map { String(Substring(rest[$0...])) } ?? "/"
  }

  /// Whether a page can be there: `http` or `https`.
  package var isWebAddress: Bool { AbsoluteURL.web.contains(where: isOf) }

  static let web: [StaticString] = ["https:", "http:"]
  static let webAndMail = web + ["mailto:"]
  static let webAndFTP = web + ["ftp:"]

  /// Whether it begins with `scheme`, in lower case and with its colon.
  func isOf(_ scheme: StaticString) -> Bool {
    string.utf8.withContiguousStorageIfAvailable { $0.starts(with: scheme) } ?? string.hasPrefix(scheme.description)
  }

  /// In punycode and without the port; nil for a URL such as `mailto:`.
  public var host: String? {
    guard let authority = URIParts(string)?.authority else { return nil }
    let hostAndPort = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    if hostAndPort.hasPrefix("[") { return hostAndPort.prefix { $0 != "]" } + "]" }
    return String(hostAndPort.prefix { $0 != ":" })
  }

  /// What `reference` means on this page (RFC 3986 §5.2): `#notes`, `../a.png`, `//host/x`, or an absolute URL.
  /// Nil where it is no URI reference.
  public func resolving(_ reference: String) -> AbsoluteURL? {
    if AbsoluteURL.isCanonicalWebAddress(reference) { return AbsoluteURL(string: reference) }
    if let url = plainly(resolving: reference) { return url }
    let reference = URIParts.trimmed(reference)
    guard let parts = URIParts(reference) else { return nil }
    if parts.scheme != nil { return AbsoluteURL(reference) }
    if parts.authority != nil { return AbsoluteURL("\(scheme):\(reference)") }
    guard let base = URIParts(string), let authority = base.authority else { return nil }
    // By hand: libxml2's xmlBuildURI decodes `%2F`, merges slashes, and ends at `%00`.
    var path = base.path
    var query = parts.query
    if parts.path.utf8.first == UInt8(ascii: "/") {
      path = parts.path
    } else if !parts.path.isEmpty {
      path = base.path[...(base.path.lastIndex(of: "/") ?? base.path.startIndex)] + parts.path
    } else if query == nil {
      query = base.query
    }
    let suffix = (query.map { "?\($0)" } ?? "") + (parts.fragment.map { "#\($0)" } ?? "")
    return AbsoluteURL("\(scheme)://\(authority)\(path)\(suffix)")
  }

  /// The URL of `path`, segments joined by `/`, in the folder that this URL names.
  public func appending(path: String) -> AbsoluteURL {
    let folder = string.hasSuffix("/") ? string : string + "/"
    let path = path.hasPrefix("/") ? path.dropFirst() : path[...]
    // What follows the authority of a URL cannot make it invalid.
    return AbsoluteURL(folder + path)!
  }

  /// `text` with every byte but letters, digits, `-._~` and `keeping` percent-encoded (RFC 3986 §2.3).
  package static func percentEncoded(_ text: String, keeping: String = "") -> String {
    encoded(text, where: { isUnreserved($0) || keeping.utf8.contains($0) }, keepingEscapes: false)
  }

  /// Nil where a `%` begins no escape, or the bytes are not UTF-8.
  package static func percentDecoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count > 1, rest.prefix(2).allSatisfy(\.isHexDigit),
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Whether `text` may stay the id that it is: a URI of a scheme that ids of feeds have. A reader that follows it, as some do
  /// with the ids of RSS, runs nothing.
  package static func isIdentifier(_ text: String) -> Bool {
    if isCanonicalWebAddress(text) { return true }
    guard isURI(text), let scheme = URIParts(text)?.scheme else { return false }
    return identifierSchemes.contains(scheme.lowercased())
  }

  /// Whether `text` may go on to be an id that was published: of whatever scheme, but for those that act in a reader; and no
  /// URI to the letter, as some of generators' own feeds are none.
  static func mayStayIdentifier(_ text: String) -> Bool {
    guard text.utf8.count <= Limit.addressBytes.value else { return false }
    if isCanonicalWebAddress(text) { return true }
    guard let scheme = URIParts(text)?.scheme?.lowercased() else { return false }
    return !["javascript", "vbscript", "data", "blob", "file", "about"].contains(scheme)
      && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  private static let identifierSchemes: Set = [
    "http", "https", "tag", "urn", "uuid", "doi", "info", "did", "at", "mid", "ftp", "gemini", "gopher", "ipfs", "yt",
  ]

  /// Whether `text` is an absolute URI to the letter: a scheme, then only characters that RFC 3986 §2 allows.
  package static func isURI(_ text: String) -> Bool {
    if isCanonicalWebAddress(text) { return true }
    guard let parts = URIParts(text), parts.scheme != nil, parts.authority != nil || !parts.path.isEmpty else {
      return false
    }
    // Escapes may be in lower case; brackets stand in a host alone (§3.2.2).
    return encoded(text, keeping: "#[]").lowercased() == text.lowercased()
      && text.utf8.count { $0 == UInt8(ascii: "#") } <= 1
      && [parts.path, parts.query, parts.fragment].allSatisfy { !($0?.contains { "[]".contains($0) } ?? false) }
  }

  // MARK: -

  /// True only for what `init` would keep as it is: nearly all addresses in bodies, told at a fraction of the cost.
  private static func isCanonicalWebAddress(_ text: String) -> Bool {
    var text = text
    return text.withUTF8(isCanonicalWebAddress)
  }

  private static func isCanonicalWebAddress(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    func begins(with part: StaticString, at start: Int) -> Bool {
      utf8.count - start >= part.utf8CodeUnitCount
        && memcmp(utf8.baseAddress! + start, part.utf8Start, part.utf8CodeUnitCount) == 0
    }
    guard begins(with: "http", at: 0) else { return false }
    let scheme = utf8.count > 4 && utf8[4] == UInt8(ascii: "s") ? 5 : 4
    guard begins(with: "://", at: scheme) else { return false }
    var previous: UInt8 = 0
    var isInHost = true
    var isInFragment = false
    for byte in UnsafeBufferPointer(rebasing: utf8[(scheme + 3)...]) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."): if previous == UInt8(ascii: "/") || previous == 0 { return false }
      case UInt8(ascii: "/"):
        if previous == 0 { return false }
        isInHost = false
      case UInt8(ascii: "#"):
        if isInHost || isInFragment { return false }
        isInFragment = true
      default: if isInHost || !isURICharacter(byte) { return false }
      }
      previous = byte
    }
    return !isInHost
  }

  /// As `resolving`, for references within this site that need no more than to be put behind the right part of this URL;
  /// nil for all others: nearly all relative ones in bodies, told at a fraction of the cost.
  private func plainly(resolving reference: String) -> AbsoluteURL? {
    var (reference, own) = (reference, string)
    return reference.withUTF8 { reference in
      own.withUTF8 { own in
        AbsoluteURL.plainly(resolving: reference, on: own).map { head, skipped in
          AbsoluteURL(
            string: String(decoding: own[..<head], as: UTF8.self)
              + String(decoding: reference[skipped...], as: UTF8.self))
        }
      }
    }
  }

  /// Writes what `resolving` gives for a reference to a page of the web, where that is told without taking it apart; false, and
  /// nothing is written, where it is not.
  package func append(
    resolving reference: UnsafeBufferPointer<UInt8>, to buffer: inout ByteBuffer, _ escaping: Escaping
  ) -> Bool {
    if AbsoluteURL.isCanonicalWebAddress(reference) {
      buffer.append(reference, escaping)
      return true
    }
    var own = string
    return own.withUTF8 { own in
      guard let (head, skipped) = AbsoluteURL.plainly(resolving: reference, on: own) else { return false }
      buffer.append(UnsafeBufferPointer(rebasing: own[..<head]), escaping)
      buffer.append(UnsafeBufferPointer(rebasing: reference[skipped...]), escaping)
      return true
    }
  }

  /// How much of this URL, `own`, stands before a plain reference, and how much of that is left out; nil where that is not all.
  private static func plainly(
    resolving reference: UnsafeBufferPointer<UInt8>, on own: UnsafeBufferPointer<UInt8>
  ) -> (head: Int, skipped: Int)? {
    guard web.contains(where: { own.starts(with: $0) }), let first = reference.first else { return nil }
    func index(of sign: Unicode.Scalar, from start: Int) -> Int? {
      own[start...].firstIndex(of: UInt8(ascii: sign))
    }
    // Behind `https://`, or `http://` and a host's first letter.
    guard own.count > 8, let path = index(of: "/", from: 8) else { return nil }
    let query = min(index(of: "?", from: path) ?? own.count, index(of: "#", from: path) ?? own.count)
    var (head, skipped) = (path, 0)
    switch first {
    case UInt8(ascii: "#"): head = index(of: "#", from: query) ?? own.count
    case UInt8(ascii: "/"): break
    case UInt8(ascii: "?"): return nil
    default:
      // The folder of this page, or one above it.
      func slash(before end: Int) -> Int { own[..<end].lastIndex(of: UInt8(ascii: "/"))! }
      var last = slash(before: query)
      while reference.count - skipped >= 3, memcmp(reference.baseAddress! + skipped, "../", 3) == 0 {
        skipped += 3
        if last > path { last = slash(before: last) }
      }
      head = last + 1
    }
    let rest = UnsafeBufferPointer(rebasing: reference[skipped...])
    var previous: UInt8 = rest.first == UInt8(ascii: "/") ? 0 : UInt8(ascii: "/")
    var isInFragment = false
    for byte in rest {
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: "/"): if previous == UInt8(ascii: "/") { return nil }
      case UInt8(ascii: ":"): if !isInFragment { return nil }
      case UInt8(ascii: "#"):
        if isInFragment { return nil }
        isInFragment = true
      default: if !isURICharacter(byte) { return nil }
      }
      previous = byte
    }
    return (head, skipped)
  }

  private static func canonical(authority: Substring, scheme: String) -> String? {
    let (userinfo, hostAndPort) =
      authority.lastIndex(of: "@").map { (encoded(authority[...$0]), authority[authority.index(after: $0)...]) }
      ?? ("", authority)
    var host = hostAndPort
    var port = Substring()
    if let colon = hostAndPort.lastIndex(of: ":"), !hostAndPort[colon...].contains("]") {
      host = hostAndPort[..<colon]
      port = hostAndPort[hostAndPort.index(after: colon)...]
    }
    guard port.utf8.allSatisfy(\.isDigit), port.utf8.count < 6, let canonicalHost = canonical(host: host),
      !canonicalHost.isEmpty || scheme == "file"
    else { return nil }
    let isDefault = port.isEmpty || scheme == "http" && port == "80" || scheme == "https" && port == "443"
    return userinfo + canonicalHost + (isDefault ? "" : ":\(port)")
  }

  private static func canonical(host: Substring) -> String? {
    if host.hasPrefix("[") {
      let inner = host.dropFirst().dropLast()
      let isAddress = !inner.isEmpty && inner.utf8.allSatisfy { $0.isHexDigit || $0 == 0x3A || $0 == 0x2E }
      return isAddress && host.hasSuffix("]") ? host.lowercased() : nil
    }
    if host.utf8.allSatisfy({ isUnreserved($0) }) { return host.lowercased() }
    return percentDecoded(host).flatMap(InternationalHost.ascii)
  }

  /// RFC 3986 §5.2.4.
  private static func removingDotSegments(_ path: String) -> String {
    guard path.contains("/.") else { return path }
    var segments: [Substring] = []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for part in parts {
      if part == ".." { _ = segments.popLast() }
      if part != ".", part != ".." { segments.append(part) }
    }
    if parts.last == "." || parts.last == ".." { segments.append("") }
    return "/" + segments.joined(separator: "/")
  }

  /// Every byte that a URI may not hold raw percent-encoded, escapes in upper case, `%` that begins none as `%25`.
  private static func encoded(_ text: some StringProtocol, keeping: String = "") -> String {
    encoded(text, where: { isURICharacter($0) || keeping.utf8.contains($0) }, keepingEscapes: true)
  }

  private static func encoded(
    _ text: some StringProtocol, where isKept: (UInt8) -> Bool, keepingEscapes: Bool
  ) -> String {
    var rest = Array(text.utf8)[...]
    var result: [UInt8] = []
    result.reserveCapacity(rest.count)
    while let byte = rest.popFirst() {
      if isKept(byte) {
        result.append(byte)
      } else if keepingEscapes, byte == UInt8(ascii: "%"), rest.count > 1, rest.prefix(2).allSatisfy(\.isHexDigit) {
        // A letter in upper case is the same without one bit.
        result += [byte] + rest.prefix(2).map { $0.isLetter ? $0 & 0xDF : $0 }
        rest = rest.dropFirst(2)
      } else {
        let digits = Array("0123456789ABCDEF".utf8)
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
  }

  /// `pchar`, `/` and `?`; brackets are for hosts alone.
  private static func isURICharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x24, 0x26...0x2C, 0x2F, 0x3A, 0x3B, 0x3D, 0x3F, 0x40: true
    default: isUnreserved(byte)
    }
  }
}

extension AbsoluteURL {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: AbsoluteURL.self)
}
