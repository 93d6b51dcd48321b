internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// The lock of a state folder.
///
/// It is flock(2) on `<state>/lock`: it ends with its process, however that dies, so none is ever stale. The file is
/// there while the lock is held, so that a build that is refused leaves nothing behind.
enum FolderLock {
  /// Takes the lock, waiting while another holds it. Creates the state directory where it is missing.
  ///
  /// - Parameters:
  ///   - timeout: how long to wait; zero tries once.
  ///   - onWait: called once if there is somebody to wait for, with the holder's process id where it is known.
  /// - Throws: `LockHeld` after `timeout`, `FileError`, `CancellationError`.
  static func acquire(
    in stateDirectory: String, timeout: Duration, onWait: (_ holder: Int32?) -> Void = { _ in }
  ) async throws -> StateLock {
    let clock = ContinuousClock()
    let deadline = clock.now + timeout
    let path = path(in: stateDirectory)
    if let status = stat(stateDirectory, followingLinks: false), status.isLink {
      throw FileError(
        "keep the state in", stateDirectory, code: ELOOP, reason: "it is a link: let \"state\" name the folder itself")
    }
    let created = try Directory.missing(above: stateDirectory)
    var isWaiting = false
    while true {
      try Directory.create(stateDirectory)
      // O_CLOEXEC: a child that outlives us must not keep the lock. What it is written into is emptied, and is no link's.
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o644)
      // The directory went meanwhile: who released the lock removed it.
      if descriptor < 0 && errno == ENOENT { continue }
      guard descriptor >= 0 else {
        if errno == ELOOP || errno == ENXIO, let status = stat(path, followingLinks: false), !status.isFile {
          throw FileError.noFile("lock", path, status)
        }
        throw FileError.last("lock", path)
      }
      if let status = stat(descriptor: descriptor), !status.isFile {
        close(descriptor)
        throw FileError.noFile("lock", path, status)
      }
      let lock = StateLock { release(descriptor, in: stateDirectory, created: created) }
      if try tryLock(descriptor, path) {
        // Who waited may hold the lock of a file that its holder has removed: that locks nothing.
        guard isInPlace(descriptor, in: stateDirectory) else { continue }
        let holder = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, holder, holder.count, 0) == holder.count else {
          throw FileError.last("lock", path)
        }
        return lock
      }
      guard clock.now < deadline else { throw LockHeld(holder: holder(in: descriptor)) }
      if !isWaiting { onWait(holder(in: descriptor)) }
      isWaiting = true
      try await clock.sleep(until: min(deadline, clock.now + .milliseconds(20)))
    }
  }

  /// Gives the lock back and removes its file, and the folders that were made for it where nothing else is in them.
  ///
  /// - Parameter created: the folders that were missing, the innermost first.
  private static func release(_ descriptor: Int32, in stateDirectory: String, created: [String]) {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isInPlace(descriptor, in: stateDirectory) {
      unlink(path(in: stateDirectory))
      // rmdir leaves those that hold something.
      for folder in created { rmdir(folder) }
    }
    // Closing alone would leave the lock to a child that is just between fork and exec.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func path(in stateDirectory: String) -> String { "\(stateDirectory)/lock" }

  private static func isInPlace(_ descriptor: Int32, in stateDirectory: String) -> Bool {
    guard let held = stat(descriptor: descriptor), let present = stat(path(in: stateDirectory)) else { return false }
    return held.isSame(as: present)
  }

  private static func tryLock(_ descriptor: Int32, _ path: String) throws(FileError) -> Bool {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw .last("lock", path) }
    }
    return true
  }

  /// The process id that the holder wrote into the file.
  private static func holder(in descriptor: Int32) -> Int32? {
    var text = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &text, text.count, 0)
    return Int32(String(decoding: text.prefix(max(0, count)).prefix { $0 != 0x0A }, as: UTF8.self))
  }
}
