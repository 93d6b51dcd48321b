import Glibc
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationFiles

@Suite("Bytes that are hashed where the kernel has them") struct MappedBytesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("have the hash of the same bytes read, wherever they stand")
  func hashes() throws {
    let text = String((0..<3_000).flatMap { "\($0) é\n" })
    try folder.write(text, to: "file")
    let file = try OpenFile(folder["file"])
    let all = Array(text.utf8)
    for (lower, upper) in [(0, all.count), (1, 2), (4_095, 4_097), (5_000, 20_000), (all.count - 1, all.count)] {
      let bytes = try #require(MappedBytes(of: file, in: lower..<upper))
      #expect(bytes.hash(of: lower..<upper) == ContentHash(Array(all[lower..<upper])))
      #expect(bytes.hash(of: lower..<upper + 1) == nil && bytes.hash(of: lower - 1..<upper) == nil)
    }
    #expect(MappedBytes(of: file, in: 3..<3) == nil, "nothing")
  }

  @Test("are none any more where the file is cut off meanwhile, and the program goes on")
  func truncated() throws {
    let text = String(repeating: "0123456789abcdef", count: 4_096)
    try folder.write(text, to: "file")
    let file = try OpenFile(folder["file"])
    let bytes = try #require(MappedBytes(of: file, in: 0..<65_536))
    #expect(bytes.hash(of: 0..<65_536) != nil)
    try #require(truncate(folder["file"], 4_096) == 0)
    #expect(bytes.hash(of: 0..<65_536) == nil)
    #expect(bytes.hash(of: 0..<4_096) == ContentHash(Array(text.utf8.prefix(4_096))))
    try #require(truncate(folder["file"], 0) == 0)
    #expect(bytes.hash(of: 0..<4_096) == nil)
    #expect(throws: Never.self) { _ = try file.bytes(in: 0..<4_096) }
  }
}
