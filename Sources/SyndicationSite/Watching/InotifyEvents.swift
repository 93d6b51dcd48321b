@preconcurrency internal import Dispatch
internal import SyndicationFiles
internal import SyndicationSources

/// The kernel's events (inotify(7)), of which an overflow of its queue is one, about everything.
final class InotifyEvents: ChangeEvents {
  private let inotify: Inotify
  private let source: any DispatchSourceRead
  private let changes: AsyncStream<Result<Change, FileError>>
  private let continuation: AsyncStream<Result<Change, FileError>>.Continuation

  /// Events count from now on.
  ///
  /// - Throws: what `Inotify` throws.
  init(watching watched: WatchedPaths) throws(FileError) {
    let inotify = try Inotify(watching: watched)
    // Changes that nobody took in time are one with the next, but for their names.
    let (changes, continuation) = AsyncStream.makeStream(
      of: Result<Change, FileError>.self, bufferingPolicy: .bufferingNewest(64))
    self.inotify = inotify
    self.changes = changes
    self.continuation = continuation
    source = DispatchSource.makeReadSource(
      fileDescriptor: inotify.descriptor, queue: DispatchQueue(label: "inotify"))
    source.setEventHandler { @Sendable in
      do throws(FileError) {
        if let change = try inotify.read() { continuation.yield(.success(change)) }
      } catch {
        continuation.yield(.failure(error))
      }
    }
    // The descriptor stays open for as long as the source looks at it.
    source.setCancelHandler { @Sendable in withExtendedLifetime(inotify) { continuation.finish() } }
    source.activate()
  }

  deinit { source.cancel() }

  func retrace() {
    do throws(FileError) { try inotify.retrace() } catch { continuation.yield(.failure(error)) }
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let events: InotifyEvents
    fileprivate var changes: AsyncStream<Result<Change, FileError>>.Iterator

    mutating func next(isolation actor: isolated (any Actor)?) async throws(FileError) -> Change? {
      try await changes.next(isolation: actor)?.get()
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(events: self, changes: changes.makeAsyncIterator()) }
}
