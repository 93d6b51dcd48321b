internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// What we last published to a folder, so that unchanged documents need not be read back.
///
/// It is only a cache: one that is missing, damaged, of another folder or another version counts as empty.
struct Manifest {
  struct Row: Sendable, Hashable {
    let state: FileState
    let hash: ContentHash
    /// As in `Publication.Made`.
    let fingerprint: ContentHash?

    init(state: FileState, hash: ContentHash, fingerprint: ContentHash? = nil) {
      self.state = state.withoutDevice
      self.hash = hash
      self.fingerprint = fingerprint
    }

    /// Whether a file in `state` was so young when it was noted that its size was not.
    func isYoung(in state: FileState) -> Bool {
      self.state.size == Row.unknownSize && self.state.inode == state.inode && self.state.modified == state.modified
    }

    /// Whether the file at `path`, of that size, holds what was published.
    func isHeld(by path: String, size: Int) -> Bool {
      guard let file = try? OpenFile(path, followingLinks: false), let bytes = try? file.bytes(in: 0..<size) else {
        return false
      }
      return ContentHash(bytes) == hash
    }

    /// One that none has.
    static let unknownSize = -1
  }

  /// Where it was read for some documents alone, theirs.
  private var rows: [DocumentPath: Row] = [:]
  /// What it was read from.
  private var lines = SortedLines([])
  /// Of the entries in the documents whose fingerprints are known, as `RenderedEdition.warnings`.
  private(set) var warnings: [ContentHash: [Warning]] = [:]
  /// Whether the fingerprints are of the program that asks.
  private var isOwn = false
  /// Whether a document that looks as we left it is unchanged. If not, it says no more than which files we made.
  private var isTrusted = true

  init() {}

  /// - Parameters:
  ///   - directory: the absolute path of the folder.
  ///   - program: which one asks: of another's rows the fingerprints mean nothing.
  ///   - paths: of the documents that it is asked about; of all where not given.
  init(
    _ bytes: [UInt8], of directory: String, by program: String, isTrusted: Bool = true,
    about paths: [DocumentPath]? = nil
  ) {
    if let paths, isTrusted, let part = Manifest(bytes, of: directory, by: program, about: paths) {
      self = part
      return
    }
    guard let text = try? Manifest.read(bytes, of: directory, withWarnings: isTrusted) else { return }
    self.isTrusted = isTrusted
    isOwn = text.program == program && isTrusted
    for (path, row) in text.rows { rows[path] = isOwn ? row : Row(state: row.state, hash: row.hash) }
    if isOwn {
      warnings = text.warnings
      lines = SortedLines(bytes)
    }
  }

  /// Nil where it is of another folder or program, or where something in what is looked up cannot be read.
  private init?(_ bytes: [UInt8], of directory: String, by program: String, about paths: [DocumentPath]) {
    lines = SortedLines(bytes)
    isOwn = true
    do {
      try bytes.withUnsafeBufferPointer { buffer in
        var reader = JSONReader(buffer)
        let counts = try Manifest.readHead(&reader, of: directory)
        guard counts.program == program else { throw Unreadable() }
        for path in paths {
          let range = lines.range(ofRow: path)
          if range.isEmpty { continue }
          var reader = JSONReader(buffer, range: range)
          rows[path] = try Manifest.readRow(&reader).row
        }
        if counts.warned == 0 { return }
        reader = JSONReader(buffer, range: lines.endOfRows..<buffer.count)
        try readWarnings(counts.warned, &reader)
      }
    } catch { return nil }
  }

