internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// This program.
public enum Program {
  public static let version = "0.1.0"

  /// Which build of it runs, with which libraries: what another one made may have other bytes.
  static let identity: String = {
    let file = FileStamp(of: "/proc/self/exe").map { "\($0.state.size).\($0.state.inode).\($0.state.modified)" }
    return [version, file ?? "", HTMLParser.version].joined(separator: " ")
  }()
}
