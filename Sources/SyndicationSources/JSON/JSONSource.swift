public import Syndication
internal import SyndicationFiles

/// Posts in the vocabulary of JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): a document of it, a bare array of
/// its items, or, in a file named `.ndjson` or `.jsonl`, one item a line.
public struct JSONSource: CatalogSource {
  /// `sources[].name` in the configuration.
  public let name: String
  /// Of the file.
  public let path: String
  /// How many bytes of the file are in memory at once, where no item is larger.
  var windowSize = 1 << 18

  /// The file at a path.
  public init(name: String, path: String) {
    self.name = name
    self.path = path
  }

  /// All items without a problem of their own, and the problems.
  ///
  /// A file that is not JSON throughout holds no items; of one item a line, a line that is not JSON costs only itself.
  ///
  /// - Throws: `FileError`; `FileChanged` where the file does not hold still.
  public func load() async throws -> SourceContents { try loadFeed().contents }

  public var files: [String] { [path] }

  public func revision() async -> Revision? { Revision(ofFiles: files) }

  /// The same, with what the document says of itself where it is a feed.
  func loadFeed() throws -> (contents: SourceContents, origin: Origin?) {
    let file = try OpenFile(path)
    for _ in 0..<3 {
      let text = JSONText(file: file, state: try file.state())
      let feed = try read(text)
      if try file.state() == text.state { return feed }
    }
    throw FileChanged(path: path)
  }

  /// Whether the file has an item a line.
  var isByLine: Bool { [".ndjson", ".jsonl"].contains { path.lowercased().hasSuffix($0) } }

  private func read(_ text: JSONText) throws -> (contents: SourceContents, origin: Origin?) {
    do {
      let window = try FileWindow(on: text.file, size: windowSize)
      var items = JSONItems(in: window, of: text, source: name)
      if isByLine { try items.readLines() } else { try items.readDocument() }
      var contents = SourceContents(items: items.items, problems: items.json.problems)
      if contents.problems.isEmpty, items.blocks.blocks.count == contents.items.count {
        contents.state = try items.blocks.state(of: text)
      }
      return (contents, items.origin)
    } catch let problem as Problem {
      return (SourceContents(problems: [problem]), nil)
    }
  }
}

/// A JSON file in the state that it was loaded in, shared by the handles on its bodies.
final class JSONText: Sendable {
  let file: OpenFile
  let state: FileState

  init(file: OpenFile, state: FileState) {
    self.file = file
    self.state = state
  }
}

/// A string in a JSON file, read when a feed selects its entry.
struct JSONBody: BodyHandle {
  let text: JSONText
  /// Between the quotes, in the file.
  let range: Range<Int>

  /// - Throws: `FileError`; `FileChanged` where the file was written to since it was loaded.
  func read() throws -> ReadBody { try read(range) { bytes in try body(in: bytes, from: range.lowerBound) } }

  func read(with other: any BodyHandle) throws -> (ReadBody, ReadBody)? {
    guard let other = other as? JSONBody, other.text === text else { return nil }
    let both = min(range.lowerBound, other.range.lowerBound)..<max(range.upperBound, other.range.upperBound)
    // What stands between them is read, too.
    guard both.count <= range.count + other.range.count + 4096 else { return nil }
    return try read(both) { bytes in
      (try body(in: bytes, from: both.lowerBound), try other.body(in: bytes, from: both.lowerBound))
    }
  }

  /// What `decode` makes of a part of the file, with a byte before and behind it.
  private func read<Result>(_ part: Range<Int>, _ decode: (UnsafeBufferPointer<UInt8>) throws -> Result) throws
    -> Result
  {
    let (file, count) = (text.file, part.count + 2)
    return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
      let got = try file.read(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), at: part.lowerBound - 1)
      guard got == count, try file.state() == text.state else { throw FileChanged(path: file.path) }
      return try decode(UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// - Parameter start: where the part of the file begins that `bytes` are, behind their first.
  private func body(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws -> ReadBody {
    let quoted = UnsafeBufferPointer(
      rebasing: bytes[range.lowerBound - start..<range.upperBound - start + 2])
    // Checked again, as a clock may be too coarse to tell of every writing.
    var reader = JSONReader(quoted)
    guard let string = try? reader.stringRange(), reader.offset == quoted.count,
      case let utf8 = JSONReader.decodedBytes(reader.bytes, in: string), SourceText.firstInvalidUTF8(utf8) == nil
    else { throw FileChanged(path: text.file.path) }
    return ReadBody(utf8)
  }

  static func == (a: JSONBody, b: JSONBody) -> Bool {
    if a.text === b.text && a.range == b.range { return true }
    guard a.range.count == b.range.count, let text = try? a.read() else { return false }
    return text == (try? b.read())
  }

  // A length tells most bodies apart, and does not read them.
  func hash(into hasher: inout Hasher) { hasher.combine(range.count) }
}
