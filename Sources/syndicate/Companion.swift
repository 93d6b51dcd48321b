// The environment is a variable of C.
@preconcurrency internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// A program that belongs to this one.
struct Companion {
  let name: String
  /// What there is to say where it is not there.
  let absence: String

  static let serve = Companion(
    name: "syndicate-serve",
    absence:
      "syndicate-serve, which serves and tells hubs, is neither beside this program nor in PATH: where Syndicate is "
      + "built, make serve builds it, and make install-serve installs it")

  /// Where it is found: beside this program, else in PATH.
  var path: String? {
    let folders =
      (Directory.absolute("/proc/self/exe").map { [Path.folder(of: $0)] } ?? [])
      + (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").map(String.init)
    return folders.lazy.map { Path.join($0, name) }.first { access($0, X_OK) == 0 }
  }

  /// Becomes it; comes back where it is not there.
  func start(_ arguments: [String]) {
    guard let path else { return }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    execv(path, &words)
  }

  /// Starts it beside this process, with nothing of what this one does about signals.
  ///
  /// - Returns: its process id; nil where it is not there.
  func spawn(_ arguments: [String]) -> pid_t? {
    guard let path else { return nil }
    var attributes = posix_spawnattr_t()
    guard posix_spawnattr_init(&attributes) == 0 else { return nil }
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    return posix_spawn(&process, path, nil, &attributes, &words, environ) == 0 ? process : nil
  }

  /// Whether a process that was spawned has ended; waits for that where `waiting` says so.
  @discardableResult
  static func hasEnded(_ process: pid_t, waiting: Bool) -> Bool {
    var status: Int32 = 0
    while true {
      let ended = waitpid(process, &status, waiting ? 0 : WNOHANG)
      if ended < 0 && errno == EINTR { continue }
      return ended != 0
    }
  }
}
