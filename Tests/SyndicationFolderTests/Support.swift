import Glibc
import Syndication
import SyndicationFiles
import SyndicationFolder
import SyndicationTesting

/// A publication of `documents`, path and text, in their order.
func publication(_ documents: KeyValuePairs<String, String>, withdrawn: Set<String> = []) -> Publication {
  Publication(
    documents: documents.map { path, text in
      .init(
        path: DocumentPath(path)!,
        document: Document(parts: text.split(separator: " ").map { Array($0.utf8) }, mediaType: "application/atom+xml"))
    },
    withdrawn: paths(withdrawn))
}

func paths(_ strings: Set<String>) -> Set<DocumentPath> { Set(strings.map { DocumentPath($0)! }) }

/// What a rewritten file cannot keep: its inode and mtime.
func identity(_ path: String) -> [Int]? {
  status(path).map { [Int($0.st_ino), $0.st_mtim.tv_sec, $0.st_mtim.tv_nsec] }
}

/// Waits until the clock of file systems moves on: what was written before is then known to be older.
func nextTick() {
  // Newer kernels date a file by the finer clock where somebody has looked at it.
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  while FileState.tick <= FileState.nanoseconds(of: now) { usleep(500) }
}

/// A process of its own, killed and collected when it is released.
final class ChildProcess {
  let pid: pid_t
  private let output: Int32

  init(_ arguments: String...) throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw FileError("create", "pipe", code: errno) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    var argv = arguments.map { strdup($0) } + [nil]
    defer { for argument in argv { free(argument) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, arguments[0], &actions, nil, &argv, environ)
    close(ends[1])
    output = ends[0]
    self.pid = code == 0 ? pid : 0
    guard code == 0 else { throw FileError("run", arguments[0], code: code) }
  }

  deinit {
    kill()
    close(output)
  }

  func kill() {
    guard pid > 0 else { return }
    Glibc.kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }

  /// The next line that it prints; nil at the end.
  func readLine() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1 {
      if byte == 0x0A { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }
}
