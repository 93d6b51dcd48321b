internal import Glibc
internal import NIOCore
internal import NIOPosix

/// Why nothing can be answered at an address, and what to do about it.
public struct ListeningError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A host and a port, or a path.
  public let address: String
  /// What the system says of it.
  public let reason: String
  private let cure: String

  /// Nil where `error` is no refusal of the address.
  public init?(_ error: any Error, at address: String) {
    switch error {
    case let error as IOError:
      reason = String(cString: strerror(error.errnoCode))
      cure = ListeningError.cure(of: error.errnoCode)
    case let error as SocketAddressError.UnknownHost:
      reason = error.errorDescription
      cure = "choose an address that this machine has, or a name that leads to one"
    case SocketAddressError.unixDomainSocketPathTooLong:
      reason = String(cString: strerror(ENAMETOOLONG))
      cure = "choose a path of 107 bytes at most"
    case is UnixDomainSocketPathWrongType:
      reason = "a file is there that is no socket"
      cure = "move it away, or choose another path"
    default: return nil
    }
    self.address = address
  }

  /// - Parameter code: of the system, `errno(3)`.
  private static func cure(of code: Int32) -> String {
    switch code {
    case EADDRINUSE: "end the other program that answers there, or choose another address or port"
    case EADDRNOTAVAIL: "choose an address that this machine has"
    case EACCES, EPERM: "choose a port above 1023, or a path where this user may write"
    case ENOENT, ENOTDIR: "make the folder that it is to be in, or choose another path"
    default: "choose another address or port"
    }
  }

  public var description: String { "cannot listen at \(address): \(reason): \(cure)" }
}
