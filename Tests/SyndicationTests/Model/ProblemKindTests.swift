import Syndication
import Testing

@Suite("Problems of one kind")
struct ProblemKindTests {
  private func warning(_ message: String, in file: String = "a.md", rule: String = "B2") -> Problem {
    .warning(at: Place(file: file), rule: rule, message)
  }

  private func sentences(_ problems: Problem...) -> [String] { problems.kinds.map(\.sentence) }

  @Test("differ in what they quote and count, for which an ellipsis stands")
  func sentence() {
    let kinds = [
      warning("“1st May” is no date (published): write 2022-03-25"),
      warning("“x” is no date (published): write 2022-03-25"),
    ].kinds
    #expect(kinds.count == 1 && kinds[0].problems.count == 2)
    #expect(kinds[0].sentence == "“…” is no date (published): write 2022-03-25")
    #expect(sentences(warning("has 12 bytes"), warning("has 7 bytes")) == ["has … bytes"])
    #expect(
      sentences(warning("the key \"a\" and `b` 1"), warning("the key \"c\" and `b` 1")) == ["the key \"…\" and `b` 1"])
  }

  @Test("say all where all say the same, or where there is one")
  func whole() {
    #expect(sentences(warning("“a” of 3"), warning("“a” of 3", in: "b.md")) == ["“a” of 3"])
    #expect(sentences(warning("an “open quote and \"another")) == ["an “open quote and \"another"])
    #expect(sentences(warning("")) == [""])
    #expect(sentences(warning("7")) == ["7"])
    #expect(sentences(warning("a 12”34 “”")) == ["a 12”34 “”"])
  }

  @Test("are told apart by words, by rule and by severity; errors come first, then warnings, then what was not read")
  func order() {
    let problems = [
      Problem(.unread, at: Place(file: "a"), rule: "r", "x"), warning("one"), warning("two"),
      warning("one", rule: "T2"),
      .error(at: Place(file: "b"), rule: "B2", "one"), warning("one", in: "c"),
    ]
    #expect(problems.kinds.map(\.severity) == [.error, .warning, .warning, .warning, .unread])
    #expect(problems.kinds.map(\.sentence) == ["one", "one", "two", "one", "x"])
    #expect(problems.kinds[1].problems.map(\.place.file) == ["a.md", "c"])
  }

  @Test("are bounded: the last of a kind, and of the kinds of a rule, stands for the others, and their number stays")
  func bounded() {
    func word(_ number: Int) -> String { String(decoding: "\(number)".utf8.map { $0 + 49 }, as: UTF8.self) }
    let many = (0..<1_500).map { warning("“\($0)” is no date", in: "\($0).md") }
    let kinds = (0..<300).map { warning("is \(word($0))", rule: "T2") }
    let bounded = (many + [.error(at: Place(file: "b"), rule: "B2", "one")] + kinds).bounded
    #expect(bounded.count == 1_000 + 1 + 100 && bounded.told == 1_801 && bounded.hasErrors)
    #expect(bounded.kinds.map(\.count) == [1, 1_500] + Array(repeating: 1, count: 99) + [201])
    #expect(bounded.filter { $0.others > 0 }.map(\.place.file) == ["999.md", "a.md"])
    #expect(bounded.bounded == bounded)
    #expect((bounded + many).bounded.kinds[1].count == 3_000)
    #expect(Array(many.prefix(1_000)).bounded == Array(many.prefix(1_000)))
  }

  @Test("and a message is: what is wrong and what to do stay, the middle goes")
  func message() {
    let long = warning("“" + String(repeating: "é", count: 5_000) + "”: write it short")
    #expect(long.message.unicodeScalars.count == Limit.message.value)
    #expect(
      long.message.hasPrefix("“éé") && long.message.contains("é…é") && long.message.hasSuffix("é”: write it short"))
    #expect(warning(long.message) == long)
    let short = String(repeating: "é", count: Limit.message.value)
    #expect(warning(short).message == short)
  }
}
