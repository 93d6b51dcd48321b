internal import Glibc
internal import Synchronization

/// An inotify instance (inotify(7)) that watches the folders on the trails to some files, and tells which events are about them.
///
/// Folders, not files: a watch on a file follows the file, away from its path, when an editor saves by rename.
final class Inotify: Sendable {
  let descriptor: Int32
  private let files: Set<String>
  private let watches = Mutex<[Int32: Folder]>([:])

  /// A watched folder: the files on whose trails it lies, by the names in it that are looked up.
  fileprivate struct Folder: Sendable, Equatable {
    var names: [String: Set<String>] = [:]
  }

  /// What changes a name, the file behind it, or the folder. A file being written is no event, only its closing is.
  private static let mask =
    UInt32(IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF)
    | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)

  /// Watches `files` from now on.
  ///
  /// - Throws: `FileError` where the kernel gives no instance or no watch: `ENOSPC` and `EMFILE` are its limits.
  init(watching files: Set<String>) throws(FileError) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { throw .last("watch", files.min() ?? "") }
    self.files = files
    try watches.withLock { watches throws(FileError) in try arm(&watches) }
  }

  deinit { close(descriptor) }

  /// Watches the folders that are on the trails now, and no others.
  private func arm(_ watches: inout [Int32: Folder]) throws(FileError) {
    // What appeared in a folder before its watch did is on the next look's trails.
    while true {
      let before = watches
      var now: [Int32: Folder] = [:]
      for file in files.sorted() {
        let steps = Trail(to: file).steps
        for step in steps {
          guard let watch = try watch(step, isLast: step == steps.last) else { continue }
          now[watch, default: Folder()].names[step.name, default: []].insert(file)
        }
      }
      for watch in watches.keys where now[watch] == nil { inotify_rm_watch(descriptor, watch) }
      watches = now
      if now == before { return }
    }
  }

  /// The watch of the step's folder; nil where there is no such folder any more, or where it must not be listed: what
  /// happens to a folder farther up is then not seen.
  private func watch(_ step: Trail.Step, isLast: Bool) throws(FileError) -> Int32? {
    let watch = inotify_add_watch(descriptor, step.folder, Inotify.mask)
    if watch >= 0 { return watch }
    if errno == ENOENT || errno == ENOTDIR || errno == EACCES && !isLast { return nil }
    throw .last("watch", step.folder)
  }

  /// Looks where the trails lead now.
  func retrace() throws(FileError) {
    try watches.withLock { watches throws(FileError) in try arm(&watches) }
  }

  /// Takes the waiting events from the kernel, a buffer full at most, and looks where the trails lead now.
  ///
  /// - Returns: nil where none was about the files.
  func read() throws(FileError) -> Change? {
    try watches.withLock { watches throws(FileError) in
      guard let change = try next(watches) else { return nil }
      try arm(&watches)
      return change
    }
  }

  private func next(_ watches: [Int32: Folder]) throws(FileError) -> Change? {
    var seen: Set<String> = []
    var isLost = false
    let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
      let count = Glibc.read(descriptor, buffer.baseAddress!, buffer.count)
      var offset = 0
      while offset < count {
        let event = UnsafeRawBufferPointer(buffer).loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
        let start = offset + MemoryLayout<inotify_event>.size
        let name = buffer[start..<start + Int(event.len)].prefix { $0 != 0 }
        offset = start + Int(event.len)
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
          isLost = true
        } else if let folder = watches[event.wd] {
          seen.formUnion(folder.files(named: String(decoding: name, as: UTF8.self)))
        }
      }
      return count
    }
    guard count > 0 || errno == EAGAIN || errno == EINTR else { throw .last("watch", files.min() ?? "") }
    return isLost ? Change() : seen.isEmpty ? nil : Change(files: seen)
  }
}

extension Inotify.Folder {
  /// An event without a name is about the folder itself.
  fileprivate func files(named name: String) -> Set<String> {
    name.isEmpty ? names.values.reduce(into: []) { $0.formUnion($1) } : names[name] ?? []
  }
}