  /// The folder that a manifest is of; nil where it is none.
  static func directory(of bytes: [UInt8]) -> String? {
    bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      var first: [String] = []
      try? reader.array { _, reader in first.append(try reader.string()) }
      return first.count == 5 && first[0] == format ? first[1] : nil
    }
  }

  /// The documents in a manifest of the folder `directory`, if each is there as we left it; else nil.
  ///
  /// Asked by every build that has nothing to do: it makes no more of the text than it needs.
  static func intactDocuments(_ bytes: [UInt8], of directory: String) -> Set<DocumentPath>? {
    // Names are found sooner from the folder than from the root.
    let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    defer { close(folder) }
    guard let rows = try? read(bytes, of: directory, withWarnings: false).rows else { return nil }
    let areIntact = rows.allSatisfy { path, row in
      var status = stat()
      guard fstatat(folder, path.string, &status, AT_SYMLINK_NOFOLLOW) == 0, status.isFile else { return false }
      let state = FileState(status).withoutDevice
      return state == row.state || row.isYoung(in: state) && row.isHeld(by: "\(directory)/\(path)", size: state.size)
    }
    return areIntact ? Set(rows.map(\.path)) : nil
  }

  /// What is known of the file at `path`, found in `state`; nil where it may have changed since.
  func row(of path: DocumentPath, in state: FileState) -> Row? {
    guard isTrusted else { return nil }
    return rows[path].flatMap { $0.state == state.withoutDevice ? $0 : nil }
  }

  /// Whether the file at `path`, found in `state`, is the one that we made, whatever was written into it since.
  func made(_ path: DocumentPath, in state: FileState) -> Bool { rows[path]?.state.inode == state.inode }

  /// Whether it is that one, as we left it. Of the newest files the size is not told.
  func left(_ path: DocumentPath, in state: FileState) -> Bool {
    made(path, in: state) && rows[path]?.state.modified == state.modified
  }

  /// Its text once some documents are as `rows` tell, and all others as they were.
  func text(
    updatedBy rows: [DocumentPath: Row], _ warnings: [ContentHash: [Warning]], of directory: String, by program: String
  ) -> [UInt8] {
    if isOwn, warnings.allSatisfy({ self.warnings[$0.key] == $0.value }), rows.keys.allSatisfy({ self.rows[$0] != nil })
    {
      let tick = FileState.tick
      var lines = lines
      for (path, row) in rows {
        var json = JSONWriter()
        json.line(path, row, youngerThan: tick)
        lines.replace(lines.range(ofRow: path), with: json.bytes)
      }
      return lines.text
    }
    let whole = lines.text.isEmpty ? self : Manifest(lines.text, of: directory, by: program)
    return Manifest.text(
      whole.rows.merging(rows) { $1 }, whole.warnings.merging(warnings) { $1 }, of: directory, by: program)
  }

  /// Whether writing anew gains anything.
  func isOutdated(by rows: [DocumentPath: Row], _ warnings: [ContentHash: [Warning]]) -> Bool {
    rows != self.rows || warnings != self.warnings || !isOwn
  }

  static func text(
    _ rows: [DocumentPath: Row], _ warnings: [ContentHash: [Warning]], of directory: String, by program: String
  ) -> [UInt8] {
    let tick = FileState.tick
    var json = JSONWriter()
    json.line([format, directory, program, String(rows.count), String(warnings.count)])
    for (path, row) in rows.sorted(by: { $0.key < $1.key }) { json.line(path, row, youngerThan: tick) }
    for (hash, warnings) in warnings.sorted(by: { $0.key.value < $1.key.value }) {
      json.line(["\(hash)"] + warnings.flatMap { [$0.rule, $0.message] })
    }
    return json.bytes
  }

  // MARK: - A line is an array of strings: JSON's numbers do not hold 64 bits everywhere.

  private static let format = "syndicate manifest 4"
  private struct Unreadable: Error {}
  private typealias Text = (
    program: String, rows: [(path: DocumentPath, row: Row)], warnings: [ContentHash: [Warning]]
  )

  /// Reads it; the warnings, and what the hashes are, where they are wanted.
  private static func read(_ bytes: [UInt8], of directory: String, withWarnings: Bool) throws -> Text {
    try bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      let head = try readHead(&reader, of: directory)
      var text: Text = (head.program, [], [:])
      text.rows.reserveCapacity(head.rows)
      for _ in 0..<head.rows { text.rows.append(try readRow(&reader)) }
      guard withWarnings else { return text }
      var warnings = Manifest()
      try warnings.readWarnings(head.warned, &reader)
      text.warnings = warnings.warnings
      return text
    }
  }

  /// The first line: format, folder, program, and how many rows and how many entries with warnings follow.
  private static func readHead(
    _ reader: inout JSONReader, of directory: String
  ) throws -> (program: String, rows: Int, warned: Int) {
    var first: [String] = []
    try reader.array { _, reader in first.append(try reader.string()) }
    guard first.count == 5, first.starts(with: [format, directory]), let rows = Int(first[3]), rows >= 0,
      let warned = Int(first[4]), warned >= 0, rows <= reader.bytes.count, warned <= reader.bytes.count
    else { throw Unreadable() }
    return (first[2], rows, warned)
  }

  private static func readRow(_ reader: inout JSONReader) throws -> (path: DocumentPath, row: Row) {
    let bytes = reader.bytes
    try reader.beginArray()
    func field() throws -> Range<Int> {
      guard try reader.nextElement() else { throw Unreadable() }
      return try reader.stringRange()
    }
    let path = try field()
    let (size, inode, modified) = (try field(), try field(), try field())
    let (hash, fingerprint) = (try field(), try field())
    guard try !reader.nextElement(), let path = DocumentPath(JSONReader.decoded(bytes, in: path)),
      let size = Int(decimal: bytes[size]), let inode = UInt64(decimal: bytes[inode]),
      let modified = Int64(decimal: bytes[modified]), let hash = ContentHash(hexadecimal: bytes[hash])
    else { throw Unreadable() }
    let known = ContentHash(hexadecimal: bytes[fingerprint])
    guard fingerprint.isEmpty || known != nil else { throw Unreadable() }
    let state = FileState(device: 0, inode: inode, size: size, modified: modified)
    return (path, Row(state: state, hash: hash, fingerprint: known))
  }

  /// Of so many entries, up to the end.
  private mutating func readWarnings(_ count: Int, _ reader: inout JSONReader) throws {
    for _ in 0..<count {
      var fields: [String] = []
      try reader.array { _, reader in fields.append(try reader.string()) }
      guard let hash = fields.first.flatMap(ContentHash.init(hexadecimal:)), fields.count % 2 == 1 else {
        throw Unreadable()
      }
      warnings[hash] = stride(from: 1, to: fields.count, by: 2).map { Warning(rule: fields[$0], fields[$0 + 1]) }
    }
    guard reader.isAtEnd() else { throw Unreadable() }
  }
}

