/// Reads whole files.
package enum FileContents {
  /// The bytes of the regular file at `path`, as one state of it: read again where it changed meanwhile.
  ///
  /// - Throws: `FileError` where it is missing, unreadable or no regular file.
  package static func read(_ path: String) throws(FileError) -> [UInt8] { try readWithState(path).bytes }

  /// The same, and the state that they were in.
  package static func readWithState(_ path: String) throws(FileError) -> (bytes: [UInt8], state: FileState) {
    let file = try OpenFile(path)
    // A file that never holds still is taken as it is found the third time.
    for _ in 1..<3 {
      let before = try file.state()
      let bytes = try file.bytes(in: 0..<before.size)
      if try file.state() == before { return (bytes, before) }
    }
    let state = try file.state()
    return (try file.bytes(in: 0..<state.size), state)
  }
}
