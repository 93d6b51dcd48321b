/// Problems that one sentence tells: they differ in what it quotes and counts, and in where they are.
public struct ProblemKind: Sendable {
  /// That of all of them.
  public let severity: Problem.Severity
  /// Likewise.
  public let rule: String
  /// In the order in which they were found; at least one.
  public let problems: [Problem]
  /// How many there are, with those that are told by no problem of their own.
  public var count: Int { problems.told }
  /// What all of them say; `…` stands for what each says otherwise.
  public let sentence: String

  fileprivate init(of problems: [(problem: Problem, message: ProblemMessage)]) {
    severity = problems[0].problem.severity
    rule = problems[0].problem.rule
    self.problems = problems.map(\.problem)
    sentence = ProblemMessage.common(to: problems.map(\.message))
  }
}

extension [Problem] {
  /// How many there are, with those that they stand for.
  public var told: Int { reduce(0) { $0 + 1 + $1.others } }

  /// With no more of a kind, and no more kinds of a rule, than `Limit` has it: the last that stays stands for the others.
  package var bounded: [Problem] {
    guard count > Limit.kindsOfRule.value else { return self }
    var kept: [Problem] = []
    // How many of a kind are kept, and where the last of them is.
    var kinds: [KindKey: (count: Int, last: Int)] = [:]
    var kindsOfRules: [KindKey: Int] = [:]
    for problem in self {
      var key = KindKey(problem, fixed: ProblemMessage(problem.message).fixed)
      var most = Limit.problemsOfKind.value
      if kinds[key] == nil {
        let rule = KindKey(problem, fixed: [])
        if kindsOfRules[rule, default: 0] < Limit.kindsOfRule.value - 1 {
          kindsOfRules[rule, default: 0] += 1
        } else {
          (key, most) = (rule, 1)
        }
      }
      if let kind = kinds[key], kind.count >= most {
        kept[kind.last].others += 1 + problem.others
      } else {
        kinds[key] = ((kinds[key]?.count ?? 0) + 1, kept.count)
        kept.append(problem)
      }
    }
    return kept
  }

  /// Errors first, then warnings, then what was left unread; each kind where the first of it was found.
  public var kinds: [ProblemKind] {
    var groups: [KindKey: Int] = [:]
    var kinds: [[(problem: Problem, message: ProblemMessage)]] = []
    for problem in self {
      let message = ProblemMessage(problem.message)
      let key = KindKey(problem, fixed: message.fixed)
      if let group = groups[key] {
        kinds[group].append((problem, message))
      } else {
        groups[key] = kinds.count
        kinds.append([(problem, message)])
      }
    }
    return Problem.Severity.allCases.flatMap { severity in
      kinds.filter { $0[0].problem.severity == severity }.map(ProblemKind.init)
    }
  }
}

private struct KindKey: Hashable {
  var severity: Problem.Severity
  var rule: String
  /// Of a message, at least one part.
  var fixed: [Substring]

  init(_ problem: Problem, fixed: [Substring]) {
    (severity, rule, self.fixed) = (problem.severity, problem.rule, fixed)
    // What somebody configured by name is told by it.
    if ["query", "tags"].contains(rule), !fixed.isEmpty { self.fixed = [problem.message[...]] }
  }
}

/// A message, cut where it quotes or counts.
private struct ProblemMessage {
  /// What is the same for all messages of a kind: one more than there are varying parts, which lie between.
  private(set) var fixed: [Substring] = []
  private var varying: [Substring] = []

  private static let quotes: [Character: Character] = ["“": "”", "\"": "\"", "`": "`"]

  init(_ message: String) {
    var start = message.startIndex
    var index = start
    func isDigit(_ index: String.Index) -> Bool { index < message.endIndex && "0"..."9" ~= message[index] }
    func cut(_ range: Range<String.Index>) -> (Substring, Substring) {
      (message[start..<range.lowerBound], message[range])
    }
    while index < message.endIndex {
      var end = message.index(after: index)
      var range: Range<String.Index>?
      if let closing = ProblemMessage.quotes[message[index]], let close = message[end...].firstIndex(of: closing) {
        range = end..<close
      } else if isDigit(index) {
        while isDigit(end) { end = message.index(after: end) }
        range = index..<end
      }
      if let range {
        let (before, part) = cut(range)
        fixed.append(before)
        varying.append(part)
        start = range.upperBound
        end = start < message.endIndex && !isDigit(index) ? message.index(after: start) : start
      }
      index = end
    }
    fixed.append(message[start...])
  }

  /// - Parameter messages: of one kind; at least one.
  static func common(to messages: [ProblemMessage]) -> String {
    let first = messages[0]
    let parts = first.varying.indices.map { place in
      messages.allSatisfy { $0.varying[place] == first.varying[place] } ? first.varying[place] : "…"
    }
    return zip(first.fixed, parts).map { $0 + $1 }.joined() + first.fixed.last!
  }
}
