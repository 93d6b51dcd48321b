internal import Syndication

/// What could not be read of the files that say something of posts and are none: data of folders, pages of sections, lists
/// of people.
struct SideFiles: Sendable {
  private(set) var problems: [Problem] = []
  /// Folders, and files without their extensions, that such a file speaks of; empty for the site's own folder.
  private var unread: Set<String> = []

  /// What such a file says. One that cannot be read is told, and so may no post that it speaks of be published, as it may be
  /// what keeps them back.
  ///
  /// - Parameter subject: the folder that it speaks of, or the file without its extension; nil where it keeps no post back.
  /// - Returns: nil where it says nothing, or cannot be read.
  /// - Throws: `FileError`.
  mutating func read<Value>(of subject: String? = nil, _ value: () throws -> Value?) throws -> Value? {
    do {
      return try value()
    } catch var problem as Problem {
      if let subject {
        unread.insert(subject == "." ? "" : subject)
        problem.message += "; until then the posts that it speaks of are left out"
      }
      problems.append(problem)
      return nil
    }
  }

  /// Whether what is said of a post could not be read.
  func leaveOut(_ file: String) -> Bool {
    guard !unread.isEmpty else { return false }
    return unread.contains("") || unread.contains(PostFile.stem(of: file))
      || PostFile.folders(around: file).contains(where: unread.contains)
  }
}
