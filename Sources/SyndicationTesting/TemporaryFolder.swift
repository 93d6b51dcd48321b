internal import Foundation
internal import Glibc

/// A fresh folder for one test, which removes itself and all in it when it is released: keep it in a property of the suite.
public final class TemporaryFolder: Sendable {
  /// Absolute.
  public let path: String

  /// Makes it in `TMPDIR`, or `/tmp`.
  public init() throws {
    var template = Array("\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/syndicate-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw POSIXError(.init(rawValue: errno)!) }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of what is called `name` in the folder, `/`-separated.
  public subscript(name: String) -> String { "\(path)/\(name)" }

  /// Makes a folder, and those above it.
  public func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: self[name], withIntermediateDirectories: true)
  }

  /// Writes a file in place, making the folders above it.
  public func write(_ text: String, to name: String) throws {
    if let slash = name.lastIndex(of: "/") { try makeFolder(String(name[..<slash])) }
    try Data(text.utf8).write(to: URL(filePath: self[name]))
  }

  /// The bytes of a file, links followed; nil where it cannot be read.
  public func read(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: self[name]).map { Array($0) } }

  /// A file as text; nil where it cannot be read.
  public func text(_ name: String) -> String? { read(name).map { String(decoding: $0, as: UTF8.self) } }

  /// The names of all files and links in the folder and the folders below, as paths from it.
  public func files() -> Set<String> {
    let members = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return Set(members.filter { status(self[$0]).map { $0.st_mode & S_IFMT != S_IFDIR } ?? false })
  }
}
