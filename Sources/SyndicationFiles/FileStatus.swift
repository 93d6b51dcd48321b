package import Glibc

/// What the kernel tells of a file or folder (stat(2)).
extension stat {
  /// Nil where it tells nothing of `path`; errno then says why.
  package init?(_ path: String, followingLinks: Bool = true) {
    self.init()
    guard fstatat(AT_FDCWD, path, &self, followingLinks ? 0 : AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
  }

  /// Of what is open as `descriptor`.
  package init?(descriptor: Int32) {
    self.init()
    guard fstat(descriptor, &self) == 0 else { return nil }
  }

  package var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  package var isFile: Bool { st_mode & S_IFMT == S_IFREG }
  package var isLink: Bool { st_mode & S_IFMT == S_IFLNK }

  /// What is neither file nor folder, with its article.
  package var kind: String {
    switch st_mode & S_IFMT {
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    case S_IFLNK: "a link"
    default: "a device"
    }
  }

  /// Whether both are of one file or folder.
  package func isSame(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
