internal import Glibc

/// The terminal that a process was started on (tty(4)).
struct Terminal: Sendable {
  /// Nil where there is none, as for a service, and where the process is to outlive it: nohup(1) has SIGHUP ignored.
  ///
  /// To be called before anything handles SIGHUP.
  init?() {
    var action = sigaction()
    sigaction(SIGHUP, nil, &action)
    let isToOutlive = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    if isToOutlive || !Self.isThere { return nil }
  }

  /// Whether it was closed: then SIGHUP says so, and nothing else.
  var isGone: Bool { !Self.isThere }

  private static var isThere: Bool {
    let descriptor = open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == EMFILE || errno == ENFILE }
    close(descriptor)
    return true
  }
}
