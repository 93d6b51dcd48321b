internal import Syndication
internal import SyndicationFiles

/// What stands below the front matter of a file, read when a feed selects the post.
struct MarkdownBody: BodyHandle {
  let path: String
  /// Where it begins, in bytes.
  let offset: Int
  /// In which the file was loaded.
  let state: FileState

  /// - Throws: `FileError`; `FileChanged` where the file is not as it was loaded.
  func read() throws -> ReadBody {
    let (bytes, state) = try FileContents.readWithState(path)
    guard state == self.state, SourceText.firstInvalidUTF8(bytes) == nil else { throw FileChanged(path: path) }
    let body = bytes[min(offset, bytes.count)...]
    // Line ends are the machine's that it was written on, and no edit.
    guard body.withUnsafeBufferPointer({ $0.has(0x0D) }) else { return ReadBody(Array(body)) }
    let lines = body.indices.compactMap { index in
      body[index] != 0x0D ? body[index] : body[(index + 1)...].first == 0x0A ? nil : 0x0A
    }
    return ReadBody(lines)
  }
}
