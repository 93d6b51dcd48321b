internal import Crypto
internal import Syndication

/// A request as it is signed: AWS Signature Version 4, in the header, of one chunk.
struct S3Request {
  var method: String
  /// Percent-encoded.
  var path: String
  var query: [(name: String, value: String)] = []
  /// All that are to be signed, by their lower-case names, `host` among them.
  var fields: [String: String]
  /// SHA-256 of the body, in hexadecimal.
  var bodyHash: String

  /// Parameters in the order of their names, percent-encoded.
  var encodedQuery: String {
    query.map { (S3Request.encoded($0.name), S3Request.encoded($0.value)) }.sorted { $0 < $1 }
      .map { "\($0)=\($1)" }.joined(separator: "&")
  }

  /// Signs it, and adds what says so.
  mutating func sign(
    by credentials: S3Credentials, at instant: Timestamp, in region: String, of service: String = "s3"
  ) {
    let time = instant.rfc3339.filter { $0 != "-" && $0 != ":" }
    fields["x-amz-date"] = time
    fields["x-amz-security-token"] = credentials.sessionToken
    let names = fields.keys.sorted()
    let signed = names.joined(separator: ";")
    let canonical =
      [method, path, encodedQuery] + names.map { "\($0):\(fields[$0]!)" } + ["", signed, bodyHash]
    let date = time.prefix(8)
    let scope = "\(date)/\(region)/\(service)/aws4_request"
    let text = [
      "AWS4-HMAC-SHA256", time, scope,
      S3Request.hexadecimal(SHA256.hash(data: bytes(canonical.joined(separator: "\n")))),
    ].joined(separator: "\n")
    var key = SymmetricKey(data: bytes("AWS4\(credentials.secret)"))
    for step in [String(date), region, service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: bytes(step), using: key))
    }
    let signature = S3Request.hexadecimal(HMAC<SHA256>.authenticationCode(for: bytes(text), using: key))
    fields["authorization"] =
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(signed), Signature=\(signature)"
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.lazy.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// All but letters, digits, `-`, `.`, `_`, `~` and those that are kept is percent-encoded.
  static func encoded(_ text: String, keeping kept: String = "") -> String {
    AbsoluteURL.percentEncoded(text, keeping: kept)
  }
}
