internal import NIOCore
internal import NIOHTTP1

/// What one connection may take.
enum ConnectionLimits {
  /// From the first byte of a head to its last, and as long again for a body; and for TLS to be agreed on.
  static let head = TimeAmount.seconds(10)
  /// Between two requests.
  static let idle = TimeAmount.seconds(60)
  /// Without taking a byte of what is sent.
  static let write = TimeAmount.seconds(30)
  /// How often all this is looked at.
  static let tick = TimeAmount.seconds(5)
  /// After the last answer, for the client to take it and close its half.
  static let linger = TimeAmount.seconds(2)
  /// In bytes.
  static let target = 8_192
  static let body = 65_536

  static var decoder: NIOHTTPDecoderLimitConfiguration {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = 16_384
    limits.maxHeaderListSize = 32_768
    limits.maxHeaderFieldCount = 100
    return limits
  }
}
