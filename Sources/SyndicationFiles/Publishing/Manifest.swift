internal import Glibc
internal import Syndication

/// What we last published to a folder, so that unchanged documents need not be read back.
///
/// It is only a cache: one that is missing, damaged, of another folder or another version counts as empty.
struct Manifest {
  struct Row: Sendable, Hashable {
    var state: FileState
    var hash: ContentHash
    /// As in `Publication.recipes`.
    var recipe: ContentHash?
  }

  private var rows: [DocumentPath: Row] = [:]
  /// Whether the recipes are of the program that asks.
  private var isOwn = false
  /// When its file was written, as `FileState.modified`.
  private var written = Int64.min

  init() {}

  /// - Parameters:
  ///   - directory: the absolute path of the folder.
  ///   - program: which one asks: of another's rows the recipes mean nothing.
  init(at path: String, of directory: String, by program: String) {
    // Looked at before it is read: if it is replaced meanwhile, it seems older than it is, and vouches for less.
    guard let state = try? FileState(of: path), let bytes = try? FileContents.read(path) else { return }
    var rows: [DocumentPath: Row] = [:]
    let author = try? Manifest.readRows(of: bytes, of: directory) { path, state, hash, recipe in
      guard let hash = ContentHash(hexadecimal: hash) else { throw Unreadable() }
      let known = ContentHash(hexadecimal: recipe)
      guard recipe.isEmpty || known != nil else { throw Unreadable() }
      rows[path] = Row(state: state, hash: hash, recipe: known)
    }
    guard let author else { return }
    if author != program { rows = rows.mapValues { Row(state: $0.state, hash: $0.hash) } }
    isOwn = author == program
    self.rows = rows
    written = state.modified
  }

  /// The documents in the manifest at `path` of the folder `directory`, if each is there as we left it; else nil.
  ///
  /// Asked by every build that has nothing to do: it makes no more of the text than it needs.
  static func intactDocuments(at path: String, of directory: String) -> Set<DocumentPath>? {
    guard let manifest = try? FileState(of: path), let bytes = try? FileContents.read(path) else { return nil }
    // Names are found sooner from the folder than from the root.
    let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    defer { close(folder) }
    // A row is rarely shorter.
    var documents = Set<DocumentPath>(minimumCapacity: bytes.count / 64)
    let author = try? readRows(of: bytes, of: directory) { path, state, _, _ in
      var status = stat()
      guard state.modified < manifest.modified, fstatat(folder, path.string, &status, AT_SYMLINK_NOFOLLOW) == 0,
        status.st_mode & S_IFMT == S_IFREG, FileState(status) == state
      else { throw Unreadable() }
      documents.insert(path)
    }
    return author == nil ? nil : documents
  }

  /// What is known of the file at `path`, found in `state`; nil where it may have changed since.
  func row(of path: DocumentPath, in state: FileState) -> Row? {
    guard !isRacy(state), let row = rows[path], row.state == state else { return nil }
    return row
  }

  /// Whether writing `rows` anew gains anything.
  func isOutdated(by rows: [DocumentPath: Row]) -> Bool {
    rows != self.rows || !isOwn || rows.values.contains { isRacy($0.state) }
  }

  static func save(
    _ rows: [DocumentPath: Row], of directory: String, by program: String, to path: String
  ) throws(FileError) {
    var json = JSONWriter()
    func line(_ fields: String?...) {
      json.array { json in for field in fields { json.string(nil, field) } }
      json.endLine()
    }
    line(format, directory, program)
    for (path, row) in rows.sorted(by: { $0.key < $1.key }) {
      line(
        path.string, String(row.state.size), String(row.state.inode), String(row.state.modified), "\(row.hash)",
        row.recipe?.description ?? "")
    }
    try AtomicFile.write(json.bytes, to: path)
  }

  /// A file as young as the manifest may have been written to since, in the same tick of the clock.
  private func isRacy(_ state: FileState) -> Bool { state.modified >= written }

  // MARK: - A line is an array of strings: JSON's numbers do not hold 64 bits everywhere.

  private static let format = "syndicate manifest 2"
  private struct Unreadable: Error {}

  /// Calls `row` with each row's path, state, and the two hashes as they are written; gives the program that wrote them.
  private static func readRows(
    of bytes: [UInt8], of directory: String,
    _ row: (DocumentPath, FileState, Slice<UnsafeBufferPointer<UInt8>>, Slice<UnsafeBufferPointer<UInt8>>) throws ->
      Void
  ) throws -> String {
    try bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      var first: [String] = []
      try reader.array { _, reader in first.append(try reader.string()) }
      guard first.count == 3, first.starts(with: [format, directory]) else { throw Unreadable() }
      while !reader.isAtEnd() {
        try reader.beginArray()
        func field() throws -> Range<Int> {
          guard try reader.nextElement() else { throw Unreadable() }
          return try reader.stringRange()
        }
        let path = try field()
        let (size, inode, modified) = (try field(), try field(), try field())
        let (hash, recipe) = (try field(), try field())
        guard try !reader.nextElement(), let path = DocumentPath(JSONReader.decoded(buffer, in: path)),
          let size = Int(decimal: buffer[size]), let inode = UInt64(decimal: buffer[inode]),
          let modified = Int64(decimal: buffer[modified])
        else { throw Unreadable() }
        try row(path, FileState(size: size, inode: inode, modified: modified), buffer[hash], buffer[recipe])
      }
      return first[2]
    }
  }
}

extension FixedWidthInteger {
  /// The number that `digits` are, after a minus where it is negative.
  fileprivate init?(decimal digits: Slice<UnsafeBufferPointer<UInt8>>) {
    let isNegative = digits.first == UInt8(ascii: "-")
    var number: Self = 0
    for digit in digits.dropFirst(isNegative ? 1 : 0) {
      guard (48...57).contains(digit) else { return nil }
      let (ten, overflows) = number.multipliedReportingOverflow(by: 10)
      // Downwards where it is negative: the least number has no opposite.
      let (sum, isTooFar) =
        isNegative
        ? ten.subtractingReportingOverflow(Self(digit - 48)) : ten.addingReportingOverflow(Self(digit - 48))
      guard !overflows, !isTooFar else { return nil }
      number = sum
    }
    guard digits.count > (isNegative ? 1 : 0) else { return nil }
    self = number
  }
}
