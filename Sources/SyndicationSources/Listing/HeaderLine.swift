internal import Syndication

/// The line below a post's title: `26 Mar 2022 | tag other-tag Last, First; Last, First (Affiliation)`.
struct HeaderLine: Hashable {
  var date: LocalDate
  var tags: [String]
  var authors: [Person]

  /// How messages show one.
  static let example = "`26 Mar 2022 | tag other-tag Last, First; Last, First (Affiliation)`"

  /// - Parameter text: with single spaces.
  init(_ text: String) throws(HeaderError) {
    guard let bar = text.firstIndex(of: "|") else {
      let words = text.split(separator: " ", maxSplits: 3).prefix(3)
      let fault =
        HeaderLine.beginsWithDate(words)
        ? "a `|` is missing after the date \(text.quoted) begins with"
        : "\(words.joined(separator: " ").quoted) is no date, and a `|` is missing after it"
      throw HeaderError("\(fault): write \(HeaderLine.example)")
    }
    let words = text[..<bar].split(separator: " ")
    guard let date = try LocalDate(words) else {
      throw HeaderError(
        "\(words.joined(separator: " ").quoted) is no date: write it as `26 Mar 2022`, `Mar 26, 2022` or `2022-03-26`")
    }
    self.date = date
    let rest = try TagsAndAuthors(text[text.index(after: bar)...])
    tags = rest.tags
    authors = rest.authors
  }

  /// Whether `text` has to be a header, well-formed or not.
  static func isAlike(_ text: String) -> Bool {
    let words = text.split(separator: " ", maxSplits: 3).prefix(3)
    return hasBarAfterDate(text) || hasAuthorsAfterBar(text) || beginsWithDate(words) || looksLikeDate(words)
  }

  /// A day, a word and a year, though the word is no English month: `25 Mrz 2022`.
  private static func looksLikeDate(_ words: ArraySlice<Substring>) -> Bool {
    guard words.count == 3, let day = words.first, let year = words.last else { return false }
    func isNumber(_ word: Substring, _ digits: ClosedRange<Int>) -> Bool {
      digits.contains(word.utf8.count) && word.utf8.allSatisfy { (48...57).contains($0) }
    }
    return isNumber(day.hasSuffix(".") ? day.dropLast() : day, 1...2) && isNumber(year, 4...4)
  }

  /// Whether a word or two stand before a `|`, and authors after it: `Yesterday | graphs Last, First`.
  private static func hasAuthorsAfterBar(_ text: String) -> Bool {
    guard let bar = text.firstIndex(of: "|"), text[..<bar].split(separator: " ").count <= 2 else { return false }
    let rest = text[text.index(after: bar)...]
    return rest.contains(",") && (try? TagsAndAuthors(rest))?.authors.isEmpty == false
  }

  /// Whether what `text` has before a `|` is short and says a year, or a day and a month.
  static func hasBarAfterDate(_ text: String) -> Bool {
    guard let bar = text.utf8.firstIndex(of: UInt8(ascii: "|")),
      text.utf8.distance(from: text.startIndex, to: bar) < 200
    else { return false }
    func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
    let words = text[..<bar].split(separator: " ")
    let hasYear = text[..<bar].split { !isDigit($0) }.contains { $0.count == 4 }
    let hasDay = words.contains { $0.first.map(isDigit) == true }
    return words.count <= 4 && (hasYear || hasDay && words.contains { LocalDate.month(of: $0) != nil })
  }

  /// Whether all of `words` or the first are a date, though it be of a day that does not exist.
  private static func beginsWithDate(_ words: ArraySlice<Substring>) -> Bool {
    [words, words.prefix(1)].contains { words in
      do { return try LocalDate(Array(words)) != nil } catch { return true }
    }
  }
}

/// Why a line that should be a header cannot be read as one.
struct HeaderError: Error, Hashable {
  var message: String
  /// Which line of the paragraph, from 0.
  var lineOffset = 0

  init(_ message: String, lineOffset: Int = 0) {
    self.message = message
    self.lineOffset = lineOffset
  }
}

extension LocalDate {
  /// The day that `words` say, as `26 Mar 2022`, `26 March 2022`, `Mar 26, 2022` or `2022-03-26`; nil for other words.
  ///
  /// - Throws: where there is no such day.
  fileprivate init?(_ words: [Substring]) throws(HeaderError) {
    var numbers: [Int?]
    switch words.count {
    case 1:
      let parts = words[0].split(separator: "-", omittingEmptySubsequences: false)
      guard parts.map(\.count) == [4, 2, 2] else { return nil }
      numbers = parts.map(LocalDate.number)
    case 3:
      let plain = words.map { $0.hasSuffix(",") ? $0.dropLast() : $0 }
      guard plain[2].count == 4 else { return nil }
      let (day, month) = LocalDate.month(of: plain[0]) == nil ? (plain[0], plain[1]) : (plain[1], plain[0])
      guard day.count <= 2 else { return nil }
      numbers = [LocalDate.number(plain[2]), LocalDate.month(of: month), LocalDate.number(day)]
    default: return nil
    }
    guard let year = numbers[0], let month = numbers[1], let day = numbers[2] else { return nil }
    guard let date = LocalDate(year: year, month: month, day: day) else {
      throw HeaderError("there is no day \(words.joined(separator: " ").quoted): correct the date")
    }
    self = date
  }

  /// The number of an English month, written out or cut to three letters or more: `Mar`, `Sept.`, `MARCH`.
  fileprivate static func month(of word: Substring) -> Int? {
    month(named: (word.hasSuffix(".") ? word.dropLast() : word).lowercased())
  }

  private static func number(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { (48...57).contains($0) } ? Int(digits) : nil
  }
}
