internal import Syndication

/// What we last published to a folder, so that unchanged documents need not be read back.
///
/// It is only a cache: one that is missing, damaged, of another folder or another version counts as empty.
struct Manifest {
  struct Row: Sendable, Hashable {
    var state: FileState
    var hash: ContentHash
  }

  var rows: [DocumentPath: Row] = [:]
  /// When its file was written, as `FileState.modified`.
  private var written = Int64.min

  init() {}

  /// - Parameter directory: the absolute path of the folder.
  init(at path: String, of directory: String) {
    // Looked at before it is read: if it is replaced meanwhile, it seems older than it is, and vouches for less.
    guard let state = try? FileState(of: path), let bytes = try? FileContents.read(path),
      let rows = try? Manifest.rows(in: bytes, of: directory)
    else { return }
    self.rows = rows
    written = state.modified
  }

  /// Whether the file found at `path` in `state` surely holds the bytes of `document`.
  func vouches(for state: FileState, as document: Document, at path: DocumentPath) -> Bool {
    !isRacy(state) && rows[path] == Row(state: state, hash: document.hash)
  }

  /// Whether every document is still in the folder at `root` as we left it.
  func holds(in root: String) -> Bool {
    rows.allSatisfy { path, row in
      !isRacy(row.state) && (try? FileState(of: "\(root)/\(path)")) == row.state
    }
  }

  /// Whether writing `rows` anew gains anything.
  func isOutdated(by rows: [DocumentPath: Row]) -> Bool {
    rows != self.rows || rows.values.contains { isRacy($0.state) }
  }

  static func save(_ rows: [DocumentPath: Row], of directory: String, to path: String) throws(FileError) {
    var text = line([format, directory])
    for (path, row) in rows.sorted(by: { $0.key < $1.key }) {
      let state = row.state
      text += line([path.string, "\(state.size)", "\(state.inode)", "\(state.modified)", "\(row.hash)"])
    }
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  /// Whether a file is as young as the manifest: one more change in the same tick of the clock would not show.
  private func isRacy(_ state: FileState) -> Bool { state.modified >= written }

  // MARK: - A line is an array of strings: JSON's numbers do not hold 64 bits everywhere.

  private static let format = "syndicate manifest 1"
  private struct Unreadable: Error {}

  private static func rows(in bytes: [UInt8], of directory: String) throws -> [DocumentPath: Row] {
    try bytes.withUnsafeBufferPointer { buffer in
      var rows: [DocumentPath: Row] = [:]
      var isFirst = true
      for line in buffer.split(separator: 0x0A) {
        var reader = JSONReader(buffer, range: line.startIndex..<line.endIndex)
        var fields: [String] = []
        try reader.array { _, reader in fields.append(try reader.string()) }
        if isFirst {
          guard fields == [format, directory] else { throw Unreadable() }
          isFirst = false
          continue
        }
        guard fields.count == 5, let path = DocumentPath(fields[0]), let size = Int(fields[1]),
          let inode = UInt64(fields[2]), let modified = Int64(fields[3]), let hash = ContentHash(hexadecimal: fields[4])
        else { throw Unreadable() }
        rows[path] = Row(state: FileState(size: size, inode: inode, modified: modified), hash: hash)
      }
      return rows
    }
  }

  private static func line(_ fields: [String]) -> String {
    "[" + fields.map(quoted).joined(separator: ",") + "]\n"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: result += "\\\(scalar)"
      case 0..<0x10: result += "\\u000" + String(scalar.value, radix: 16)
      case 0x10..<0x20: result += "\\u00" + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
