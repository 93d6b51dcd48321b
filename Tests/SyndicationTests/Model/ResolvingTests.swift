import Syndication
import Testing

@Suite("§5.2 a reference is resolved, and nothing else")
struct ResolvingTests {
  @Test(
    "what is encoded stays encoded, slashes stay as many, and the segments of §5.4 lead where they should",
    arguments: [
      ("a%2Fb", "https://e.org/p/1/a%2Fb"), ("x//y", "https://e.org/p/1/x//y"), ("a%00b", "https://e.org/p/1/a%00b"),
      ("i%2fm.png", "https://e.org/p/1/i%2Fm.png"), ("/p/a%2Fb/", "https://e.org/p/a%2Fb/"), ("..", "https://e.org/p/"),
      ("../../../g", "https://e.org/g"), ("./g/.", "https://e.org/p/1/g/"), ("", "https://e.org/p/1/?q"),
      ("?y", "https://e.org/p/1/?y"), ("#s", "https://e.org/p/1/?q#s"),
      ("g?y/./x#s/../x", "https://e.org/p/1/g?y/./x#s/../x"),
      ("//o.org/x", "https://o.org/x"), ("ü b", "https://e.org/p/1/%C3%BC%20b"),
      ("../\u{301}x", "https://e.org/p/%CC%81x"),
    ])
  func resolves(reference: String, url: String) throws {
    let page = try #require(AbsoluteURL("https://e.org/p/1/?q"))
    #expect(page.resolving(reference)?.string == url)
  }
}