extension SortedLines {
  /// Where the row of the document at `path` stands in a manifest.
  fileprivate func range(ofRow path: DocumentPath) -> Range<Int> {
    range(of: path.string) { reader in SortedLines.path(&reader) }
  }

  /// Where the lines of warnings begin in one.
  fileprivate var endOfRows: Int {
    // No path is behind this.
    range(of: "\u{10FFFF}\u{10FFFF}") { reader in SortedLines.path(&reader) }.lowerBound
  }

  /// Nil for a line of warnings, which has an odd number of fields.
  private static func path(_ reader: inout JSONReader) -> String? {
    var path: Range<Int>?
    var count = 0
    guard (try? reader.beginArray()) != nil else { return nil }
    while (try? reader.nextElement()) == true, let field = try? reader.stringRange() {
      path = path ?? field
      count += 1
    }
    return count == 6 ? path.map { JSONReader.decoded(reader.bytes, in: $0) } : nil
  }
}

extension FixedWidthInteger {
  /// The number that `digits` are, after a minus where it is negative.
  fileprivate init?(decimal digits: Slice<UnsafeBufferPointer<UInt8>>) {
    let isNegative = digits.first == UInt8(ascii: "-")
    let places = digits.dropFirst(isNegative ? 1 : 0)
    guard !places.isEmpty, places.allSatisfy(\.isDigit) else { return nil }
    var number: Self = 0
    // Wrapping, as too many digits are a number that no file has. Downwards where it is negative.
    for digit in places.lazy.map({ Self($0 - 48) }) {
      number = isNegative ? number &* 10 &- digit : number &* 10 &+ digit
    }
    self = number
  }
}

extension JSONWriter {
  fileprivate mutating func line(_ path: DocumentPath, _ row: Manifest.Row, youngerThan tick: Int64) {
    // A file this young may be written to again in the same tick of the clock. As in git's index, it gets a size that none
    // has: so it will be read before it is known.
    let size = row.state.modified < tick ? row.state.size : Manifest.Row.unknownSize
    line([
      path.string, String(size), String(row.state.inode), String(row.state.modified), "\(row.hash)",
      row.fingerprint?.description ?? "",
    ])
  }

  fileprivate mutating func line(_ fields: [String]) {
    array { json in for field in fields { json.string(nil, field) } }
    endLine()
  }
}
