internal import Dispatch
internal import Glibc
internal import Synchronization
internal import Syndication
internal import SyndicationFiles
internal import SyndicationSite

/// A line a request, in the combined log format. What a loop notes is written by another thread.
final class AccessLog: Sendable {
  private struct State {
    var lines: [UInt8] = []
    var isScheduled = false
    var descriptor: Int32
  }

  /// `-` for standard output.
  private let path: String
  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "access log", qos: .utility)
  /// So many bytes wait at most for a disk that is slow: what comes then is not logged.
  private let room = 8 << 20

  init(_ path: String) throws(FileError) {
    self.path = path
    state = Mutex(State(descriptor: try AccessLog.open(path)))
  }

  /// Goes on in the file that has the name now: another has been made in its place.
  func reopen() throws(FileError) {
    guard path != "-" else { return }
    let descriptor = try AccessLog.open(path)
    flush()
    let before = state.withLock { state in
      defer { state.descriptor = descriptor }
      return state.descriptor
    }
    // Behind what is being written.
    queue.async { close(before) }
  }

  func note(_ request: Request, _ answer: Answer, of client: NetworkAddress?) {
    func quoted(_ text: String) -> String {
      text.unicodeScalars.map { scalar in
        scalar == "\"" || scalar == "\\" || scalar.value < 0x20 || scalar.value == 0x7F
          ? scalar.utf8.map { "\\x" + (String($0, radix: 16).count < 2 ? "0" : "") + String($0, radix: 16) }.joined()
          : String(scalar)
      }.joined()
    }
    let length = request.method == .head ? 0 : answer.length
    let line =
      "\(client?.description ?? "-") - - [\(AccessLog.time(HTTPDate.now))] "
      + "\"\(quoted(request.verb)) \(quoted(request.target)) \(request.version)\" "
      + "\(answer.status) \(length) \"\(quoted(request.referer ?? "-"))\" \"\(quoted(request.userAgent ?? "-"))\"\n"
    let isFirst = state.withLock { state in
      if state.lines.count < room { state.lines += line.utf8 }
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if isFirst { queue.asyncAfter(deadline: .now() + 0.2) { self.write() } }
  }

  /// Writes what waits, and comes back when that is done.
  func flush() { queue.sync { write() } }

  private func write() {
    let (lines, descriptor) = state.withLock { state in
      defer { (state.lines, state.isScheduled) = ([], false) }
      return (state.lines, state.descriptor)
    }
    lines.withUnsafeBufferPointer { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  private static func open(_ path: String) throws(FileError) -> Int32 {
    if path == "-" { return STDOUT_FILENO }
    let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw .last("write", path) }
    return descriptor
  }

  /// `30/Nov/2026:02:10:00 +0000`
  private static func time(_ seconds: Int) -> String {
    let date = Timestamp(seconds: Int64(seconds)).date
    let clock = [seconds % 86_400 / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    return "\(padded(date.day, 2))/\(date.monthName.prefix(3))/\(date.year):\(clock.joined(separator: ":")) +0000"
  }
}
