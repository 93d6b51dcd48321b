internal import Glibc

/// What is said to whoever started the program.
enum Output {
  static func error(_ text: String) {
    let line = "error: \(text)\n"
    _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  }
}
