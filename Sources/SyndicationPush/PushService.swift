public import Syndication

/// What a server does beside answering: its own hub, and telling others of the feeds that changed.
public final class PushService: Sendable {
  private let hub: Hub?
  private let state: any StateStore
  private let turns: any StateStore
  private let publisher: Publisher
  private let client: PushClient
  private let log: @Sendable (String) -> Void
  private let (publications, publication) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  private let (notices, notice) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  /// - Parameters:
  ///   - state: where the outbox is.
  ///   - turns: has a lock that one program at a time holds while it tells hubs of an outbox.
  ///   - sink: where the documents are.
  ///   - hub: that of the server itself; nil where there is none.
  ///   - log: is told what an operator has to know.
  public init(
    state: any StateStore, turns: any StateStore, sink: any Sink, hub: Hub?, clock: PushClock = .system,
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    let client = PushClient(CallbackResolver())
    self.hub = hub
    self.state = state
    self.turns = turns
    self.client = client
    self.log = log
    publisher = Publisher(state: state, sink: sink, clock: clock) { topic, address in
      guard let hub, hub.address == address else { return await client.publish(topic, to: address) }
      do {
        try await hub.publish(topic)
        return nil
      } catch {
        return "its database cannot be used: \(error)"
      }
    }
  }

  /// There is a publication: to be called after each, the first one too.
  public func published() {
    publication.yield()
    notice.yield()
  }

  /// Runs until the task is cancelled.
  public func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [self] in
        var running: Task<Void, Never>?
        for await _ in publications {
          guard let hub else { continue }
          // What is owed is sent when there is something to send.
          if running == nil { running = Task { await hub.run() } }
          do { try await hub.publishAll() } catch { log("the hub's database cannot be used: \(error)") }
        }
        running?.cancel()
        await running?.value
      }
      group.addTask { [self] in
        for await _ in notices {
          do { try await tellHubs() } catch is CancellationError {} catch { log("hubs cannot be told: \(error)") }
        }
      }
    }
    try? await client.shutDown()
  }

  private func tellHubs() async throws {
    guard try await !state.outbox().notices.isEmpty else { return }
    // Who has it goes on until nothing is left, or ends.
    let turn = try await turns.lock(timeout: .seconds(365 * 86_400))
    defer { turn.release() }
    try await publisher.run { tell(of: $0) }
  }

  private func tell(of round: Publisher.Round) {
    for (notice, reason) in round.failed {
      log("\(notice.hub) was not told of \(notice.topic), and will be again: \(reason)")
    }
    for notice in round.abandoned { log("\(notice.hub) was not told of \(notice.topic) for days: given up") }
  }
}
