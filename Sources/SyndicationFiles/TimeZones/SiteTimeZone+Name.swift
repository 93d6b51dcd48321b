internal import Glibc
public import Syndication

extension SiteTimeZone {
  /// The zone that the system's database has under a name of the IANA's: `Europe/Berlin`, `UTC`. Nil for a name that it does
  /// not have.
  public init?(_ identifier: String) {
    if identifier == SiteTimeZone.utc.identifier {
      self = .utc
    } else {
      let path = "\(SiteTimeZone.database)/\(identifier)"
      guard SiteTimeZone.isName(identifier), let rules = ZoneFile(at: path) else { return nil }
      self.init(identifier: identifier, rules: rules)
    }
  }

  /// The folder of the system's database: that of TZDIR where it is set, as for the C library.
  package static var database: String {
    let folder = getenv("TZDIR").map { String(cString: $0) } ?? ""
    return folder.hasPrefix("/") ? folder : "/usr/share/zoneinfo"
  }

  /// - Throws: where the system has no database, so that no zone is known but UTC.
  package static func checkDatabase() throws(FileError) {
    guard !Directory.exists(database) else { return }
    throw FileError("read", database, code: ENOENT, reason: "there are no time zones: install tzdata")
  }

  /// Whether it is made of what the IANA makes names of. What else lies in the folder begins in lower case: `posix/`,
  /// `localtime`.
  private static func isName(_ identifier: String) -> Bool {
    identifier.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
      part.first.map { (0x41...0x5A).contains($0) } ?? false
        && part.allSatisfy { $0.isLetter || $0.isDigit || "+-_".utf8.contains($0) }
    }
  }
}
