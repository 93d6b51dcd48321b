import Glibc
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("What changed in a JSON file") struct JSONChangesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// How a list of items is written.
  enum Form: String, CaseIterable, Sendable {
    case array, indented, feed, lines

    var name: String { self == .lines ? "posts.ndjson" : "posts.json" }

    func text(_ items: [String]) -> String {
      switch self {
      case .array: "[\(items.joined(separator: ","))]"
      case .indented: "\u{FEFF} [\n  \(items.joined(separator: " ,\n\n  "))\n]\n"
      case .feed: #"{"items": [\#(items.joined(separator: ",\n"))], "authors": [{"name": "Ann"}], "language": "de"}"#
      case .lines: items.map { "\($0.replacing("\n", with: " "))\n" }.joined()
      }
    }
  }

  private func source(_ form: Form, windowSize: Int = 64) -> JSONSource {
    var source = JSONSource(name: "blog", path: folder[form.name])
    source.windowSize = windowSize
    return source
  }

  private func dump(_ items: [SourceItem]) throws -> [String] { try SourceContents(items: items).dump() }

  private static func item(_ number: Int, _ random: inout SeededGenerator) -> String {
    let text = String(repeating: "模型 \\n é ", count: random.number(0...30))
    let authors = random.once(in: 3) ? #", "authors": [{"name": "Bob"}]"# : ""
    let space = random.once(in: 3) ? "\n" : ""
    return #"{"id": "\#(number)", \#(space)"title": "\#(random.number(0...9))", "content_html": "\#(text)"\#(authors)}"#
  }

  /// Some items are other ones, come, go, or change places.
  private static func change(_ items: inout [String], _ next: inout Int, _ random: inout SeededGenerator) {
    for _ in 0..<random.number(1...3) {
      let place = random.number(0...items.count - 1)
      switch random.number(0...5) {
      case 0, 1: items[place] = item(place, &random)
      case 2: items.insert(item(next, &random), at: random.once(in: 2) ? 0 : place)
      case 3: items.append(item(next, &random))
      case 4: if items.count > 2 { items.remove(at: place) }
      default: items.swapAt(place, 0)
      }
      next += 1
    }
  }

  @Test("is told so that the items that were there, with it, are those that are there", arguments: Form.allCases)
  func changes(_ form: Form) async throws {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<8 {
      var next = 20
      var items = (0..<20).map { JSONChangesTests.item($0, &random) }
      try folder.write(form.text(items), to: form.name)
      var contents = try await source(form).load()
      var state = try #require(contents.state)
      for _ in 0..<12 {
        JSONChangesTests.change(&items, &next, &random)
        // Not in one that is open.
        try folder.replace(form.text(items), in: form.name)
        let changes = try #require(try await source(form).changes(since: state))
        var patched = contents.items
        let former = patched.count
        patched.replaceSubrange(changes.replaced, with: changes.items)
        contents = try await source(form).load()
        let all = try dump(contents.items)
        #expect(changes.count == all.count)
        #expect(changes.state == contents.state, "what is kept is what a load keeps")
        #expect(try changes.read(Array(all.indices)).map(dump) == all)
        if !changes.hasMoved { #expect(try dump(patched) == all && former == all.count) }
        #expect(patched.map(\.identity).map { "\($0)" } == contents.items.map(\.identity).map { "\($0)" })
        state = changes.state
      }
    }
  }

  @Test("is no more than what differs: of one item in many, that item", arguments: Form.allCases)
  func one(_ form: Form) async throws {
    var random = SeededGenerator(seed: 7)
    var items = (0..<3_000).map { JSONChangesTests.item($0, &random) }
    try folder.write(form.text(items), to: form.name)
    let state = try #require(try await source(form, windowSize: 1 << 16).load().state)
    for place in [0, 1_234, 2_999] {
      let before = items[place]
      items[place] = #"{"id": "\#(place)", "title": "Edited"}"#
      try folder.replace(form.text(items), in: form.name)
      let changes = try #require(try await source(form).changes(since: state))
      #expect(changes.replaced == place..<place + 1 && changes.items.map(\.title) == ["Edited"])
      items[place] = before
    }
    try folder.replace(form.text(items), in: form.name)
    let changes = try #require(try await source(form).changes(since: state))
    #expect(changes.replaced.isEmpty && changes.items.isEmpty && changes.state == state && !changes.hasMoved)
  }

  @Test(
    "is not told where something is wrong, or around the items is something else: a load tells then",
    arguments: [
      #"[{"id": "1"}, {"id": 2}, {"id": "3", "title": 4}]"#, #"[{"id": "1"}, {"id": "2"} {"id": "3"}]"#,
      #"[{"id": "1"}, {"id": "2"}]]"#, #"[{"id": "1"}, {"id": "2"}"#, #"[{"id": "1"}, {"id": "2", "title": "\#u{1}"}]"#,
      #"{"items": [{"id": "1"}, {"id": "2"}]}"#, #" [{"id": "1"}, {"id": "2"}, {"id": "3"}]"#, "[]", "",
      #"[{"id": "1"}, {"id": "2"}, {"id": "3"}], "#,
    ])
  func untold(_ text: String) async throws {
    try folder.write(#"[{"id": "1"}, {"id": "2"}, {"id": "3"}]"#, to: "posts.json")
    let state = try #require(try await source(.array).load().state)
    try folder.replace(text, in: "posts.json")
    #expect(try await source(.array).changes(since: state) == nil)
    let others = [SourceState([]), SourceState(Array(state.bytes.dropLast())), SourceState(state.bytes + [0])]
    for other in others { #expect(try await source(.array).changes(since: other) == nil) }
  }

  @Test("is not told of a file in which something was wrong before")
  func wrongBefore() async throws {
    for text in [#"[{"id": "1"}, {"id": "2", "title": 7}]"#, "[]", #"[{"id": "1"},]"#] {
      try folder.write(text, to: "posts.json")
      #expect(try await source(.array).load().state == nil)
    }
  }
}

extension TemporaryFolder {
  /// Lets another file take the place of one.
  fileprivate func replace(_ text: String, in name: String) throws {
    try write(text, to: "\(name).new")
    try #require(rename(self["\(name).new"], self[name]) == 0)
  }
}
