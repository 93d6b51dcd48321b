import Foundation
import SyndicationTesting
import Testing

/// Limits of the kernel, in a user namespace of the command's own.
enum Limits {
  /// Runs a program where the kernel grants no more than that.
  static func running(_ limit: String, to count: Int) -> [String] {
    ["unshare", "-Ur", "sh", "-c", "echo \(count) >/proc/sys/user/\(limit) && exec \"$0\" \"$@\""]
  }

  static let arePossible: Bool = {
    guard let site = try? Workdir() else { return false }
    return (try? site.run("--version", under: running("max_inotify_watches", to: 0)).code) == 0
  }()
}

/// What the machine does to a watch: it says so, goes on, and the feeds become what the listing says.
@Suite("watch survives") struct WatchFaultTests {
  static let edited = FaultTests.edited

  /// A watch on a site that has nothing to do, under strace.
  func trace(_ site: Workdir, _ injection: String, calls: String, _ options: [String] = []) throws -> WatchProcess {
    try RecordTests.settle(site)
    return try WatchProcess(
      site,
      under: ["strace", "-f", "-qq", "-o", "/dev/null"] + options
        + ["-e", "trace=\(calls)", "-e", "inject=\(calls):\(injection)"])
  }

  /// The documents but for the times of their building: a watch's clock goes on.
  static func documents(of site: Workdir) -> [String: String] { timeless(FaultTests.documents(of: site)) }

  static func timeless(_ documents: [String: [UInt8]]) -> [String: String] {
    documents.filter { !$0.key.contains("/.") }.mapValues {
      String(decoding: $0, as: UTF8.self).replacing(/(2023-11-14T|Tue, 14 Nov 2023 )22:\d\d:\d\d/, with: "now")
    }
  }

  static let old = Result { try timeless(FaultTests.states().old) }
  static let new = Result { try timeless(FaultTests.states().new) }

  func expectNew(_ site: Workdir, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let documents = Self.documents(of: site)
    #expect(try documents == Self.new.get(), sourceLocation: sourceLocation)
  }

  func expectOldOrNew(_ site: Workdir, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let (old, new) = (try Self.old.get(), try Self.new.get())
    for (name, text) in Self.documents(of: site) {
      #expect(text == old[name] || text == new[name], "\(name) is neither old nor new", sourceLocation: sourceLocation)
    }
  }

  @Test(
    "a full or broken disk at the nth write, fsync or rename: it is tried again, though nothing tells that there is room",
    .enabled(if: Tracing.isPossible),
    arguments: [
      ("writev", 1, "ENOSPC"), ("writev", 7, "EIO"), ("fsync", 2, "EIO"), ("fsync", 9, "ENOSPC"),
      ("renameat", 1, "ENOSPC"), ("renameat", 5, "ENOSPC"), ("renameat", 14, "EIO"),
    ])
  func disk(_ call: String, _ when: Int, _ error: String) throws {
    let site = try Workdir()
    let watch = try trace(site, "error=\(error):when=\(when)", calls: call)
    try site.folder.write(Self.edited, to: "posts.txt")
    let failed = try watch.next("failed") { $0.name == "failed" }
    let sentence = error == "ENOSPC" ? "No space left on device" : "Input/output error"
    #expect(failed.problems.contains(sentence) && failed.changed == ["posts.txt"])
    try expectOldOrNew(site)
    try watch.next("healed") { $0.name == "built" && $0.changed == ["posts.txt"] }
    try expectNew(site)
    try watch.wait(for: "the log") { try watch.log.contains("trying again in 1 s") }
    try watch.stop()
  }

  @Test("a listing that cannot be read", .enabled(if: Tracing.isPossible))
  func unreadable() throws {
    let site = try Workdir()
    // Permissions keep nothing from root: the kernel's answer is made.
    let watch = try trace(site, "error=EACCES:when=1", calls: "openat", ["-P", "posts.txt"])
    try site.folder.write(Self.edited, to: "posts.txt")
    let failed = try watch.next("failed") { $0.name == "failed" }
    #expect(failed.problems == "cannot read posts.txt: Permission denied")
    try watch.nextWriting()
    try expectNew(site)
    try watch.stop()
  }

