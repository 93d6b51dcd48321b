internal import Syndication

/// A request to a hub.
public struct HubRequest: Sendable {
  /// Of HTTP: `POST`.
  public var method: String
  /// The value of `Content-Type`.
  public var contentType: String?
  /// The form, as it was sent.
  public var body: [UInt8]
  /// The address of who asks.
  public var peer: String

  /// A request of these.
  public init(method: String, contentType: String?, body: [UInt8], peer: String) {
    self.method = method
    self.contentType = contentType
    self.body = body
    self.peer = peer
  }
}

/// What a hub answers: a status, headers, and a sentence.
public struct HubResponse: Sendable, Hashable {
  /// Of HTTP.
  public var status: Int
  /// Beside those that every answer has.
  public var headers: [Header] = []
  /// What is said to people; empty for nothing.
  public var text = ""

  /// A header's name and value.
  public struct Header: Sendable, Hashable {
    /// Of the field.
    public var name: String
    /// What it says.
    public var value: String

    /// A header of these.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }
}

extension Hub {
  /// Answers a request (WebSub §5.1). It says 202 when what was asked is kept, and will be done; never else.
  public func answer(_ request: HubRequest) async -> HubResponse {
    guard request.method == "POST" else {
      return refuse(405, "This is a WebSub hub: it takes POST", "Allow", "POST")
    }
    let type = request.contentType?.prefix { $0 != ";" }.lowercased() ?? ""
    guard type.filter({ !$0.isWhitespace }) == "application/x-www-form-urlencoded" else {
      return refuse(415, "Send application/x-www-form-urlencoded", "Accept", "application/x-www-form-urlencoded")
    }
    guard request.body.count <= limits.requestBytes else {
      return refuse(413, "A request has \(limits.requestBytes) bytes at most")
    }
    guard rates.take(peer: request.peer, at: clock.now()) else {
      return refuse(429, "You ask too often", "Retry-After", "60")
    }
    let form = WebForm(reading: request.body)
    do {
      switch form["hub.mode"] {
      case "subscribe", "unsubscribe": return try await answer(form)
      case "publish":
        guard let topic = form["hub.topic"] ?? form["hub.url"], await contents(topic) != nil else {
          return refuse(404, "There is no such feed here")
        }
        let count = try await publish(topic)
        return HubResponse(status: count > 0 ? 202 : 204)
      case nil: return refuse(400, "hub.mode is missing")
      default: return refuse(400, "hub.mode is neither subscribe nor unsubscribe nor publish")
      }
    } catch {
      limits.log("the hub's database cannot be used: \(error)")
      return refuse(503, "This cannot be kept now: try again later", "Retry-After", "300")
    }
  }

  private func refuse(_ status: Int, _ text: String, _ name: String? = nil, _ value: String = "") -> HubResponse {
    let headers = name.map { [HubResponse.Header(name: $0, value: value)] } ?? []
    return HubResponse(status: status, headers: headers, text: text + "\n")
  }

  private func answer(_ form: WebForm) async throws -> HubResponse {
    guard let callback = form["hub.callback"], let topic = form["hub.topic"] else {
      return refuse(400, "hub.callback and hub.topic have to be there, both")
    }
    guard callback.utf8.count <= limits.callbackBytes else {
      return refuse(400, "hub.callback has \(limits.callbackBytes) bytes at most")
    }
    let host: String
    do throws(CallbackResolver.Refusal) { host = try resolver.host(of: callback) } catch {
      return refuse(400, error.description)
    }
    let secret = form["hub.secret"].flatMap { $0.isEmpty ? nil : $0 }
    guard (secret?.utf8.count ?? 0) < 200 else { return refuse(400, "hub.secret has less than 200 bytes") }
    var lease = limits.lease
    if let text = form["hub.lease_seconds"], !text.isEmpty {
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.count <= 12, let seconds = Int64(text)
      else {
        return refuse(400, "hub.lease_seconds is no number of seconds")
      }
      // 0 is how long we would give it.
      if seconds > 0 { lease = min(max(seconds, limits.leases.lowerBound), limits.leases.upperBound) }
    }
    let isSubscription = form["hub.mode"] == "subscribe"
    let isKnown = try await store.hasSubscription(to: topic, at: callback)
    if isSubscription {
      guard await contents(topic) != nil else { return refuse(404, "There is no such feed here") }
      let counts = try await store.counts(at: host)
      guard isKnown || counts.all < limits.subscriptions && counts.host < limits.subscriptionsOfHost else {
        return refuse(503, "There are as many subscriptions as there may be", "Retry-After", "86400")
      }
    } else {
      // Nobody would be asked whether to end it.
      guard isKnown else { return refuse(404, "There is no such subscription") }
    }
    guard rates.take(host: host, at: clock.now()) else {
      return refuse(429, "There are too many requests about callbacks at \(host)", "Retry-After", "60")
    }
    try await store.add(
      Errand(
        key: Errand.Key(kind: isSubscription ? .subscribe : .unsubscribe, topic: topic, callback: callback),
        secret: secret, lease: lease, due: clock.now()))
    wake()
    return HubResponse(status: 202)
  }
}
