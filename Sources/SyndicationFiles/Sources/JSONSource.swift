public import Syndication

/// Posts in the vocabulary of JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): a document of it, a bare array of
/// its items, or, in a file named `.ndjson` or `.jsonl`, one item a line.
public struct JSONSource: CatalogSource {
  /// `sources[].name` in the configuration.
  public let name: String
  public let path: String
  /// The path that problems show.
  public let displayPath: String

  public init(name: String, path: String, displayPath: String) {
    self.name = name
    self.path = path
    self.displayPath = displayPath
  }

  /// All items without a problem of their own, and the problems.
  ///
  /// A file that is not JSON throughout holds no items; of one item a line, a line that is not JSON costs only itself.
  public func load() async throws -> SourceContents {
    let bytes = try FileContents.read(path)
    do {
      let text = JSONText(try SourceText(bytes, file: displayPath))
      return text.source.bytes.withUnsafeBufferPointer { buffer in
        var items = JSONItems(JSONMembers(JSONReader(buffer), file: displayPath), source: name, text: text)
        let isByLine = [".ndjson", ".jsonl"].contains { path.lowercased().hasSuffix($0) }
        if isByLine { items.readLines(of: buffer) } else { items.readDocument() }
        return SourceContents(items: items.items, problems: items.json.problems)
      }
    } catch {
      return SourceContents(problems: [error])
    }
  }
}

/// The text of a JSON file, shared by the handles on its bodies.
final class JSONText: Sendable {
  let source: SourceText

  init(_ source: SourceText) { self.source = source }
}

/// A string in a JSON file, decoded when a feed selects its entry.
struct JSONBody: BodyHandle {
  let text: JSONText
  /// Between the quotes.
  let range: Range<Int>

  func read() -> String {
    text.source.bytes.withUnsafeBufferPointer { JSONReader.decoded($0, in: range) }
  }

  static func == (a: JSONBody, b: JSONBody) -> Bool {
    a.range.count == b.range.count && a.text.source.bytes[a.range] == b.text.source.bytes[b.range]
  }

  // A length tells most bodies apart, and does not read them.
  func hash(into hasher: inout Hasher) { hasher.combine(range.count) }
}
