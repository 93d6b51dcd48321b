/// The text of a ledger, of which single rows are looked up, and replaced.
package struct LedgerLines: Sendable {
  private var lines: SortedLines

  /// As `Ledger.text`.
  package var text: [UInt8] { lines.text }

  /// - Parameter text: of a ledger that was written by this program.
  package init(_ text: [UInt8]) { lines = SortedLines(text) }

  /// By what a line is found: the kind of its row, then what the rows of a kind are sorted by.
  private struct Name: Comparable, Hashable {
    var kind: Int
    var source = ""
    var key: String
    /// Of a page.
    var number = 0

    static func < (a: Name, b: Name) -> Bool {
      (a.kind, a.source, a.key, a.number) < (b.kind, b.source, b.key, b.number)
    }
  }

  /// The kinds of rows in their order; the first line is of none, and the last is the end.
  private static let kinds = ["entry", "feed", "page", "document"] + Axis.ofTerms.map(\.name) + ["end"]

  private static func name(of key: Ledger.Key) -> Name { Name(kind: 0, source: key.source, key: key.id) }
  private static func name(ofFeed scope: String) -> Name { Name(kind: 1, key: scope) }
  private static func name(ofPage number: Int, of scope: String) -> Name { Name(kind: 2, key: scope, number: number) }
  private static func name(of slug: String, in axis: Axis) -> Name {
    Name(kind: 4 + Axis.ofTerms.firstIndex(of: axis)!, key: slug)
  }

  /// The part of the ledger that the rows of these are, and of the pages of their archives.
  ///
  /// - Throws: a `Problem` where a line cannot be understood.
  func rows(of entries: [Ledger.Key], _ scopes: [Scope], in file: String) throws(Problem) -> Ledger {
    var names = entries.map(LedgerLines.name(of:)) + scopes.map { LedgerLines.name(ofFeed: $0.name) }
    names += scopes.compactMap { scope in scope.term.map { LedgerLines.name(of: $0.slug, in: scope.axis) } }
    var lines: [UInt8] = []
    for name in Set(names).sorted() { lines += text[range(of: name)] }
    for scope in scopes { lines += text[pages(of: scope)] }
    return try Ledger(Ledger.firstLine + lines + Ledger.lastLine, file: file)
  }

  /// What is remembered of the pages of the archive of a feed, by number.
  ///
  /// - Throws: a `Problem` where a line cannot be understood.
  func pages(of scope: Scope, in file: String) throws(Problem) -> [Int: Ledger.PageRow] {
    try Ledger(Ledger.firstLine + text[pages(of: scope)] + Ledger.lastLine, file: file).pages[scope.name] ?? [:]
  }

  private func pages(of scope: Scope) -> Range<Int> {
    let start = range(of: LedgerLines.name(ofPage: 0, of: scope.name)).lowerBound
    return start..<range(of: LedgerLines.name(ofPage: .max, of: scope.name)).upperBound
  }

  /// All that is remembered of feeds, and of documents about all of them.
  ///
  /// - Throws: a `Problem` where a line cannot be understood.
  func feeds(in file: String) throws(Problem) -> Ledger {
    let start = range(of: LedgerLines.name(ofFeed: "")).lowerBound
    let lines = text[start..<range(of: Name(kind: 3, key: "")).lowerBound]
    return try Ledger(Ledger.firstLine + lines + Ledger.lastLine, file: file)
  }

  /// Lets the rows of `after` take the place of those of `before`, each of them a part of the ledger.
  mutating func replace(_ before: Ledger, with after: Ledger) {
    func replace(_ name: Name, _ line: [UInt8]) { lines.replace(range(of: name), with: line) }
    for (key, row) in after.entries where before.entries[key] != row {
      replace(LedgerLines.name(of: key), Ledger.line(of: key, row))
    }
    for (scope, row) in after.feeds where before.feeds[scope] != row {
      replace(LedgerLines.name(ofFeed: scope), Ledger.line(ofFeed: scope, row))
    }
    for (scope, rows) in after.pages {
      for (number, row) in rows where before.pages[scope]?[number] != row {
        replace(LedgerLines.name(ofPage: number, of: scope), Ledger.line(ofPage: number, of: scope, row))
      }
    }
    for (axis, rows) in after.terms {
      for (slug, row) in rows where before.terms[axis]?[slug] != row {
        replace(LedgerLines.name(of: slug, in: axis), Ledger.line(of: slug, row, in: axis))
      }
    }
  }

  private func range(of name: Name) -> Range<Int> {
    lines.range(of: name) { reader in
      guard (try? reader.beginObject()) != nil else { return nil }
      var name = Name(kind: 0, key: "")
      // What a line is sorted by comes first in it.
      while let member = try? reader.nextName(), let value = try? reader.string() {
        switch member {
        case "row":
          guard let kind = LedgerLines.kinds.firstIndex(of: value) else { return nil }
          name.kind = kind
          if value == "end" { return name }
        case "source": name.source = value
        default:
          name.key = value
          guard name.kind == 2 else { return name }
          guard (try? reader.nextName()) == "page", case .number(let number)? = try? reader.value() else { return nil }
          name.number = Int(number)
          return name
        }
      }
      return nil
    }
  }
}
