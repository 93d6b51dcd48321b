internal import Syndication

/// What stands right of the `|` in a header line: tags parted by spaces, then authors parted by semicolons.
///
/// Nothing marks where the tags end. Names begin with an upper-case letter, but for particles such as `van der`;
/// so the words before the first comma are the family name as far back as they look like one, and tags before.
struct TagsAndAuthors {
  /// In their order, each once.
  private(set) var tags: [String] = []
  private(set) var authors: [Person] = []

  init(_ text: Substring) throws(HeaderError) {
    guard !text.contains("|") else {
      throw HeaderError("a second `|` stands in this header line: only the date is parted so from what follows")
    }
    guard text.hasBalancedParentheses else {
      throw HeaderError("the parentheses in this header line are not balanced: add or delete one")
    }
    let parts = text.split(outsideParenthesesAt: ";")
    let start = try TagsAndAuthors.startOfAuthor(in: parts[0], isOnly: parts.count == 1)
    var folded: Set<String> = []
    for tag in parts[0][..<start].split(separator: " ").map(String.init) where folded.insert(Slug.folded(tag)).inserted
    {
      tags.append(tag)
    }
    if start == parts[0].endIndex { return }
    let listed = [parts[0][start...]] + parts.dropFirst()
    authors = try listed.map { part throws(HeaderError) in try Person(listed: part) }.uniqued()
  }

  /// Where the tags that `part` begins with end, and the first author begins: at its end where there is none.
  private static func startOfAuthor(in part: Substring, isOnly: Bool) throws(HeaderError) -> Substring.Index {
    // What tells them apart are the words up to the comma within a name, or to an affiliation.
    let family = part.split(outsideParenthesesAt: ",")[0]
    let head = family.firstRange(of: " (").map { family[..<$0.lowerBound] } ?? family
    let rest = part[head.endIndex...]
    let words = head.split(separator: " ")
    guard let start = rest.contains(",") && head == family ? startOfFamilyName(in: words) : startOfName(in: words)
    else {
      if rest.isEmpty && isOnly { return part.endIndex }
      throw HeaderError(
        "\((words.last ?? "").quoted) looks like no name where the first author should stand: write authors as "
          + "`Last, First`, beginning with upper-case letters, parted by `;`, after tags that have spaces between")
    }
    if let stray = words[start...].first(where: { !$0.isName && !$0.isParticle }) {
      throw HeaderError(
        "\(stray.quoted) looks like neither a tag nor part of a name where it stands: write tags first, "
          + "then authors as `Last, First` parted by `;`")
    }
    if rest.isEmpty, isOnly, words[start...].allSatisfy(\.isAcronym) {
      throw HeaderError(
        "\(words[start].quoted) may be a tag or an author: write a tag in lower case, an author as `Last, First`")
    }
    return words[start].startIndex
  }

  /// Of the words before a comma, where the family name begins that the last of them ends.
  private static func startOfFamilyName(in words: [Substring]) -> Int? {
    var start = words.count
    var hasMixedCase = false
    for word in words.reversed() {
      let isLast = start == words.count
      if isLast || !word.isParticle {
        // `NLP Wang, Zichen` begins with a tag. Where letters have no case, the name is taken to be one word.
        guard word.isName, !(word.isAcronym && hasMixedCase), isLast || !word.isCaseless else { break }
        hasMixedCase = hasMixedCase || !word.isAcronym
      }
      start -= 1
    }
    return start < words.count ? start : nil
  }

  /// Where a name in its natural order begins: `historical Andrej Karpathy`.
  private static func startOfName(in words: [Substring]) -> Int? {
    let lastMixed = words.lastIndex { $0.isName && !$0.isAcronym } ?? -1
    guard var start = words.indices.first(where: { words[$0].isName && !(words[$0].isAcronym && $0 < lastMixed) })
    else { return nil }
    while start > 0, words[start - 1].isParticle { start -= 1 }
    return start
  }
}

extension Substring {
  /// Whether every parenthesis has its other.
  fileprivate var hasBalancedParentheses: Bool {
    var depth = 0
    for character in self {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth < 0 { return false }
    }
    return depth == 0
  }
}
