public import Syndication

/// Tells hubs of the feeds that changed, as the outbox has them: each until its hub has accepted it.
public struct Publisher: Sendable {
  /// Tells a hub of a topic; nil where it accepted that, else what went wrong.
  public typealias Tell = @Sendable (_ topic: String, _ hub: String) async -> String?

  /// What a round did.
  public struct Round: Sendable {
    /// What hubs have accepted.
    public var told: [Outbox.Notice] = []
    /// What they have not, and why; it is tried again.
    public var failed: [(notice: Outbox.Notice, reason: String)] = []
    /// What is not tried again.
    public var abandoned: [Outbox.Notice] = []
    /// When there is more to tell; nil where there is nothing.
    public var next: Timestamp?

    /// Whether no hub was to be told yet.
    public var isIdle: Bool { told.isEmpty && failed.isEmpty && abandoned.isEmpty }
  }

  private let state: any StateStore
  private let sink: any Sink
  private let tell: Tell
  private let clock: PushClock
  /// How long to wait after a hub was told in vain.
  public var backoff = Backoff(first: .seconds(60), factor: 2, longest: .seconds(3600))
  /// After this long a notice is given up.
  public var patience = Duration.seconds(3 * 86_400)
  /// How long to wait for a build that runs.
  public var lockTimeout = Duration.seconds(600)

  /// - Parameters:
  ///   - state: where the outbox is.
  ///   - sink: where the documents are: the last publication has to be in it.
  ///   - tell: tells a hub.
  public init(state: any StateStore, sink: any Sink, clock: PushClock = .system, tell: @escaping Tell) {
    self.state = state
    self.sink = sink
    self.clock = clock
    self.tell = tell
  }

  /// How many requests are under way at once.
  private static let concurrency = 8

  /// Tells hubs of all that is due.
  ///
  /// - Throws: what the state or the sink throws; `LockHeld` where a build goes on for longer than `lockTimeout`.
  public func deliver() async throws -> Round {
    var round = Round()
    let now = clock.now()
    let due = try await settled().notices.filter { ($0.due ?? now) <= now }
    var outcomes: [(notice: Outbox.Notice, reason: String?)] = []
    try await withThrowingTaskGroup(of: (Outbox.Notice, String?).self) { group in
      for (index, notice) in due.enumerated() {
        if index >= Publisher.concurrency, let outcome = try await group.next() { outcomes.append(outcome) }
        group.addTask { (notice, await tell(notice.topic, notice.hub)) }
      }
      for try await outcome in group { outcomes.append(outcome) }
    }
    try Task.checkCancellation()
    let found = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.notice.key, $0) })
    let left = try await change { outbox in
      outbox.update { kept in
        guard let (notice, reason) = found[kept.key] else { return }
        guard reason != nil else {
          kept.versions.removeAll(where: notice.versions.contains)
          kept.attempts = 0
          kept.since = nil
          return
        }
        kept.attempts += 1
        kept.since = kept.since ?? now
        // What changed meanwhile is told at once.
        if kept.versions == notice.versions { kept.due = clock.now() + backoff.delay(after: kept.attempts) }
        if kept.since! + patience <= now { kept.versions = [] }
      }
    }
    let waiting = Set(left.notices.map(\.key))
    for (notice, reason) in outcomes.sorted(by: { $0.notice.key < $1.notice.key }) {
      guard let reason else {
        round.told.append(notice)
        continue
      }
      if waiting.contains(notice.key) {
        round.failed.append((notice, reason))
      } else {
        round.abandoned.append(notice)
      }
    }
    round.next = left.notices.map { $0.due ?? now }.min()
    return round
  }

  /// Delivers until nothing is left, and what is added meanwhile too.
  ///
  /// - Parameter note: is told of each round.
  public func run(_ note: (Round) -> Void) async throws {
    while true {
      let round = try await deliver()
      note(round)
      guard let next = round.next else { return }
      let seen = try await state.revision(of: .outbox)
      while clock.now() < next {
        try await clock.sleep(clock.now() + 1)
        // A build may have more to tell.
        if try await state.revision(of: .outbox) != seen { break }
      }
    }
  }

  /// The outbox, without what never came to appear: a build was killed before that, and the next one notes it anew.
  private func settled() async throws -> Outbox {
    guard try await !state.outbox().notices.isEmpty else { return Outbox() }
    var versions: [DocumentPath: ContentHash] = [:]
    return try await change { outbox in
      for path in Set(outbox.notices.map(\.path)) {
        versions[path] = try await sink.contents(of: path).map { ContentHash($0) }
      }
      outbox.update { notice in notice.versions.removeAll { $0 != versions[notice.path] } }
    }
  }

  /// Changes the outbox while nobody publishes.
  private func change(_ body: (inout Outbox) async throws -> Void) async throws -> Outbox {
    let lock = try await state.lock(timeout: lockTimeout)
    defer { lock.release() }
    let former = try await state.outbox()
    var outbox = former
    try await body(&outbox)
    try await state.keep(outbox, insteadOf: former)
    return outbox
  }
}
