internal import CLinux
@preconcurrency internal import Dispatch
internal import Glibc
internal import Synchronization
internal import SyndicationFiles

/// An inotify instance (inotify(7)) that watches the folders on the ways to some paths, and those below the ones that are
/// folders, and tells which events are about them.
///
/// Folders, not files: a watch on a file follows the file, away from its path, when an editor saves by rename.
final class Inotify: ChangeEvents {
  let descriptor: Int32
  private let watched: WatchedPaths
  private let watches = Mutex<[Int32: Folder]>([:])

  /// A folder that has a watch.
  fileprivate struct Folder: Sendable, Equatable {
    /// The paths that are found through it, by the names in it that are looked up.
    var names: [String: Set<String>] = [:]
    /// Its own paths, where it is one of the folders whose contents are watched.
    var paths: Set<String> = []
  }

  /// What changes a name, the file behind it, or the folder. A file being written is no event, only its closing is.
  private static let mask =
    UInt32(IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF)
    | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)

  /// Watches from now on.
  ///
  /// - Throws: `FileError` where the kernel gives no instance or no watch: `ENOSPC` and `EMFILE` are its limits.
  init(watching watched: WatchedPaths) throws(FileError) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { throw .last("watch", watched.paths.min() ?? "") }
    self.watched = watched
    try watches.withLock { watches throws(FileError) in try arm(&watches) }
  }

  deinit { close(descriptor) }

  /// Watches the folders that are on the ways to the paths and in the watched folders now, and no others.
  private func arm(_ watches: inout [Int32: Folder]) throws(FileError) {
    // What appeared in a folder before its watch did is found when the paths are next resolved.
    while true {
      let before = watches
      var now: [Int32: Folder] = [:]
      for path in watched.paths.sorted() {
        let steps = PathResolution(of: path).steps
        for step in steps {
          guard let watch = try watch(step.folder, isNeeded: step == steps.last) else { continue }
          now[watch, default: Folder()].names[step.name, default: []].insert(path)
        }
        for folder in folders(in: path) {
          guard let watch = try watch(folder, isNeeded: false) else { continue }
          now[watch, default: Folder()].paths.insert(folder)
        }
      }
      for watch in watches.keys where now[watch] == nil { inotify_rm_watch(descriptor, watch) }
      watches = now
      if now == before { return }
    }
  }

  /// The folders at and below `path`; none where that is a file. What of them cannot be listed says so to the build.
  private func folders(in path: String) -> [String] {
    guard Directory.exists(path) else { return [] }
    var folders: [String] = []
    let walk = watched.walk(through: path)
    _ = walk.run(folder: { folders.append(walk.path(of: $0)) }, file: { _ in })
    return folders
  }

  /// The watch of a folder; nil where there is no such folder any more, or where it must not be listed and need not be:
  /// what happens to a folder farther up is then not seen.
  private func watch(_ folder: String, isNeeded: Bool) throws(FileError) -> Int32? {
    let watch = inotify_add_watch(descriptor, folder, Inotify.mask)
    if watch >= 0 { return watch }
    if errno == ENOENT || errno == ENOTDIR || errno == EACCES && !isNeeded { return nil }
    throw .last("watch", folder)
  }

  /// Finds out where the paths lead now.
  func resolvePaths() throws(FileError) {
    try watches.withLock { watches throws(FileError) in try arm(&watches) }
  }

  /// The kernel's events, of which an overflow of its queue is one, about everything.
  var changes: AsyncStream<Result<Set<String>, FileError>> {
    // Changes that nobody took in time are one with the next, but for their names.
    AsyncStream(bufferingPolicy: .bufferingNewest(64)) { continuation in
      let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: DispatchQueue(label: "inotify"))
      source.setEventHandler { @Sendable in
        do throws(FileError) {
          if let change = try self.read() { continuation.yield(.success(change)) }
        } catch {
          continuation.yield(.failure(error))
        }
      }
      // The descriptor stays open for as long as the source looks at it.
      source.setCancelHandler { @Sendable in withExtendedLifetime(self) {} }
      continuation.onTermination = { _ in source.cancel() }
      source.activate()
    }
  }

  /// Takes the waiting events from the kernel, a buffer full at most, and finds out where the paths lead now.
  ///
  /// - Returns: nil where none was about what is watched.
  func read() throws(FileError) -> Set<String>? {
    try watches.withLock { watches throws(FileError) in
      let batch = try next(watches)
      if batch.isAboutFolders { try arm(&watches) }
      return batch.isOverflow ? [] : batch.changed.isEmpty ? nil : batch.changed
    }
  }

  /// What some events tell.
  private struct Batch {
    var changed: Set<String> = []
    /// Whether there may be folders to watch, or not to watch any more.
    var isAboutFolders = false
    var isOverflow = false
  }

  private func next(_ watches: [Int32: Folder]) throws(FileError) -> Batch {
    var batch = Batch()
    let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
      let count = Glibc.read(descriptor, buffer.baseAddress!, buffer.count)
      var offset = 0
      while offset < count {
        let event = UnsafeRawBufferPointer(buffer).loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
        let start = offset + MemoryLayout<inotify_event>.size
        let name = buffer[start..<start + Int(event.len)].prefix { $0 != 0 }
        offset = start + Int(event.len)
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
          batch.isOverflow = true
          batch.isAboutFolders = true
        } else if let folder = watches[event.wd] {
          note(String(decoding: name, as: UTF8.self), in: folder, isFolder: event.mask & UInt32(IN_ISDIR) != 0, &batch)
        }
      }
      return count
    }
    guard count > 0 || errno == EAGAIN || errno == EINTR else { throw .last("watch", watched.paths.min() ?? "") }
    return batch
  }

  /// An event without a name is about the folder itself.
  private func note(_ name: String, in folder: Folder, isFolder: Bool, _ batch: inout Batch) {
    let looked = name.isEmpty ? folder.names.values.reduce(into: []) { $0.formUnion($1) } : folder.names[name] ?? []
    var members = folder.paths
    if !name.isEmpty {
      members = FolderWalk.isContent(name) ? Set(members.map { FolderWalk.path(of: name, in: $0) }) : []
      if isFolder { members = members.filter { !FolderWalk(through: $0, without: watched.outputs).isOutput($0) } }
    }
    if looked.isEmpty && members.isEmpty { return }
    batch.changed.formUnion(looked)
    batch.changed.formUnion(members)
    // A link may lead to a folder. Files come and go by the thousand.
    if isFolder || name.isEmpty || !looked.isEmpty
      || members.contains(where: { stat($0, followingLinks: false)?.isLink == true })
    {
      batch.isAboutFolders = true
    }
  }

  // MARK: - Limits

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
