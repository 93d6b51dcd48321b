internal import Glibc
internal import SyndicationFiles

/// The folder that relative paths begin at, by its path: a process stays in a folder that was deleted, though another was
/// made in its place.
struct WorkingFolder: Sendable {
  private let path: String

  init?() {
    guard let current = getcwd(nil, 0) else { return nil }
    defer { free(current) }
    path = String(cString: current)
  }

  /// Goes to the folder that has the path now, if it is another.
  func enter() { if let there = stat(path), stat(".")?.isSame(as: there) != true { chdir(path) } }
}
