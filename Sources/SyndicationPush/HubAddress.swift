import AsyncHTTPClient
import Crypto
import GRDB

/// A hub's address, as `hub` of the configuration names it.
public struct HubAddress: Sendable, Hashable {
  public let url: String

  public init(_ url: String) {
    self.url = url
  }
}
