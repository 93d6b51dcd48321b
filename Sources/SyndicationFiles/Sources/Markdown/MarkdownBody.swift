internal import Glibc
internal import Syndication

/// A text file, in the state that it was read in.
struct TextFile {
  let bytes: [UInt8]
  let state: FileState
  /// Whether no later change can leave the file in this state.
  let isSettled: Bool

  /// - Throws: `FileError`; `FileChanged` where it does not hold still.
  init(_ path: String) throws {
    let tick = FileState.tick
    let file = try OpenFile(path)
    for _ in 0..<3 {
      let before = try file.state()
      let bytes = try file.bytes(count: before.size)
      if try file.state() == before, bytes.count == before.size {
        self.bytes = bytes
        state = before
        isSettled = before.modified < tick
        return
      }
    }
    throw FileChanged(path: path)
  }
}

/// What stands below the front matter of a file, read when a feed selects the post.
struct MarkdownBody: BodyHandle {
  let path: String
  /// Where it begins, in bytes.
  let offset: Int
  /// In which the file was loaded.
  let state: FileState
  /// Whether no later change can leave the file in that state.
  let isSettled: Bool

  var fingerprint: ContentHash? {
    guard isSettled else { return nil }
    return ContentHash(
      numbers: ContentHash(path).value, UInt64(offset), UInt64(state.size), state.inode,
      UInt64(bitPattern: state.modified))
  }

  /// - Throws: `FileError`; `FileChanged` where the file is not as it was loaded.
  func utf8() throws -> [UInt8] {
    let file = try TextFile(path)
    guard file.state == state, SourceText.firstInvalidUTF8(file.bytes) == nil else { throw FileChanged(path: path) }
    let body = file.bytes[min(offset, file.bytes.count)...]
    // Line ends are the machine's that it was written on, and no edit.
    guard body.contains(0x0D) else { return Array(body) }
    var lines: [UInt8] = []
    lines.reserveCapacity(body.count)
    for (index, byte) in zip(body.indices, body) {
      if byte != 0x0D {
        lines.append(byte)
      } else if index + 1 == body.endIndex || body[index + 1] != 0x0A {
        lines.append(0x0A)
      }
    }
    return lines
  }
}

extension OpenFile {
  /// The first `count` bytes, or as many as there are.
  fileprivate func bytes(count: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileError) {
        filled = try read(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), at: 0)
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}
