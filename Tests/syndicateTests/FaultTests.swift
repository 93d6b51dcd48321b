import Foundation
import SyndicationTesting
import Testing

enum Tracing {
  /// Whether strace is there, and may trace.
  static let isPossible: Bool = {
    guard let site = try? Workdir() else { return false }
    return (try? site.run("--version", under: ["strace", "-f", "-qq", "-o", "/dev/null"]).code) == 0
  }()
}

/// Faults of the machine, made by strace in the running command: each document stays wholly old or wholly new, and the next
/// build heals.
@Suite("Faults", .enabled(if: Tracing.isPossible, "strace is not there, or may not trace"))
struct FaultTests {
  static let edited = Workdir.listing.replacing("Post", with: "Posting")

  /// The old and the new state of a site whose every document changes.
  static func states() throws -> (old: [String: [UInt8]], new: [String: [UInt8]]) {
    let site = try Workdir()
    try site.run("build")
    let old = documents(of: site)
    try site.folder.write(edited, to: "posts.txt")
    try site.run("build")
    return (old, documents(of: site))
  }

  static func documents(of site: Workdir) -> [String: [UInt8]] {
    site.snapshot().filter { $0.key.hasPrefix("feeds/") }
  }

  func inject(_ fault: String, calls: String) throws -> (Workdir, Workdir.Outcome) {
    let site = try Workdir()
    try site.run("build")
    try site.folder.write(Self.edited, to: "posts.txt")
    let outcome = try site.run(
      "build",
      under: ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(calls)", "-e", "inject=\(calls):\(fault)"])
    return (site, outcome)
  }

  func expectHealing(_ site: Workdir, whatHappened: String) throws {
    let (old, new) = try Self.states()
    for (name, bytes) in Self.documents(of: site) where !name.contains("/.") {
      #expect(bytes == old[name] || bytes == new[name], "\(name) is neither old nor new after \(whatHappened)")
    }
    let healed = try site.run("build")
    #expect(healed.code == 0, "\(healed.err)")
    #expect(Self.documents(of: site) == new, "not healed after \(whatHappened)")
    #expect(!site.folder.files().contains { $0.contains(".tmp") }, "a temporary file is left after \(whatHappened)")
    #expect(try site.run("build").out.contains("0 written, 12 unchanged, 0 removed"))
  }

  @Test(
    "a full disk at the nth write, fsync or rename: exit 2, the path, nothing half",
    arguments: [
      ("writev", 1), ("writev", 5), ("writev", 12), ("fsync", 1), ("fsync", 2), ("fsync", 7), ("fsync", 14),
      ("renameat", 1),
      ("renameat", 2), ("renameat", 7), ("renameat", 13),
    ])
  func fullDisk(call: String, when: Int) throws {
    let (site, outcome) = try inject("error=ENOSPC:when=\(when)", calls: call)
    #expect(outcome.code == 2, "\(outcome.err)")
    #expect(outcome.err.contains("No space left on device"), "\(outcome.err)")
    #expect(!site.folder.files().contains { $0.contains(".tmp") })
    try expectHealing(site, whatHappened: "ENOSPC at \(call) \(when)")
  }

  @Test("a kill at the nth rename: nothing half, nothing left over", arguments: 1...14)
  func killed(when: Int) throws {
    let (site, outcome) = try inject("signal=KILL:when=\(when)", calls: "renameat")
    #expect(outcome.code != 0)
    try expectHealing(site, whatHappened: "SIGKILL at rename \(when)")
  }

  @Test("the ledger appears first, tags before everything, the manifest last, and then folders are brought to the disk")
  func order() throws {
    let site = try Workdir()
    let log = site.folder["calls"]
    #expect(
      try site.run("build", under: ["strace", "-f", "-qq", "-y", "-o", log, "-e", "trace=renameat,fsync"]).code == 0)
    let calls = try #require(site.folder.text("calls")).split(separator: "\n")
    let renamed = calls.compactMap { call -> String? in
      guard let moved = call.firstMatch(of: /renameat\(\d+<[^>]*>, "[^"]*", \d+<([^>]*)>, "([^"]*)"/) else {
        return nil
      }
      return "\(moved.1.split(separator: "/").last ?? "")/\(moved.2)"
    }
    #expect(renamed.first == ".syndicate/ledger.ndjson")
    // And what is only noted: what was read and found.
    let noted = [".syndicate/record.ndjson", ".syndicate/problems.txt"]
    #expect(renamed.last { !noted.contains($0) } == ".syndicate/manifest.ndjson")
    let documents = renamed.filter { !$0.hasPrefix(".syndicate") }
    #expect(documents.count == 12)
    #expect(documents.suffix(3).allSatisfy { $0.hasPrefix("feeds/all.") })
    #expect(documents.dropLast(3).allSatisfy { $0.hasPrefix("tags/") })
    let lastDocument = try #require(calls.lastIndex { $0.contains("renameat(") && $0.contains("\"all.") })
    for folder in ["feeds", "feeds/tags"] {
      #expect(calls[lastDocument...].contains { $0.contains("fsync(") && $0.contains("\(folder)>") })
    }
  }

  @Test("two builds at once: both succeed, or one says who holds the lock")
  func twoBuilds() throws {
    let (_, new) = try Self.states()
    let site = try Workdir()
    try site.run("build")
    try site.folder.write(Self.edited, to: "posts.txt")
    let both = try (0..<2).map { _ in try site.start(["build"]) }
    for build in both { #expect(try build.wait().code == 0) }
    #expect(Self.documents(of: site) == new)
    #expect(!site.folder.files().contains { $0.contains(".tmp") })
  }

  @Test("a lock that is held: exit 75, and the holder's process id in the last line")
  func lockHeld() throws {
    let site = try Workdir()
    try site.run("build")
    // A build that waits in its first rename holds the lock for as long as this test wants.
    try site.folder.write(Self.edited, to: "posts.txt")
    let holder = try site.start(
      ["build"],
      under: [
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=renameat", "-e", "inject=renameat:delay_enter=60000000",
      ])
    defer { holder.process.terminate() }
    while !site.folder.files().contains(".syndicate/lock") || site.folder.text(".syndicate/lock")?.isEmpty != false {
      try #require(holder.process.isRunning)
      sched_yield()
    }
    let pid = try #require(site.folder.text(".syndicate/lock")).trimmingCharacters(in: .whitespacesAndNewlines)
    let outcome = try site.run("build", "--lock-timeout", "0s")
    #expect(outcome.code == 75)
    let lastLine = try #require(outcome.err.split(separator: "\n").last)
    #expect(lastLine.contains(pid))
    kill(try #require(Int32(pid)), SIGKILL)
    // strace would sit its delay out.
    kill(holder.process.processIdentifier, SIGKILL)
    _ = try holder.wait()
    // A lock left by a killed process is not in the way.
    #expect(try site.run("build", "--lock-timeout", "0s").code == 0)
  }
}
