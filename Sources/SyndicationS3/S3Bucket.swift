internal import AsyncHTTPClient
internal import Crypto
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Syndication

/// A bucket of a store that speaks S3: puts, reads, removes and lists objects.
///
/// What fails for reasons that pass (5xx, 429, connections that end, answers that never come) is tried again after a while of
/// random length. So a change may have happened though it is answered as if it had not: who makes one under a condition looks
/// at what is there before it takes a refusal for one.
public final class S3Bucket: Sendable {
  /// How often a request is made, and how long it is waited for and between.
  public struct Patience: Sendable {
    /// Requests in all.
    public var tries = 8
    /// How long may be waited after the first; twice as long after each further one.
    public var first = Duration.milliseconds(100)
    public var longest = Duration.seconds(10)
    /// How long an answer may take.
    public var timeout = Duration.seconds(60)

    public init() {}

    /// A random time up to the bound after so many tries, so that many clients do not come back at once.
    func pause(after tries: Int) -> Duration {
      var most = first
      for _ in 1..<max(tries, 1) where most < longest { most *= 2 }
      return min(most, longest) * Double.random(in: 0...1)
    }
  }

  public let address: S3Address
  private let credentials: S3Credentials
  private let patience: Patience
  private let connections: Connections

  /// Asks nothing yet.
  public convenience init(_ address: S3Address, credentials: S3Credentials, patience: Patience = Patience()) {
    self.init(address, credentials, patience, Connections())
  }

  private init(
    _ address: S3Address, _ credentials: S3Credentials, _ patience: Patience, _ connections: Connections
  ) {
    self.address = address
    self.credentials = credentials
    self.patience = patience
    self.connections = connections
  }

  /// A folder of the same bucket, such as that of a site, asked over the same connections.
  ///
  /// - Throws: `S3SettingError` where `name` cannot be one.
  public func folder(_ name: String) throws(S3SettingError) -> S3Bucket {
    S3Bucket(try address.folder(name), credentials, patience, connections)
  }

  /// Ends its connections, and those of its folders; nothing may be asked after that.
  public func shutDown() async throws { try await connections.client.shutdown().get() }

  // MARK: - Objects

  /// What a store says of an object.
  struct Object: Sendable, Hashable {
    /// Its entity tag, with the quotes.
    var tag: String
    var size: Int
    /// SHA-256 in base 64, where the store keeps it.
    var checksum: String?
    var type: String?
    var cacheControl: String?
    var coding: String?
  }

  /// What has to be so that a put changes anything.
  enum Condition: Sendable, Hashable {
    /// There is no object of that key.
    case isNew
    /// There is one, of that entity tag.
    case has(tag: String)
  }

  /// Stores an object.
  ///
  /// - Parameters:
  ///   - body: with its SHA-256.
  ///   - fields: further ones of HTTP, by lower-case names, that it is to be served with.
  /// - Returns: its entity tag; nil where the condition does not hold, or no longer does.
  func put(
    _ body: [UInt8], hash: SHA256.Digest, to key: String, _ fields: [String: String], if condition: Condition
  ) async throws -> String? {
    var fields = fields
    fields["x-amz-checksum-sha256"] = S3Bucket.base64(hash)
    switch condition {
    case .isNew: fields["if-none-match"] = "*"
    case .has(let tag): fields["if-match"] = tag
    }
    let answer = try await ask("put", .PUT, key, fields, body: body, hash: hash)
    switch answer.status {
    case 200..<300:
      guard let tag = answer.fields["etag"].first else {
        throw error("put", key, answer, "the answer has no ETag, so that nobody could tell who changes it")
      }
      return tag
    // AWS says 404 where an object that is to have a tag is not there.
    case 412: return nil
    case 404 where answer.code == "NoSuchKey" && condition != .isNew: return nil
    default: throw error("put", key, answer)
    }
  }

  /// What is known of an object; nil where there is none.
  func head(_ key: String) async throws -> Object? {
    let answer = try await ask("look at", .HEAD, key, ["x-amz-checksum-mode": "ENABLED"])
    switch answer.status {
    case 200..<300: return Object(answer.fields)
    case 404: return nil
    default: throw error("look at", key, answer)
    }
  }

  /// An object with its bytes, as they are stored; nil where there is none.
  func get(_ key: String) async throws -> (object: Object, bytes: [UInt8])? {
    let answer = try await ask("read", .GET, key)
    switch answer.status {
    case 200..<300: return Object(answer.fields).map { ($0, answer.body) }
    case 404 where answer.code != "NoSuchBucket": return nil
    default: throw error("read", key, answer)
    }
  }

  /// Removes an object.
  ///
  /// - Parameter tag: the entity tag that it has to have.
  /// - Returns: false where it has another; some stores say that, too, where there is none.
  func remove(_ key: String, ifTag tag: String) async throws -> Bool {
    let answer = try await ask("remove", .DELETE, key, ["if-match": tag])
    switch answer.status {
    case 200..<300: return true
    case 404 where answer.code != "NoSuchBucket": return true
    case 412: return false
    default: throw error("remove", key, answer)
    }
  }

