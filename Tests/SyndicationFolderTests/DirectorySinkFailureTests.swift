import Foundation
import Glibc
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationFolder

@Suite("Publishing to a folder that will not have it")
struct DirectorySinkFailureTests {
  let folder: TemporaryFolder
  var sink: DirectorySink

  init() throws {
    folder = try TemporaryFolder()
    sink = DirectorySink(directory: folder["feeds"], state: StateFolder(folder["state"]))
  }

  let new = publication(["tags/a.atom": "new a", "tags/b.atom": "new b", "all.atom": "new all"])

  /// Expects publishing and its preview to fail before anything is touched.
  private func expectRefusal(
    _ publication: Publication, _ path: String, _ code: Int32, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let before = folder.files().sorted().map { "\($0) \(String(describing: identity(folder[$0])))" }
    for isDry in [true, false] {
      let error = #expect(throws: FileError.self, sourceLocation: sourceLocation) {
        try sink.stage(publication, isDry: isDry)
      }
      #expect(error?.path == folder[path], sourceLocation: sourceLocation)
      #expect(error?.code == code, sourceLocation: sourceLocation)
    }
    let after = folder.files().sorted().map { "\($0) \(String(describing: identity(folder[$0])))" }
    #expect(before == after, sourceLocation: sourceLocation)
    #expect(status(folder["state"]) == nil, sourceLocation: sourceLocation)
  }

  @Test("the folder is a file")
  func folderIsFile() throws {
    try folder.write("a file", to: "feeds")
    expectRefusal(new, "feeds", ENOTDIR)
    expectRefusal(publication([:]), "feeds", ENOTDIR)
  }

  @Test("a folder above it is a file")
  func parentIsFile() throws {
    var test = self
    try folder.write("a file", to: "site")
    test.sink.directory = folder["site/a/feeds"]
    test.expectRefusal(new, "site", ENOTDIR)
  }

  @Test("the folder is a link to itself, to nowhere, or below such a link")
  func badLinks() {
    var test = self
    symlink("feeds", folder["feeds"])
    expectRefusal(new, "feeds", ELOOP)
    symlink("gone", folder["nowhere"])
    test.sink.directory = folder["nowhere"]
    test.expectRefusal(new, "nowhere", ENOENT)
    test.sink.directory = folder["nowhere/feeds"]
    test.expectRefusal(new, "nowhere", ENOENT)
  }

  @Test("a document's path is a folder, or its folder a file")
  func wrongKind() throws {
    try folder.write("left alone", to: "feeds/all.atom/index.html")
    expectRefusal(new, "feeds/all.atom", EISDIR)
    try folder.write("a file", to: "feeds/tags")
    expectRefusal(publication(["x.atom": "x", "tags/a.atom": "a"]), "feeds/tags", ENOTDIR)
  }

  @Test("a document's path is another's folder")
  func pathsAtOdds() {
    expectRefusal(publication(["tags": "a", "tags/x/a.atom": "b"]), "feeds/tags", EISDIR)
  }

  @Test("the folder is read-only: not even a document that could be written is", .enabled(if: Guest.isPossible))
  func readOnly() throws {
    try folder.write("old", to: "feeds/all.atom")
    try folder.makeFolder("feeds/tags")
    chmod(folder.path, 0o755)
    chmod(folder["feeds"], 0o777)
    chmod(folder["feeds/tags"], 0o555)
    defer { chmod(folder["feeds/tags"], 0o755) }
    var test = self
    test.sink.directory = folder["feeds/tags/missing/feeds"]
    Guest.run { test.expectRefusal(new, "feeds/tags", EACCES) }
    Guest.run { expectRefusal(new, "feeds/tags", EACCES) }
    #expect(folder.text("feeds/all.atom") == "old")
    // What needs no change is no failure.
    let report = try Guest.run {
      try sink.stage(publication(["all.atom": "old"], withdrawn: ["tags/a.atom"]), isDry: true).0.report(problems: [])
    }
    #expect(report == PublishReport(unchanged: paths(["all.atom"])))
  }

  @Test("a rename fails: what was renamed is new, the rest old, no temporary file is left, and the next build heals")
  func failureMidway() async throws {
    _ = try await sink.publish(publication(["tags/a.atom": "old a", "all.atom": "old all"]))
    let obstacle = folder["feeds/tags/b.atom"]
    await #expect(throws: FileError("rename", obstacle, code: EISDIR)) {
      try await sink.publish(
        new, progress: { if $0 == .writing(1, of: 3) { mkdir(obstacle, 0o755) } }, commit: { _ in })
    }
    #expect(folder.text("feeds/tags/a.atom") == "newa")
    #expect(folder.text("feeds/all.atom") == "oldall")
    #expect(folder.files() == ["feeds/tags/a.atom", "feeds/all.atom", "state/manifest.ndjson"])

    rmdir(obstacle)
    let report = try await sink.publish(new)
    #expect(report.unchanged == paths(["tags/a.atom"]) && report.written == paths(["tags/b.atom", "all.atom"]))
  }

  @Test("what has to be remembered cannot be: no document appears, and no folder that was made for one stays")
  func commitFails() async throws {
    struct Refused: Error {}
    try folder.write("not ours", to: "feeds/keep.txt")
    await #expect(throws: Refused.self) { try await sink.publish(new) { _ in throw Refused() } }
    #expect(folder.files() == ["feeds/keep.txt"])
    #expect(status(folder["feeds/tags"]) == nil)
  }

  @Test("a folder that lacks a document is read-only: no other folder is made", .enabled(if: Guest.isPossible))
  func readOnlyBeside() throws {
    try folder.makeFolder("feeds/tags")
    chmod(folder.path, 0o755)
    chmod(folder["feeds"], 0o777)
    chmod(folder["feeds/tags"], 0o555)
    defer { chmod(folder["feeds/tags"], 0o755) }
    Guest.run { expectRefusal(publication(["a/x.atom": "x", "tags/y.atom": "y"]), "feeds/tags", EACCES) }
    #expect(status(folder["feeds/a"]) == nil)
  }

  @Test("a temporary file cannot be made: nothing is renamed, no temporary file is left")
  func failureBeforeRenames() async throws {
    _ = try await sink.publish(publication(["all.atom": "old all"]))
    let tags = folder["feeds/tags"]
    let publication = publication(["all.atom": "new all", "tags/a.atom": "a", "tags/b.atom": "b"])
    await #expect(throws: FileError("write", folder["feeds/tags/b.atom"], code: ENOENT)) {
      try await sink.publish(
        publication, progress: { if $0 == .writing(2, of: 3) { try? FileManager.default.removeItem(atPath: tags) } },
        commit: { _ in })
    }
    #expect(folder.text("feeds/all.atom") == "oldall")
    #expect(!folder.files().contains { $0.hasPrefix("feeds/.syndicate-") })
  }
}

/// Acts as somebody who is not root, whom permissions do not bind.
///
/// setfsuid(2) changes whom file accesses of this one thread are checked for; Glibc's module does not show it.
private enum Guest {
  private typealias SetFSUID = @convention(c) (uid_t) -> Int32
  private static let nobody: uid_t = 65_534
  private static let setfsuid = dlsym(nil, "setfsuid").map { unsafeBitCast($0, to: SetFSUID.self) }

  static var isPossible: Bool { geteuid() != 0 || setfsuid != nil }

  static func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard geteuid() == 0, let setfsuid else { return try body() }
    _ = setfsuid(nobody)
    defer { _ = setfsuid(0) }
    return try body()
  }
}
