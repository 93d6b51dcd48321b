/// What the grammars of authors share: parts of names, and affiliations in parentheses.
extension Substring {
  /// The text before parentheses that end it, and what they hold.
  var partedFromAffiliation: (name: Substring, affiliation: Substring?) {
    guard hasSuffix(")") else { return (self, nil) }
    var depth = 0
    let start = indices.last { index in
      if self[index] == ")" { depth += 1 }
      if self[index] == "(" { depth -= 1 }
      return depth == 0
    }
    guard let start else { return (self, nil) }
    let affiliation = self[index(after: start)...].dropLast().stripped
    return (self[..<start].stripped, affiliation.isEmpty ? nil : affiliation)
  }

  /// The parts between separators that stand in no parentheses, without spaces around: at least one, some maybe empty.
  func split(outsideParenthesesAt separator: Character) -> [Substring] {
    var depth = 0
    return split(omittingEmptySubsequences: false) { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == separator && depth == 0
    }.map(\.stripped)
  }

  /// Without spaces around.
  var stripped: Substring { trimming { $0 == " " } }

  /// Whether it tells people of one name apart.
  var isGeneration: Bool { ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"].contains(self) }
}
