internal import Glibc
internal import NIOCore
internal import Synchronization
internal import Syndication
internal import SyndicationSite

/// Answers requests: what a request is answered depends on what is published, on the settings, and on nothing else.
final class FeedService: Sendable {
  private let table: any DocumentTable
  let metrics: ServerMetrics
  let endpoints: [String: any Endpoint]
  private let subscribers: Subscribers
  private let limit = RequestLimit()
  private let shared: Mutex<SharedSettings>

  /// Every request asks for them: one reference is counted then.
  private final class SharedSettings: Sendable {
    let value: ServingSettings

    init(_ value: ServingSettings) { self.value = value }
  }

  /// - Parameters:
  ///   - table: what there is to be answered with.
  ///   - base: the path where the feeds' folder is served, decoded: endpoints are below that, too.
  init(
    _ settings: ServingSettings, serving table: any DocumentTable, at base: String = "/",
    endpoints: [any Endpoint] = [], counting metrics: ServerMetrics
  ) {
    self.metrics = metrics
    self.table = table
    subscribers = Subscribers(now: HTTPDate.now)
    shared = Mutex(SharedSettings(settings))
    let paths = endpoints.flatMap { [($0.path, $0), (base.dropLast() + $0.path, $0)] }
    self.endpoints = Dictionary(paths) { first, _ in first }
  }

  var settings: ServingSettings { sharedSettings.value }

  private var sharedSettings: SharedSettings { shared.withLock(\.self) }

  /// From now on.
  func use(_ settings: ServingSettings) { shared.withLock { $0 = SharedSettings(settings) } }

  /// Whose request it is, nil where nobody knows; and where so many came of its address that it is not answered, how it is
  /// refused.
  ///
  /// - Parameters:
  ///   - path: the request's; whoever asks whether the server lives is told.
  ///   - peer: whose connection it is.
  func admission(
    of request: Request, at path: String, from peer: NetworkAddress?, now: NIODeadline
  ) -> (client: NetworkAddress?, refusal: Answer?) {
    let settings = sharedSettings
    let client = ClientAddress.client(
      of: peer, forwarded: request.forwarded, forwardedFor: request.forwardedFor, trusting: settings.value.proxies)
    // A proxy that is not named would be taken for the client of all.
    guard let client, !client.isLoopback, path != "/healthz",
      let delay = limit.delay(
        of: client, now: Double(now.uptimeNanoseconds) / 1e9, perMinute: settings.value.requestsPerMinute)
    else { return (client, nil) }
    return (client, .text(429, "That was too often: ask again in \(delay) s.", [("Retry-After", "\(delay)")]))
  }

  /// What a request is answered, at once or once something was waited for.
  enum Reply {
    case now(Answer)
    /// By `answer(_:at:of:with:)`, with what that comes to.
    case later(@Sendable () async -> Found)
  }

  /// What a request is answered that no endpoint answers.
  ///
  /// - Parameters:
  ///   - path: the request's.
  ///   - client: whose request it is; nil where nobody knows.
  func answer(_ request: Request, at path: String, of client: NetworkAddress?) -> Reply {
    switch request.method {
    case .get, .head: break
    case .options: return .now(FeedService.options(request))
    case .other: return .now(.text(405, "There is nothing here but to be read.", [("Allow", FeedService.methods)]))
    }
    switch table.find(path, for: request) {
    case .known(let found): return .now(answer(request, at: path, of: client, with: found))
    case .later(let find): return .later(find)
    }
  }

  /// - Parameter found: what there is at the path.
  func answer(_ request: Request, at path: String, of client: NetworkAddress?, with found: Found) -> Answer {
    switch found {
    case .route(.document(let document)):
      return note(answer(request, document), to: request, for: document, of: client)
    case .route(.feed(let documents, let page)):
      guard let found = Negotiation.choice(among: documents, page: page != nil, accept: request.accept) else {
        return noted(notAcceptable(documents))
      }
      switch found {
      case .page: return noted(.moved(303, to: page!, [("Vary", "Accept")]))
      case .document(let document):
        let fields: [Field] = [
          ("Vary", "Accept"),
          ("Content-Location", ServedSite.name(of: document.path)),
        ]
        return note(answer(request, document, saying: fields), to: request, for: document, of: client)
      }
    case .route(.moved(let address)):
      return noted(.moved(301, to: address, [("Cache-Control", cacheControl)] + Wording.sharing.dropFirst()))
    case .route(.gone):
      return noted(
        .text(410, "This feed is gone, and no other has taken its place.", [("Cache-Control", cacheControl)]))
    case .nothing, .unpublished, .unreadable: return noted(ownAnswer(request, at: path, of: client, for: found))
    }
  }

  private var cacheControl: String { Wording.cacheControl(Int(settings.maxAge.components.seconds)) }

  // MARK: - Documents

