import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("What generators write in their configurations")
struct WrittenConfigurationTests {
  @Test(
    "patterns of paths",
    arguments: [
      ("posts/*", "posts/a.md", true), ("posts/*", "posts/b/a.md", false), ("posts/**", "posts/b/a.md", true),
      ("**/a.md", "a.md", true), ("**/a.md", "b/c/a.md", true), ("**/a.md", "b/ca.md", false), ("*.md", "a.md", true),
      ("{a,b*}/c", "bd/c", true), ("{a,{b,c}}", "c", true), ("[!_]*", "_a", false), ("[a-c]x", "bx", true),
      ("a?c", "aéc", true), ("a\\*", "a*", true), ("a\\*", "ab", false), ("[a", "[a", false), ("{a", "{a", true),
    ])
  func patterns(_ pattern: String, _ path: String, _ isSo: Bool) {
    #expect(PathPattern(pattern).matches(path) == isSo)
  }

  @Test("patterns whose stars mean folders, too, and what lies in a folder that is meant")
  func folders() {
    #expect(PathPattern("*.md", stopsAtSlashes: false).matches("a/b.md"))
    #expect(PathPattern("a/b").covers("a/b/c/d.md") && !PathPattern("a/b").covers("a/bc.md"))
  }

  @Test(
    "literals of Python",
    arguments: [
      ("X = 'a'", .string("a")), ("X = r\"a\\d\"  # b", .string("a\\d")), ("X = True", .boolean(true)),
      ("X = None", .null), ("X = (2024, 5)", .array([.number(2024), .number(5)])),
      (
        "X = {'a': [1, 'b'],\n  'c': {}}",
        .object([
          .init(name: "a", value: .array([.number(1), .string("b")])), .init(name: "c", value: .object([])),
        ])
      ),
      ("X = 'a'\nX = 'b'", .string("b")), ("X = 'a' + Y", nil), ("Y = 'b'\nX = 'a' + Y + 'c'", .string("abc")),
      ("Y = X = 'a'", .string("a")), ("X = ('a'\n  'b/'\n  r'\\c')", .string("ab/\\c")), ("X: str = 'a'", .string("a")),
      ("Y = '{date:%Y}'\nX = f'{Y}/{{slug}}'", .string("{date:%Y}/{slug}")), ("X = f'{y()}'", nil),
      ("X = '\\d{4}\\''", .string("\\d{4}'")), ("X = ['a'] + ['b']", .array([.string("a"), .string("b")])),
      ("X = ['a']\nX += ['b']", .array([.string("a"), .string("b")])), ("X = ('a',)", .array([.string("a")])),
      ("Y = 'k'\nX = {Y: 'a'}", .object([.init(name: "k", value: .string("a"))])), ("X = 'a' % Y", nil),
      ("X = 'a' \\\n  'b'", .string("ab")), ("X = 'a'\n'b'", .string("a")), ("X = 'a', 'b'", nil), ("X = f(1)", nil),
      ("X == 'a'", nil), (" X = 'a'", nil),
      ("X = '''a\nb'''", .string("a\nb")), ("X = 'a", nil), ("X = 1_000", .number(1000)),
    ] as [(String, DataValue?)])
  func python(_ text: String, _ value: DataValue?) { #expect(WrittenOut.assignments(in: text).values["X"] == value) }

  @Test("and what only a program of Python knows of them")
  func unreadPython() {
    let text = """
      A = f()
      B = {'a': g(), 'b': 'c'}
      if A:
          C = 'd'
      D = ['e']
      D.append('f')
      E = {}
      E['g'] = 'h'
      F = f()
      F = 'i'
      """
    let found = WrittenOut.assignments(in: text, beside: ["K": .string("k")])
    #expect(found.unread == ["A", "B", "C", "D", "E"])
    #expect(found.values["B"]?["b"] == .string("c") && found.values["F"] == .string("i"))
    #expect(found.values["C"] == nil && found.values["K"] == .string("k"))
  }

  @Test(
    "of a program no deeper, and no more, than values may be: the rest is what only the program knows",
    arguments: [
      "A = \(String(repeating: "[", count: 100_000))", "A = \(String(repeating: "(", count: 100_000))",
      "A = \(String(repeating: "{'a': ", count: 50_000))", "A = 'a'\n\(String(repeating: "A = [A]\n", count: 200))",
      "A = 'long text'\n\(String(repeating: "A = A + A\n", count: 60))",
      "A = ['a']\n\(String(repeating: "A = [A, A]\n", count: 60))",
      "A = 'long text'\n\(String(repeating: "A = f'{A}{A}'\n", count: 60))",
      "A = ['a']\n\(String(repeating: "A += A\n", count: 60))",
    ])
  func boundedPython(_ text: String) {
    let found = WrittenOut.assignments(in: text)
    var room = Limit.fileValues.value + 1
    #expect(found.unread == ["A"])
    #expect(found.values["A"]?.take(from: &room, depth: Limit.valueDepth.value + 1) != false)
    let brackets = String(repeating: "{a: [", count: 50_000)
    #expect(WrittenOut.property("a", in: "x({\(brackets)") == nil)
    #expect(WrittenOut.exported(by: "export default {\(brackets)") == nil)
  }

  @Test("in time by the number of names")
  func manyNames() {
    let times = growth(of: 500, within: 24) { count in
      let text = (0..<count).map { "A\($0) = \($0)\nB\($0) = f(1/2/3)\n" }.joined()
      let found = WrittenOut.assignments(in: text)
      #expect(found.values.count == count && found.unread.count == count)
    }
    #expect(times <= 24)
  }

  @Test("and not beyond a bracket that nothing opened", arguments: ["{ a ] b }", "{ a: 1, ) }", "{ ]", "{ a ^ b ] }"])
  func strayBracket(_ text: String) {
    #expect(WrittenOut.exported(by: "export default \(text)") == nil)
    #expect(WrittenOut.assignments(in: "X = \(text)\n").values["X"] == nil)
  }

  @Test("what a module of JavaScript gives, and what only its program knows")
  func javaScript() throws {
    let text = """
      /** x */
      module.exports = function () { return {
        a: "b", 'c-d': [true, null,], // e: 1
        f() { return "}" }, g: h ? 1 : 2, ...i, j: `k${l}`, m: { n: -1.5, o: p }, q: async () => ({}),
        r: 'é\\u00e9\\n',
      } }
      """
    let found = try #require(WrittenOut.exported(by: text))
    #expect(found.object["a"] == .string("b") && found.object["c-d"] == .array([.boolean(true), .null]))
    #expect(found.object["m"]?["n"] == .string("-1.5") && found.object["r"] == .string("éé\n"))
    #expect(found.unread == ["f", "g", "…", "j", "o", "q"])
    #expect(WrittenOut.exported(by: "export default x") == nil)
    #expect(
      WrittenOut.property("base", in: "import x; export default y({ rebase: 1, base: '/docs' })") == .string("/docs"))
  }

  @Test(
    "YAML's scalars without quotes, as the parsers of generators take them",
    arguments: [
      ("1.10", "1.1", "1.1", "1.1"), ("0123", "83", "83", "123"), ("1_000", "1000", "1000", "1000"),
      ("1.0", nil, "1", "1"), ("0x1F", "31", "31", "31"), ("-007", "-7", "-7", "-7"), ("1.2.3", nil, nil, nil),
      ("2024-05-01", nil, nil, nil), ("12:30", nil, nil, nil), ("1", nil, nil, nil), ("089", nil, nil, "89"),
      ("2024-05-01 23:30:00", "2024-05-01T23:30:00Z", nil, nil),
      ("2024-5-1T3:30:00.5", "2024-05-01T03:30:00Z", nil, nil),
      ("2024-05-01 23:30", nil, nil, nil), ("2024-05-01 23:30:00 +0200", nil, nil, nil),
    ] as [(String, String?, String?, String?)])
  func scalars(_ text: String, _ psych: String?, _ goccy: String?, _ js: String?) {
    #expect(YAMLScalars.psych.value(ofPlain: text)?.string == psych)
    #expect(YAMLScalars.goccy.value(ofPlain: text)?.string == goccy)
    #expect(YAMLScalars.js.value(ofPlain: text)?.string == js)
  }

  @Test("and YAML 1.1's words are true and false to Jekyll alone")
  func words() {
    #expect(
      ["yes", "On", "NO", "off"].map { YAMLScalars.psych.value(ofPlain: $0) } == [
        .boolean(true), .boolean(true), .boolean(false), .boolean(false),
      ])
    #expect(YAMLScalars.goccy.value(ofPlain: "yes") == nil && YAMLScalars.psych.value(ofPlain: "nothing") == nil)
  }
}
