internal import Glibc
internal import Logging
internal import Syndication

/// Logs to standard error, a message a line: the time (RFC 3339), the level, and what happened.
struct LogLines: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  init(level: Logger.Level) { logLevel = level }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let now = Timestamp(seconds: Int64(time(nil)))
    writeAll("\(now.rfc3339) \(event.level) \(event.message)\n", to: STDERR_FILENO)
  }
}
