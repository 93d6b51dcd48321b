/// The text of a ledger, of which single rows are looked up, and replaced.
package struct LedgerLines: Sendable {
  private var lines: SortedLines

  /// As `Ledger.text`.
  package var text: [UInt8] { lines.text }

  /// - Parameter text: of a ledger that was written by this program.
  package init(_ text: [UInt8]) { lines = SortedLines(text) }

  /// By what a line is found: the kind of its row, then what the rows of a kind are sorted by.
  fileprivate struct Name: Comparable, Hashable {
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
    var start = 0
    for name in Set(names).sorted() {
      let range = range(of: name, from: start)
      lines += text[range]
      start = range.lowerBound
    }
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
    for (name, line) in LedgerLines.changes(from: before, to: after) { lines.replace(range(of: name), with: line) }
  }

  /// The lines that differ, in no order. What `after` has no row of is as it was.
  private static func changes(from before: Ledger, to after: Ledger) -> [(name: Name, line: [UInt8])] {
    var changes: [(Name, [UInt8])] = []
    for (key, row) in after.entries where before.entries[key] != row {
      changes.append((name(of: key), Ledger.line(of: key, row)))
    }
    for (scope, row) in after.feeds where before.feeds[scope] != row {
      changes.append((name(ofFeed: scope), Ledger.line(ofFeed: scope, row)))
    }
    for (scope, rows) in after.pages {
      for (number, row) in rows where before.pages[scope]?[number] != row {
        changes.append((name(ofPage: number, of: scope), Ledger.line(ofPage: number, of: scope, row)))
      }
    }
    for (axis, rows) in after.terms {
      for (slug, row) in rows where before.terms[axis]?[slug] != row {
        changes.append((name(of: slug, in: axis), Ledger.line(of: slug, row, in: axis)))
      }
    }
    return changes
  }

  /// - Parameter start: where a line begins that does not stand behind that of `name`.
  private func range(of name: Name, from start: Int = 0) -> Range<Int> {
    lines.range(of: name, from: start) { reader in LedgerLines.name(&reader) }
  }

  /// That of the line that `reader` is at; nil for the first, which is of no kind.
  fileprivate static func name(_ reader: inout JSONReader) -> Name? {
    guard (try? reader.beginObject()) != nil else { return nil }
    var name = Name(kind: 0, key: "")
    // What a line is sorted by comes first in it.
    while let member = try? reader.nextNameRange(), let value = try? reader.stringRange() {
      let bytes = reader.bytes
      func text() -> String { JSONReader.decoded(bytes, in: value) }
      switch member.count {
      case 3 where bytes[member].elementsEqual("row".utf8):
        guard let kind = kinds.firstIndex(where: { bytes[value].elementsEqual($0.utf8) }) else { return nil }
        name.kind = kind
        if kind == kinds.count - 1 { return name }
      case 6 where bytes[member].elementsEqual("source".utf8): name.source = text()
      default:
        name.key = text()
        guard name.kind == 2 else { return name }
        guard (try? reader.nextName()) == "page", case .number(let number)? = try? reader.value() else { return nil }
        name.number = Int(number)
        return name
      }
    }
    return nil
  }
}

/// A line of the ledger for a store that keeps each by itself: a table of a database.
public struct LedgerLine: Sendable, Hashable {
  /// By what it is found. In the order of the bytes of their names, the lines are the ledger.
  public var name: String
  /// Ends in LF.
  public var text: [UInt8]

  /// - Parameter name: as `lines(of:)` gives it.
  public init(name: String, text: [UInt8]) {
    self.name = name
    self.text = text
  }

  /// The lines of a ledger's text. What is none that this program writes has a name all the same, by where it stands.
  public static func lines(of text: [UInt8]) -> [LedgerLine] {
    var lines: [LedgerLine] = []
    text.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
        var reader = JSONReader(bytes, range: start..<end)
        let name = LedgerLines.name(&reader)?.text ?? LedgerLines.unknown(lines.count)
        lines.append(LedgerLine(name: name, text: Array(bytes[start..<end])))
        start = end
      }
    }
    return lines
  }
}

extension LedgerLine {
  /// The text that some lines are, in the order of a ledger.
  ///
  /// - Parameter lines: in the order of the bytes of their names.
  package static func text(of lines: [LedgerLine]) -> [UInt8] {
    // Keys are sorted as texts are compared, which is not by their bytes where those are of several normal forms.
    let isSorted = lines.allSatisfy { $0.name.utf8.allSatisfy { $0 < 0x80 } }
    return (isSorted ? lines : lines.sorted { $0.name < $1.name }).flatMap(\.text)
  }
}

extension LedgerLines.Name {
  /// Its parts with a byte between that none of them has, each kind behind the one before it.
  fileprivate var text: String {
    func padded(_ number: Int, to width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let place = kind == 2 ? "\u{1}\(padded(number, to: 10))" : ""
    return "\(padded(kind + 1, to: 2))\u{1}\(source)\u{1}\(key)\(place)"
  }
}

extension LedgerLines {
  /// The name of a line that is no row: the first of a ledger, before all others.
  fileprivate static func unknown(_ number: Int) -> String {
    "00\u{1}" + String(repeating: "0", count: max(0, 10 - String(number).count)) + String(number)
  }

  /// The names of the lines that say what is remembered of entries, of terms, and of feeds by the names of their scopes.
  package static func names(
    of entries: some Sequence<Ledger.Key>, _ terms: some Sequence<(axis: Axis, slug: String)>,
    feeds: some Sequence<String>
  ) -> Set<String> {
    Set(entries.map { name(of: $0).text }).union(terms.map { name(of: $0.slug, in: $0.axis).text })
      .union(feeds.map { name(ofFeed: $0).text })
  }

  /// The lines that are others in `after` than in `before`, by name.
  static func lines(of after: Ledger, insteadOf before: Ledger) -> [LedgerLine] {
    changes(from: before, to: after).map { LedgerLine(name: $0.name.text, text: $0.line) }.sorted { $0.name < $1.name }
  }
}

extension Ledger {
  /// The part of a ledger that some of its lines are, without the first and the last.
  ///
  /// - Throws: a `Problem` naming `file` where a line cannot be understood.
  package init(lines: [LedgerLine], file: String) throws(Problem) {
    try self.init(Ledger.firstLine + lines.flatMap(\.text) + Ledger.lastLine, file: file)
  }
}
