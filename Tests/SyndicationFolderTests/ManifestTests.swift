import Glibc
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationFolder

@Suite("The manifest of a folder")
struct ManifestTests {
  let folder: TemporaryFolder
  var sink: DirectorySink
  let documents = publication(["tags/a\"\\.atom": "alpha", "all.atom": "all"])

  init() async throws {
    folder = try TemporaryFolder()
    sink = DirectorySink(directory: folder["feeds"], state: StateFolder(folder["state"]))
    // What is tried is which documents are read, not whose they are.
    sink.isMarked = { _ in true }
    _ = try await sink.publish(documents)
    nextTick()
    _ = try await sink.publish(documents)
  }

  /// Alters a document so that nothing but its bytes tells.
  private func alter(_ name: String = "feeds/all.atom", to text: String = "ALL") throws {
    let modified = status(folder[name])!.st_mtim
    try folder.write(text, to: name)
    setModified(folder[name], to: modified)
  }

  private func isTrusted(_ sink: DirectorySink) async throws -> Bool {
    try alter()
    try alter("feeds/tags/a\"\\.atom", to: "ALPHA")
    let written = try await sink.preview(documents).written
    #expect(written.isEmpty || written.count == 2)
    return written.isEmpty
  }

  @Test("spares reading documents")
  func spares() async throws { #expect(try await isTrusted(sink)) }

  @Test("has a first line with its version, the absolute folder and its length, and a row a document, sorted")
  func format() {
    let lines = folder.text("state/manifest.ndjson")!.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == #"["syndicate manifest 4","\#(folder["feeds"])","","2","0"]"#)
    #expect(lines[1].hasPrefix(#"["all.atom","3","#) && lines[1].hasSuffix(#","\#(ContentHash("all"))",""]"#))
    #expect(lines[2].hasPrefix(#"["tags/a\"\\.atom","5","#))
  }

  @Test("is not asked where all bytes are to be compared")
  func force() async throws {
    var sink = sink
    sink.trustsManifest = false
    #expect(try await !isTrusted(sink))
  }

  @Test("changes the lines of some documents as if all were written anew", arguments: 1...40)
  func updated(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    func row() -> Manifest.Row {
      let state = FileState(
        device: 0, inode: .random(in: 1...99, using: &generator), size: .random(in: 0...10_000, using: &generator),
        modified: .random(in: 1...1_000_000, using: &generator))
      return .init(state: state, hash: ContentHash("\(UInt.random(in: 0...9, using: &generator))"))
    }
    let marks = ["é", "\"", "z", "A"]
    let paths = (0..<30).map { DocumentPath("tags/\(marks.randomElement(using: &generator)!)\($0).rss")! }
    let before = Dictionary(uniqueKeysWithValues: paths.prefix(25).map { ($0, row()) })
    let warnings = [ContentHash("a"): [Warning(rule: "B2", "one"), Warning(rule: "B1", "two")], ContentHash("b"): []]
    let text = Manifest.text(before, warnings, of: "/site", by: "p")
    // Now and then with one that is new.
    let choice = seed % 4 == 0 ? paths : Array(paths.prefix(25))
    let rows = Dictionary(choice.shuffled(using: &generator).prefix(4).map { ($0, row()) }) { $1 }
    let after = Manifest(text, of: "/site", by: "p").text(updatedBy: rows, warnings, of: "/site", by: "p")
    #expect(after == Manifest.text(before.merging(rows) { $1 }, warnings, of: "/site", by: "p"))
    #expect(after != text)
  }

  @Test("does not vouch for a file as young as itself")
  func racy() async throws {
    setModified(folder["feeds/all.atom"], to: timespec(tv_sec: 4_000_000_000, tv_nsec: 0))
    #expect(try await sink.publish(documents).written.isEmpty)
    let manifest = identity(folder["state/manifest.ndjson"])
    try alter()
    #expect(try await sink.preview(documents).written == paths(["all.atom"]))

    try alter(to: "all")
    setModified(folder["feeds/all.atom"], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0))
    #expect(try await sink.publish(documents).written.isEmpty)
    #expect(identity(folder["state/manifest.ndjson"]) != manifest, "written anew, so that it will vouch for it")
    #expect(try await isTrusted(sink))
  }

