import Glibc
import Synchronization
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
    let lock = try await StateFolder(state).lock(timeout: .zero)
    #expect(folder.text("a/.syndicate/lock") == "\(getpid())\n")
    lock.release()
    lock.release()
    #expect(folder.files().isEmpty)
    #expect(rmdir(state) == -1 && errno == ENOENT)
  }

  @Test("has one holder, whom the second is told")
  func secondIsRefused() async throws {
    let lock = try await StateFolder(state).lock(timeout: .zero)
    let calls = Mutex(0)
    await #expect(throws: LockHeld(holder: getpid())) {
      try await StateFolder(state).lock(timeout: .milliseconds(50)) { _ in calls.withLock { $0 += 1 } }
    }
    #expect(calls.withLock { $0 } == 1)
    #expect(LockHeld(holder: 4711).description.contains("4711"))
    lock.release()
    try await StateFolder(state).lock(timeout: .zero).release()
  }

  @Test("is waited for, and taken when it is given back")
  func isWaitedFor() async throws {
    let lock = try await StateFolder(state).lock(timeout: .zero)
    let holders = Mutex<[Int32?]>([])
    let second = try await StateFolder(state).lock(timeout: .seconds(1200)) { holder in
      holders.withLock { $0.append(holder) }
      lock.release()
    }
    #expect(holders.withLock { $0 } == [getpid()])
    second.release()
  }

  @Test("is given back by its release from memory")
  func deinitReleases() async throws {
    _ = try await StateFolder(state).lock(timeout: .zero)
    try await StateFolder(state).lock(timeout: .zero).release()
  }

  @Test("of another process is respected; one left by a killed process is not in the way")
  func killedHolder() async throws {
    try folder.makeFolder("a/.syndicate")
    let holder = try ChildProcess(
      "sh", "-c", "exec 9<>\"$0\"; flock 9; echo $$ >&9; echo held; exec sleep 600", "\(state)/lock")
    #expect(holder.readLine() == "held")
    await #expect(throws: LockHeld(holder: holder.pid)) { try await StateFolder(state).lock(timeout: .zero) }
    holder.kill()
    let lock = try await StateFolder(state).lock(timeout: .zero)
    #expect(folder.text("a/.syndicate/lock") == "\(getpid())\n")
    lock.release()
  }

  @Test("of a holder that left no process id is held all the same")
  func unknownHolder() async throws {
    try folder.makeFolder("a/.syndicate")
    let holder = try ChildProcess("flock", "--no-fork", "\(state)/lock", "sh", "-c", "echo held; exec sleep 600")
    #expect(holder.readLine() == "held")
    await #expect(throws: LockHeld(holder: nil)) { try await StateFolder(state).lock(timeout: .zero) }
  }

  @Test("sweeps what killed builds left in the folder, and nothing that looks like it")
  func sweeping() async throws {
    try folder.write("half a led", to: "a/.syndicate/.syndicate-7-3.tmp")
    try folder.write("mine", to: "a/.syndicate/.syndicate-7.tmp")
    try await StateFolder(state).lock(timeout: .zero).release()
    #expect(folder.files() == ["a/.syndicate/.syndicate-7.tmp"])
  }

  @Test("is not inherited by a child process")
  func isNotInherited() async throws {
    let lock = try await StateFolder(state).lock(timeout: .zero)
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
      try await StateFolder(state).lock(timeout: .zero)
    }
  }

  @Test("is a regular file: a link is not emptied, a pipe not waited for", arguments: ["link", "pipe"])
  func noFile(_ kind: String) async throws {
    try folder.write("precious", to: "precious.txt")
    try folder.makeFolder("state")
    if kind == "link" { symlink("../precious.txt", folder["state/lock"]) } else { mkfifo(folder["state/lock"], 0o600) }
    let error = await #expect(throws: FileError.self) {
      _ = try await StateFolder(folder["state"]).lock(timeout: .zero)
    }
    #expect(error?.reason == "it is a \(kind), and no file" && error?.path == folder["state/lock"])
    #expect(folder.text("precious.txt") == "precious")
  }

  @Test("lets one build at a time publish")
  func publishersTakeTurns() async throws {
    let sink = DirectorySink(directory: folder["feeds"], state: StateFolder(state))
    try await withThrowingTaskGroup { group in
      for build in 0..<4 {
        group.addTask {
          let lock = try await StateFolder(state).lock(timeout: .seconds(1200))
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