  /// Goes through all objects below the address, in the order of their keys, without the address's prefix.
  ///
  /// - Parameter count: how many are asked for at a time.
  func list(by count: Int = 1_000, _ body: (_ key: String, Object) async throws -> Void) async throws {
    var continuation: String?
    repeat {
      var query = [
        (name: "list-type", value: "2"), (name: "prefix", value: address.prefix), (name: "max-keys", value: "\(count)"),
      ]
      if let continuation { query.append((name: "continuation-token", value: continuation)) }
      let answer = try await ask("list", .GET, nil, query: query)
      guard answer.status == 200 else { throw error("list", nil, answer) }
      guard let list = S3Element(answer.body), list.name == "ListBucketResult" else {
        throw error("list", nil, answer, "the answer is no list of objects")
      }
      for element in list.children where element.name == "Contents" {
        guard let key = element["Key"], let tag = element["ETag"], let size = element["Size"].flatMap({ Int($0) })
        else {
          throw error("list", nil, answer, "an object in the answer has no key, tag or size")
        }
        if key.hasPrefix(address.prefix) {
          try await body(String(key.dropFirst(address.prefix.count)), Object(tag: tag, size: size))
        }
      }
      let next = list["IsTruncated"] == "true" ? list["NextContinuationToken"] : nil
      guard next == nil || next != continuation else { throw error("list", nil, answer, "the list does not end") }
      continuation = next
    } while continuation != nil
  }

  // MARK: - Requests

  private struct Answer {
    var status: Int
    var fields: HTTPHeaders
    var body: [UInt8]

    /// Of an error.
    var code: String? { 200..<300 ~= status ? nil : S3Element(body)?["Code"] }

    /// Whether the same request may be answered otherwise later.
    var isPassing: Bool {
      status == 429 || status >= 500 && status != 501
        || ["ConditionalRequestConflict", "OperationAborted", "RequestTimeout", "SlowDown"].contains(code)
    }
  }

  /// - Parameter key: below the address; nil for the bucket itself.
  private func ask(
    _ operation: String, _ method: HTTPMethod, _ key: String?, _ fields: [String: String] = [:],
    query: [(name: String, value: String)] = [], body: [UInt8] = [], hash: SHA256.Digest? = nil
  ) async throws -> Answer {
    var tries = 1
    while true {
      try Task.checkCancellation()
      let failure: S3Error
      do {
        let answer = try await send(method, key, fields, query, body, hash ?? SHA256.hash(data: body))
        guard answer.isPassing else { return answer }
        failure = error(operation, key, answer)
      } catch {
        try Task.checkCancellation()
        if error is CancellationError { throw error }
        if error is NIOTooManyBytesError {
          throw S3Error(operation, place(of: key), "the answer has over \(Limit.storedBytes.value) bytes")
        }
        failure = S3Error(operation, place(of: key), "there is no answer (\(error))")
      }
      guard tries < patience.tries else { throw failure }
      try await Task.sleep(for: patience.pause(after: tries))
      tries += 1
    }
  }

  private func send(
    _ method: HTTPMethod, _ key: String?, _ fields: [String: String], _ query: [(name: String, value: String)],
    _ body: [UInt8], _ hash: SHA256.Digest
  ) async throws -> Answer {
    let bodyHash = S3Request.hexadecimal(hash)
    var request = S3Request(
      method: method.rawValue, path: address.path(of: key.map { address.prefix + $0 } ?? ""), query: query,
      fields: fields, bodyHash: bodyHash)
    request.fields["host"] = address.host
    request.fields["x-amz-content-sha256"] = bodyHash
    request.sign(by: credentials, at: Timestamp(seconds: Int64(time(nil))), in: address.region)
    let question = request.encodedQuery
    var message = HTTPClientRequest(
      url: "\(address.scheme)://\(address.host)\(request.path)" + (question.isEmpty ? "" : "?\(question)"))
    message.method = method
    for (name, value) in request.fields { message.headers.add(name: name, value: value) }
    message.headers.add(name: "user-agent", value: "Syndicate")
    if method == .PUT { message.body = .bytes(ByteBuffer(bytes: body)) }
    let response = try await connections.client.execute(message, deadline: .now() + TimeAmount(patience.timeout))
    let answer = try await response.body.collect(upTo: Limit.storedBytes.value)
    return Answer(
      status: Int(response.status.code), fields: response.headers, body: Array(answer.readableBytesView))
  }

  private func error(_ operation: String, _ key: String?, _ answer: Answer, _ message: String? = nil) -> S3Error {
    let told = S3Element(answer.body)
    return S3Error(
      operation, place(of: key), status: answer.status, code: told?["Code"], message ?? told?["Message"] ?? "")
  }

  /// How people find an object.
  func place(of key: String?) -> String { "\(address)\(key ?? "")" }

  static func base64(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let three = rest.prefix(3)
      let bits = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
      for place in 0..<4 {
        text.append(place <= three.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
      rest = rest.dropFirst(3)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Those to a store, for as long as somebody may ask it.
private final class Connections: Sendable {
  let client: HTTPClient

  init() {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout.connect = .seconds(10)
    configuration.httpVersion = .http1Only
    // Who asks bounds how many requests are under way.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_000
    // Trying again is ours.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
  }

  deinit {
    // They end by themselves.
    Task { [client] in try? await client.shutdown().get() }
  }
}

extension S3Bucket.Object {
  /// Nil where the store does not say which version it is.
  fileprivate init?(_ fields: HTTPHeaders) {
    guard let tag = fields["etag"].first else { return nil }
    self.tag = tag
    size = fields["content-length"].first.flatMap { Int($0) } ?? 0
    checksum = fields["x-amz-checksum-sha256"].first
    type = fields["content-type"].first
    cacheControl = fields["cache-control"].first
    coding = fields["content-encoding"].first
  }
}

extension TimeAmount {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
