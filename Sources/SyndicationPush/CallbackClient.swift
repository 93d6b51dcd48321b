internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
public import NIOPosix
internal import Syndication

/// A request to a callback.
public struct CallbackRequest: Sendable {
  /// The address, with the hub's fields in its query.
  public var url: String
  /// What is sent by POST; nil for GET.
  public var body: [UInt8]?
  /// Names and values.
  public var headers: [(name: String, value: String)] = []
}

/// What a callback answered.
public struct CallbackAnswer: Sendable {
  /// Of HTTP.
  public var status: Int
  /// Its first bytes, where they were asked for.
  public var body: [UInt8] = []
}

/// Sends requests to callbacks, and to hubs, by HTTP.
public final class PushClient: Sendable {
  private let resolver: CallbackResolver
  private let timeout: Duration
  private let group: MultiThreadedEventLoopGroup
  /// For hosts that are addresses, whose connections may be kept: no name leads to them.
  private let client: HTTPClient

  /// - Parameters:
  ///   - resolver: says which callbacks may be asked.
  ///   - timeout: how long a request may take in all.
  ///   - group: the loops that it runs on.
  public init(
    _ resolver: CallbackResolver, timeout: Duration = .seconds(10), on group: MultiThreadedEventLoopGroup = .singleton
  ) {
    self.resolver = resolver
    self.timeout = timeout
    self.group = group
    client = HTTPClient(eventLoopGroup: group, configuration: PushClient.configuration(timeout, keepsConnections: true))
  }

  private static func configuration(_ timeout: Duration, keepsConnections: Bool) -> HTTPClient.Configuration {
    // A callback that moves is no callback any more (WebSub §7), and might move to where nobody may ask.
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout.connect = .init(timeout)
    configuration.httpVersion = .http1Only
    // The hub itself bounds how many requests are under way.
    configuration.connectionPool = .init(
      idleTimeout: .milliseconds(keepsConnections ? 500 : 1), concurrentHTTP1ConnectionsPerHostSoftLimit: 100_000)
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }

  deinit {
    // Its connections end by themselves.
    Task { [client] in try? await client.shutdown().get() }
  }

  /// Ends it; nothing may be sent after that.
  public func shutDown() async throws { try await client.shutdown().get() }

  /// Asks a callback, at an address that was checked.
  ///
  /// - Parameter limit: how much of the answer's body is wanted.
  /// - Throws: `CallbackResolver.Refusal`, and what keeps a request from being answered.
  func ask(_ request: CallbackRequest, wanting limit: Int) async throws -> CallbackAnswer {
    let deadline = NIODeadline.now() + .init(timeout)
    let host = try resolver.host(of: request.url)
    let address = try await resolver.address(of: host)
    if CallbackResolver.literal(host) != nil {
      return try await send(request, by: client, wanting: limit, until: deadline)
    }
    var configuration = PushClient.configuration(timeout, keepsConnections: false)
    configuration.dnsOverride = [host: address.description]
    let client = HTTPClient(eventLoopGroup: group, configuration: configuration)
    do {
      let answer = try await send(request, by: client, wanting: limit, until: deadline)
      try? await client.shutdown().get()
      return answer
    } catch {
      try? await client.shutdown().get()
      throw error
    }
  }

  /// Tells a hub, which its publisher chose, of a topic: nil where it accepts that, else what went wrong.
  public func publish(_ topic: String, to hub: String) async -> String? {
    let form = WebForm([("hub.mode", "publish"), ("hub.url", topic), ("hub.topic", topic)])
    let request = CallbackRequest(
      url: hub, body: Array(form.text.utf8), headers: [("Content-Type", "application/x-www-form-urlencoded")])
    do {
      let answer = try await send(request, by: client, wanting: 300, until: .now() + .init(timeout))
      if 200..<300 ~= answer.status { return nil }
      let words = String(decoding: answer.body, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
      return "it answered \(answer.status)" + (words.isEmpty || words.hasPrefix("<") ? "" : ": \(words)")
    } catch {
      return "it cannot be asked: \(error)"
    }
  }

  private func send(
    _ request: CallbackRequest, by client: HTTPClient, wanting limit: Int, until deadline: NIODeadline
  ) async throws -> CallbackAnswer {
    var message = HTTPClientRequest(url: request.url)
    message.method = request.body == nil ? .GET : .POST
    message.headers.add(name: "User-Agent", value: "Syndicate")
    for (name, value) in request.headers { message.headers.add(name: name, value: value) }
    if let body = request.body { message.body = .bytes(body) }
    let response = try await client.execute(message, deadline: deadline)
    var answer = CallbackAnswer(status: Int(response.status.code))
    if limit > 0 {
      for try await part in response.body {
        answer.body += part.readableBytesView.prefix(limit - answer.body.count)
        if answer.body.count >= limit { break }
      }
    }
    return answer
  }
}

extension TimeAmount {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
