internal import NIOHTTP1
internal import Syndication

/// What answers requests at one path, beside the documents: a hub.
public protocol Endpoint: Sendable {
  /// Begins with `/`.
  var path: String { get }
  /// Answers a request.
  func answer(_ request: EndpointRequest) async -> EndpointResponse
}

/// A request, whole.
public struct EndpointRequest: Sendable {
  /// Of HTTP: `POST`.
  public var method: String
  /// Decoded, without the query.
  public var path: String
  /// Behind the question mark, as sent; empty where there is none.
  public var query: String
  /// In their order; a name may be there more than once.
  public var headers: [(name: String, value: String)]
  /// All of it; empty for none.
  public var body: [UInt8]
  /// The address that it is of, as far as proxies that are trusted tell; nil where nobody knows.
  public var peer: String?

  /// A request of these.
  public init(
    method: String, path: String, query: String = "", headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    peer: String? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.peer = peer
  }
}

extension EndpointRequest {
  /// - Parameter head: that of `request`, with all its fields.
  init(_ request: Request, _ head: HTTPRequestHead, at path: String, _ body: [UInt8], of client: NetworkAddress?) {
    self.init(
      method: request.verb, path: path, query: request.query, headers: head.headers.map { ($0.name, $0.value) },
      body: body, peer: client?.description)
  }
}

/// What it is answered; the length of the body is said by the server.
public struct EndpointResponse: Sendable {
  /// Of HTTP.
  public var status: Int
  /// In their order; a name may be there more than once.
  public var headers: [(name: String, value: String)]
  /// All of it; empty for none.
  public var body: [UInt8]

  /// An answer of these.
  public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
