import Glibc
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSources

/// Files whose every way to be cut matters: each kind of value and token, sequences of two to four bytes, what is reported.
private let documents = [
  #"""
  {"title": "Ünïcödé 模型 🏷️", "other": [1.5e+10, -0, {"a": [true, false, null]}, "\ud83c\udff7"], "items": [
    {"id": "1", "url": "1", "content_html": "é\n\u00e9 模 🏷️", "tags": ["a tag to share", "a tag to share"]},
    {"id": 12345678901234567890, "_syndicate": {"draft": true}, "extra": [[[]]]},

    {"id": 2.5, "title": 7, "authors": [{"name": "A name of some length"}, null], "id": "again"},
    17, null, "text", [1, 2], {"attachments": [{"url": "a", "mime_type": "b/c", "size_in_bytes": 12.0}, {}]}
  ],
  "language": "de", "authors": [{"name": "Ann"}], "items": [], "last": 12345}
  """#,
  "\u{FEFF}[\r\n{\"\\u0069d\": \"escaped\"}, 1, 2, true, nul]", "[1, 22, 333]", "  42  ", "\u{FEFF}",
  "{\"items\": null}",
  "[{\"id\": \"1\"}] \n [", "[{\"title\": \"raw \u{1} \"}]", "[{\"title\": \"\\uD8\"}]",
  "[{\"content_text\": \"\(String(repeating: "long – ", count: 40))\"}, {\"id\": tru}]",
]

extension SourceContents {
  /// All that a load gives, but for the bodies' places in the file.
  func dump() throws -> [String] { try problems.map(\.description) + items.map { try $0.told() } }
}

private let lines = """
  \u{FEFF}{"id": "1", "content_text": "模型"}\r

    {"id": "2"} x
  17
  {"id": "\(String(repeating: "3", count: 100))", "title": 1, "summary": "\\n🏷️"}
  {"id": "4"
  {"id": "5"}
  """

@Suite("A file read through a window") struct JSONWindowTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What a load through a window of `size` gives.
  private func load(_ name: String, _ size: Int) async throws -> [String] {
    var source = JSONSource(name: "blog", path: folder[name])
    source.windowSize = size
    return try await source.load(seenFrom: folder.path).dump()
  }

  private func write(_ bytes: some Collection<UInt8>, to name: String) throws {
    let descriptor = open(folder[name], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    try #require(Glibc.write(descriptor, Array(bytes), bytes.count) == bytes.count)
  }

  @Test("gives what it gives whole, wherever it is cut", arguments: documents + [lines])
  func truncations(_ text: String) async throws {
    let name = text == lines ? "posts.ndjson" : "posts.json"
    let bytes = Array(text.utf8)
    for length in 0...bytes.count {
      try write(bytes[..<length], to: name)
      let whole = try await load(name, 1 << 16)
      for size in [1, 7, 64] {
        #expect(try await load(name, size) == whole, "cut to \(length) bytes, in a window of \(size)")
      }
    }
  }

  @Test("gives what it gives whole in a window of any size", arguments: documents + [lines])
  func sizes(_ text: String) async throws {
    let name = text == lines ? "posts.ndjson" : "posts.json"
    try write(text.utf8, to: name)
    let whole = try await load(name, 1 << 16)
    for size in 1...200 { #expect(try await load(name, size) == whole, "in a window of \(size)") }
  }

  @Test("names the first byte that is not UTF-8, wherever it stands, alone", arguments: [documents[0], lines])
  func encoding(_ text: String) async throws {
    let name = text == lines ? "posts.ndjson" : "posts.json"
    var random = SeededGenerator(seed: 11)
    for offset in 0..<text.utf8.count {
      var bytes = Array(text.utf8)
      bytes[offset] = random.one(of: [0x80, 0xC0, 0xE9, 0xED, 0xF0, 0xF5, 0xFF])
      guard let invalid = bytes.withUnsafeBufferPointer(UTF8.firstInvalid(in:)) else { continue }
      try write(bytes, to: name)
      for size in [1, 7, 64, 1 << 16] {
        #expect(
          try await load(name, size) == [
            "\(name): error: byte \(invalid) (counted from 0) is not UTF-8: save the file as UTF-8 [UTF-8]"
          ])
      }
    }
  }

  @Test("keeps its window, whatever the size of the file, where no item is larger")
  func memory() throws {
    try write(Array(repeating: UInt8(ascii: "a"), count: 10_000), to: "a")
    let window = try FileWindow(on: OpenFile(folder["a"]), size: 64)
    while !window.isLast {
      #expect(window.bytes.count <= 64)
      try window.slide(to: window.bytes.count - 30)
    }
    #expect(window.position + window.bytes.count == 10_000)
    try window.slide(to: 0)
    #expect(window.bytes.count <= 64)
  }
}

@Suite("A body in a file") struct JSONBodyTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(text("old"), to: "posts.json")
  }

  private func text(_ word: String) -> String {
    let items = (1...3).map { "{\"id\": \"\($0)\", \"title\": \"\($0)\", \"content_text\": \"\(word) \($0)\"}" }
    return "[\(items.joined(separator: ",\n"))]"
  }

  private func bodies() async throws -> [Body] {
    let source = JSONSource(name: "blog", path: folder["posts.json"])
    return try await source.load().items.compactMap { $0.content?.body }
  }

  @Test("that was removed or replaced since it was loaded is read as it was")
  func replaced() async throws {
    let bodies = try await bodies()
    try folder.write(text("new"), to: "next.json")
    #expect(rename(folder["next.json"], folder["posts.json"]) == 0)
    #expect(try bodies.map { try $0.read().string } == ["old 1", "old 2", "old 3"])
    #expect(unlink(folder["posts.json"]) == 0)
    #expect(try bodies.map { try $0.read().string } == ["old 1", "old 2", "old 3"])
  }

  @Test("that was written to since it was loaded is refused", arguments: ["new", "newer", ""])
  func rewritten(_ word: String) async throws {
    func handle(_ body: Body) -> AnyHashable? {
      if case .handle(let handle) = body { AnyHashable(handle) } else { nil }
    }
    let bodies = try await bodies()
    try folder.write(text(word), to: "posts.json")
    setModified(folder["posts.json"], to: timespec(tv_sec: 1, tv_nsec: 1))
    for body in bodies {
      #expect(throws: FileChanged(path: folder["posts.json"])) { try body.read() }
      #expect(handle(body) == handle(body))
    }
    #expect(handle(bodies[0]) != handle(bodies[1]))
  }

  @Test("whose mtime does not tell of the writing is refused where it is no string any more")
  func unseen() async throws {
    let bodies = try await bodies()
    let modified = try #require(status(folder["posts.json"])).st_mtim
    try folder.write(text("old").replacing("\"old 2\"", with: "\"old\"  "), to: "posts.json")
    setModified(folder["posts.json"], to: modified)
    #expect(try bodies[0].read().string == "old 1")
    #expect(throws: FileChanged.self) { try bodies[1].read() }
  }
}
