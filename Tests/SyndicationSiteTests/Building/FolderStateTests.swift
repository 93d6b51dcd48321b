import Glibc
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSite

@Suite("What is remembered of a source's folder")
struct FolderStateTests {
  let folder: TemporaryFolder
  private static let files = ["posts/one.md", "posts/2022/two.md", "posts/2022/image.png", "elsewhere/three.md"]

  init() throws {
    folder = try TemporaryFolder()
    for file in Self.files { try folder.write("text", to: file) }
    symlink("../elsewhere", folder["posts/linked"])
    symlink("nowhere", folder["posts/broken"])
    age()
  }

  /// Gives every file one and the same mtime, long ago, so that only the rest tells.
  private func age() {
    for file in folder.files() { setModified(folder[file], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 7)) }
  }

  private var state: FileState? {
    FileState.settled(folder["posts"], without: [folder["posts/feeds"]], within: [folder.path])
  }

  static let changes: KeyValuePairs<String, @Sendable (TemporaryFolder) throws -> Void> = [
    "a file written in place": { try $0.write("other text", to: "posts/2022/two.md") },
    "a file replaced": {
      try $0.write("text", to: "new")
      rename($0["new"], $0["posts/one.md"])
    },
    "a file made": { try $0.write("", to: "posts/2022/four.md") },
    "a file deleted": { unlink($0["posts/2022/image.png"]) },
    "a file renamed": { rename($0["posts/one.md"], $0["posts/1.md"]) },
    "a file moved to another folder": { rename($0["posts/2022/two.md"], $0["posts/two.md"]) },
    "a folder made": { try $0.makeFolder("posts/2023") },
    "a folder renamed": { rename($0["posts/2022"], $0["posts/2023"]) },
    "the whole folder replaced": {
      rename($0["posts"], $0["old"])
      for file in files where file.hasPrefix("posts") { try $0.write("text", to: file) }
    },
    "a link switched": {
      try $0.write("text", to: "other/three.md")
      unlink($0["posts/linked"])
      symlink("../other", $0["posts/linked"])
    },
    "a file in a linked folder written": { try $0.write("other text", to: "elsewhere/three.md") },
    "a broken link mended": { try $0.write("text", to: "posts/nowhere") },
  ]

  @Test("is another after", arguments: changes.map(\.key))
  func changed(_ change: String) throws {
    let before = try #require(state)
    #expect(before == state && before.contents != nil)
    try Self.changes.first { $0.key == change }!.value(folder)
    age()
    #expect(try #require(state) != before)
  }

  @Test("is another when a file's time alone is another, by a nanosecond")
  func time() throws {
    let before = try #require(state)
    setModified(folder["posts/2022/two.md"], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 8))
    #expect(try #require(state) != before)
  }

  @Test("is the same whatever a build writes in it, and whatever is no content")
  func noContent() throws {
    let before = try #require(state)
    for file in ["feeds/all.atom", ".git/index", ".one.md.swp", "node_modules/a/b.md", "2022/.x"] {
      try folder.write("young", to: "posts/\(file)")
    }
    setModified(folder["posts/feeds/all.atom"], to: timespec(tv_sec: 4_000_000_000, tv_nsec: 0))
    symlink("feeds", folder["posts/another name of the feeds"])
    #expect(state == before)
    #expect(FileState.settled(folder["posts"]) == nil, "nobody said where the feeds are")
  }

  @Test("is nothing where a file is too young to be known again, or a folder is gone")
  func unknown() throws {
    setModified(folder["elsewhere/three.md"], to: timespec(tv_sec: 4_000_000_000, tv_nsec: 0))
    #expect(state == nil)
    #expect(FileState.settled(folder["missing"]) == nil)
  }

  @Test("is found though a link leads back to where it lies; a linked folder is met by its own path")
  func loop() throws {
    symlink("..", folder["posts/2022/up"])
    symlink("2022", folder["posts/1999"])
    #expect(state != nil)
    let tree = try FileTree(at: folder["posts"], within: [folder.path])
    #expect(tree.folders == ["", "2022", "linked"])
    #expect(tree.files == ["2022/image.png", "2022/two.md", "linked/three.md", "one.md"])
  }

  @Test("a tree leaves out what a build writes, what is to be skipped, and what is no content")
  func tree() throws {
    for file in ["feeds/all.atom", "_site/one.html", ".git/index", "a/node_modules/b.md"] {
      try folder.write("", to: "posts/\(file)")
    }
    let tree = try FileTree(
      at: folder["posts"], without: [folder["posts/feeds"]], within: ["/"], skipping: { $0 == "_site" })
    #expect(tree.folders == ["", "2022", "a", "linked"])
    #expect(tree.path(of: "2022/two.md") == folder["posts/2022/two.md"] && tree.path(of: "") == folder["posts"])
    #expect(throws: FileError("list", folder["missing"], code: ENOENT)) { try FileTree(at: folder["missing"]) }
  }

  @Test("a link that leads out counts for nothing, and a tree names it; one that leads to the folder's own is followed")
  func leadsOut() throws {
    symlink("../elsewhere/three.md", folder["posts/out.md"])
    symlink("2022/two.md", folder["posts/in.md"])
    symlink("/", folder["posts/machine"])
    symlink("2022", folder["alias"])
    let before = FileState.settled(folder["posts"])
    #expect(before != nil)
    try folder.write("other text", to: "elsewhere/three.md")
    #expect(FileState.settled(folder["posts"]) == before)
    let tree = try FileTree(at: folder["posts"])
    #expect(tree.files == ["2022/image.png", "2022/two.md", "in.md", "one.md"])
    #expect(tree.omissions.map(\.path) == ["linked", "machine", "out.md"])
    #expect(
      tree.omissions.allSatisfy { $0.reason == .leadsOut } && tree.omissions.map(\.isFolder) == [true, true, false])
    // What is skipped by its name is not told.
    #expect(
      try FileTree(at: folder["posts"], skipping: { $0 == "machine" }).omissions.map(\.path) == ["linked", "out.md"])
  }

  @Test("a name that is not UTF-8 is shown escaped")
  func shownNames() {
    for (bytes, shown) in [
      ([0x61, 0xFF, 0x62], #"a\xFFb"#), ([0xC3, 0xA4], "ä"), ([0xC3], #"\xC3"#), ([0xE2, 0x82, 0x61], #"\xE2\x82a"#),
      ([], ""),
    ] as [([UInt8], String)] {
      let name = bytes.map { CChar(bitPattern: $0) } + [0]
      #expect(name.withUnsafeBufferPointer { FolderWalk.shown($0.baseAddress!) } == shown)
    }
  }

  @Test("survives the record of a build")
  func record() throws {
    let revision = Revision("posts", try #require(state))
    let record = BuildRecord(
      inputs: [revision], ledger: revision, withdrawn: [], instant: .init(seconds: 1),
      report: BuildReport(title: "", directory: "", formats: []))
    #expect(BuildRecord(record.text) == record)
  }
}
