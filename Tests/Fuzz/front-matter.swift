import Syndication

@testable import SyndicationSources

/// Front matter is read or refused with a problem.
func check(_ bytes: [UInt8]) {
  let bytes = text(bytes)
  let lineCount = 1 + bytes.count { $0 == 0x0A }
  bytes.withUnsafeBufferPointer { bytes in
    for mayBeHeaders in [false, true] {
      do throws(Problem) {
        guard let matter = try FrontMatter(bytes, mayBeHeaders: mayBeHeaders, file: "post.md") else { continue }
        require((1...bytes.count).contains(matter.end), "ends at \(matter.end) of \(bytes.count)")
        guard case .object = matter.fields else { fatalError("no object: \(matter.fields)") }
      } catch {
        require((1...lineCount).contains(error.place.line ?? 1), "\(error) in a text of \(lineCount) lines")
      }
    }
    _ = try? YAMLReader.fields(of: bytes)
    _ = try? TOMLReader.fields(of: bytes)
    _ = try? Metadata.json(bytes)
    _ = Metadata.headers(bytes)
  }
}
