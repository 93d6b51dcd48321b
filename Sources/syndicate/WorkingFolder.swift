internal import Glibc

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
  func enter() {
    var (here, there) = (stat(), stat())
    guard stat(path, &there) == 0 else { return }
    if stat(".", &here) == 0, here.st_dev == there.st_dev, here.st_ino == there.st_ino { return }
    chdir(path)
  }
}
