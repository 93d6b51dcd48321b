extension Query {
  /// The query that `text` says.
  public init(_ text: String) throws(QueryFlaw) {
    var parser = try QueryParser(text)
    self = try parser.query()
  }
}

/// Reads a query: `AND` binds tighter than `OR`, `NOT` tightest.
struct QueryParser {
  private let scalars: [Unicode.Scalar]
  /// Where `token` begins, and ends.
  private var start = 0
  private var end = 0
  private var token = Token.end
  /// How many parentheses are open.
  private var depth = 0

  private enum Token: Equatable {
    case open, close, and, or, not, end
    case term(Query)
  }

  init(_ text: String) throws(QueryFlaw) {
    scalars = Array(text.unicodeScalars)
    let limit = Limit.queryCharacters.value
    guard scalars.count <= limit else {
      throw QueryFlaw(position: limit + 1, message: "a query has at most \(limit) characters: make two of it")
    }
    try advance()
  }

  /// All that there is.
  mutating func query() throws(QueryFlaw) -> Query {
    let query = try alternatives()
    guard token == .end else { throw unexpected("AND, OR or the end") }
    return query
  }

  private mutating func alternatives() throws(QueryFlaw) -> Query {
    var queries: [Query] = []
    repeat {
      if !queries.isEmpty { try advance() }
      let query = try conjunction()
      if case .any(let others) = query { queries += others } else { queries.append(query) }
    } while token == .or
    return queries.count == 1 ? queries[0] : .any(queries)
  }

  private mutating func conjunction() throws(QueryFlaw) -> Query {
    var queries: [Query] = []
    repeat {
      if !queries.isEmpty { try advance() }
      let query = try negation()
      if case .all(let others) = query { queries += others } else { queries.append(query) }
    } while token == .and
    return queries.count == 1 ? queries[0] : .all(queries)
  }

  private mutating func negation() throws(QueryFlaw) -> Query {
    var isNegated = false
    while token == .not {
      isNegated.toggle()
      try advance()
    }
    let query = try primary()
    guard isNegated else { return query }
    if case .not(let inner) = query { return inner }
    return .not(query)
  }

  private mutating func primary() throws(QueryFlaw) -> Query {
    switch token {
    case .term(let query):
      try advance()
      return query
    case .open:
      depth += 1
      guard depth <= Limit.queryDepth.value else {
        throw QueryFlaw(position: start + 1, message: "over \(Limit.queryDepth.value) parentheses are in each other")
      }
      try advance()
      let query = try alternatives()
      guard token == .close else { throw unexpected("AND, OR or “)”") }
      depth -= 1
      try advance()
      return query
    default: throw unexpected("a tag, another term, NOT or “(”")
    }
  }

  // MARK: - Tokens

  /// What a word does not hold unless it is quoted.
  static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "(" || scalar == ")" || scalar == "\"" || scalar.properties.isWhitespace
  }

  private func unexpected(_ expected: String) -> QueryFlaw {
    let text = String(String.UnicodeScalarView(scalars[start..<end]))
    var found = token == .end ? "the end" : "“\(PlainText.cut(text, at: 40))”"
    if ["AND", "OR", "NOT"].contains(text.uppercased()), token != .end, case .term = token {
      found += ", which is a word only in capitals"
    }
    return QueryFlaw(position: start + 1, message: "expected \(expected), found \(found)")
  }

  private mutating func advance() throws(QueryFlaw) {
    start = end
    while start < scalars.count, scalars[start].properties.isWhitespace { start += 1 }
    end = start
    guard start < scalars.count else {
      token = .end
      return
    }
    switch scalars[start] {
    case "(":
      end += 1
      token = .open
    case ")":
      end += 1
      token = .close
    case "\"": token = .term(try term(.tag, "a tag"))
    default: try advanceWord()
    }
  }

  private mutating func advanceWord() throws(QueryFlaw) {
    while end < scalars.count, !QueryParser.endsWord(scalars[end]) { end += 1 }
    let word = scalars[start..<end]
    switch String(String.UnicodeScalarView(word)) {
    case "AND": token = .and
    case "OR": token = .or
    case "NOT": token = .not
    default:
      guard let colon = word.firstIndex(of: ":") else {
        end = start
        token = .term(try term(.tag, "a tag"))
        return
      }
      let name = String(String.UnicodeScalarView(word[..<colon]))
      end = colon + 1
      switch (QueryField(rawValue: name), name) {
      case (let field?, _): token = .term(try term(field, "\(field == .author ? "an" : "a") \(name)"))
      case (nil, "since"): token = .term(.since(try day()))
      case (nil, "until"): token = .term(.until(try day()))
      default:
        let names = QueryField.allCases.map(\.rawValue) + ["since", "until"]
        throw QueryFlaw(
          position: start + 1,
          message: "“\(PlainText.cut(name, at: 40)):” is unknown, and a tag that has a colon stands in quotes: "
            + Suggestion.sentence(for: name, among: names))
      }
    }
  }

  private mutating func term(_ field: QueryField, _ expected: String) throws(QueryFlaw) -> Query {
    let place = end
    let text = PlainText.line(try value()).text
    guard !text.isEmpty else {
      start = place
      throw QueryFlaw(position: place + 1, message: "expected \(expected), found \(found(at: place))")
    }
    return .term(field, text)
  }

  private mutating func day() throws(QueryFlaw) -> LocalDate {
    let place = end
    let text = try value()
    guard let day = LocalDate(text) else {
      let found = text.isEmpty ? found(at: place) : "“\(PlainText.cut(text, at: 40))”"
      throw QueryFlaw(position: place + 1, message: "expected a day such as 2022-03-25, found \(found)")
    }
    return day
  }

  private func found(at place: Int) -> String {
    guard place < scalars.count else { return "the end" }
    return scalars[place].properties.isWhitespace ? "a blank" : "“\(scalars[place])”"
  }

  /// A word, or what stands in quotes, from `end` on.
  private mutating func value() throws(QueryFlaw) -> String {
    var text = String.UnicodeScalarView()
    guard end < scalars.count, scalars[end] == "\"" else {
      while end < scalars.count, !QueryParser.endsWord(scalars[end]) {
        text.append(scalars[end])
        end += 1
      }
      return String(text)
    }
    let quote = end
    end += 1
    while end < scalars.count, scalars[end] != "\"" {
      if scalars[end] == "\\", end + 1 < scalars.count { end += 1 }
      text.append(scalars[end])
      end += 1
    }
    guard end < scalars.count else { throw QueryFlaw(position: quote + 1, message: "this quote is not closed") }
    end += 1
    return String(text)
  }
}