  @Test(
    "a listing that is",
    arguments: [
      ("replaced by a folder", "rm posts.txt; mkdir posts.txt", "failed", "Is a directory"),
      (
        "replaced by a link to itself", "rm posts.txt; ln -s posts.txt posts.txt", "failed",
        "Too many levels of symbolic links"
      ),
      ("missing", "mv posts.txt x", "failed", "No such file or directory"),
      ("emptied", ": >posts.txt", "refused", "the listing is empty"),
      ("cut off", "head -c 60 posts.txt >x; cat x >posts.txt", "refused", "no post in this text"),
      ("not text", "printf '\\377\\376' >posts.txt", "refused", "UTF-8"),
    ])
  func spoiled(_ what: String, _ script: String, _ event: String, _ said: String) throws {
    let site = try Workdir()
    let watch = try WatchProcess(site)
    let feeds = FaultTests.documents(of: site)
    try site.shell(script)
    #expect(try watch.next(event) { $0.name == event }.problems.contains(said))
    #expect(FaultTests.documents(of: site) == feeds)
    try site.shell("rm -rf posts.txt")
    try site.folder.write(Self.edited, to: "posts.txt")
    try watch.nextWriting()
    try expectNew(site)
    try watch.stop()
  }

  @Test("running out of descriptors")
  func descriptors() throws {
    let site = try Workdir()
    let watch = try WatchProcess(site)
    try site.shell("prlimit --pid \(watch.pid) --nofile=3:1024")
    try site.folder.write(Self.edited, to: "posts.txt")
    #expect(try watch.next("failed") { $0.name == "failed" }.problems.contains("Too many open files"))
    try site.shell("prlimit --pid \(watch.pid) --nofile=1024:1024")
    try watch.nextWriting()
    try expectNew(site)
    try watch.stop()
  }

  @Test(
    "the kernel's limits of inotify: it says which sysctl, and polls",
    .enabled(if: Limits.arePossible, "no user namespaces here"),
    arguments: [
      ("max_inotify_watches", "fs.inotify.max_user_watches"),
      ("max_inotify_instances", "fs.inotify.max_user_instances"),
    ])
  func limits(_ limit: String, _ sysctl: String) throws {
    let site = try Workdir()
    let watch = try WatchProcess(site, under: Limits.running(limit, to: 0))
    let watching = try #require(try watch.events().last)
    #expect(watching.members["method"] as? String == "poll")
    #expect((watching.members["reason"] as? String)?.contains(sysctl) == true)
    try site.folder.write(Self.edited, to: "posts.txt")
    try watch.nextWriting()
    try expectNew(site)
    try watch.stop()
  }

  @Test("a folder on the way that may be entered and not listed", .enabled(if: Tracing.isPossible))
  func unlisted() throws {
    let site = try WatchTests.site(
      "mkdir -p a/b next; mv catalog/posts.txt a/b; rmdir catalog; ln -s a/b catalog; mv new next/posts.txt")
    // Permissions keep nothing from root: the kernel's answer is made.
    let watch = try WatchProcess(
      site,
      under: [
        "strace", "-f", "-qq", "-o", "/dev/null", "-P", "./a", "-e", "trace=inotify_add_watch", "-e",
        "inject=inotify_add_watch:error=EACCES",
      ])
    #expect(try watch.events().last?.members["method"] as? String == "inotify")
    try site.shell("mv a/b a/old")
    try watch.next("failed") { $0.name == "failed" }
    try site.shell("mv next a/b")
    #expect(try watch.nextWriting().changed == ["catalog/posts.txt"])
    #expect(site.folder.text("feeds/all.atom")?.contains("Edited") == true)
    try watch.stop()
  }

  @Test("the limit of inotify reached later", .enabled(if: Limits.arePossible, "no user namespaces here"))
  func laterLimit() throws {
    let site = try WatchTests.site("mkdir -p a/b; cp new a/b/posts.txt")
    let watch = try WatchProcess(site, under: Limits.running("max_inotify_watches", to: 2))
    #expect(try watch.events().last?.members["method"] as? String == "inotify")
    // Two folders were watched; the way there leads through three now.
    try site.shell("mv catalog old; ln -s a/b catalog")
    #expect(try watch.next("polling") { $0.name == "watching" }.members["method"] as? String == "poll")
    try watch.nextWriting()
    try site.shell("sed -i --follow-symlinks s/Second/Last/ catalog/posts.txt")
    try watch.nextWriting()
    #expect(site.folder.text("feeds/all.atom")?.contains("The Last Post") == true)
    try watch.stop()
  }

