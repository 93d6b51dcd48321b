internal import Glibc
internal import NIOHTTP1
internal import Syndication

/// A request as far as answers depend on it: of one connection, and never copied.
final class Request {
  enum Method: Sendable { case get, head, options, other }

  let method: Method
  /// As sent.
  let verb: String
  let target: String
  let version: HTTPVersion
  private var hosts = 0
  private var host = ""
  /// What it says of its body: how long it is, or how it comes.
  private(set) var bodyLength: String?
  private(set) var transferCoding: String?
  private(set) var acceptEncoding: String?
  private(set) var accept: String?
  private(set) var ifNoneMatch: String?
  private(set) var ifModifiedSince: String?
  private(set) var ifMatch: String?
  private(set) var ifUnmodifiedSince: String?
  private(set) var range: String?
  private(set) var ifRange: String?
  private(set) var manipulations: String?
  private(set) var userAgent: String?
  private(set) var referer: String?
  private(set) var forwarded: String?
  private(set) var forwardedFor: String?
  private(set) var expectation: String?
  private(set) var asksMethod = false

  init(_ head: HTTPRequestHead) {
    verb = head.method.rawValue
    target = head.uri
    version = head.version
    method =
      switch head.method {
      case .GET: .get
      case .HEAD: .head
      case .OPTIONS: .options
      default: .other
      }
    // By their lengths first: names are many, and few are of interest.
    for (name, value) in head.headers {
      switch name.utf8.count {
      case 4 where name.isSame("host"):
        hosts += 1
        host = value
      case 4 where name.isSame("a-im"): manipulations.append(value)
      case 5 where name.isSame("range"): range.append(value)
      case 6 where name.isSame("accept"): accept.append(value)
      case 6 where name.isSame("expect"): expectation.append(value)
      case 7 where name.isSame("referer"): referer = value
      case 8 where name.isSame("if-range"): ifRange = value
      case 8 where name.isSame("if-match"): ifMatch.append(value)
      case 9 where name.isSame("forwarded"): forwarded.append(value)
      case 10 where name.isSame("user-agent"): userAgent = value
      case 13 where name.isSame("if-none-match"): ifNoneMatch.append(value)
      case 14 where name.isSame("content-length"): bodyLength = value
      case 15 where name.isSame("accept-encoding"): acceptEncoding.append(value)
      case 15 where name.isSame("x-forwarded-for"): forwardedFor.append(value)
      case 17 where name.isSame("if-modified-since"): ifModifiedSince = value
      case 17 where name.isSame("transfer-encoding"): transferCoding.append(value)
      case 19 where name.isSame("if-unmodified-since"): ifUnmodifiedSince = value
      case 29 where name.isSame("access-control-request-method"): asksMethod = true
      default: break
      }
    }
  }

  /// The host that is asked, in small letters and without a port; nil where no site can be called so.
  var site: String? {
    var name = host[...]
    // The host in a target comes before the field (RFC 9112 §3.2.2).
    if target.utf8.first != UInt8(ascii: "/"), let start = target.firstRange(of: "://")?.upperBound {
      name = target[start...].prefix { $0 != "/" && $0 != "?" }
    }
    func isLetter(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
      default: false
      }
    }
    if !name.utf8.allSatisfy(isLetter) { name = name.prefix { $0 != ":" }.lowercased()[...] }
    if name.utf8.last == UInt8(ascii: ".") { name = name.dropLast() }
    return 1...100 ~= name.utf8.count && name.utf8.allSatisfy(isLetter) ? String(name) : nil
  }

  /// Whether there is one host, and it can be one (RFC 9112 §3.2).
  var isHostValid: Bool {
    if hosts == 0 { return version.major == 1 && version.minor == 0 }
    return hosts == 1
      && host.utf8.allSatisfy { byte in
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: ","), UInt8(ascii: "?"),
          UInt8(ascii: "#"), UInt8(ascii: "\\"):
          false
        default: true
        }
      }
  }

  /// Why it is no request that anything could be answered; nil where it is one.
  var flaw: (status: Int, sentence: String)? {
    if !isHostValid { return (400, "A request names one host.") }
    if target.utf8.count > ConnectionLimits.target { return (414, "The address is too long.") }
    return resource == nil ? (400, "That is no address.") : nil
  }

  /// Its path; `*` where it asks of the whole server.
  private(set) lazy var resource = path ?? (method == .options && target == "*" ? "*" : nil)

  var hasBody: Bool { transferCoding != nil || bodyLength.map { $0 != "0" } ?? false }

  /// What of the target names a document: decoded, without a query; empty for one that cannot name any, and nil for what is
  /// no target (RFC 9112 §3.2).
  var path: String? {
    var text = target[...]
    if text.utf8.first != UInt8(ascii: "/") {
      guard let scheme = ["http://", "https://"].first(where: { text.prefix($0.count).lowercased() == $0 }) else {
        return nil
      }
      let rest = text.dropFirst(scheme.count)
      guard let slash = rest.utf8.firstIndex(where: { "/?".utf8.contains($0) }) else { return rest.isEmpty ? nil : "/" }
      guard slash > rest.startIndex else { return nil }
      text = rest.utf8[slash] == UInt8(ascii: "/") ? rest[slash...] : "/"
    }
    // The usual one is taken as it is.
    let special = text.utf8.firstIndex { byte in
      byte == UInt8(ascii: "?") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "#")
    }
    guard let special else {
      return text.utf8.count == target.utf8.count ? target : String(text)
    }
    if let query = text.utf8[special...].firstIndex(of: UInt8(ascii: "?")) { text = text[..<query] }
    guard !text.utf8.contains(UInt8(ascii: "#")), let decoded = AbsoluteURL.percentDecoded(text),
      !decoded.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else { return nil }
    // An encoded slash parts nothing.
    return decoded.utf8.count { $0 == UInt8(ascii: "/") } == text.utf8.count { $0 == UInt8(ascii: "/") } ? decoded : ""
  }

  /// What stands behind its first question mark; empty where there is none.
  var query: String {
    target.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(target[target.utf8.index(after: $0)...]) } ?? ""
  }
}

extension String {
  /// Whether it is the same as a name in lower case of as many bytes.
  fileprivate func isSame(_ name: StaticString) -> Bool {
    var index = 0
    for byte in utf8 {
      if (65...90).contains(byte) ? byte | 0x20 != name.utf8Start[index] : byte != name.utf8Start[index] {
        return false
      }
      index += 1
    }
    return true
  }
}

extension String? {
  /// Several fields of a name are one list (RFC 9110 §5.2).
  fileprivate mutating func append(_ value: String) { self = map { "\($0), \(value)" } ?? value }
}
