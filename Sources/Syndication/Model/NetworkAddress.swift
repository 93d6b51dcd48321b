internal import Glibc

/// An address of IPv4 or IPv6; one of the first is held as IPv6 maps it (RFC 4291 §2.5.5.2).
public struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
  /// The halves of its 128 bits.
  public let high: UInt64
  /// The lower one: of an address of IPv4 its last 32 bits are that.
  public let low: UInt64

  /// Of its halves, the upper one first.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// In the usual notation, without a zone; nil for what is no address.
  public init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: four.s_addr)))
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      self = withUnsafeBytes(of: six) { bytes in
        NetworkAddress(
          high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
          low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
      }
    } else {
      return nil
    }
  }

  /// Whether it is one of IPv4.
  public var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Whether it is this machine's own.
  public var isLoopback: Bool { isIPv4 ? low >> 24 & 0xFF == 127 : high == 0 && low == 1 }

  /// What one subscriber of a provider has: an address of IPv4, and 64 bits of IPv6.
  public var network: NetworkAddress { isIPv4 ? self : NetworkAddress(high: high, low: 0) }

  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    if isIPv4 {
      var four = in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian)
      inet_ntop(AF_INET, &four, &text, socklen_t(text.count))
    } else {
      var halves = (high.bigEndian, low.bigEndian)
      inet_ntop(AF_INET6, &halves, &text, socklen_t(text.count))
    }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Addresses that begin with the same bits: `10.0.0.0/8`, or one: `::1`.
public struct AddressRange: Sendable, Hashable {
  private let address: NetworkAddress
  /// How many of the 128 bits count.
  private let length: Int

  /// Nil for what is no address, with or without a length.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = NetworkAddress(String(parts[0])) else { return nil }
    let bits = address.isIPv4 ? 32 : 128
    var length = bits
    if parts.count == 2 {
      guard let given = Int(parts[1]), parts[1].allSatisfy(\.isNumber), 0...bits ~= given else { return nil }
      length = given
    }
    self.address = address
    self.length = 128 - bits + length
  }

  /// Whether an address is one of them.
  public func contains(_ other: NetworkAddress) -> Bool {
    func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : bits >= 64 ? .max : .max << UInt64(64 - bits) }
    return (address.high ^ other.high) & mask(length) == 0 && (address.low ^ other.low) & mask(length - 64) == 0
  }
}
