internal import Glibc

/// Sockets that systemd opened for this process: see sd_listen_fds(3).
enum SystemdSockets {
  static var inherited: [Int32] {
    func number(_ name: String) -> Int32? { getenv(name).flatMap { Int32(String(cString: $0)) } }
    guard number("LISTEN_PID") == getpid(), let count = number("LISTEN_FDS"), 1...64 ~= count else { return [] }
    return (3..<3 + count).map { descriptor in
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      return descriptor
    }
  }
}
