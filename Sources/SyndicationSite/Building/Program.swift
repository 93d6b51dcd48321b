internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// This program.
public enum Program {
  /// As `--version` says it.
  public static let version = "0.1.0"

  /// Which build of it runs, with which libraries and time zones: what another one made may have other bytes.
  package static let identity: String = {
    let states = ["/proc/self/exe", SiteTimeZone.database].map { path in
      FileState(at: path).map { "\($0.size).\($0.inode).\($0.modified)" } ?? ""
    }
    return [version, states[0], HTMLParser.version, states[1]].joined(separator: " ")
  }()
}
