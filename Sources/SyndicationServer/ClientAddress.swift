internal import Syndication
internal import SyndicationSite

/// For whom a request is made, where proxies that are trusted stand between (RFC 7239).
enum ClientAddress {
  /// - Parameters:
  ///   - peer: whose connection it is; nil of a Unix socket, at which nobody but a proxy of this machine can be.
  ///   - forwarded: the field of that name.
  ///   - forwardedFor: `X-Forwarded-For`; looked at where there is no other.
  /// - Returns: nil where nobody knows.
  static func client(
    of peer: NetworkAddress?, forwarded: String?, forwardedFor: String?, trusting proxies: [AddressRange]
  ) -> NetworkAddress? {
    func isTrusted(_ address: NetworkAddress) -> Bool { proxies.contains { $0.contains(address) } }
    guard forwarded != nil || forwardedFor != nil, peer.map(isTrusted) ?? true else { return peer }
    let names = forwarded.map(Self.names) ?? FieldValue.elements(of: forwardedFor ?? "")
    var client = peer
    // Each proxy appends whom it heard from: the last that no trusted one speaks for is believed.
    for name in names.reversed() {
      guard let address = address(name) else { return client }
      client = address
      if !isTrusted(address) { return client }
    }
    return client
  }

  /// The values of `for` in a list of forwarded elements.
  private static func names(_ forwarded: String) -> [Substring] {
    FieldValue.elements(of: forwarded).compactMap { element in
      element.utf8.split(separator: UInt8(ascii: ";")).map { FieldValue.trimmed(Substring($0)) }
        .first { $0.prefix(4).lowercased() == "for=" }?.dropFirst(4)
    }
  }

  /// With or without quotes, brackets and a port.
  private static func address(_ name: Substring) -> NetworkAddress? {
    var text = name
    if text.hasPrefix("\""), text.hasSuffix("\""), text.count > 1 { text = text.dropFirst().dropLast() }
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      return NetworkAddress(String(text[text.index(after: text.startIndex)..<end]))
    }
    if let address = NetworkAddress(String(text)) { return address }
    return text.lastIndex(of: ":").flatMap { NetworkAddress(String(text[..<$0])) }
  }
}
