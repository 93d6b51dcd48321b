internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import Syndication
internal import SyndicationFiles
internal import SyndicationFolder
internal import SyndicationPush
internal import SyndicationServer
internal import SyndicationSite

/// What a server pushes: it tells hubs of the feeds that changed, and is one where the configuration wants that.
final class Pushing: Service {
  /// What answers subscribers.
  let endpoints: [any Endpoint]
  private let service: PushService
  private let server: ServerReference

  private final class ServerReference: Sendable {
    private let server = Mutex<FeedServer?>(nil)
    var value: FeedServer? { server.withLock { $0 } }
    func set(_ server: FeedServer) { self.server.withLock { $0 = server } }
  }

  /// - Parameter output: where the feeds are, if not where the configuration says.
  init(_ configuration: Configuration, output: String?, logger: Logger) {
    let server = ServerReference()
    var hub: Hub?
    if let address = configuration.hub.address {
      var limits = HubLimits()
      limits.log = { logger.error("\($0)") }
      do {
        try Directory.create(configuration.stateDirectory)
        hub = Hub(
          at: address.string, store: try HubStore(configuration.stateDirectory + "/hub.sqlite"),
          resolver: CallbackResolver(allowing: configuration.hub.networks), limits: limits
        ) { topic in server.value?.feed(at: topic).map { Hub.Content(mediaType: $0.mediaType, body: $0.body) } }
      } catch {
        logger.error("there is no hub, as its database cannot be used: \(error)")
      }
      // At the root, and where the feeds' address has it.
      endpoints = Set(["/\(HubSettings.path)", address.path]).map { HubEndpoint(path: $0, hub: hub) }
    } else {
      endpoints = []
    }
    self.server = server
    let state = StateFolder(configuration.stateDirectory)
    service = PushService(
      state: state, turns: configuration.turns,
      sink: DirectorySink(directory: output ?? configuration.feedDirectory, state: state), hub: hub
    ) { logger.warning("\($0)") }
  }

  /// What the hub sends is what `server` serves.
  func send(from server: FeedServer) { self.server.set(server) }

  /// To be told what a watch tells of.
  func note(_ event: WatchEvent) {
    if case .built(let report, _, _) = event, report.published != nil { service.published() }
  }

  func run() async throws {
    await cancelWhenGracefulShutdown { await self.service.run() }
  }
}

extension Configuration {
  /// Whose lock one program at a time has while it tells hubs of the site's feeds.
  var turns: StateFolder { StateFolder(stateDirectory + "/ping") }
}

/// A hub, as the server asks it.
private struct HubEndpoint: Endpoint {
  let path: String
  /// Nil where its database cannot be used.
  let hub: Hub?

  func answer(_ request: EndpointRequest) async -> EndpointResponse {
    guard let hub else { return EndpointResponse(status: 503, headers: [("Retry-After", "300")]) }
    let response = await hub.answer(
      HubRequest(
        method: request.method, contentType: request.headers.first { $0.name.lowercased() == "content-type" }?.value,
        body: request.body, peer: request.peer ?? ""))
    let type = [("Content-Type", "text/plain; charset=utf-8")]
    return EndpointResponse(
      status: response.status,
      headers: response.headers.map { ($0.name, $0.value) } + (response.text.isEmpty ? [] : type),
      body: Array(response.text.utf8))
  }
}