  @Test("readers that stall: it builds all the same, and ends when it is told to", arguments: [[1], [2], [1, 2]])
  func stalled(_ descriptors: [Int]) throws {
    let site = try Workdir()
    // Full pipes, whose reading ends are open, and which nobody reads.
    let script = """
      import fcntl, os, sys
      for descriptor in \(descriptors):
        r, w = os.pipe()
        fcntl.fcntl(w, 1031, 4096)  # F_SETPIPE_SZ
        os.write(w, b"x" * 4096)
        os.set_inheritable(r, True)
        os.dup2(w, descriptor)
      os.execvp(sys.argv[1], sys.argv[1:])
      """
    let watch = try WatchProcess(
      site, "--log-level", "trace", under: ["python3", "-c", script], isToWatch: false)
    for title in ["Newest", "Edited", "Last"] {
      try site.folder.write(Workdir.listing.replacing("Newest", with: title), to: "posts.txt")
      try watch.wait(for: title) { site.folder.text("feeds/all.atom")?.contains(title) == true }
    }
    kill(watch.pid, SIGTERM)
    #expect(try watch.end().code == 0)
  }

  @Test(
    "the closing of its terminal: it ends, and goes on under nohup", arguments: [true, false])
  func terminal(_ isToEnd: Bool) throws {
    let site = try Workdir()
    // The command runs on a terminal of its own, which closes when "close" is there; then it has to be waited for.
    let script = """
      import os, pty, sys, time
      pid, terminal = pty.fork()
      if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
      while not os.path.exists("close"): time.sleep(0.002)
      os.close(terminal)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """
    let watch = try WatchProcess(
      site, under: ["python3", "-c", script] + (isToEnd ? [] : ["nohup"]), isToWatch: false)
    try watch.wait(for: "the first build") { site.folder.text("feeds/all.atom") != nil }
    // With the terminal there, SIGHUP is a request.
    try site.shell("rm feeds/all.rss")
    kill(watch.pid, SIGHUP)
    try watch.wait(for: "the request") { site.folder.text("feeds/all.rss") != nil }
    try site.folder.write("", to: "close")
    if !isToEnd {
      try site.folder.write(Self.edited, to: "posts.txt")
      try watch.wait(for: "the edit") { site.folder.text("feeds/all.atom")?.contains("Posting") == true }
      kill(watch.pid, SIGTERM)
    }
    #expect(try watch.end().code == 0)
  }

  @Test("a lock that another build holds: it waits, says so, and builds when the lock is free")
  func lock() throws {
    let site = try Workdir()
    try site.run("build")
    try site.folder.write(Self.edited, to: "posts.txt")
    let holder = try site.start(
      [], under: ["sh", "-c", "exec 9<>.syndicate/lock; flock 9; echo $$ >&9; exec sleep 600"])
    let pid = holder.process.processIdentifier
    defer { kill(pid, SIGKILL) }
    while site.folder.text(".syndicate/lock") != "\(pid)\n" {
      try #require(holder.process.isRunning)
      usleep(2000)
    }

    // Ended while it waits.
    let patient = try WatchProcess(site, "--lock-timeout", "10m", "--log-level", "debug", isToWatch: false)
    try patient.wait(for: "waiting") { try patient.log.contains("waiting for the build of process \(pid)") }
    kill(patient.pid, SIGTERM)
    try patient.end()

    let watch = try WatchProcess(site, "--lock-timeout", "10ms")
    #expect(try watch.events().first?.problems.contains("process \(pid)") == true)
    kill(pid, SIGKILL)
    _ = try holder.wait()
    try watch.next("a build") { $0.name == "built" }
    try expectNew(site)
    try watch.stop()
  }

  @Test("builds beside it, every one of which may take its turn")
  func cron() throws {
    let site = try Workdir()
    let watch = try WatchProcess(site)
    for count in 1...8 {
      try site.folder.write(Workdir.listing.replacing("Newest", with: "N\(count)"), to: "posts.txt")
      #expect(try [0, 75].contains(site.run("build").code))
    }
    try site.folder.write(Self.edited, to: "posts.txt")
    try watch.wait(for: "the last state") { try Self.documents(of: site) == Self.new.get() }
    try watch.stop()
  }

  @Test(
    "an end in the middle of a publication: nothing half, nothing left", .enabled(if: Tracing.isPossible),
    arguments: [SIGINT, SIGTERM])
  func ended(_ signal: Int32) throws {
    let site = try Workdir()
    let watch = try trace(site, "delay_enter=30000", calls: "renameat")
    try site.folder.write(Self.edited, to: "posts.txt")
    try watch.wait(for: "the middle") {
      site.folder.files().contains { $0.hasPrefix("feeds/") && $0.hasSuffix(".tmp") }
    }
    try watch.stop(signal)
    try expectOldOrNew(site)
    #expect(try site.run("build").code == 0)
    try expectNew(site)
  }

