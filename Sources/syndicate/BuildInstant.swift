internal import Glibc
internal import Syndication

/// The one reading of the clock that a command takes.
enum BuildInstant {
  /// Whether SOURCE_DATE_EPOCH says it.
  static var isSet: Bool { text != nil }

  private static var text: String? {
    getenv("SOURCE_DATE_EPOCH").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Now, or what SOURCE_DATE_EPOCH says: the convention of reproducible builds.
  static func current() throws -> Timestamp {
    guard let text else { return Timestamp(seconds: Int64(time(nil))) }
    guard let seconds = Int64(text), (0...253_402_300_799).contains(seconds) else {
      throw Problem.error(
        at: Place(file: "SOURCE_DATE_EPOCH"), rule: "reproducible-builds.org",
        "“\(text)” is no time: write the seconds since 1970, or unset it")
    }
    return Timestamp(seconds: seconds)
  }
}
