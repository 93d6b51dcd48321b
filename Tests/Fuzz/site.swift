/// A site whose files are the parts of the input, each after a line of `=== ` and its path, is built as a whole. The first byte
/// says whose blog is in it.
func check(_ bytes: [UInt8]) {
  BuiltSite.begin()
  let mark = Array("=== ".utf8)
  var (name, lines) = ([UInt8](), [[UInt8]]())
  func finish() { Workplace.put(Array(lines.joined(separator: [0x0A])), at: name) }
  for line in bytes.dropFirst().split(separator: 0x0A, omittingEmptySubsequences: false) {
    if line.starts(with: mark) {
      finish()
      (name, lines) = (Array(line.dropFirst(mark.count)), [])
    } else {
      lines.append(Array(line))
    }
  }
  finish()
  BuiltSite.check(BuiltSite.all, kind: bytes.first ?? 0)
}
