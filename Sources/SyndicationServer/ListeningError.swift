internal import Glibc
internal import NIOCore

/// Why nothing can be answered at an address, and what to do about it.
public struct ListeningError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A host and a port, or a path.
  public let address: String
  /// Of the system, `errno(3)`.
  public let code: Int32

  /// Nil where `error` is no refusal of the system.
  public init?(_ error: any Error, at address: String) {
    guard let error = error as? IOError else { return nil }
    self.address = address
    code = error.errnoCode
  }

  private var cure: String {
    switch code {
    case EADDRINUSE: "end the other program that answers there, or choose another address or port"
    case EADDRNOTAVAIL: "choose an address that this machine has"
    case EACCES, EPERM: "choose a port above 1023, or a path where this user may write"
    default: "choose another address or port"
    }
  }

  public var description: String { "cannot listen at \(address): \(String(cString: strerror(code))): \(cure)" }
}
