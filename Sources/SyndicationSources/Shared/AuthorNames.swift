internal import Syndication

/// The people that a line of front matter names.
///
/// With `;`: `Last, First`, `Last, First (Affiliation)` or `Last, First, Affiliation` between them. Without: `A and B`,
/// `A, B, and C`, `A & B`; a comma whose two sides have two or more words each parts two people, else it is `Last, First`.
enum AuthorNames {
  static func people(in text: String) -> [Person] {
    if isName(text) { return [Person(name: text)] }
    let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let semicolons = parts(of: text[...], at: ";")
    if semicolons.count > 1 || text.hasSuffix(";") { return semicolons.compactMap { person(inverted: $0) } }
    let joined = partedByAnd(text)
    return joined.enumerated().flatMap { index, part in
      let pieces = parts(of: part, at: ",")
      // `Ann, Bob and Cy` is a list; in `Lee, Ann and Day, Bob` each name has its comma.
      let isList = index < joined.count - 1 && !joined[joined.count - 1].contains(",")
      return isList && !pieces.contains(where: isRole)
        ? pieces.compactMap { named($0.partedFromAffiliation) } : people(between: pieces)
    }
  }

  // MARK: -

  /// The parts that say something between separators outside of parentheses.
  private static func parts(of text: Substring, at separator: Character) -> [Substring] {
    text.split(outsideParenthesesAt: separator).filter { !$0.isEmpty }
  }

  /// Whether it is one name, as most are: words of letters, dashes, dots and apostrophes, with a space between them.
  private static func isName(_ text: String) -> Bool {
    let words = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    return words.allSatisfy { !$0.isEmpty && $0.allSatisfy(isOfName) && !$0.elementsEqual("and".utf8) }
      && (text.utf8.allSatisfy { $0 < 0x80 } || !text.contains { $0.isWhitespace && $0 != " " })
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    byte.isLetter || byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "'")
  }

  private static func people(between pieces: [Substring]) -> [Person] {
    guard pieces.count > 1 else { return pieces.compactMap { named($0.partedFromAffiliation) } }
    var people: [Person] = []
    for piece in pieces {
      // Behind what somebody does stands where.
      let last = people.count - 1
      if last >= 0, isRole(piece) || people[last].affiliation != nil && !piece.contains(" ") {
        people[last].affiliation = (people[last].affiliation.map { "\($0), " } ?? "") + piece
      } else if last >= 0, isSuffix(piece) {
        people[last].name += " \(piece)"
      } else if let person = named(piece.partedFromAffiliation) {
        people.append(person)
      }
    }
    // What has lost its roles and suffixes: two people, or one whose family name comes first.
    let names = pieces.filter { !isRole($0) && !isSuffix($0) }
    if names.count == 2, people.count == 2, !names.allSatisfy({ $0.contains(" ") }),
      var person = person(inverted: names.joined(separator: ", ")[...])
    {
      person.affiliation = person.affiliation ?? people[1].affiliation ?? people[0].affiliation
      return [person]
    }
    return people
  }

  /// `Last, First`, with an affiliation behind a comma or in parentheses.
  private static func person(inverted text: Substring) -> Person? {
    let (name, parenthesis) = text.partedFromAffiliation
    var affiliation = parenthesis
    var pieces = parts(of: name, at: ",")
    guard pieces.count > 1 else { return named((name, affiliation)) }
    var suffix = ""
    if pieces.count > 2, isSuffix(pieces[2]) { suffix = " \(pieces.remove(at: 2))" }
    if pieces.count > 2 {
      affiliation = (pieces[2...] + [affiliation].compactMap(\.self)).joined(separator: ", ")[...]
    }
    return named(("\(pieces[1]) \(pieces[0])\(suffix)"[...], affiliation))
  }

  /// `First Last`.
  private static func named(_ parts: (name: Substring, affiliation: Substring?)) -> Person? {
    let (name, affiliation) = (parts.name, parts.affiliation.map(String.init))
    guard !name.isEmpty else { return affiliation.map { Person(name: $0) } }
    // `Ann Lee <ann@example.org>`, as mail has it.
    if name.hasSuffix(">"), let start = name.lastIndex(of: "<") {
      let address = String(name[name.index(after: start)...].dropLast())
      let rest = name[..<start].stripped
      let isMail = Person.isEmail(address)
      return Person(
        name: rest.isEmpty ? address : String(rest), url: isMail ? nil : address, email: isMail ? address : nil,
        affiliation: affiliation)
    }
    return Person(name: String(name), affiliation: affiliation)
  }

  /// At each `and` and `&` outside of parentheses; `text` has single spaces.
  private static func partedByAnd(_ text: String) -> [Substring] {
    var depth = 0
    let parts = text.split(separator: " ").split { word in
      defer { depth += word.count { $0 == "(" } - word.count { $0 == ")" } }
      return depth == 0 && (word == "and" || word == "&")
    }
    return parts.map { text[$0.first!.startIndex..<$0.last!.endIndex] }
  }

  /// Whether it is what somebody does, and nobody's name.
  private static func isRole(_ text: Substring) -> Bool {
    text.split(separator: " ").contains { roles.contains($0.lowercased()) }
  }

  private static let roles: Set<String> = [
    "administrator", "analyst", "architect", "associate", "board", "ceo", "cofounder", "co-founder", "consultant",
    "coordinator", "cto", "designer", "developer", "director", "directors", "editor", "engineer", "engineering",
    "fellow", "founder", "inc", "inc.", "intern", "lead", "lecturer", "librarian", "llc", "maintainer", "manager",
    "officer", "president", "professor", "programmer", "researcher", "scientist", "secretary", "student", "treasurer",
    "university", "vp", "writer",
  ]

  private static func isSuffix(_ text: Substring) -> Bool { text.isGeneration || titles.contains(text) }

  private static let titles: Set<Substring> = ["PhD", "Ph.D.", "MD", "M.D.", "Esq", "Esq.", "MSc", "BSc"]
}
