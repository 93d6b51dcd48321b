package import Foundation

/// A file of this package's tests that holds what bytes are expected, and that people have read.
///
/// It is written only where the environment variable `SYNDICATE_RECORD_GOLDEN` is set, which `make golden` does.
package struct GoldenFile: Sendable {
  package let url: URL

  /// - Parameter folder: beside the test's own file, unless it is told.
  package init(_ name: String, in folder: String = "Golden", besides testsFolder: URL) {
    url = testsFolder.appending(path: folder).appending(path: name)
  }

  /// Where `bytes` differ from what is expected, in words; nil where they do not.
  ///
  /// - Throws: where the file cannot be read, or written.
  package func difference(from bytes: [UInt8]) throws -> String? {
    if ProcessInfo.processInfo.environment["SYNDICATE_RECORD_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
      return nil
    }
    let expected = [UInt8](try Data(contentsOf: url))
    guard bytes != expected else { return nil }
    let lines = [bytes, expected].map { String(decoding: $0, as: UTF8.self).components(separatedBy: "\n") }
    let (got, wanted) = (lines[0], lines[1])
    let line = zip(got, wanted).prefix { $0 == $1 }.count
    return """
      \(url.lastPathComponent):\(line + 1) is expected to be
        \(line < wanted.count ? wanted[line] : "the end")
      and is
        \(line < got.count ? got[line] : "the end")
      """
  }
}
