internal import Glibc

/// A fresh folder for one test, which removes itself and all in it when it is released: keep it in a property of the suite.
public final class TemporaryFolder: Sendable {
  /// Absolute.
  public let path: String

  /// Makes it in `TMPDIR`, or `/tmp`.
  public init() throws {
    var template = Array("\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/syndicate-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure(of: "mkdtemp", code: errno) }
    path = String(cString: made)
  }

  deinit { TemporaryFolder.remove(path) }

  /// The path of what is called `name` in the folder, `/`-separated.
  public subscript(name: String) -> String { "\(path)/\(name)" }

  /// Makes a folder, and those above it.
  public func makeFolder(_ name: String) throws {
    var made = ""
    for segment in name.split(separator: "/") {
      made += (made.isEmpty ? "" : "/") + segment
      guard mkdir(self[made], 0o755) == 0 || errno == EEXIST else { throw Failure(of: "mkdir \(made)", code: errno) }
    }
  }

  /// Writes a file in place, making the folders above it.
  public func write(_ text: String, to name: String) throws {
    if let slash = name.lastIndex(of: "/") { try makeFolder(String(name[..<slash])) }
    let descriptor = open(self[name], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure(of: "open \(name)", code: errno) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Failure(of: "write \(name)", code: errno)
    }
  }

  /// The bytes of a file, links followed; nil where it cannot be read.
  public func read(_ name: String) -> [UInt8]? {
    let descriptor = open(self[name], O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// A file as text; nil where it cannot be read.
  public func text(_ name: String) -> String? { read(name).map { String(decoding: $0, as: UTF8.self) } }

  /// The names of all files and links in the folder and the folders below, as paths from it.
  public func files() -> Set<String> {
    var names: Set<String> = []
    TemporaryFolder.walk(path) { member, isFolder in
      if !isFolder { names.insert(String(member.dropFirst(path.count + 1))) }
    }
    return names
  }

  /// A system call failed.
  public struct Failure: Error, CustomStringConvertible {
    /// Which, on what, and the kernel's answer.
    public let description: String
    init(of call: String, code: Int32) { description = "\(call): \(String(cString: strerror(code)))" }
  }

  private static func remove(_ path: String) {
    walk(path) { member, isFolder in _ = isFolder ? rmdir(member) : unlink(member) }
    rmdir(path)
  }

  /// Visits all below `path`, a folder after what it holds. Links are not followed.
  private static func walk(_ path: String, _ visit: (_ member: String, _ isFolder: Bool) -> Void) {
    guard let stream = opendir(path) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let member = "\(path)/\(name)"
      var status = stat()
      let isFolder = lstat(member, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      if isFolder { walk(member, visit) }
      visit(member, isFolder)
    }
  }
}
