internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// This program.
public enum Program {
  public static let version = "0.1.0"

  /// Which build of it runs, with which libraries: what another one made may have other bytes.
  static let identity: String = {
    let file = FileState(at: "/proc/self/exe").map { "\($0.size).\($0.inode).\($0.modified)" }
    return [version, file ?? "", HTMLParser.version].joined(separator: " ")
  }()
}
