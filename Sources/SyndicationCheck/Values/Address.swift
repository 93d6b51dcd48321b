internal import Syndication

/// Addresses: RFC 3986, and RFC 3987 where other characters may stand.
enum Address {
  /// - Parameters:
  ///   - isWhole: whether it has to have a scheme.
  ///   - isURI: whether it has to be of ASCII.
  ///   - schemes: those that it may have; empty for all.
  static func flaws(of text: String, isWhole: Bool, isURI: Bool, schemes: Set<String> = []) -> [Flaw] {
    if let reason = fault(of: text) { return [Flaw(.invalidAddress, "“\(text)” is no address: \(reason)")] }
    guard let parts = URIParts(text) else {
      return [Flaw(.invalidAddress, "“\(text)” is no address: what stands before “:” is no scheme")]
    }
    guard let scheme = parts.scheme?.lowercased() else {
      return isWhole ? [Flaw(.relativeAddress, "“\(text)” is relative")] : international(text, isURI)
    }
    if !schemes.isEmpty, !schemes.contains(scheme) {
      return [
        Flaw(
          .invalidAddress, "“\(text)” begins with none of \(schemes.sorted().map { "\($0):" }.joined(separator: ", "))")
      ]
    }
    switch scheme {
    case "http", "https", "ftp":
      guard let authority = parts.authority, isAuthority(authority) else {
        return [Flaw(.invalidAddress, "“\(text)” names no host as it should")]
      }
    case "javascript", "vbscript":
      return [Flaw(.invalidAddress, "“\(text)” is a script, and leads nowhere")]
    case "urn":
      if !isURN(parts.path) { return [Flaw(.invalidAddress, "“\(text)” is no URN (RFC 8141 §2)")] }
    case "tag":
      if !isTag(parts.path) { return [Flaw(.invalidAddress, "“\(text)” is no tag: URI (RFC 4151 §2.1)")] }
    default:
      if parts.authority == nil, parts.path.isEmpty, parts.query == nil {
        return [Flaw(.invalidAddress, "“\(text)” is a scheme alone")]
      }
      if !known.contains(scheme) { return [Flaw(.unknownScheme, "the scheme of “\(text)” is not registered")] }
    }
    return international(text, isURI)
  }

  private static func international(_ text: String, _ isURI: Bool) -> [Flaw] {
    isURI && !text.utf8.allSatisfy { $0 < 0x80 }
      ? [Flaw(.international, "“\(text)” holds characters that a URI may not")] : []
  }

  /// What stands in it that may not.
  private static func fault(of text: String) -> String? {
    let bytes = Array(text.utf8)
    let hasLiteralHost = text.range(of: "://[") != nil
    var numberSigns = 0
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0...0x20, 0x7F: return "white space stands in it"
      case UInt8(ascii: "%"):
        guard index + 2 < bytes.count, bytes[index + 1].isHexDigit, bytes[index + 2].isHexDigit else {
          return "no two hexadecimal digits follow “%”"
        }
      case UInt8(ascii: "#"):
        numberSigns += 1
        if numberSigns > 1 { return "“#” stands in it twice" }
      case UInt8(ascii: "["), UInt8(ascii: "]"):
        // In a host alone: RFC 3986 §3.2.2.
        guard hasLiteralHost else { return "brackets stand outside of a host" }
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"):
        return "“\(Character(Unicode.Scalar(byte)))” stands in it"
      default: break
      }
    }
    return nil
  }

  private static func isAuthority(_ authority: Substring) -> Bool {
    let host = authority.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).last!
    if host.first == UInt8(ascii: "[") { return host.contains(UInt8(ascii: "]")) }
    let parts = host.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return !parts[0].isEmpty && parts.count <= 2 && (parts.count == 1 || parts[1].allSatisfy(\.isDigit))
      && parts[0].allSatisfy { $0.isLetter || $0.isDigit || $0 >= 0x80 || "-._~%!$&'()*+;=".utf8.contains($0) }
  }

  /// RFC 8141 §2: a namespace of 2 to 32 characters, then what it names.
  private static func isURN(_ path: Substring) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, (2...32).contains(parts[0].count), !parts[1].isEmpty else { return false }
    let isNamed =
      parts[0].first! != UInt8(ascii: "-")
      && parts[0].allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    guard isNamed else { return false }
    // RFC 4122 §3.
    if String(Substring(parts[0])).lowercased() == "uuid" {
      let groups = parts[1].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
    return true
  }

  /// RFC 4151 §2.1: who, when, and what.
  private static func isTag(_ path: Substring) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    let entity = parts[0].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard entity.count == 2, !entity[0].isEmpty else { return false }
    let names = entity[0].split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let isNamed =
      names.count <= 2
      && names.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isDigit || "-._".utf8.contains($0) } }
    let date = entity[1].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let isDate =
      (1...3).contains(date.count) && date.map(\.count) == Array([4, 2, 2].prefix(date.count))
      && date.allSatisfy { $0.allSatisfy(\.isDigit) }
    guard isNamed, isDate else { return false }
    let month = date.count > 1 ? Int(Substring(date[1]))! : 1
    let day = date.count > 2 ? Int(Substring(date[2]))! : 1
    return (1...12).contains(month) && (1...31).contains(day)
  }

  /// Of IANA's registry, and some that feeds use.
  private static let known = Set(
    """
    about acct aim at bitcoin blob cid data did dns doi facetime file ftp ftps geo gemini git go gopher h323 http https iax icap
    im imap info ipfs ipp irc iris jabber jar lastfm ldap ldaps magnet mailto mid mms msrp mtqp mupdate news nfs nntp opaquelocktoken
    openpgp4fpr pop pres prospero rsync rtsp service sftp shttp sip sips skype sms snmp spotify ssh steam tag tel telnet tftp tip tv
    urn uuid vemmi view-source wais ws wss xmlrpc.beep xmpp z39.50r z39.50s javascript svn
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// Without escapes of what needs none: RFC 3986 §2.3.
  private static func unescaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        value.isLetter || value.isDigit || "-._~".utf8.contains(value)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What a reader that compares ids byte by byte would take for another: RFC 3986 §6.2.
  static func canonical(_ text: String) -> String? {
    guard flaws(of: text, isWhole: true, isURI: true).isEmpty, let parts = URIParts(text), let scheme = parts.scheme,
      ["http", "https"].contains(scheme.lowercased()),
      let authority = parts.authority, let url = AbsoluteURL(text), !authority.isEmpty
    else { return nil }
    let plain = unescaped(url.string.replacingFirst("://:@", with: "://"))
    return plain == text ? nil : plain
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with other: String) -> String {
    range(of: text).map { self[..<$0.lowerBound] + other + self[$0.upperBound...] } ?? self
  }
}
