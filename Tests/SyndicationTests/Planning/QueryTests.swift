import SyndicationTesting
import Testing

@testable import Syndication

@Suite("A query is read")
struct QueryTests {
  private func flaw(_ text: String) -> String? {
    do throws(QueryFlaw) {
      _ = try Query(text)
      return nil
    } catch { return error.description }
  }

  private func canonical(_ text: String) throws -> String { try Query(text).description }

  @Test(
    "AND binds tighter than OR, NOT tightest, and parentheses before all",
    arguments: [
      ("a OR b AND NOT c", "tag:a OR tag:b AND NOT tag:c"), ("(a OR b) AND c", "(tag:a OR tag:b) AND tag:c"),
      ("(a AND b) OR c", "tag:a AND tag:b OR tag:c"), ("NOT (a OR b)", "NOT (tag:a OR tag:b)"),
      ("NOT (a AND b)", "NOT (tag:a AND tag:b)"), ("NOT NOT a", "tag:a"), ("NOT (NOT (a))", "tag:a"),
      ("NOT NOT NOT a", "NOT tag:a"), ("((a))", "tag:a"),
      ("a AND (b AND (c AND d))", "tag:a AND tag:b AND tag:c AND tag:d"),
      ("a OR (b OR c)", "tag:a OR tag:b OR tag:c"),
      (
        "tag:graphs AND (tag:reproducibility OR tag:tutorial) AND NOT tag:survey",
        "tag:graphs AND (tag:reproducibility OR tag:tutorial) AND NOT tag:survey"
      ),
    ])
  func precedence(_ text: String, _ form: String) throws {
    #expect(try canonical(text) == form)
    #expect(try Query(form) == Query(text))
  }

  @Test("its tree is what its form says")
  func tree() throws {
    #expect(
      try Query("a OR b AND NOT author:\"Ann Lee\"")
        == .any([.term(.tag, "a"), .all([.term(.tag, "b"), .not(.term(.author, "Ann Lee"))])]))
    #expect(
      try Query("since:2022-01-01 until:2022-12-31".replacing(" ", with: " AND "))
        == .all([.since(LocalDate("2022-01-01")!), .until(LocalDate("2022-12-31")!)]))
  }

  @Test("a word alone is a tag; in quotes it may hold anything; white space is one blank")
  func words() throws {
    #expect(try canonical("c++") == "tag:c++")
    #expect(try canonical("\"a:b\"") == "tag:a:b")
    #expect(try canonical(#"author:"Antonin  Raffin " "#) == #"author:"Antonin Raffin""#)
    #expect(try canonical(#"tag:"say \"hi\" \\ (x)""#) == #"tag:"say \"hi\" \\ (x)""#)
    #expect(try canonical("\"AND\" AND tag:OR") == "tag:AND AND tag:OR")
    #expect(
      try canonical("category:News AND language:de-CH AND title:reproducible")
        == "category:News AND language:de-CH AND title:reproducible")
    #expect(try canonical("tag:a:b") == "tag:a:b")
  }

  @Test(
    "an error names the place, in characters, and what was expected there",
    arguments: [
      ("", "at character 1: expected a tag, another term, NOT or “(”, found the end"),
      ("graphs AND", "at character 11: expected a tag, another term, NOT or “(”, found the end"),
      ("graphs AND OR a", "at character 12: expected a tag, another term, NOT or “(”, found “OR”"),
      ("graphs survey", "at character 8: expected AND, OR or the end, found “survey”"),
      (
        "graphs and survey",
        "at character 8: expected AND, OR or the end, found “and”, which is a word only in capitals"
      ),
      ("(graphs", "at character 8: expected AND, OR or “)”, found the end"),
      ("(graphs survey)", "at character 9: expected AND, OR or “)”, found “survey”"),
      ("graphs)", "at character 7: expected AND, OR or the end, found “)”"),
      ("()", "at character 2: expected a tag, another term, NOT or “(”, found “)”"),
      ("tag:", "at character 5: expected a tag, found the end"),
      ("a OR author: Ann", "at character 13: expected an author, found a blank"),
      ("tag:\"\"", "at character 5: expected a tag, found “\"”"),
      ("a AND \"b", "at character 7: this quote is not closed"),
      (
        "tga:graphs",
        "at character 1: “tga:” is unknown, and a tag that has a colon stands in quotes: did you mean \"tag\"?"
      ),
      ("since:2022", "at character 7: expected a day such as 2022-03-25, found “2022”"),
      ("ü AND until:2022-02-30", "at character 13: expected a day such as 2022-03-25, found “2022-02-30”"),
      ("since:", "at character 7: expected a day such as 2022-03-25, found the end"),
    ])
  func flaws(_ text: String, _ message: String) { #expect(flaw(text) == message) }

  @Test("it has a bound in length, and in depth, however many NOTs there are")
  func bounds() throws {
    let (length, depth) = (Limit.queryCharacters.value, Limit.queryDepth.value)
    #expect(flaw(String(repeating: "a", count: length)) == nil)
    #expect(flaw(String(repeating: "a", count: length + 1))?.hasPrefix("at character \(length + 1): ") == true)
    func nested(_ count: Int) -> String {
      String(repeating: "(", count: count) + "a" + String(repeating: ")", count: count)
    }
    #expect(flaw(nested(depth)) == nil)
    #expect(flaw(nested(depth + 1))?.hasPrefix("at character \(depth + 1): ") == true)
    #expect(try Query(String(repeating: "NOT ", count: (length - 1) / 4) + "a").description.hasSuffix("tag:a"))
  }

  @Test("what any query is written as, is that query", arguments: 1...40 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = RandomQueries(seed: seed)
    for _ in 0..<50 {
      let query = random.query(depth: 4)
      #expect(try Query(query.description) == query, "\(query)")
    }
  }

  @Test("what is no query costs no more than an error", arguments: 1...20 as ClosedRange<UInt64>)
  func noise(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let parts = [
      "(", ")", "AND", "OR", "NOT", "tag:", "a", "\"", "\\", " ", "since:", "2022-01-01", "é", "\u{301}", ":",
    ]
    for _ in 0..<200 {
      let text = (0..<random.number(0...12)).map { _ in random.one(of: parts) }.joined()
      guard let query = try? Query(text) else { continue }
      #expect(try Query(query.description) == query, "\(text)")
    }
  }
}

/// Makes queries by chance, each in the form in which it would be read.
struct RandomQueries {
  var random: SeededGenerator
  var terms: [Query] =
    ["a", "b", "c++", "Deep Learning", "(x)", "a\"b\\", "AND", "🏷️", "a:b"].map { .term(.tag, $0) } + [
      .term(.author, "Ann Lee"), .term(.category, "News"), .term(.language, "de"), .term(.title, "read again"),
      .since(LocalDate("2022-01-01")!), .until(LocalDate("2022-12-31")!),
    ]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func query(depth: Int) -> Query {
    guard depth > 0, !random.once(in: 4) else { return random.one(of: terms) }
    switch random.number(0...2) {
    case 0:
      let inner = query(depth: depth - 1)
      if case .not(let query) = inner { return query }
      return .not(inner)
    case 1:
      let queries = (0..<random.number(2...3)).flatMap { _ -> [Query] in
        let inner = query(depth: depth - 1)
        if case .all(let queries) = inner { return queries }
        return [inner]
      }
      return .all(queries)
    default:
      let queries = (0..<random.number(2...3)).flatMap { _ -> [Query] in
        let inner = query(depth: depth - 1)
        if case .any(let queries) = inner { return queries }
        return [inner]
      }
      return .any(queries)
    }
  }
}
