import Glibc
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationFolder

@Suite("A state file")
struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("is made, and replaced by another file, never written to")
  func replaced() throws {
    try AtomicFile.write(Array("one".utf8), to: folder["ledger.ndjson"])
    #expect(folder.text("ledger.ndjson") == "one")
    link(folder["ledger.ndjson"], folder["old"])
    try AtomicFile.write(Array("two".utf8), to: folder["ledger.ndjson"])
    #expect(folder.text("ledger.ndjson") == "two")
    #expect(folder.text("old") == "one")
    #expect(folder.files() == ["ledger.ndjson", "old"])
  }

  @Test("that cannot be written stays as it was, and no temporary file is left")
  func failure() throws {
    try folder.write("kept", to: "ledger.ndjson/kept")
    #expect(throws: FileError("rename", folder["ledger.ndjson"], code: EISDIR)) {
      try AtomicFile.write([1], to: folder["ledger.ndjson"])
    }
    #expect(throws: FileError("open the folder", folder["none"], code: ENOENT)) {
      try AtomicFile.write([1], to: folder["none/ledger.ndjson"])
    }
    #expect(folder.files() == ["ledger.ndjson/kept"])
  }

  @Test("is written though a killed build of the same process id left its temporary files")
  func sameProcessId() throws {
    let file = try TemporaryFile(for: "x", in: OpenFolder(in: folder.path))
    let name = try #require(folder.files().first)
    let number = try #require(name.split(separator: "-").last.flatMap { Int($0.dropLast(4)) })
    file.remove()
    for next in number...(number + 300) { try folder.write("left", to: ".syndicate-\(getpid())-\(next).tmp") }
    try AtomicFile.write(Array("one".utf8), to: folder["x"])
    #expect(folder.text("x") == "one")
    #expect(folder.files().count == 302)
  }
}

@Suite("Writing in parts")
struct WriteAllTests {
  /// A file that takes `most` bytes at a time and is interrupted before every third call.
  private func written(_ parts: [[UInt8]], most: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var calls = 0
    let isComplete = writeAll(parts) { vectors in
      calls += 1
      #expect(vectors.count <= 1024, "IOV_MAX")
      if calls % 3 == 0 {
        errno = EINTR
        return -1
      }
      let taken = vectors.flatMap { Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len)) }.prefix(most)
      bytes += taken
      return taken.count
    }
    #expect(isComplete)
    return bytes
  }

  @Test("writes every byte once, however few the kernel takes", arguments: [1, 2, 3, 7, 64, 1000, 1_000_000])
  func shortWrites(_ most: Int) {
    let parts = (0..<200).map { n in (0..<(n * 7 % 11)).map { UInt8(truncatingIfNeeded: $0 + n) } }
    #expect(written(parts, most: most) == Array(parts.joined()))
    #expect(written([], most: most) == [])
    #expect(written([[], []], most: most) == [])
    #expect(written([[1, 2, 3], []], most: most) == [1, 2, 3])
  }

  @Test("ends at an error")
  func failure() {
    var calls = 0
    let isComplete = writeAll([[1, 2], [3]]) { _ in
      calls += 1
      errno = ENOSPC
      return calls == 1 ? 1 : -1
    }
    #expect(!isComplete && errno == ENOSPC && calls == 2)
  }
}
