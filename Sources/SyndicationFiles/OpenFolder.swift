internal import Glibc

/// A folder that is held open: what is done in it by name is done in it, wherever its path leads by then.
package final class OpenFolder: Sendable {
  package let path: String
  let descriptor: Int32

  /// - Parameters:
  ///   - member: the path of a folder from `root`, where no link is followed; empty for `root` itself.
  ///   - root: a folder, or a link to one.
  /// - Throws: `FileError`.
  package init(_ member: String = "", in root: String) throws(FileError) {
    path = FolderWalk.path(of: member, in: root)
    var descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for name in member.split(separator: "/") where descriptor >= 0 {
      let next = openat(descriptor, String(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      let code = errno
      close(descriptor)
      errno = code
      descriptor = next
    }
    guard descriptor >= 0 else { throw .last("open the folder", path) }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  func path(of name: String) -> String { FolderWalk.path(of: name, in: path) }

  /// Removes a file of the folder, or a link, if it is there.
  package func remove(_ name: String) throws(FileError) {
    guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else { throw .last("remove", path(of: name)) }
  }
}
