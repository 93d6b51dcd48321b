internal import Syndication

extension Person {
  /// An author as a listing writes one: `Last, First`, `Last, First (Affiliation)`, `Last, First, Affiliation`,
  /// `Last, First, Jr.`, or a name as it is spoken.
  init(listed text: Substring) throws(HeaderError) {
    var parts = text.split(outsideParenthesesAt: ",")
    guard !parts.contains("") else {
      throw HeaderError(
        text.isEmpty
          ? "an author is missing beside a `;`: add one, or delete the `;`"
          : "a name is missing beside a comma in \(text.quoted): write `Last, First`")
    }
    var affiliations: [Substring] = []
    let hasSuffix = parts.count > 2 && parts[2].partedFromAffiliation.name.isGeneration
    if hasSuffix || parts.count <= 2 {
      let index = min(2, parts.count - 1)
      let (name, affiliation) = parts[index].partedFromAffiliation
      parts[index] = name
      affiliations += [affiliation].compactMap(\.self)
    }
    let suffix = hasSuffix ? parts.remove(at: 2) : nil
    affiliations += parts.dropFirst(2)
    let names = parts.prefix(2)
    guard !names.contains(where: { $0.contains("(") || $0.isEmpty }) else {
      throw HeaderError("in \(text.quoted) write the affiliation last: `Last, First (Affiliation)`")
    }
    let words = names.flatMap { $0.split(separator: " ") }
    guard !words.contains("and"), !words.contains("&") else {
      throw HeaderError("\(text.quoted) seems to be several authors: part them by `;`")
    }
    guard words.contains(where: \.isName) else {
      throw HeaderError(
        "\(text.quoted) looks like no name: begin names with an upper-case letter, and put tags before authors")
    }
    self.init(
      name: (names.reversed() + [suffix].compactMap(\.self)).joined(separator: " "),
      affiliation: affiliations.isEmpty ? nil : affiliations.joined(separator: ", "))
  }
}

extension Substring {
  /// Whether it can be a word of a name next to tags: `Müller`, `K.`, `Zhi-Quan`, `d’Alembert`, `al-Khwarizmi`.
  var isName: Bool {
    var letters = unicodeScalars[...]
    for prefix in ["d'", "d’", "l'", "l’", "al-", "el-"] where hasPrefix(prefix) {
      letters = letters.dropFirst(prefix.unicodeScalars.count)
    }
    guard let first = letters.first else { return false }
    return [.uppercaseLetter, .titlecaseLetter, .otherLetter].contains(first.properties.generalCategory)
      && letters.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.generalCategory == .nonspacingMark
          || "-‐‑'’‘ʼ.·".unicodeScalars.contains($0)
      }
  }

  /// Two or more letters, all upper case: a tag such as `NLP`, or a name written so.
  var isAcronym: Bool {
    isName && unicodeScalars.allSatisfy { $0.properties.isUppercase || $0 == "-" } && unicodeScalars.count > 1
  }

  /// Whether it is of a script that does not tell names by their letters.
  var isCaseless: Bool { unicodeScalars.first?.properties.generalCategory == .otherLetter }

  /// Whether it belongs to a name that follows.
  var isParticle: Bool { particles.contains(self) }
}

private let particles: Set<Substring> = [
  "af", "al", "av", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos", "du",
  "e", "el", "ibn", "la", "las", "le", "los", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur", "'t", "’t",
  "‘t",
]
