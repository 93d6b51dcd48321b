import Glibc
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationFiles

@Suite("The hashes of bodies")
struct BodyHashesTests {
  let folder: TemporaryFolder
  let hashes = BodyHashes([ContentHash("a"): ContentHash("one"), ContentHash("b"): ContentHash("two")])

  init() throws {
    folder = try TemporaryFolder()
    try hashes.save(in: folder.path)
  }

  @Test("are read as they were written, and not written again where nothing is new")
  func roundTrip() throws {
    #expect(BodyHashes(in: folder.path) == hashes)
    let before = identity(folder["bodies.ndjson"])
    try hashes.save(in: folder.path)
    #expect(identity(folder["bodies.ndjson"]) == before)
    try BodyHashes([:]).save(in: folder.path)
    #expect(BodyHashes(in: folder.path).hashes.isEmpty)
  }

  @Test("make no file where there are none")
  func none() throws {
    let empty = try TemporaryFolder()
    try BodyHashes([:]).save(in: empty.path)
    #expect(empty.files().isEmpty)
  }

  @Test("that are damaged, or another program's, count as none", arguments: ["", "[", "[]\n", "damaged", "another"])
  func damaged(_ text: String) throws {
    let good = try #require(folder.text("bodies.ndjson"))
    let bad =
      switch text {
      case "damaged": String(good.dropLast(4))
      case "another": good.replacing(Program.version, with: "0.0.0")
      default: text
      }
    #expect(bad != good)
    try folder.write(bad, to: "bodies.ndjson")
    #expect(BodyHashes(in: folder.path).hashes.isEmpty)
  }

  @Test("of a Markdown file go by what changes with it, where it is not too young to be known again")
  func fingerprint() throws {
    func fingerprint(_ name: String, offset: Int = 0) throws -> ContentHash? {
      let text = try TextFile(folder[name])
      return MarkdownBody(path: folder[name], offset: offset, state: text.state, isSettled: text.isSettled).fingerprint
    }
    for name in ["one", "two"] {
      try folder.write("text", to: name)
      setModified(folder[name], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0))
    }
    let one = try #require(try fingerprint("one"))
    #expect(try fingerprint("one") == one)
    #expect(try fingerprint("two") != one)
    #expect(try fingerprint("one", offset: 1) != one)
    setModified(folder["one"], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 1))
    #expect(try fingerprint("one") != one)
    setModified(folder["one"], to: timespec(tv_sec: 4_000_000_000, tv_nsec: 0))
    #expect(try fingerprint("one") == nil)
  }
}
