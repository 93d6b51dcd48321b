internal import Glibc
internal import Logging
internal import Syndication

/// Logs to standard error, a message a line: the time (RFC 3339), the level, and what happened.
struct LogLines: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes a line with its end.
  init(level: Logger.Level, write: @escaping @Sendable (String) -> Void) {
    logLevel = level
    self.write = write
  }

  static func line(_ level: Logger.Level, _ message: String) -> String {
    "\(Timestamp(seconds: Int64(time(nil))).rfc3339) \(level) \(printable(message))\n"
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { write(Self.line(event.level, "\(event.message)")) }
}
