import Glibc
import Synchronization
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationFolder

@Suite("Publishing to a folder")
struct DirectorySinkTests {
  let folder: TemporaryFolder
  var sink: DirectorySink

  init() throws {
    folder = try TemporaryFolder()
    sink = DirectorySink(directory: folder["site/feeds"], state: StateFolder(folder["state"]))
  }

  let first = publication(["tags/a.atom": "alpha", "tags/b.atom": "beta", "all.atom": "alpha beta"])

  @Test("makes the folders, and writes every byte, with the modes of a web server's files")
  func everythingIsWritten() async throws {
    let report = try await sink.publish(first)
    #expect(report == PublishReport(written: paths(["tags/a.atom", "tags/b.atom", "all.atom"])))
    #expect(folder.text("site/feeds/all.atom") == "alphabeta")
    #expect(folder.text("site/feeds/tags/b.atom") == "beta")
    #expect(
      folder.files() == [
        "site/feeds/all.atom", "site/feeds/tags/a.atom", "site/feeds/tags/b.atom", "state/manifest.ndjson",
      ])
    let mask = umask(0)
    umask(mask)
    #expect(status(folder["site/feeds/all.atom"])!.st_mode & 0o777 == 0o644 & ~mask)
    #expect(status(folder["site/feeds/tags"])!.st_mode & 0o777 == 0o755 & ~mask)
  }

  @Test("again writes nothing: inode and mtime stay, of a changed publication's other documents too")
  func unchangedStay() async throws {
    _ = try await sink.publish(first)
    let names = ["site/feeds/tags/a.atom", "site/feeds/tags/b.atom", "site/feeds/all.atom"]
    let before = names.map { identity(folder[$0]) }
    #expect(try await sink.publish(first).written.isEmpty)
    #expect(names.map { identity(folder[$0]) } == before)

    let second = publication(["tags/a.atom": "alpha", "tags/b.atom": "BETA", "all.atom": "alpha beta"])
    #expect(try await sink.publish(second).written == paths(["tags/b.atom"]))
    #expect(identity(folder[names[0]]) == before[0])
    #expect(identity(folder[names[1]]) != before[1])
    #expect(identity(folder[names[2]]) == before[2])
  }

  @Test("H0 a document of the size it had is dated a second later at least, however soon it comes")
  func sameSize() async throws {
    func second(_ name: String) throws -> Int { try #require(status(folder[name])).st_mtim.tv_sec }
    let name = "site/feeds/all.atom"
    _ = try await sink.publish(publication(["all.atom": "alpha"]))
    for text in ["ALPHA", "gamma", "delta"] {
      let before = try second(name)
      _ = try await sink.publish(publication(["all.atom": text]))
      #expect(try second(name) > before, "\(text)")
      #expect(try await sink.publish(publication(["all.atom": text])).written.isEmpty)
    }
    // Of another size, it is told by that, and dated as it was written.
    _ = try await sink.publish(publication(["all.atom": "omega!"]))
    #expect(try second(name) <= FileState.tick / 1_000_000_000)
  }

  @Test("that has nothing to do leaves the manifest alone, too")
  func nothingToDo() async throws {
    _ = try await sink.publish(first)
    nextTick()
    _ = try await sink.publish(first)
    let before = identity(folder["state/manifest.ndjson"])
    _ = try await sink.publish(first)
    #expect(identity(folder["state/manifest.ndjson"]) == before)
  }

  @Test("in a fresh clone takes over files that are byte for byte what would be written")
  func freshClone() async throws {
    try folder.write("alpha", to: "site/feeds/tags/a.atom")
    try folder.write("Beta", to: "site/feeds/tags/b.atom")
    try folder.write("alphabeta!", to: "site/feeds/all.atom")
    var sink = sink
    sink.isMarked = { $0.starts(with: Array("Beta".utf8)) || $0.starts(with: Array("alpha".utf8)) }
    let before = identity(folder["site/feeds/tags/a.atom"])
    let report = try await sink.publish(first)
    #expect(report.unchanged == paths(["tags/a.atom"]))
    #expect(report.written == paths(["tags/b.atom", "all.atom"]))
    #expect(identity(folder["site/feeds/tags/a.atom"]) == before)
    #expect(folder.text("site/feeds/tags/b.atom") == "beta")
  }

  @Test("compares and writes documents of many parts and more than a buffer")
  func longDocument() async throws {
    let parts = (0..<500).map { n in [UInt8](repeating: UInt8(n & 0xFF), count: n % 7 == 0 ? 0 : n * 13) }
    let long = [UInt8](repeating: 7, count: 200_000)
    func publication(_ parts: [[UInt8]]) -> Publication {
      Publication(documents: [.init(path: DocumentPath("all.atom")!, document: Document(parts: parts, mediaType: ""))])
    }
    var sink = sink
    sink.trustsManifest = false
    _ = try await sink.publish(publication(parts + [long]))
    #expect(folder.read("site/feeds/all.atom") == Array(parts.joined()) + long)
    #expect(try await sink.publish(publication([long] + parts)).unchanged.isEmpty)
    #expect(try await sink.publish(publication([long] + parts)).written.isEmpty)
    var other = long
    other[199_999] = 8
    #expect(try await sink.publish(publication([other] + parts)).unchanged.isEmpty)
  }

  @Test("restores documents that are missing or were altered")
  func alteredDocuments() async throws {
    _ = try await sink.publish(first)
    unlink(folder["site/feeds/tags/a.atom"])
    try folder.write("Beta", to: "site/feeds/tags/b.atom")
    setModified(folder["site/feeds/tags/b.atom"], to: timespec(tv_sec: 1_000_000_000, tv_nsec: 0))
    #expect(try await sink.publish(first).written == paths(["tags/a.atom", "tags/b.atom"]))
    #expect(folder.text("site/feeds/tags/b.atom") == "beta")
  }

  @Test("removes what is withdrawn and was there, and leaves its folder")
  func withdrawn() async throws {
    _ = try await sink.publish(first)
    try folder.write("not ours", to: "site/feeds/elsewhere/keep.atom")
    try folder.makeFolder("site/feeds/tags/folder.atom")
    symlink("keep.atom", folder["site/feeds/elsewhere/link.atom"])
    let second = publication(
      ["all.atom": "all"],
      withdrawn: [
        "tags/a.atom", "tags/b.atom", "tags/never.atom", "tags/folder.atom", "none/x.atom", "all.atom", "all.atom/x",
        "elsewhere/link.atom",
      ])
    let report = try await sink.publish(second)
    #expect(report == PublishReport(written: paths(["all.atom"]), removed: paths(["tags/a.atom", "tags/b.atom"])))
    #expect(
      folder.files() == [
        "site/feeds/all.atom", "site/feeds/elsewhere/keep.atom", "site/feeds/elsewhere/link.atom",
        "state/manifest.ndjson",
      ])
    #expect(status(folder["site/feeds/tags/folder.atom"]) != nil)
  }

  @Test("replaces no file, pipe or folder of others, and says which; what it made and somebody wrote into is its own")
  func others() async throws {
    try folder.write("mine", to: "site/feeds/tags/a.atom")
    try folder.write("", to: "site/feeds/tags/b.atom")
    mkfifo(folder["site/feeds/all.atom"], 0o600)
    let preview = try await sink.preview(first)
    let report = try await sink.publish(first)
    #expect(preview == report)
    #expect(report.written == paths(["tags/b.atom"]) && report.unchanged.isEmpty)
    #expect(report.problems.map(\.place.file) == ["tags/a.atom", "all.atom"].map { folder["site/feeds/\($0)"] })
    #expect(report.problems.allSatisfy { $0.severity == .error })
    #expect(report.problems.last?.message.contains("there is a pipe") == true)
    #expect(folder.text("site/feeds/tags/a.atom") == "mine")

    unlink(folder["site/feeds/all.atom"])
    unlink(folder["site/feeds/tags/a.atom"])
    #expect(try await sink.publish(first).problems.isEmpty)
    nextTick()
    try folder.write("mine", to: "site/feeds/all.atom")
    #expect(try await sink.publish(first).written == paths(["all.atom"]))
  }

  @Test("removes no file of others where a withdrawn document was, nor one that was written into")
  func othersWithdrawn() async throws {
    _ = try await sink.publish(first)
    nextTick()
    unlink(folder["site/feeds/tags/a.atom"])
    try folder.write("mine", to: "site/feeds/tags/a.atom")
    try folder.write("mine", to: "site/feeds/tags/b.atom")
    let withdrawn = publication(["all.atom": "all"], withdrawn: ["tags/a.atom", "tags/b.atom"])
    #expect(try await sink.publish(withdrawn).removed.isEmpty)
    // What is as young as the manifest is not known by it.
    nextTick()
    #expect(try await sink.publish(withdrawn).removed.isEmpty)
    #expect(try await sink.intactDocuments(without: withdrawn.withdrawn) == paths(["all.atom"]))
    #expect(folder.text("site/feeds/tags/a.atom") == "mine" && folder.text("site/feeds/tags/b.atom") == "mine")
  }

  @Test("follows no link to a folder below it: one error, whatever is behind it")
  func linkedFolders() async throws {
    try folder.write("left", to: "elsewhere/.syndicate-1-1.tmp")
    try folder.write("old", to: "elsewhere/c.atom")
    try folder.makeFolder("site/feeds")
    symlink("../../elsewhere", folder["site/feeds/tags"])
    var sink = sink
    sink.isMarked = { _ in true }
    let report = try await sink.publish(
      publication(["tags/a.atom": "a", "tags/x/b.atom": "b", "all.atom": "all"], withdrawn: ["tags/c.atom"]))
    #expect(report.written == paths(["all.atom"]) && report.removed.isEmpty)
    #expect(report.problems.map(\.place.file) == [folder["site/feeds/tags"]])
    #expect(
      Set(folder.files().filter { $0.hasPrefix("elsewhere") }) == ["elsewhere/.syndicate-1-1.tmp", "elsewhere/c.atom"])
  }

  @Test("leaves everything else in the folder alone")
  func foreignFiles() async throws {
    let foreign = ["site/feeds/index.html", "site/feeds/tags/.hidden", "site/feeds/.syndicate-notes.tmp", "site/x.tmp"]
    for name in foreign { try folder.write("mine", to: name) }
    let before = foreign.map { identity(folder[$0]) }
    _ = try await sink.publish(first)
    _ = try await sink.publish(publication(["all.atom": "all"], withdrawn: ["tags/a.atom", "tags/b.atom"]))
    #expect(foreign.map { identity(folder[$0]) } == before)
  }

  @Test("sweeps what killed builds left, and nothing that looks like it")
  func sweeping() async throws {
    let left = ["site/feeds/.syndicate-1-1.tmp", "site/feeds/old/.syndicate-999999-12.tmp"]
    let kept = [
      "site/feeds/.syndicate-1-1.tmp.txt", "site/feeds/.syndicate-1-1.txt", "site/feeds/.syndicate-1.tmp",
      "site/feeds/.syndicate--1.tmp",
      "site/feeds/x.syndicate-1-1.tmp", "site/feeds/.syndicate-1-a.tmp", "site/feeds/other/.syndicate-1-1.tmp",
    ]
    for name in left + kept { try folder.write("half a fee", to: name) }
    try folder.makeFolder("site/feeds/.syndicate-2-2.tmp")
    _ = try await sink.publish(publication(["all.atom": "all"], withdrawn: ["old/x.atom"]))
    #expect(folder.files() == Set(kept + ["site/feeds/all.atom", "state/manifest.ndjson"]))
    #expect(status(folder["site/feeds/.syndicate-2-2.tmp"]) != nil)
  }

  @Test("completes every document under another name before the first takes its place, in order; removals come last")
  func order() async throws {
    _ = try await sink.publish(publication(["tags/z.atom": "z", "tags/old.atom": "o"]))
    let watch = try DirectoryWatch([folder["site/feeds"], folder["site/feeds/tags"]])
    _ = try await sink.publish(
      publication(
        ["tags/m.atom": "m", "tags/z.atom": "zz", "tags/a.atom": "a", "all.atom": "all"], withdrawn: ["tags/old.atom"]))
    let events = watch.events()
    let written = Array(repeating: "written .tmp", count: 4)
    #expect(
      events == written + ["m.atom", "z.atom", "a.atom", "all.atom"].map { "moved \($0)" } + ["deleted old.atom"])
  }

  @Test("writes many documents as well as few", arguments: [64, 65, 300])
  func manyDocuments(_ count: Int) async throws {
    let publication = Publication(
      documents: (0..<count).map { n in
        let path = DocumentPath(n % 2 == 0 ? "tags/\(n).atom" : "by/\(n)/all.atom")!
        return .init(path: path, document: Document(parts: [Array("\(n)".utf8)], mediaType: ""))
      })
    #expect(try await sink.publish(publication).written.count == count)
    #expect(folder.files().count == count + 1)
    #expect(folder.text("site/feeds/by/\(count / 2 * 2 - 1)/all.atom") == "\(count / 2 * 2 - 1)")
    #expect(try await sink.publish(publication).unchanged.count == count)
  }

  @Test("takes a folder's name with slashes at its end")
  func trailingSlash() async throws {
    let sink = DirectorySink(directory: folder["site/feeds//"], state: StateFolder(folder["state"]))
    #expect(sink.directory == folder["site/feeds"])
    _ = try await sink.publish(first)
    #expect(try await self.sink.preview(first).written.isEmpty)
  }

  @Test("follows a link to the folder; a link at a document's path is replaced, and what it led to stays")
  func links() async throws {
    try folder.write("precious", to: "elsewhere/precious.txt")
    try folder.makeFolder("real")
    try folder.makeFolder("site")
    symlink("../real", folder["site/feeds"])
    symlink("../elsewhere/precious.txt", folder["real/all.atom"])
    symlink("nowhere", folder["real/b.atom"])
    #expect(try await sink.publish(publication(["b.atom": "b", "all.atom": "precious"])).written.count == 2)
    #expect(folder.text("real/all.atom") == "precious")
    #expect(status(folder["real/all.atom"])!.st_mode & S_IFMT == S_IFREG)
    #expect(folder.text("real/b.atom") == "b")
    #expect(folder.text("elsewhere/precious.txt") == "precious")
    #expect(status(folder["site/feeds"])!.st_mode & S_IFMT == S_IFLNK)
  }

  @Test("previews what it would do, and touches nothing")
  func preview() async throws {
    #expect(try await sink.preview(first) == PublishReport(written: paths(["tags/a.atom", "tags/b.atom", "all.atom"])))
    #expect(folder.files().isEmpty && status(folder["site"]) == nil && status(folder["state"]) == nil)

    _ = try await sink.publish(first)
    try folder.write("left", to: "site/feeds/.syndicate-1-1.tmp")
    let files = folder.files().sorted()
    let before = files.map { identity(folder[$0]) }
    let second = publication(["tags/a.atom": "alpha", "all.atom": "all"], withdrawn: ["tags/b.atom"])
    let expected = try await sink.preview(second)
    #expect(folder.files().sorted() == files && files.map { identity(folder[$0]) } == before)
    #expect(try await sink.publish(second) == expected)
  }

  @Test("tells of each document that is done")
  func progress() async throws {
    _ = try await sink.publish(publication(["tags/b.atom": "beta"]))
    let steps = Mutex<[PublishProgress]>([])
    _ = try await sink.publish(first, progress: { step in steps.withLock { $0.append(step) } }, commit: { _ in })
    #expect(steps.withLock { $0 } == [.writing(1, of: 3), .writing(2, of: 3), .writing(3, of: 3)])
  }
}
