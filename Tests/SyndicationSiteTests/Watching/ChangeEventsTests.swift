import Foundation
import SyndicationTesting
import Testing

@testable import SyndicationSite

/// What every implementation has to see, on real files.
@Suite("Change events", .timeLimit(.minutes(20))) struct ChangeEventsTests {
  let folder: TemporaryFolder
  var file: String { folder["a/b/posts.txt"] }

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("one", to: "a/b/posts.txt")
    try folder.write("one", to: "other/b/posts.txt")
    try folder.write("", to: "config.json")
  }

  static let changes: KeyValuePairs<String, @Sendable (TemporaryFolder) throws -> Void> = [
    "written in place": { try $0.write("two two", to: "a/b/posts.txt") },
    "replaced by a rename": {
      try $0.write("two", to: "new")
      rename($0["new"], $0["a/b/posts.txt"])
    },
    "deleted": { unlink($0["a/b/posts.txt"]) },
    "its folder renamed": { rename($0["a/b"], $0["a/c"]) },
    "its folder's folder replaced": {
      rename($0["a"], $0["gone"])
      rename($0["other"], $0["a"])
    },
    "made unreadable": { chmod($0["a/b/posts.txt"], 0) },
    "replaced by a link": {
      unlink($0["a/b/posts.txt"])
      symlink("../../other/b/posts.txt", $0["a/b/posts.txt"])
    },
    "replaced by a folder": {
      unlink($0["a/b/posts.txt"])
      try $0.makeFolder("a/b/posts.txt")
    },
  ]

  @Test("are given for a file that is", arguments: changes.map(\.key))
  func seen(_ change: String) async throws {
    let files: Set = [file, folder["config.json"]]
    let events = try Inotify(watching: WatchedPaths(files))
    let polling = PollingEvents(watching: WatchedPaths(files), every: .milliseconds(1), timer: ContinuousClock())
    try Self.changes.first { $0.key == change }!.value(folder)
    var iterator = events.changes.makeAsyncIterator()
    #expect(try await iterator.next()?.get() == [file])
    var poller = polling.changes.makeAsyncIterator()
    #expect(try await poller.next()?.get() == [file])
  }

  @Test("follow the path where it leads from now on: into new folders, back again, and through a switched link")
  func followed() async throws {
    symlink("a", folder["current"])
    let file = folder["current/b/posts.txt"]
    let events = try Inotify(watching: WatchedPaths([file]))
    var iterator = events.changes.makeAsyncIterator()
    func expect(_ what: String, after change: () throws -> Void) async throws {
      try change()
      #expect(try await iterator.next()?.get() == [file], "\(what)")
    }
    try await expect("written") { try folder.write("2", to: "a/b/posts.txt") }
    try await expect("switched") {
      symlink("other", folder["new"])
      rename(folder["new"], folder["current"])
    }
    // Another's writing is none of ours now: what comes next is about the other.
    try folder.write("3", to: "a/b/posts.txt")
    try await expect("written behind the link") { try folder.write("3", to: "other/b/posts.txt") }
    try await expect("its folder goes") { rename(folder["other"], folder["away"]) }
    try await expect("its folder comes, with all in it") { rename(folder["a"], folder["other"]) }
    try await expect("written in there") { try folder.write("4", to: "other/b/posts.txt") }
  }

  @Test("see a file in folders that are made with it, however fast", arguments: 1...20)
  func nested(_ run: Int) async throws {
    let file = folder["n/m/f"]
    let events = try Inotify(watching: WatchedPaths([file]))
    var iterator = events.changes.makeAsyncIterator()
    try folder.write("1", to: "n/m/f")
    _ = try await iterator.next()?.get()
    // Whatever was seen of that, the watch is on the innermost folder now, or an event is still to come.
    try folder.write("2", to: "n/m/f")
    #expect(try await iterator.next()?.get() == [file])
  }

  @Test("say that everything may have changed when the kernel's queue is full")
  func overflow() async throws {
    let inotify = try Inotify(watching: WatchedPaths([file, folder["config.json"]]))
    for count in 0..<20_000 { chmod(count % 2 == 0 ? file : folder["config.json"], 0o600) }
    var changes: [Set<String>] = []
    while let change = try inotify.read() { changes.append(change) }
    #expect(changes.count > 1 && changes.last == [])
    #expect(changes.dropLast().allSatisfy { !$0.isEmpty })
    // And it goes on.
    try folder.write("two", to: "a/b/posts.txt")
    #expect(try inotify.read() == [file])
  }

  @Test("are not given for what is beside the files")
  func beside() throws {
    let inotify = try Inotify(watching: WatchedPaths([file]))
    try folder.write("1", to: "a/b/posts.txt.swp")
    try folder.write("1", to: "a/b/all.atom")
    try folder.makeFolder("a/feeds")
    try folder.write("1", to: "a/feeds/posts.txt")
    #expect(try inotify.read() == nil)
    try folder.write("1", to: "a/b/posts.txt")
    #expect(try inotify.read() == [file])
  }

  @Test("need no more descriptors or watches for what was replaced often")
  func flat() throws {
    let inotify = try Inotify(watching: WatchedPaths([file]))
    func watches() throws -> Int {
      let info = try String(contentsOfFile: "/proc/self/fdinfo/\(inotify.descriptor)", encoding: .utf8)
      return info.split(separator: "\n").count { $0.hasPrefix("inotify wd:") }
    }
    let before = try watches()
    for _ in 0..<100 {
      rename(folder["a"], folder["gone"])
      rename(folder["other"], folder["a"])
      rename(folder["gone"], folder["other"])
      _ = try inotify.read()
    }
    #expect(try watches() == before)
  }
}