  @Test("does not vouch for a file that differs in mtime or inode alone")
  func state() async throws {
    try alter()
    var modified = status(folder["feeds/all.atom"])!.st_mtim
    modified.tv_nsec = (modified.tv_nsec + 1) % 1_000_000_000
    setModified(folder["feeds/all.atom"], to: modified)
    #expect(try await sink.preview(documents).written == paths(["all.atom"]))
  }

  @Test("does not vouch for a file that was replaced")
  func inode() async throws {
    let modified = status(folder["feeds/all.atom"])!.st_mtim
    try folder.write("ALL", to: "feeds/new")
    rename(folder["feeds/new"], folder["feeds/all.atom"])
    setModified(folder["feeds/all.atom"], to: modified)
    #expect(try await sink.preview(documents).written == paths(["all.atom"]))
  }

  @Test(
    "that cannot be read counts as none",
    arguments: [
      "", "\n", "[", "garbage", "\u{0}", "[\"syndicate manifest 1\",\"FOLDER\",\"\"]", "[\"syndicate manifest 4\"]",
      "[\"syndicate manifest 4\",\"FOLDER\",\"\",\"1\",\"0\"]\n",
      "[\"syndicate manifest 4\",\"FOLDER\",\"\",\"-1\",\"9999999999999\"]\n",
      "[\"syndicate manifest 4\",\"FOLDER\",\"\",\"1\",\"0\"]\n[\"all.atom\",\"3\"]\n",
      "[\"syndicate manifest 4\",\"FOLDER\",\"\",\"1\",\"0\"]\n[\"../all.atom\",\"3\",\"4\",\"5\",\"0000000000000000\",\"\"]\n",
      "[\"syndicate manifest 4\",\"FOLDER\",\"\",\"0\",\"1\"]\n[\"0000000000000000\",\"B2\"]\n",
      "[\"syndicate manifest 4\",\"FOLDER\",\"\",\"0\",\"1\"]\n[\"0000000000000000\",\"B2\",\"\",\"odd\"]\n",
    ])
  func damaged(_ text: String) async throws {
    try folder.write(text.replacing("FOLDER", with: folder["feeds"]), to: "state/manifest.ndjson")
    #expect(try await !isTrusted(sink))
    #expect(try await sink.publish(documents).written.count == 2)
    #expect(folder.text("state/manifest.ndjson")!.split(separator: "\n").count == 3)
  }

  @Test("that was cut off, or is of another version, counts as none", arguments: [true, false])
  func truncated(isCut: Bool) async throws {
    let text = folder.text("state/manifest.ndjson")!
    try folder.write(
      isCut ? String(text.dropLast(5)) : text.replacing("manifest 4", with: "manifest 2"), to: "state/manifest.ndjson")
    #expect(try await !isTrusted(sink))
  }

  @Test("of another folder counts as none, though the files are the same")
  func otherFolder() async throws {
    rename(folder["feeds"], folder["moved"])
    var sink = sink
    sink.directory = folder["moved"]
    #expect(try await sink.preview(documents).written.isEmpty)
    try folder.write("ALL", to: "moved/all.atom.new")
    let modified = status(folder["moved/all.atom"])!.st_mtim
    try folder.write("ALL", to: "moved/all.atom")
    setModified(folder["moved/all.atom"], to: modified)
    #expect(try await sink.preview(documents).written == paths(["all.atom"]))
  }

  @Test("that cannot be replaced is an error after the documents are out")
  func unwritable() async throws {
    var sink = sink
    sink.state = StateFolder(folder["feeds/all.atom"])
    let error = await #expect(throws: FileError.self) { try await sink.publish(publication(["b.atom": "b"])) }
    #expect(error?.path == folder["feeds/all.atom"])
    #expect(folder.text("feeds/b.atom") == "b")
  }
}
