internal import Syndication

/// What a store refused, or did not answer: what was tried, where, what it said, and what to do.
public struct S3Error: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was tried, as a verb: `put`, `remove`, `list`.
  public let operation: String
  /// `s3://bucket/key`.
  public let place: String
  /// Of HTTP; nil where there was no answer.
  public let status: Int?
  /// The store's own word: `NoSuchBucket`.
  public let code: String?
  /// What it said about it, or what kept it from answering.
  public let message: String

  init(_ operation: String, _ place: String, status: Int? = nil, code: String? = nil, _ message: String) {
    self.operation = operation
    self.place = place
    self.status = status
    self.code = code
    // A store's words may be anything, and are to be read in a line.
    self.message = Problem.bounded(PlainText.line(message).text)
  }

  public var description: String {
    let answer = [status.map { "the store answers \($0)" }, code].compactMap(\.self).joined(separator: " ")
    return "cannot \(operation) \(place): "
      + [answer, message].filter { !$0.isEmpty }.joined(separator: ", ") + "; \(advice)"
  }

  private var advice: String {
    switch (code, status) {
    case ("SignatureDoesNotMatch", _):
      "the secret, the region or the endpoint is not what the store knows: look at AWS_SECRET_ACCESS_KEY, AWS_REGION and "
        + "AWS_ENDPOINT_URL"
    case ("InvalidAccessKeyId", _): "the store knows no such key: look at AWS_ACCESS_KEY_ID"
    case ("ExpiredToken", _), ("InvalidToken", _), ("TokenRefreshRequired", _):
      "the credentials have ended: start again with new ones, AWS_SESSION_TOKEN among them"
    case ("RequestTimeTooSkewed", _), ("RequestExpired", _): "this machine's clock, or the store's, is wrong: set it"
    case ("NoSuchBucket", _): "make the bucket, or correct its name in the store's address"
    case ("PermanentRedirect", _), ("AuthorizationHeaderMalformed", _), (_, 301), (_, 307):
      "the bucket is in another region: set AWS_REGION, or AWS_ENDPOINT_URL"
    case (_, 501):
      "the store does not know what is asked, such as a put under a condition (If-Match): docs/scale.md says which "
        + "stores do"
    case (_, 401), (_, 403):
      "the store's user may not do that: let the bucket's policy allow s3:GetObject, s3:PutObject, s3:DeleteObject and "
        + "s3:ListBucket, and see that the credentials are still good"
    case (nil, nil): "see that the store runs, and that AWS_ENDPOINT_URL leads to it"
    default: "try again, and if it stays so, look into the store's log"
    }
  }
}

/// Somebody else stored another version of a document since ours was last noted, so that ours may be older: it is left as it
/// is, and nothing more is published.
public struct PublishedElsewhere: Error, Sendable, Hashable, CustomStringConvertible {
  /// `s3://bucket/key`.
  public let place: String

  public var description: String {
    "\(place) is another version than the one that was published from here: another publisher was faster, and nothing "
      + "more is published; the next publication makes it anew from what is new. If there is no other publisher, "
      + "something else wrote to the bucket, or the index was lost: repair the store"
  }
}
