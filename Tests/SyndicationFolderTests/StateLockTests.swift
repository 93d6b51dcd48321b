import Glibc
import Syndication
import SyndicationFiles
import SyndicationFolder
import SyndicationTesting
import Testing

@Suite("The lock of a state directory")
struct StateLockTests {
  let folder: TemporaryFolder
  var state: String { folder["a/.syndicate"] }

  init() throws { folder = try TemporaryFolder() }

  @Test("is made with its directory, bears its holder's process id, and goes with it when it is given back")
  func holderIsWritten() async throws {
    let lock = try await StateLock.acquire(in: state, timeout: .zero)
    #expect(folder.text("a/.syndicate/lock") == "\(getpid())\n")
    lock.release()
    lock.release()
    #expect(folder.files().isEmpty)
    #expect(rmdir(state) == -1 && errno == ENOENT)
  }

  @Test("has one holder, whom the second is told")
  func secondIsRefused() async throws {
    let lock = try await StateLock.acquire(in: state, timeout: .zero)
    var calls = 0
    await #expect(throws: LockHeld(holder: getpid())) {
      try await StateLock.acquire(in: state, timeout: .milliseconds(50)) { _ in calls += 1 }
    }
    #expect(calls == 1)
    #expect(LockHeld(holder: 4711).description.contains("4711"))
    lock.release()
    try await StateLock.acquire(in: state, timeout: .zero).release()
  }

  @Test("is waited for, and taken when it is given back")
  func isWaitedFor() async throws {
    let lock = try await StateLock.acquire(in: state, timeout: .zero)
    var holders: [Int32?] = []
    let second = try await StateLock.acquire(in: state, timeout: .seconds(60)) {
      holders.append($0)
      lock.release()
    }
    #expect(holders == [getpid()])
    second.release()
  }

  @Test("is given back by its release from memory")
  func deinitReleases() async throws {
    _ = try await StateLock.acquire(in: state, timeout: .zero)
    try await StateLock.acquire(in: state, timeout: .zero).release()
  }

  @Test("of another process is respected; one left by a killed process is not in the way")
  func killedHolder() async throws {
    try folder.makeFolder("a/.syndicate")
    let holder = try ChildProcess(
      "sh", "-c", "exec 9<>\"$0\"; flock 9; echo $$ >&9; echo held; exec sleep 600", "\(state)/lock")
    #expect(holder.readLine() == "held")
    await #expect(throws: LockHeld(holder: holder.pid)) { try await StateLock.acquire(in: state, timeout: .zero) }
    holder.kill()
    let lock = try await StateLock.acquire(in: state, timeout: .zero)
    #expect(folder.text("a/.syndicate/lock") == "\(getpid())\n")
    lock.release()
  }

  @Test("of a holder that left no process id is held all the same")
  func unknownHolder() async throws {
    try folder.makeFolder("a/.syndicate")
    let holder = try ChildProcess("flock", "--no-fork", "\(state)/lock", "sh", "-c", "echo held; exec sleep 600")
    #expect(holder.readLine() == "held")
    await #expect(throws: LockHeld(holder: nil)) { try await StateLock.acquire(in: state, timeout: .zero) }
  }

  @Test("is not inherited by a child process")
  func isNotInherited() async throws {
    let lock = try await StateLock.acquire(in: state, timeout: .zero)
    let child = try ChildProcess("sh", "-c", "ls -l /proc/self/fd; echo end")
    var lines: [String] = []
    while let line = child.readLine(), line != "end" { lines.append(line) }
    #expect(lines.count > 3 && !lines.contains { $0.contains(state) })
    lock.release()
  }

  @Test("that cannot be made is an error with its path")
  func fileInTheWay() async throws {
    try folder.write("", to: "a")
    await #expect(throws: FileError("open the folder", folder["a"], code: ENOTDIR)) {
      try await StateLock.acquire(in: state, timeout: .zero)
    }
  }

  @Test("lets one build at a time publish")
  func publishersTakeTurns() async throws {
    let sink = DirectorySink(directory: folder["feeds"], stateDirectory: state)
    try await withThrowingTaskGroup { group in
      for build in 0..<4 {
        group.addTask {
          let lock = try await StateLock.acquire(in: state, timeout: .seconds(60))
          defer { lock.release() }
          _ = try await sink.publish(publication(["tags/a.atom": "a\(build)", "all.atom": "all\(build)"]))
        }
      }
      try await group.waitForAll()
    }
    #expect(folder.text("feeds/all.atom")?.dropFirst(3) == folder.text("feeds/tags/a.atom")?.dropFirst(1))
    #expect(
      folder.files() == ["feeds/all.atom", "feeds/tags/a.atom", "a/.syndicate/manifest.ndjson"])
  }
}
