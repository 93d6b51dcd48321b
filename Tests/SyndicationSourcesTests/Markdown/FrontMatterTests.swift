import Syndication
import Testing

@testable import SyndicationSources

@Suite("Front matter")
struct FrontMatterTests {
  private func matter(_ text: String, mayBeHeaders: Bool = false) throws -> FrontMatter? {
    try Array(text.utf8).withUnsafeBufferPointer { try FrontMatter($0, mayBeHeaders: mayBeHeaders, file: "a.md") }
  }

  @Test(
    "is read in every language, and ends where the text begins",
    arguments: [
      ("---\ntitle: A\n---\nText", "A", "Text"), ("+++\ntitle = \"A\"\n+++\nText", "A", "Text"),
      ("---toml\ntitle = 'A'\n---\nText", "A", "Text"), ("{\"title\": \"A {\"}\nText", "A {", "Text"),
      ("---json\n{\"title\": \"A\"}\n---\nText", "A", "Text"), ("\u{FEFF}---\r\ntitle: A\r\n---\r\nText", "A", "Text"),
      ("\n\n---  \ntitle: A\n--- \nText", "A", "Text"), ("---\ntitle: A\n...\nText", "A", "Text"),
      ("---\n layout: post\n title: A\n---\nText", "A", "Text"), ("---\ntitle: A  # why\n---\nText", "A", "Text"),
      ("---\ntitle:\tA\n---\nText", "A", "Text"), ("---\ntitle: A\n---", "A", ""),
    ])
  func languages(_ text: String, _ title: String, _ body: String) throws {
    let found = try #require(try matter(text))
    #expect(found.fields["title"]?.text == title)
    #expect(String(decoding: Array(text.utf8)[found.end...], as: UTF8.self) == body)
  }

  @Test(
    "is none where a text begins with a rule, a heading or a word", arguments: ["----\na\n", "# A\n", "Text: a", ""])
  func none(_ text: String) throws {
    #expect(try matter(text) == nil)
  }

