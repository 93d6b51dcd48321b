import Syndication

@testable import SyndicationSources

/// Front matter is read or refused with a problem; where `PlainYAML` reads something, the library reads the same.
func check(_ bytes: [UInt8]) {
  let bytes = text(bytes)
  let lineCount = 1 + bytes.count { $0 == 0x0A }
  bytes.withUnsafeBufferPointer { bytes in
    for mayBeHeaders in [false, true] {
      do throws(Problem) {
        guard let matter = try FrontMatter(bytes, mayBeHeaders: mayBeHeaders, file: "post.md") else { continue }
        require((1...bytes.count).contains(matter.end), "ends at \(matter.end) of \(bytes.count)")
        guard case .object = matter.fields else { fatalError("no object: \(matter.fields)") }
        if matter.language == .yaml { compareYAML(between: bytes[..<matter.end]) }
      } catch {
        require((1...lineCount).contains(error.place.line ?? 1), "\(error) in a text of \(lineCount) lines")
      }
    }
    compareYAML(bytes)
    _ = try? Metadata.toml(bytes)
    _ = try? Metadata.json(bytes)
    _ = Metadata.headers(bytes)
  }
}

/// What stands between the first and the last line of `matter`.
private func compareYAML(between matter: Slice<UnsafeBufferPointer<UInt8>>) {
  guard let start = matter.firstIndex(of: 0x0A), let end = matter.dropLast().lastIndex(of: 0x0A), start < end else {
    return
  }
  compareYAML(UnsafeBufferPointer(rebasing: matter[(start + 1)...end]))
}

private func compareYAML(_ yaml: UnsafeBufferPointer<UInt8>) {
  // The library does not take a name twice.
  guard let plain = PlainYAML.read(yaml), plain.repeated.isEmpty else { return }
  do throws(MetadataError) {
    let composed = try Metadata.composed(yaml: yaml)
    require(plain.fields == composed, "\(Array(yaml).shown)\nplainly: \(plain.fields)\nby the library: \(composed)")
  } catch {
    fatalError("\(Array(yaml).shown)\nplainly: \(plain.fields)\nby the library: \(error)")
  }
}
