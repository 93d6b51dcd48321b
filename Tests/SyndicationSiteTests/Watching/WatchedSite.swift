import Synchronization
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSite

/// A site of three entries, of which one is due after an hour and one expires after two, and a watch on it whose clocks and
/// events the test makes.
final class WatchedSite: Sendable {
  let folder: TemporaryFolder
  private let clock = TestClock()
  private let wall = Mutex(Duration.seconds(1_700_000_000))
  private let changes = AsyncStream.makeStream(of: Result<Set<String>, FileError>.self)
  private let requests = AsyncStream.makeStream(of: Void.self)
  private let events = AsyncStream.makeStream(of: WatchEvent.self)

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      """
      {
        "site": { "title": "A Site", "url": "https://example.org/" },
        "sources": [{ "type": "json", "path": "posts.json" }]
      }
      """, to: "config.json")
    try folder.write(WatchedSite.posts, to: "posts.json")
  }

  static let posts = #"""
    [{"id": "1", "title": "Now", "url": "/1", "date_published": "2022-03-25", "tags": ["graphs"]},
     {"id": "2", "title": "Due", "url": "/2", "date_published": "2023-11-14T23:13:20Z"},
     {"id": "3", "title": "Expires", "url": "/3", "date_published": "2022-03-26",
      "_syndicate": {"expires": "2023-11-15T00:13:20Z"}}]
    """#

  /// Watches for as long as `body` takes.
  func watch(_ body: (WatchedSite) async throws -> Void) async throws {
    var watch = Watch(folder["config.json"], timer: clock, wallClock: { self.wall.withLock { $0 } })
    watch.makeWatcher = { [changes] _, _ in FileWatcher(events: MadeEvents(changes: changes.stream), method: .inotify) }
    let watching = Task { [watch, requests, events] in
      try await watch.run(requests: requests.stream) { events.continuation.yield($0) }
    }
    defer { watching.cancel() }
    try await body(self)
    watching.cancel()
    try await watching.value
    #expect(!folder.files().contains { $0.hasSuffix(".tmp") || $0.hasSuffix("/lock") })
  }

  // MARK: - What happens

  /// Both clocks go on.
  func pass(_ duration: Duration) {
    jump(by: duration)
    clock.advance(by: duration)
  }

  /// The wall clock is set.
  func jump(by duration: Duration) { wall.withLock { $0 += duration } }

  func ask() { requests.continuation.yield() }
  func change(_ names: String...) {
    changes.continuation.yield(.success(Set(names.map { folder[$0] })))
  }
  func blind(_ error: FileError) { changes.continuation.yield(.failure(error)) }

  // MARK: - What is told

  func built() async throws -> (report: BuildReport, triggers: Set<BuildTrigger>) {
    try await next {
      if case .built(let report, let triggers, _) = $0 { (report, triggers) } else { nil }
    }
  }

  func failure() async throws -> (error: any Error, retryAfter: Duration, isRepeated: Bool) {
    try await next {
      if case .failed(let error, _, let retryAfter, let isRepeated) = $0 {
        (error, retryAfter, isRepeated)
      } else {
        nil
      }
    }
  }

  func misconfigured() async throws -> any Error {
    try await next { if case .misconfigured(let error) = $0 { error } else { nil } }
  }

  func noticed() async throws -> BuildTrigger {
    try await next { if case .noticed(let trigger) = $0 { trigger } else { nil } }
  }

  func watcher() async throws -> FileWatcher {
    try await next { if case .watching(_, let watcher) = $0 { watcher } else { nil } }
  }

  private func next<T>(_ wanted: (WatchEvent) -> T?) async throws -> T {
    for await event in events.stream {
      if let found = wanted(event) { return found }
      if case .failed(let error, _, _, _) = event { throw error }
    }
    throw CancellationError()
  }

  // MARK: - What is published

  var documents: [String: [UInt8]] {
    let names = folder.files().filter { $0.hasPrefix("feeds/") }
    return Dictionary(uniqueKeysWithValues: names.map { ($0, folder.read($0) ?? []) })
  }

  /// Of the entries in the feed of everything, sorted.
  var titles: [String] {
    (folder.text("feeds/all.json") ?? "").matches(of: /"title":"([^"]+)"/).map { String($0.1) }
      .filter { $0 != "A Site" }.sorted()
  }
}

private struct MadeEvents: ChangeEvents {
  let changes: AsyncStream<Result<Set<String>, FileError>>
}
