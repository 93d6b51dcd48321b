import Foundation
import SyndicationTesting
import Testing

@testable import SyndicationSite

/// What has to be seen of a folder that is watched with all that is in it, on real files.
@Suite("Change events of a folder", .timeLimit(.minutes(20))) struct FolderEventsTests {
  let folder: TemporaryFolder
  private var watched: WatchedPaths {
    WatchedPaths([folder["posts"]], without: [folder["posts/feeds"]], within: [folder["posts"]: [folder.path]])
  }

  init() throws {
    folder = try TemporaryFolder()
    for file in ["posts/one.md", "posts/2022/two.md", "next/one.md", "next/2022/two.md"] {
      try folder.write("one", to: file)
    }
  }

  struct Way: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What is told by the kernel's events and by polling, below the folder; the empty name is its own.
    let named: Set<String>
    let polled: Set<String>
    let change: @Sendable (TemporaryFolder) throws -> Void

    init(
      _ description: String, _ named: Set<String>, polled: Set<String>? = nil,
      _ change: @escaping @Sendable (TemporaryFolder) throws -> Void
    ) {
      testDescription = description
      self.named = named
      self.polled = polled ?? named
      self.change = change
    }
  }

  static let ways = [
    Way("a file written in place", ["2022/two.md"]) { try $0.write("two two", to: "posts/2022/two.md") },
    Way("a file replaced by a rename", ["one.md"]) {
      try $0.write("two", to: "new")
      rename($0["new"], $0["posts/one.md"])
    },
    Way("a file made", ["2022/three.md"]) { try $0.write("three", to: "posts/2022/three.md") },
    Way("a file deleted", ["2022/two.md"]) { unlink($0["posts/2022/two.md"]) },
    Way("a folder moved in with its files", ["2023"], polled: ["2023/one.md", "2023/2022/two.md"]) {
      rename($0["next"], $0["posts/2023"])
    },
    Way("a folder renamed", ["2022", "2023"], polled: ["2022/two.md", "2023/two.md"]) {
      rename($0["posts/2022"], $0["posts/2023"])
    },
    Way("a folder moved away", ["2022"], polled: ["2022/two.md"]) { rename($0["posts/2022"], $0["away"]) },
    Way("the whole folder replaced", [""], polled: ["", "one.md", "2022/two.md"]) {
      rename($0["posts"], $0["old"])
      rename($0["next"], $0["posts"])
    },
    Way("the whole folder deleted", [""], polled: ["", "one.md", "2022/two.md"]) { rename($0["posts"], $0["old"]) },
  ]

  private func paths(_ names: Set<String>) -> Set<String> {
    Set(names.map { $0.isEmpty ? folder["posts"] : folder["posts/\($0)"] })
  }

  /// All that is told until now.
  private func told(by inotify: Inotify) throws -> Set<String> {
    var files: Set<String> = []
    while let change = try inotify.read() { files.formUnion(change) }
    return files
  }

  @Test("are given for", arguments: ways)
  func seen(_ way: Way) async throws {
    let inotify = try Inotify(watching: watched)
    let polling = PollingEvents(watching: watched, every: .milliseconds(1), timer: ContinuousClock())
    try way.change(folder)
    // Of a folder that moved the last event is about itself.
    let told = try told(by: inotify)
    #expect(told.isSuperset(of: paths(way.named)) && told.isSubset(of: paths(way.named.union(way.polled))))
    var poller = polling.changes.makeAsyncIterator()
    #expect(try await poller.next()?.get() == paths(way.polled))
    // And it goes on where the folder leads now.
    try folder.write("late", to: "posts/late/late.md")
    #expect(try !self.told(by: inotify).isEmpty)
    try folder.write("later", to: "posts/late/late.md")
    #expect(try self.told(by: inotify) == [folder["posts/late/late.md"]])
  }

  @Test("see a file in folders that are made with it, however fast", arguments: 1...20)
  func nested(_ run: Int) async throws {
    let events = try Inotify(watching: watched)
    var iterator = events.changes.makeAsyncIterator()
    try folder.write("1", to: "posts/a/b/f.md")
    _ = try await iterator.next()?.get()
    // Whatever was seen of that, the watch is on the innermost folder now, or an event is still to come.
    try folder.write("2", to: "posts/a/b/f.md")
    #expect(try await iterator.next()?.get() != nil)
  }

  @Test("are none for what a build writes there, nor for what is no content")
  func ignored() throws {
    let inotify = try Inotify(watching: watched)
    for file in ["feeds/tags/a.atom", ".git/index", ".one.md.swp", "node_modules/a.md"] {
      try folder.write("x", to: "posts/\(file)")
      try folder.write("xx", to: "posts/\(file)")
    }
    #expect(try inotify.read() == nil)
    let polled = Snapshot(of: watched)
    for file in ["feeds/all.atom", "feeds/tags/b.atom", ".x"] { try folder.write("x", to: "posts/\(file)") }
    #expect(Snapshot(of: watched) == polled)
    #expect(try inotify.read() == nil)
    // A folder that was there when the watch began is no different.
    let later = try Inotify(watching: watched)
    try folder.write("xxx", to: "posts/feeds/all.atom")
    #expect(try later.read() == nil)
  }

  @Test("follow a link that is switched, to the folder itself and in it")
  func links() throws {
    rename(folder["posts"], folder["real"])
    symlink("real", folder["posts"])
    symlink("../next", folder["real/linked"])
    try folder.write("one", to: "third/a.md")
    let inotify = try Inotify(watching: watched)
    try folder.write("2", to: "next/one.md")
    #expect(try told(by: inotify) == paths(["linked/one.md"]))
    symlink("../third", folder["new"])
    rename(folder["new"], folder["real/linked"])
    #expect(try told(by: inotify) == paths(["linked"]))
    try folder.write("2", to: "third/a.md")
    #expect(try told(by: inotify) == paths(["linked/a.md"]))
    symlink("next", folder["new"])
    rename(folder["new"], folder["posts"])
    #expect(try told(by: inotify) == paths([""]))
    try folder.write("3", to: "next/2022/two.md")
    try folder.write("3", to: "third/a.md")
    #expect(try told(by: inotify) == paths(["2022/two.md"]))
  }

  @Test("need one watch a folder, however many files there are and come")
  func watches() throws {
    for count in 0..<300 { try folder.write("", to: "posts/2022/\(count).md") }
    let inotify = try Inotify(watching: watched)
    func watches() throws -> Int {
      let info = try String(contentsOfFile: "/proc/self/fdinfo/\(inotify.descriptor)", encoding: .utf8)
      return info.split(separator: "\n").count { $0.hasPrefix("inotify wd:") }
    }
    let before = try watches()
    for count in 300..<600 { try folder.write("", to: "posts/2022/\(count).md") }
    _ = try told(by: inotify)
    #expect(try watches() == before)
    for _ in 0..<50 {
      rename(folder["posts/2022"], folder["away"])
      _ = try inotify.read()
      rename(folder["away"], folder["posts/2022"])
      _ = try inotify.read()
    }
    #expect(try watches() == before)
  }

  @Test("name the folder where very many files in it changed")
  func summary() {
    let many = Set((0..<1000).map { "posts/\($0).md" })
    let watched = WatchedPaths(["posts", "config.json"])
    #expect(watched.summary(of: many.union(["config.json"])) == ["posts", "config.json"])
    #expect(watched.summary(of: ["posts/1.md", "config.json"]) == ["posts/1.md", "config.json"])
  }
}
