package import Syndication

/// The lines of a ledger as rows of a table, each by a name: its kind, a blank, and what rows of its kind are told apart by.
package enum LedgerTable {
  struct Row: Sendable {
    var name: String
    /// Without its end.
    var line: ArraySlice<UInt8>
  }

  // MARK: - Names

  package static func name(ofEntry id: String, from source: String) -> String { "entry \(source)\t\(id)" }
  package static func name(ofFeed scope: String) -> String { "feed \(scope)" }
  package static func name(ofPage number: Int, of scope: String) -> String { "page \(scope)\t\(padded(number, 10))" }
  package static func name(ofTerm slug: String, in axis: Axis) -> String { "\(axis.name) \(slug)" }

  /// The kinds of lines in the order in which they stand in the text. See `Ledger.text`.
  private static let kinds =
    ["ledger", "entry", "feed", "page", "document"] + Axis.ofTerms.map(\.name) + ["end"]

  private static func kind(of name: String) -> String { name.split(separator: " ", maxSplits: 1).first.map(String.init) ?? "" }

  // MARK: - Text to rows

  /// The lines of `text`; nil where `text(of:)` would not make it again of them, as of what is no ledger.
  static func rows(of text: [UInt8]) -> [Row]? {
    guard text.last == UInt8(ascii: "\n"), String(validating: text, as: UTF8.self) != nil else { return nil }
    var rows: [Row] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n"))!
      guard let name = name(of: text, start..<end), !text[start..<end].contains(0) else { return nil }
      rows.append(Row(name: name, line: text[start..<end]))
      start = end + 1
    }
    let ranks = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
    var last: (rank: Int, name: String)?
    for row in rows {
      guard let rank = ranks[kind(of: row.name)] else { return nil }
      if let last, last >= (rank, row.name) { return nil }
      last = (rank, row.name)
    }
    return rows
  }

  private static func name(of text: [UInt8], _ range: Range<Int>) -> String? {
    text.withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes, range: range)
      // What a line is sorted by comes first in it.
      guard (try? reader.beginObject()) != nil, let first = try? reader.nextName() else { return nil }
      if first == "ledger" { return "ledger" }
      guard first == "row", let kind = try? reader.string() else { return nil }
      if kind == "end" { return "end" }
      guard (try? reader.nextName()) != nil, let term = try? reader.string() else { return nil }
      switch kind {
      case "entry":
        guard (try? reader.nextName()) != nil, let key = try? reader.string() else { return nil }
        return name(ofEntry: key, from: term)
      case "page":
        guard (try? reader.nextName()) != nil, let number = try? reader.numberText(), let number = Int(number) else {
          return nil
        }
        return name(ofPage: number, of: term)
      default: return "\(kind) \(term)"
      }
    }
  }

  // MARK: - Rows to text

  /// - Parameter rows: columns name and line, sorted by the bytes of the names.
  static func text(of rows: PostgresRows) -> [UInt8] {
    var byKind: [String: [(name: String, row: Int)]] = [:]
    for row in 0..<rows.count {
      let name = rows.text(row, 0)!
      byKind[kind(of: name), default: []].append((name, row))
    }
    let known = kinds.dropLast()
    let others = byKind.keys.filter { !kinds.contains($0) }.sorted()
    var text: [UInt8] = []
    for kind in Array(known) + others + ["end"] {
      var lines = byKind[kind] ?? []
      // Names are sorted as texts are compared, which is not by their bytes where those are of several normal forms.
      if lines.contains(where: { !$0.name.utf8.allSatisfy { $0 < 0x80 } }) { lines.sort { $0.name < $1.name } }
      for (_, row) in lines {
        rows.withBytes(row, 1) { text += $0 }
        text.append(UInt8(ascii: "\n"))
      }
    }
    return text
  }
}
