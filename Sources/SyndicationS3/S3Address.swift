internal import Syndication

/// Where documents are stored: a bucket of a store that speaks S3, and what all their keys there begin with.
public struct S3Address: Sendable, Hashable, CustomStringConvertible {
  /// Where the store is asked, without a path: `https://s3.eu-central-1.amazonaws.com`.
  public let endpoint: String
  public let region: String
  public let bucket: String
  /// Empty, or ends in `/`.
  public private(set) var prefix: String
  /// Whether the bucket is a part of the path, as stores of one's own want it, or of the host's name, as AWS does.
  public var isPathStyle: Bool

  /// - Parameters:
  ///   - text: `s3://bucket` or `s3://bucket/prefix`.
  ///   - variable: the value of a variable of the environment. `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` says where the
  ///     store is asked, where that is not AWS; `AWS_REGION` or `AWS_DEFAULT_REGION` in which region, where that is not
  ///     `us-east-1`.
  /// - Throws: `S3SettingError`.
  public init(
    _ text: String, environment variable: (String) -> String? = S3Credentials.variable
  ) throws(S3SettingError) {
    func value(_ names: String...) -> String? { names.lazy.compactMap(variable).first { !$0.isEmpty } }
    let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0] == "s3:", parts[1].isEmpty else {
      throw S3SettingError("\"\(text)\" is no address of a store: write s3://bucket or s3://bucket/folder")
    }
    let bucket = String(parts[2])
    guard 3...63 ~= bucket.utf8.count, bucket.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil else {
      throw S3SettingError(
        "\"\(bucket)\" in \"\(text)\" is no name of a bucket: that has 3 to 63 letters, digits, dots and hyphens")
    }
    let region = value("AWS_REGION", "AWS_DEFAULT_REGION") ?? "us-east-1"
    guard region.wholeMatch(of: /[A-Za-z0-9-]+/) != nil else {
      throw S3SettingError("AWS_REGION is \"\(region)\": a region is letters, digits and hyphens, such as eu-central-1")
    }
    var endpoint = value("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") ?? "https://s3.\(region).amazonaws.com"
    if endpoint.hasSuffix("/") { endpoint.removeLast() }
    guard endpoint.wholeMatch(of: /https?:\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/) != nil else {
      throw S3SettingError(
        "AWS_ENDPOINT_URL is \"\(endpoint)\": write a scheme, a host and a port, such as http://127.0.0.1:8333")
    }
    let folder = parts.count > 3 ? String(parts[3]) : ""
    let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    guard path.isEmpty || DocumentPath(path) != nil else {
      throw S3SettingError(
        "\"\(folder)\" in \"\(text)\" is no folder: its names are parted by one /, and none of them is empty, . or ..")
    }
    self.endpoint = endpoint
    self.region = region
    self.bucket = bucket
    prefix = path.isEmpty ? "" : "\(path)/"
    // No certificate is for a bucket with dots in its name.
    isPathStyle = !endpoint.hasSuffix(".amazonaws.com") || bucket.contains(".")
  }

  /// The address of a folder below this one, such as that of a site.
  ///
  /// - Throws: `S3SettingError` where `name` cannot be one.
  public func folder(_ name: String) throws(S3SettingError) -> S3Address {
    guard let path = DocumentPath(prefix + name), path.string.count > prefix.count else {
      throw S3SettingError("\"\(name)\" cannot be the name of a folder in \(self)")
    }
    var address = self
    address.prefix = "\(path)/"
    return address
  }

  /// As it is written, without the endpoint.
  public var description: String { "s3://\(bucket)/\(prefix)" }

  /// The `Host` of a request.
  var host: String {
    let host = endpoint.drop { $0 != "/" }.drop { $0 == "/" }
    return isPathStyle ? String(host) : "\(bucket).\(host)"
  }

  var scheme: String { String(endpoint.prefix { $0 != ":" }) }

  /// The path of an object, or of the bucket where there is no key, percent-encoded as it is signed.
  func path(of key: String) -> String {
    (isPathStyle ? "/\(bucket)" : "") + (isPathStyle && key.isEmpty ? "" : "/\(S3Request.encoded(key, keeping: "/"))")
  }
}

/// A setting of a store that cannot be used, as a sentence that says what to write instead.
public struct S3SettingError: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
