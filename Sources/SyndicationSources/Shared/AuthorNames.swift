internal import Syndication

/// The people that a line of front matter names.
///
/// With `;`: `Last, First`, `Last, First (Affiliation)` or `Last, First, Affiliation` between them. Without: `A and B`,
/// `A, B, and C`, `A & B`; a comma whose two sides have two or more words each parts two people, else it is `Last, First`.
enum AuthorNames {
  static func people(in text: String) -> [Person] {
    if isName(text) { return [Person(name: text)] }
    let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let semicolons = text[...].split(outsideParenthesesAt: ";").filter { !$0.isEmpty }
    if semicolons.count > 1 || text.hasSuffix(";") { return semicolons.compactMap { person(inverted: $0) } }
    let parts = partedByAnd(text)
    var people: [Person] = []
    for (index, part) in parts.enumerated() {
      let pieces = part.split(outsideParenthesesAt: ",").filter { !$0.isEmpty }
      // `Ann, Bob and Cy` is a list; in `Lee, Ann and Day, Bob` each name has its comma.
      let isList = parts.count > 1 && index < parts.count - 1 && !(parts.last ?? "").contains(",")
      people += isList && !hasRole(pieces) ? pieces.compactMap { person(spoken: $0) } : self.people(between: pieces)
    }
    return people
  }

  // MARK: -

  /// Whether it is one name, as most are: words of plain letters with a space between them.
  private static func isName(_ text: String) -> Bool {
    let words = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    return words.allSatisfy { word in
      !word.isEmpty && word.allSatisfy { (97...122).contains($0 | 0x20) } && !word.elementsEqual("and".utf8)
    }
  }

  private static func people(between pieces: [Substring]) -> [Person] {
    guard pieces.count > 1 else { return pieces.compactMap { person(spoken: $0) } }
    var people: [Person] = []
    for piece in pieces {
      // Behind what somebody does stands where.
      if isRole(piece) || people.last?.affiliation != nil && words(in: piece) == 1, let last = people.popLast() {
        var person = last
        person.affiliation = [last.affiliation, String(piece)].compactMap(\.self).joined(separator: ", ")
        people.append(person)
      } else if isSuffix(piece), let last = people.popLast() {
        var person = last
        person.name += " \(piece)"
        people.append(person)
      } else if let person = person(spoken: piece) {
        people.append(person)
      }
    }
    // What has lost its roles and suffixes: two people, or one whose family name comes first.
    let names = pieces.filter { !isRole($0) && !isSuffix($0) }
    if names.count == 2, people.count == 2, !names.allSatisfy({ words(in: $0) > 1 }) {
      return person(inverted: names.joined(separator: ", ")[...]).map { person in
        var person = person
        person.affiliation = person.affiliation ?? people[1].affiliation ?? people[0].affiliation
        return [person]
      } ?? []
    }
    return people
  }

  /// `First Last`, `First Last (Affiliation)`.
  private static func person(spoken text: Substring) -> Person? {
    let (name, affiliation) = text.partedFromAffiliation
    return named(name, affiliation)
  }

  /// `Last, First`, with an affiliation behind a comma or in parentheses.
  private static func person(inverted text: Substring) -> Person? {
    var (name, affiliation) = text.partedFromAffiliation
    var pieces = name.split(outsideParenthesesAt: ",").filter { !$0.isEmpty }
    guard pieces.count > 1 else { return named(name, affiliation) }
    var suffix = ""
    if pieces.count > 2, isSuffix(pieces[2]) { suffix = " \(pieces.remove(at: 2))" }
    if pieces.count > 2 {
      affiliation = (pieces[2...] + [affiliation].compactMap(\.self)).joined(separator: ", ")[...]
    }
    name = "\(pieces[1]) \(pieces[0])\(suffix)"[...]
    return named(name, affiliation)
  }

  private static func named(_ name: Substring, _ affiliation: Substring?) -> Person? {
    guard !name.isEmpty else { return affiliation.map { Person(name: String($0)) } }
    // `Ann Lee <ann@example.org>`, as mail has it.
    if name.hasSuffix(">"), let start = name.lastIndex(of: "<") {
      let address = String(name[name.index(after: start)...].dropLast())
      let rest = name[..<start].trimmed
      let isMail = Person.isEmail(address)
      return Person(
        name: rest.isEmpty ? address : String(rest), url: isMail ? nil : address, email: isMail ? address : nil,
        affiliation: affiliation.map(String.init))
    }
    return Person(name: String(name), affiliation: affiliation.map(String.init))
  }

  /// At each ` and ` and `&` outside of parentheses.
  private static func partedByAnd(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var depth = 0
    var index = start
    while index < text.endIndex {
      let byte = text.utf8[index]
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0, byte == UInt8(ascii: " ") || byte == UInt8(ascii: ","),
        let mark = [", and ", " and ", ", & ", " & "].first(where: { text.utf8[index...].starts(with: $0.utf8) })
      {
        parts.append(text[start..<index].trimmed)
        index = text.utf8.index(index, offsetBy: mark.utf8.count)
        start = index
      } else {
        index = text.utf8.index(after: index)
      }
    }
    parts.append(text[start...].trimmed)
    return parts.filter { !$0.isEmpty }
  }

  private static func words(in text: Substring) -> Int { text.split(separator: " ").count }

  private static func hasRole(_ pieces: [Substring]) -> Bool { pieces.contains(where: isRole) }

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
