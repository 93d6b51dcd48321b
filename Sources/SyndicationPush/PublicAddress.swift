internal import Syndication

extension NetworkAddress {
  /// Whether it is one of the whole Internet, which anybody may be asked to connect to: neither of a machine itself, nor of a
  /// private network, nor of what is kept for other purposes.
  package var isPublic: Bool {
    if let inner = embedded { return inner.isPublic }
    return (isIPv4 || NetworkAddress.globalUnicast.contains(self))
      && !NetworkAddress.special.contains { $0.contains(self) }
  }

  /// The address of IPv4 that this one of IPv6 leads to.
  private var embedded: NetworkAddress? {
    func four(_ bits: UInt64) -> NetworkAddress {
      NetworkAddress(high: 0, low: 0xFFFF_0000_0000 | bits & 0xFFFF_FFFF)
    }
    // RFC 6052 §2.1, RFC 3056 §2.
    if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return four(low) }
    return high >> 48 == 0x2002 ? four(high >> 16) : nil
  }

  private static let globalUnicast = AddressRange("2000::/3")!

  /// IANA's registries of addresses for special purposes (RFC 6890), and those of many (RFC 5771).
  private static let special = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/3", "2001::/23", "2001:db8::/32", "3fff::/20",
  ].map { AddressRange($0)! }
}
