package import Syndication

extension Revision {
  /// Of files, and of folders with all that is in them.
  ///
  /// Nil where one is missing, or so young that a change of it might go unnoticed.
  ///
  /// - Parameters:
  ///   - outputs: the folders that builds write to, which count for nothing where they lie in a folder.
  ///   - reach: folders that links in a folder may lead into, beside itself; `/` is everywhere.
  package init?(ofFiles paths: [String], without outputs: Set<String> = [], within reach: Set<String> = []) {
    var fields: [String] = []
    for path in paths {
      guard let state = FileState.settled(path, without: outputs, within: reach) else { return nil }
      fields += Revision(path, state).fields
    }
    self.init(fields)
  }

  package init(_ path: String, _ state: FileState) {
    let numbers = ["\(state.device)", "\(state.inode)", "\(state.size)", "\(state.modified)"]
    self.init([path] + numbers + (state.contents.map { ["\($0)"] } ?? []))
  }
}