  /// RFC 9110 §13.2.2, in its order.
  private func answer(_ request: Request, _ document: ServedDocument, saying fields: [Field] = []) -> Answer {
    let form = request.acceptEncoding.map { AcceptedCodings($0).choice(of: document) } ?? document.identity
    if let tags = request.ifMatch {
      if !EntityTags.list(tags, has: form.tag, isWeak: false) { return FeedService.failed }
    } else if let since = request.ifUnmodifiedSince, let time = HTTPDate.time(of: since),
      let modified = document.modified,
      modified > time
    {
      return FeedService.failed
    }
    if let tags = request.ifNoneMatch {
      if EntityTags.list(tags, has: form.tag, isWeak: true) { return .notModified(form, fields) }
      if let delta = delta(for: request, since: tags, document, form, saying: fields) { return delta }
    } else if let since = request.ifModifiedSince, let modified = document.modified {
      if since == document.modifiedText { return .notModified(form, fields) }
      if let time = HTTPDate.time(of: since), modified <= time { return .notModified(form, fields) }
    }
    if request.method == .get, let value = request.range, isWanted(request.ifRange, form, document) {
      switch RequestedRange(value, of: form.body.readableBytes) {
      case .part(let range)?:
        let part = form.body.getSlice(at: form.body.readerIndex + range.lowerBound, length: range.count)!
        let place = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(form.body.readableBytes)"
        return .made(Response(status: 206, fields: form.fields + fields + [("Content-Range", place)], body: part))
      case .unsatisfiable?:
        return .text(
          416, "It has \(form.body.readableBytes) bytes.", [("Content-Range", "bytes */\(form.body.readableBytes)")])
      case nil: break
      }
    }
    return .whole(form, fields)
  }

  /// Whether a part is wanted of what there is now (RFC 9110 §13.1.5): a tag has to be the same, strongly, or a date exactly.
  private func isWanted(_ condition: String?, _ form: Representation, _ document: ServedDocument) -> Bool {
    guard let condition else { return true }
    return condition == form.tag || condition == document.modifiedText
  }

  /// RFC 3229 §10.5.3, with `feed`: the entries that the client does not have. rss2email asks for them without knowing, and takes
  /// them for an error (findings/rss2email-deltas.sh).
  private func delta(
    for request: Request, since tags: String, _ document: ServedDocument, _ form: Representation, saying fields: [Field]
  ) -> Answer? {
    guard let manipulations = request.manipulations, request.userAgent?.hasPrefix("rss2email") != true,
      FieldValue.elements(of: manipulations).contains(where: { element in
        FieldValue.weighted(element).map { $0.name == "feed" && $0.quality > 0 } ?? false
      }),
      let bytes = document.delta(since: EntityTags.tags(in: tags).map(\.tag), below: form.body.readableBytes)
    else { return nil }
    // It is of the document as it is, and of these tags alone: no cache that does not know so may keep it.
    let own = form.notModifiedFields.filter { $0.name != "Cache-Control" }
    return .made(
      Response(
        status: 226,
        fields: [("Content-Type", document.kind.mediaType), ("IM", "feed"), ("Cache-Control", "no-store, im")] + own
          + [("Vary", "A-IM, If-None-Match"), ("X-Content-Type-Options", "nosniff")] + fields,
        body: ByteBuffer(bytes: bytes)))
  }

  private func notAcceptable(_ documents: [ServedDocument]) -> Answer {
    let names = documents.map { "\(ServedSite.name(of: $0.path)) (\($0.kind.mediaType.withoutParameters))" }
    return .text(406, "It is there as \(names.joined(separator: ", ")).", [("Vary", "Accept")])
  }

  // MARK: - What there is beside

  private func ownAnswer(
    _ request: Request, at path: String, of client: NetworkAddress?, for found: Found
  ) -> Answer {
    let fresh: [Field] = [("Cache-Control", "no-store")]
    switch path {
    case "/healthz": return .text(200, "alive", fresh)
    case "/readyz":
      let (isReady, json) = table.readiness
      return .made(
        Response(
          status: isReady ? 200 : 503, fields: [("Content-Type", "application/json")] + fresh,
          body: ByteBuffer(string: json + "\n")))
    case "/metrics":
      guard mayMonitor(request, client) else { return .text(403, "This is for those that look after the server.") }
      subscribers.tell(metrics.registry)
      return .made(
        Response(
          status: 200, fields: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")] + fresh,
          body: ByteBuffer(string: metrics.registry.text)))
    default:
      switch found {
      case .unpublished: return .text(503, "Nothing is published yet.", [("Retry-After", "5")] + fresh)
      case .unreadable: return .text(503, "It cannot be read at the moment.", [("Retry-After", "5")] + fresh)
      default: return .text(404, "There is nothing here.")
      }
    }
  }

  /// This machine itself, and not by a proxy; else those that are named.
  private func mayMonitor(_ request: Request, _ client: NetworkAddress?) -> Bool {
    guard let client else { return false }
    if settings.monitors.contains(where: { $0.contains(client) }) { return true }
    return client.isLoopback && request.forwarded == nil && request.forwardedFor == nil
  }

  private static let methods = "GET, HEAD, OPTIONS"

  private static let failed = Answer.text(412, "It is not what it was.")

  private static func options(_ request: Request) -> Answer {
    var fields: [Field] = [("Allow", methods)] + Wording.sharing
    if request.asksMethod {
      fields += [
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", "A-IM, If-Match, If-Modified-Since, If-None-Match, If-Range, Range"),
        ("Access-Control-Max-Age", "86400"),
      ]
    }
    return .made(Response(status: 204, fields: fields))
  }

  // MARK: - Counting

  private func note(
    _ answer: Answer, to request: Request, for document: ServedDocument, of client: NetworkAddress?
  ) -> Answer {
    document.traffic.note(answer.status, bytes: request.method == .head ? 0 : answer.length)
    if let scope = document.scope {
      subscribers.note(scope, by: request.userAgent, from: client, now: HTTPDate.now)
    }
    return answer
  }

  private func noted(_ answer: Answer) -> Answer {
    metrics.others.note(answer.status, bytes: answer.length)
    return answer
  }
}