  @Test("100,000 touches: one build in two seconds at most, memory and descriptors flat, and the last state published")
  func flood() throws {
    let site = try Workdir()
    let watch = try WatchProcess(site)
    for count in 1...3 {
      try site.folder.write(Workdir.listing.replacing("Newest", with: "N\(count)"), to: "posts.txt")
      try watch.nextWriting()
    }
    let before = try watch.size()
    let builds = try watch.events().count
    let start = ContinuousClock.now
    for count in 0..<100_000 {
      RecordTests.setModified(site.folder[count % 2 == 0 ? "posts.txt" : "config.json"], to: 1_600_000_000 + count)
      if count % 100 == 0 { usleep(3000) }
    }
    try site.folder.write(Self.edited, to: "posts.txt")
    try watch.wait(for: "the last state") { try Self.documents(of: site) == Self.new.get() }
    let seconds = Int(start.duration(to: .now).components.seconds)
    #expect(try watch.events().count - builds <= seconds / 2 + 2, "\(seconds) s")
    // No build is running when one that was asked for has been told of.
    kill(watch.pid, SIGHUP)
    try watch.next("the request") { $0.because.contains("request") }
    let after = try watch.size()
    #expect(after.descriptors == before.descriptors)
    #expect(after.memory - before.memory < 8192, "\(before.memory) KiB before, \(after.memory) KiB after")
    try watch.stop()
  }

  @Test("a queue that is full, as when it does not run for a while")
  func overflow() throws {
    let site = try Workdir()
    let watch = try WatchProcess(site)
    kill(watch.pid, SIGSTOP)
    // It stops when it is next looked at.
    while !(try String(contentsOfFile: "/proc/\(watch.pid)/stat", encoding: .utf8)).contains(") T ") { sched_yield() }
    for count in 0..<20_000 {
      RecordTests.setModified(site.folder[count % 2 == 0 ? "posts.txt" : "config.json"], to: 1_600_000_000 + count)
    }
    // Its event is one too many.
    try site.folder.write(Self.edited, to: "posts.txt")
    kill(watch.pid, SIGCONT)
    #expect(try watch.nextWriting().because.contains("flood"))
    try expectNew(site)
    try watch.stop()
  }

  @Test("SIGKILL at any moment while the listing is edited", arguments: [1, 2] as [UInt64])
  func killed(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let site = try Workdir()
    try site.run("build")
    let ids = try site.ids()
    for edit in 1...5 {
      let watch = try WatchProcess(site, isToWatch: false)
      for part in 0..<generator.number(1...4) {
        usleep(UInt32(generator.number(0...150_000)))
        let text = Workdir.listing.replacing("Newest", with: "N\(edit) \(part)")
        if generator.once(in: 2) {
          try site.folder.write(text, to: "posts.txt")
        } else {
          try site.folder.write(text, to: "x")
          rename(site.folder["x"], site.folder["posts.txt"])
        }
      }
      try watch.wait(for: "its start") { watch.pid > 0 }
      usleep(UInt32(generator.number(0...300_000)))
      kill(watch.pid, SIGKILL)
      try watch.end()
      #expect(try site.areWhole(), "\(seed)")
    }
    let watch = try WatchProcess(site)
    #expect(try site.ids() == ids, "\(seed)")
    #expect(try site.run("build", "--force", "--output", "cold").code == 0)
    for (name, bytes) in FaultTests.documents(of: site) {
      #expect(site.folder.read(name.replacing("feeds/", with: "cold/")) == bytes, "\(seed)")
    }
    try watch.stop()
  }
}

extension Workdir {
  /// The ids of all entries, sorted.
  fileprivate func ids() throws -> [String] {
    let feed = try JSONSerialization.jsonObject(with: Data(#require(folder.read("feeds/all.json")))) as? [String: Any]
    return try #require(feed?["items"] as? [[String: Any]]).compactMap { $0["id"] as? String }.sorted()
  }

  /// Whether each document is read to its end without a complaint.
  fileprivate func areWhole() throws -> Bool {
    try shell("find feeds -name '*.atom' -o -name '*.rss' | xargs xmllint --noout")
    let documents = folder.files().filter { $0.hasPrefix("feeds/") && $0.hasSuffix(".json") }
    for name in documents { _ = try JSONSerialization.jsonObject(with: Data(#require(folder.read(name)))) }
    return !documents.isEmpty
  }
}