  @Test("may be lines of a name and a value, which go on where they are indented")
  func headers() throws {
    let found = try #require(
      try matter("Title: A: b\nDate: 2022-03-25\nSummary: one\n    two\n\nText", mayBeHeaders: true))
    #expect(found.fields["title"]?.text == "A: b")
    #expect(found.fields["summary"]?.text == "one\ntwo")
    #expect(try matter("Some words http://a.org\n", mayBeHeaders: true) == nil)
  }

  @Test(
    "that cannot be read is a problem with its line",
    arguments: [
      ("---\ntitle: A\nsummary: a: b\n---\n", 3), ("---\ntitle: A\n\ttags: b\n---\n", 3),
      ("---\ntags: [a, b\ntitle: c\n---\n", 3), ("+++\ntitle = \"A\"\ndate = 2022-99-01\n+++\n", 3),
      ("+++\ntitle = A\n+++\n", 2), ("---json\n{\"title\": }\n---\n", 2), ("---\ntitle: A\n", 2),
      ("---\nauthor:\n  name: a\n  name: b\n---\n", 3),
    ])
  func faults(_ text: String, _ line: Int) throws {
    let problem = try #require(throws: Problem.self) { _ = try matter(text) }
    #expect(problem.place == Place(file: "a.md", line: line), "\(problem)")
    #expect(problem.severity == .error)
  }

  @Test("of which a name is given twice takes the last, and says so")
  func repeated() throws {
    let found = try #require(try matter("---\ntitle: A\ntags: [a]\ntitle: B\n---\n"))
    #expect(found.fields["title"]?.text == "B")
    #expect(found.repeated == ["title"])
  }

  @Test("written in a program is known as such")
  func code() throws {
    #expect(try matter("---js\nconst title = \"A\";\n---\n")?.language == .code("js"))
  }

  @Test(
    "read in the short way says what the library says",
    arguments: [
      "a: b", "a: 'it''s'", "a: \"b # c\" # d", "a: [b, 'c, d', \"e\"]  # f", "a:\n- b\n- c",
      "a:\n  - b # c\n  - 'd'\ne: f",
      "a:\nb: ~\nc: null\nd:", "a: true\nb: False\nc: 'true'", "a: 1.10\nb: no\nc: 2022-03-25 12:00:00 +0100",

      "a: http://b.org/c#d", "# x\n\na: b\n# y\nc: d", "a: []", "a: -b", "a: b c  d ", "a: [b c, d-e, 1]", "a: b,c; d",
      "a: 'b'\nc: [ 'd' ]",
      "a: \"\"\nb: ''", "a:   # b\nc: d", "a: b#c", "a: [a:b]", "a-b_c: d", "a: -1\nb: .5", "a: 12:30:45",
      "a: b 'c' \"d\"", "a: ä“ö”",
    ])
  func plain(_ text: String) throws {
    let bytes = Array(text.utf8)
    let plain = bytes.withUnsafeBufferPointer { PlainYAML.read($0)?.fields }
    let composed = try bytes.withUnsafeBufferPointer { try Metadata.composed(yaml: $0) }
    #expect(plain == composed)
  }

  @Test(
    "that is not certainly plain is left to the library",
    arguments: [
      "a: b: c", "a: |\n  b", "a: >\n  b", "a: &x b", "a: *x", "a: {b: c}", "a: \"b\\n\"", "a: b\n  c", "a:\n  b: c",
      "a:\n- b: c",
      "a: [b, [c]]", "a: [b,\n c]", "- a", "a: @b", "a: `b`", "a: %b", "a: !!str b", "? a", "a: [b: c]", "\"a\": b",
      "a:\n  b", "a: 'b", "a: b\n\tc: d", "a: ~\n- b", "a: 'b\u{5}'", "a: \u{7F}", "a: b\u{2028}c", "a: b\u{85}c: d",
      "a: b\rc: d", "# \u{FEFF}", "\(String(repeating: "a", count: 1_100)): b",
      "a: [b,, c]", "a:\n- - b", " \t", "a: b\n  \t\nc: d", "a:\n- [b]",
    ])
  func notPlain(_ text: String) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { PlainYAML.read($0) == nil })
  }

  @Test(
    "in TOML that would end the process of the library is refused with its line",
    arguments: [
      "[(a)]", "[[[a]]]", "[ .a]", "[é]", "d = 2022-03-25TA0:00", "d = [2022-03-25t,\n1]", "x = '''[(\n'''\n[=]",
      "tags = [}\"a\", \"b\"]", "tags = [[1]}", "tags = [{a = 1}, }]", "tags = [\u{2028}1]", "tags = [\u{85}]",
      "d = 2022-03-25 1", "d = 2022-03-25 1\n", "d = [2022-03-25 1, 2]",
    ])
  func faults(_ text: String) {
    let error = #expect(throws: MetadataError.self) {
      try Array("a = 1\n\(text)".utf8).withUnsafeBufferPointer { _ = try Metadata.toml($0) }
    }
    #expect(error?.line == (text.hasPrefix("x") ? 4 : 2))
    #expect(error?.message.hasPrefix("this is not TOML") == true)
  }

  @Test(
    "in TOML that only looks like that is read",
    arguments: [
      "a = \"\"\"\n[(b)](c)\n\"\"\"", "a = '''\n[.]'''''", "a = [\n  [1, 2],\n  # [(\n  [ 'x' ],\n]",
      "[ a ]\n[[b.'c d']]",
      "a = \"\\\"\\\"\"\n[b]", "a = 2022-03-25T10:00:00Z\nb = 2022-03-25",
      "a = 2022-03-25 10:00:00 # 2022-03-25 1\nb = \"2022-03-25 1\u{2028}\"", "a = [{ b = [{}] }, {}]\nc = { d = [1] }",
      "a = { b = [[1]] }\n[c]",
    ])
  func noFaults(_ text: String) throws {
    #expect(Array(text.utf8).withUnsafeBufferPointer { TOMLFaults.first(in: $0) } == nil)
    _ = try Array(text.utf8).withUnsafeBufferPointer { try Metadata.toml($0) }
  }

  @Test("problems name a line that is there, though the library counts the end of a text as one more")
  func lastLine() {
    let error = #expect(throws: Problem.self) { _ = try matter("---\na: b\nc\nd") }
    #expect(error?.place.line ?? 9 <= 4)
  }
}
