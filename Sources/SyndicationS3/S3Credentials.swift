internal import Glibc

/// By whose right a store is asked: never part of what is printed.
public struct S3Credentials: Sendable {
  let accessKey: String
  let secret: String
  /// Of credentials that end (AWS STS).
  let sessionToken: String?

  public init(accessKey: String, secret: String, sessionToken: String? = nil) {
    self.accessKey = accessKey
    self.secret = secret
    self.sessionToken = sessionToken
  }

  /// Those of the environment, under the names that AWS's own tools read.
  ///
  /// - Parameter variable: the value of a variable of the environment.
  /// - Throws: `S3SettingError` where one is missing.
  public init(environment variable: (String) -> String? = S3Credentials.variable) throws(S3SettingError) {
    func value(_ name: String, _ what: String) throws(S3SettingError) -> String {
      guard let value = variable(name), !value.isEmpty else {
        throw S3SettingError("\(name) is not set: put the \(what) of the store's user into it")
      }
      // What ends with the line of the file that it came from is refused by every store, which cannot say why.
      guard !value.utf8.contains(where: { $0 <= 0x20 }) else {
        throw S3SettingError("\(name) holds white space: leave it out, and the end of a line too")
      }
      return value
    }
    self.init(
      accessKey: try value("AWS_ACCESS_KEY_ID", "name of the access key"),
      secret: try value("AWS_SECRET_ACCESS_KEY", "secret access key"),
      sessionToken: variable("AWS_SESSION_TOKEN").flatMap { $0.isEmpty ? nil : $0 })
  }

  /// A variable of this process's environment; nil where it is not set.
  public static let variable: @Sendable (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
}

extension S3Credentials: CustomStringConvertible, CustomReflectable {
  public var description: String { "credentials of a store" }
  // Else a dump shows the secret.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
