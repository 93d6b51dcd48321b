/// A blog whose files have any names, NUL between two of them, is built, and nothing reaches beyond it. The first byte says
/// whose blog it is.
func check(_ bytes: [UInt8]) {
  BuiltSite.begin()
  for (index, name) in bytes.dropFirst().split(separator: 0).prefix(50).enumerated() {
    let post = "---\ntitle: T\(index)\ndate: 2022-03-\(10 + index % 20)\ntags: [a]\n---\n[Text](../x.md)\n"
    Workplace.put(Array(post.utf8), at: Array("blog/".utf8) + name)
  }
  BuiltSite.check([BuiltSite.blog], kind: bytes.first ?? 0)
}
