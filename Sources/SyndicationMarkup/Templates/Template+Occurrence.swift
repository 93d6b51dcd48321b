internal import Glibc
internal import Syndication

extension Template.Language {
  /// Whether `body` may hold a tag of this language: without one it is its own expansion.
  package func mayOccur(in body: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .liquid: body.holds("{{") || body.holds("{%")
    case .nunjucks: body.holds("{{") || body.holds("{%") || body.holds("{#")
    case .hugo: body.holds("{{<") || body.holds("{{%")
    case .tera: body.holds("{{") || body.holds("{%") || body.holds("@/")
    case .mdx: body.holds("{") || body.holds("<") || body.holds("import ") || body.holds("export ")
    case .pelican: PelicanLinks.marks.contains { body.holds($0) }
    }
  }

  /// Whether `body` may name another page by its file, so that its template needs to know where pages are.
  package func mayNamePages(in body: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .liquid, .nunjucks: body.holds("{%") && (body.holds("post_url") || body.holds("link "))
    case .hugo: mayOccur(in: body) && body.holds("ref")
    case .tera: body.holds("@/")
    case .mdx: false
    case .pelican: body.holds("{filename}") || body.holds("|filename|")
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// - Parameter text: ASCII, not empty.
  fileprivate func holds(_ text: StaticString) -> Bool {
    guard let baseAddress else { return false }
    var start = 0
    while start + text.utf8CodeUnitCount <= count,
      let found = memchr(baseAddress + start, Int32(text.utf8Start[0]), count - start - text.utf8CodeUnitCount + 1)
    {
      if memcmp(found, text.utf8Start, text.utf8CodeUnitCount) == 0 { return true }
      start = UnsafeRawPointer(found) - UnsafeRawPointer(baseAddress) + 1
    }
    return false
  }
}
