internal import CLinux
@preconcurrency internal import Dispatch
internal import Glibc
internal import SyndicationFiles

/// The kernel's events (inotify(7)), of which an overflow of its queue is one, about everything.
final class InotifyEvents: ChangeEvents {
  private let inotify: Inotify
  private let source: any DispatchSourceRead
  private let changes: AsyncStream<Result<ChangeEvent, FileError>>
  private let continuation: AsyncStream<Result<ChangeEvent, FileError>>.Continuation

  /// Events count from now on.
  ///
  /// - Throws: what `Inotify` throws.
  init(watching watched: WatchedPaths) throws(FileError) {
    let inotify = try Inotify(watching: watched)
    // Changes that nobody took in time are one with the next, but for their names.
    let (changes, continuation) = AsyncStream.makeStream(
      of: Result<ChangeEvent, FileError>.self, bufferingPolicy: .bufferingNewest(64))
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

  func resolvePaths() {
    do throws(FileError) { try inotify.resolvePaths() } catch { continuation.yield(.failure(error)) }
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let events: InotifyEvents
    fileprivate var changes: AsyncStream<Result<ChangeEvent, FileError>>.Iterator

    mutating func next(isolation actor: isolated (any Actor)?) async throws(FileError) -> ChangeEvent? {
      try await changes.next(isolation: actor)?.get()
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(events: self, changes: changes.makeAsyncIterator()) }
}

extension InotifyEvents {
  /// What the kernel's refusal means, and what to do about it.
  static func meaning(of error: FileError) -> String {
    switch error.code {
    case ENOSPC:
      "the kernel grants no more watches for \(error.path): raise the sysctl fs.inotify.max_user_watches"
    case EMFILE:
      "the kernel grants no more inotify instances: raise the sysctl fs.inotify.max_user_instances, or the limit of open files (ulimit -n)"
    default: "\(error)"
    }
  }

  /// Why there may be no events of some changes of `files`, or in them; nil where there are of all.
  static func gap(in files: Set<String>) -> String? {
    for file in files.sorted() {
      let folder = PathResolution(of: file).steps.last?.folder ?? file
      if let name = remote[linux_file_system(folder)] ?? remote[linux_file_system(file)] {
        return "\(file) is on \(name), where others' changes give no events here"
      }
    }
    return nil
  }

  /// The numbers are those of statfs(2) and linux/magic.h.
  private static let remote: [Int: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB", 0xFF53_4D42: "CIFS", 0x6573_5546: "FUSE", 0x0102_1997: "9P",
    0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x0BD0_0BD0: "Lustre",
  ]
}
