import Syndication
import SyndicationTesting
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
    #expect(try matter("\u{B}\n+++\ntext", mayBeHeaders: true) == nil)
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

  private func yaml(_ text: String) throws -> DataValue {
    try Array(text.utf8).withUnsafeBufferPointer { try YAMLReader.fields(of: $0, atMost: .postValues).fields }
  }

  @Test(
    "in plain YAML is read as texts but for booleans and nulls",
    arguments: [
      ("a: b", #"{"a": "b"}"#), ("a: 'it''s'", #"{"a": "it's"}"#), ("a: \"b # c\" # d", #"{"a": "b # c"}"#),
      ("a: [b, 'c, d', \"e\"]  # f", #"{"a": ["b", "c, d", "e"]}"#), ("a:\n- b\n- c", #"{"a": ["b", "c"]}"#),
      ("a:\n  - b # c\n  - 'd'\ne: f", #"{"a": ["b", "d"], "e": "f"}"#),
      ("a:\nb: ~\nc: null\nd:", #"{"a": null, "b": null, "c": null, "d": null}"#),
      ("a: true\nb: False\nc: 'true'", #"{"a": true, "b": false, "c": "true"}"#),
      ("a: 1.10\nb: no\nc: 2022-03-25 12:00:00 +0100", #"{"a": "1.10", "b": "no", "c": "2022-03-25 12:00:00 +0100"}"#),
      ("a: http://b.org/c#d", #"{"a": "http://b.org/c#d"}"#), ("# x\n\na: b\n# y\nc: d", #"{"a": "b", "c": "d"}"#),
      ("a: []", #"{"a": []}"#), ("a: -b", #"{"a": "-b"}"#), ("a: b c  d ", #"{"a": "b c  d"}"#),
      ("a: [b c, d-e, 1]", #"{"a": ["b c", "d-e", "1"]}"#), ("a: b,c; d", #"{"a": "b,c; d"}"#),
      ("a: 'b'\nc: [ 'd' ]", #"{"a": "b", "c": ["d"]}"#), ("a: \"\"\nb: ''", #"{"a": "", "b": ""}"#),
      ("a:   # b\nc: d", #"{"a": null, "c": "d"}"#), ("a: b#c", #"{"a": "b#c"}"#), ("a: [a:b]", #"{"a": ["a:b"]}"#),
      ("a-b_c: d", #"{"a-b_c": "d"}"#), ("a: -1\nb: .5", #"{"a": "-1", "b": ".5"}"#),
      ("a: 12:30:45", #"{"a": "12:30:45"}"#), ("a: b 'c' \"d\"", #"{"a": "b 'c' \"d\""}"#),
      ("a: ä“ö”", #"{"a": "ä“ö”"}"#), ("", "{}"), ("# a", "{}"), ("true: a\n~: b", #"{"true": "a", "~": "b"}"#),
    ])
  func plain(_ text: String, _ json: String) throws {
    #expect(try yaml(text) == DataValue(json: Array(json.utf8)))
  }

  @Test(
    "in any YAML is read",
    arguments: [
      ("a: |\n  b\n  c", #"{"a": "b\nc"}"#), ("a: >\n  b\n  c", #"{"a": "b c"}"#), ("a: {b: c}", #"{"a": {"b": "c"}}"#),
      ("a: \"b\\n\"", #"{"a": "b\n"}"#), ("a: b\n  c", #"{"a": "b c"}"#), ("a:\n  b: c", #"{"a": {"b": "c"}}"#),
      ("a:\n- b: c", #"{"a": [{"b": "c"}]}"#), ("a: [b, [c]]", #"{"a": ["b", ["c"]]}"#),
      ("a: [b,\n c]", #"{"a": ["b", "c"]}"#), ("a: !!str b", #"{"a": "b"}"#), ("a: !!str true", #"{"a": "true"}"#),
      ("? a", #"{"a": null}"#), ("? [a]\n: b\nc: d", #"{"c": "d"}"#), ("a: [b: c]", #"{"a": [{"b": "c"}]}"#),
      ("\"a\": b", #"{"a": "b"}"#), ("a:\n  b", #"{"a": "b"}"#), ("a: b\u{85}c: d", #"{"a": "b", "c": "d"}"#),
      ("a:\n- - b", #"{"a": [["b"]]}"#), ("a:\n- [b]", #"{"a": [["b"]]}"#),
      ("a: b\n  \t\nc: d", #"{"a": "b", "c": "d"}"#),
      ("a: &x b\nc: *x", #"{"a": "b", "c": "b"}"#), ("&x a: b\nc: *x", #"{"a": "b", "c": "a"}"#),
      ("a: &x {b: c}\nd: [*x, *x]", #"{"a": {"b": "c"}, "d": [{"b": "c"}, {"b": "c"}]}"#),
      ("a: &x {b: c, d: e}\nf:\n  d: g\n  <<: *x", #"{"a": {"b": "c", "d": "e"}, "f": {"b": "c", "d": "g"}}"#),
      (
        "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y]}",
        #"{"a": {"b": "1"}, "c": {"b": "2", "d": "3"}, "e": {"b": "1", "d": "3"}}"#
      ),
    ])
  func anyYAML(_ text: String, _ json: String) throws {
    #expect(try yaml(text) == DataValue(json: Array(json.utf8)))
  }

  @Test(
    "that is no YAML is refused with its line",
    arguments: [
      ("x: y\na: b: c", 2), ("x: y\na: *x", 2), ("- a", 1), ("x: y\na: @b", 2), ("x: y\na: `b`", 2), ("x: y\na: %b", 2),
      ("x: y\na: 'b", 2), ("a: b\n\tc: d", 2), ("a: ~\n- b", 2), ("x: y\na: 'b\u{5}'", 2), ("x: y\na: \u{7F}", 2),
      ("a: b\u{2028}c", 3), ("a: b\rc: d: e", 2), ("a: [b,, c]", 1),
      ("x: y\n\(String(repeating: "a", count: 1_100)): b", 2),
      ("a: b\n---\nc: d", 3), ("a: &x [*x]", 1), ("a: \(String(repeating: "[", count: 500))", 1),
    ])
  func notYAML(_ text: String, _ line: Int) {
    let error = #expect(throws: MetadataError.self) { _ = try yaml(text) }
    #expect(error?.line == line, "\(error?.message ?? "")")
  }

  @Test("whose aliases stand for more than memory holds, or for endless depth, is refused")
  func laughs() {
    let laughs = "a0: &a0 [lol, lol]\n" + (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    let error = #expect(throws: MetadataError.self) { _ = try yaml(laughs) }
    #expect(
      error?.message
        == "over \(laughs.utf8.count + 100) values, counting what aliases repeat, are not read: leave some out")
    #expect(error?.line == 9)
    let long = "a: &a \(String(repeating: "long ", count: 2_000))\n" + (0..<100).map { "b\($0): *a\n" }.joined()
    #expect(throws: MetadataError.self) { _ = try yaml(long) }
    let merged = "a: &a {b: c, d: e}\n" + (0..<4_000).map { "m\($0): {<<: [*a]}\n" }.joined()
    #expect(throws: MetadataError.self) { _ = try yaml(merged) }
    let deep = "a0: &a0 [lol]\n" + (1...600).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
    #expect(throws: MetadataError.self) { _ = try yaml(deep) }
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
      try Array("a = 1\n\(text)".utf8).withUnsafeBufferPointer {
        _ = try TOMLReader.fields(of: $0, atMost: .postValues)
      }
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
    _ = try Array(text.utf8).withUnsafeBufferPointer { try TOMLReader.fields(of: $0, atMost: .postValues) }
  }

  @Test("in TOML has its numbers and dates as they are written, and any depth of its tables is survived")
  func toml() throws {
    func toml(_ text: String) throws -> DataValue {
      try Array(text.utf8).withUnsafeBufferPointer { try TOMLReader.fields(of: $0, atMost: .postValues) }
    }
    let text = """
      a = 1979-05-27T07:32:00.5-07:00
      b = [1979-05-27 07:32:00, 1979-05-27, 07:32:00]
      c = { d = true, e = 1_000, f = 1.1, g = 1.0 }
      """
    let json = """
      {"a": "1979-05-27T07:32:00.5-07:00", "b": ["1979-05-27T07:32:00", "1979-05-27", "07:32:00"],
       "c": {"d": true, "e": "1000", "f": "1.1", "g": "1.0"}}
      """
    #expect(try toml(text) == DataValue(json: Array(json.utf8)))
    #expect(try toml("") == .object([]))
    let deep = Array(repeating: "a", count: 200_000).joined(separator: ".")
    #expect(throws: MetadataError.self) { _ = try toml("\(deep) = 1") }
    #expect(throws: MetadataError.self) { _ = try toml("[\(deep)]\n=") }
  }

  @Test(
    "in TOML nested deeper than is read is refused before the library sees it, wherever it stands",
    arguments: [
      "\(dots) = 1", "[\(dots)]", "[[\(dots)]]", "x = {\(dots) = 1}", "x = [{y = 1, \(dots) = 1}]",
      "x = '''[.]''''' \n\(dots) = 1", "x = {y = \"\"\"a\"\"\"\", \(dots) = 1}", "x = \"\\\"\" # \"\n\(dots) = 1",
      "x = \(String(repeating: "[", count: 120))", "x = \(String(repeating: "{a.b=", count: 60))",
    ])
  func deepTOML(_ text: String) {
    let error = #expect(throws: MetadataError.self) {
      try Array("a = 1\n\(text)".utf8).withUnsafeBufferPointer {
        _ = try TOMLReader.fields(of: $0, atMost: .postValues)
      }
    }
    #expect(error?.line == 1 + text.split(separator: "\n").count)
    #expect(error?.message == "this is nested too deep: flatten it")
  }

  private static let dots = Array(repeating: "a", count: 120).joined(separator: ".")

  @Test(
    "in TOML with dots and brackets in texts and comments is not taken for deep",
    arguments: ["\"", "'", "\"\"\"", "'''"])
  func shallowTOML(_ quote: String) throws {
    let text = "a = \(quote)\(Self.dots)[[{\(quote) # \(Self.dots) \"'[{\nb = 1.5\n"
    _ = try Array(text.utf8).withUnsafeBufferPointer { try TOMLReader.fields(of: $0, atMost: .postValues) }
    let many = (0..<500).map { "k\($0).a = 1.5\n" }.joined()
    _ = try Array(many.utf8).withUnsafeBufferPointer { try TOMLReader.fields(of: $0, atMost: .postValues) }
  }

  @Test("of more values than a post's may have is refused in every language")
  func manyValues() throws {
    let count = Limit.postValues.value + 1
    let texts = [
      "---\n" + (0..<count).map { "k\($0): v\n" }.joined() + "---\n",
      "+++\n" + (0..<count).map { "k\($0) = 1\n" }.joined() + "+++\n",
      "{\((0..<count).map { "\"k\($0)\": 1" }.joined(separator: ",\n"))}\n",
    ]
    for text in texts { #expect(throws: Problem.self) { _ = try matter(text) } }
  }

  @Test("in TOML whose keys have more parts than a post may have values is refused before the library sees it")
  func manyParts() {
    let parts = Array(repeating: "a", count: 90).joined(separator: ".")
    for line in ["\(parts).k1 = 1\n", "[\(parts).k1]\n"] {
      let text = (0..<200).map { line.replacing("k1", with: "k\($0)") }.joined()
      let error = #expect(throws: MetadataError.self) {
        try Array(text.utf8).withUnsafeBufferPointer { _ = try TOMLReader.fields(of: $0, atMost: .postValues) }
      }
      #expect(error?.line == 110 && error?.message == "over 10000 values are not read: leave some out")
    }
  }

  @Test("in headers of many lines takes time by its size")
  func longHeader() throws {
    let times = growth(of: 2_000, within: 24) { count in
      let text = Array(("Title: a\n" + String(repeating: "    more\n", count: count)).utf8)
      let fields = try? text.withUnsafeBufferPointer { try Metadata.headers($0, atMost: .postValues) }
      #expect(fields?["title"]?.text?.utf8.count == 1 + 5 * count)
    }
    #expect(times <= 24)
  }

  @Test("problems name a line that is there, though the library counts the end of a text as one more")
  func lastLine() {
    let error = #expect(throws: Problem.self) { _ = try matter("---\na: b\nc\nd") }
    #expect(error?.place.line ?? 9 <= 4)
  }
}
