internal import Glibc
internal import NIOCore
internal import NIOSSL
public import SyndicationSite

/// Why a certificate cannot be used, and what to do about it.
public struct CertificateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path of the file in which something is wrong.
  public let file: String
  /// What is wrong in it.
  public let reason: String

  /// Nil where `error` is of something else.
  public init?(_ error: any Error, of tls: ServingSettings.TLS) {
    guard error is NIOSSLError || error is BoringSSLError || error is IOError else { return nil }
    for path in [tls.certificate, tls.key] where access(path, R_OK) != 0 {
      file = path
      reason = String(cString: strerror(errno))
      return
    }
    switch error {
    case let error as NIOSSLError where error == .failedToLoadCertificate:
      file = tls.certificate
      reason = "it holds no certificate"
    // The same is said of a key of another certificate.
    case let error as NIOSSLError
    where error == .failedToLoadPrivateKey && (try? NIOSSLPrivateKey(file: tls.key, format: .pem)) == nil:
      file = tls.key
      reason = "it holds no key"
    default:
      file = tls.key
      reason = "it is not the key of \(tls.certificate)"
    }
  }

  public var description: String {
    "cannot use \(file): \(reason): \"tls\" wants a certificate, with those above it, and its key, each a file in PEM"
  }
}
