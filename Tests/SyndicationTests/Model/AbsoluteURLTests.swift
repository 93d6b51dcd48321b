import Testing

@testable import Syndication

@Suite("RFC 3986")
struct AbsoluteURLTests {
  @Test(
    "I2 what we make is canonical: lower-case scheme and host, no default port, a path, upper-case escapes, no dots",
    arguments: [
      ("HTTPS://Example.COM", "https://example.com/"), ("http://example.com:80/a", "http://example.com/a"),
      ("https://example.com:443/", "https://example.com/"), ("https://example.com:8443/", "https://example.com:8443/"),
      ("http://example.com:443/", "http://example.com:443/"), ("https://example.com:/", "https://example.com/"),
      ("https://example.com/a/./b/../c", "https://example.com/a/c"),
      ("https://example.com/../../a", "https://example.com/a"),
      ("https://example.com/a/..", "https://example.com/"), ("https://example.com/a/.", "https://example.com/a/"),
      ("https://example.com/%c3%bc", "https://example.com/%C3%BC"),
      ("https://example.com/ü", "https://example.com/%C3%BC"),
      ("https://example.com/a b", "https://example.com/a%20b"),
      ("https://example.com/100%", "https://example.com/100%25"),
      ("https://example.com/%zz", "https://example.com/%25zz"),
      ("https://example.com?q=ü", "https://example.com/?q=%C3%BC"),
      ("https://example.com#é", "https://example.com/#%C3%A9"),
      ("https://example.com/a#b#c", "https://example.com/a#b%23c"),
      ("https://example.com/[x]|\\\"<>^`{}", "https://example.com/%5Bx%5D%7C%5C%22%3C%3E%5E%60%7B%7D"),
      ("https://user:pw@Example.com/", "https://user:pw@example.com/"),
      ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/"),
      ("  https://example.com/\n", "https://example.com/"), ("https://exam\tple.com/", "https://example.com/"),
      ("https://example.com/…", "https://example.com/%E2%80%A6"),
      ("https://example.com/a//b", "https://example.com/a//b"),
      ("https://example.com/...", "https://example.com/..."),
      ("https://example.com/?a/../b", "https://example.com/?a/../b"),
    ])
  func canonical(_ text: String, _ expected: String) throws {
    let url = try #require(AbsoluteURL(text))
    #expect(url.string == expected)
    #expect(AbsoluteURL(url.string) == url, "canonical form is stable")
  }

  @Test(
    "I5 hosts are punycode",
    arguments: [
      ("https://bücher.example/", "https://xn--bcher-kva.example/"),
      ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
      ("https://例え.テスト/あ", "https://xn--r8jz45g.xn--zckzah/%E3%81%82"),
    ])
  func punycode(_ text: String, _ expected: String) {
    #expect(AbsoluteURL(text)?.string == expected)
  }

  @Test(
    "what is no absolute URL is refused",
    arguments: [
      "", " ", "example.com", "/a", "//example.com/", "a/b:c", "https:", "https:a", "https://", "https:///a",
      "http://:80/", "https://example.com:port/", "https://example.com:123456/", "https://exa mple.com/",
      "https://[::1/", "1https://example.com/", "://example.com", "ht tp://example.com/", "https://exa<mple/",
    ])
  func refused(_ text: String) {
    #expect(AbsoluteURL(text) == nil)
  }

  @Test("other schemes pass, their bytes made legal")
  func otherSchemes() {
    #expect(AbsoluteURL("mailto:ada@example.org")?.string == "mailto:ada@example.org")
    #expect(AbsoluteURL("MAILTO:a b@example.org")?.string == "mailto:a%20b@example.org")
    #expect(AbsoluteURL("ftp://Example.com/a")?.string == "ftp://example.com/a")
    #expect(AbsoluteURL("urn:uuid:1225c695")?.string == "urn:uuid:1225c695")
  }

  @Test("scheme and host are told")
  func parts() throws {
    let url = try #require(AbsoluteURL("https://user@Bücher.example:8080/a?b@c:d"))
    #expect(url.scheme == "https")
    #expect(url.host == "xn--bcher-kva.example")
    #expect(AbsoluteURL("mailto:a@example.org")?.host == nil)
    #expect(AbsoluteURL("http://[::1]:80/")?.host == "[::1]")
  }

  @Test(
    "§5.4 references are resolved",
    arguments: [
      ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
      ("//g", "http://g/"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
      ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"),
      ("", "http://a/b/c/d;p?q"),
      (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"),
      ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
      ("/./g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"), ("./g/.", "http://a/b/c/g/"),
      ("g/../h", "http://a/b/c/h"), ("g?y/../x", "http://a/b/c/g?y/../x"), ("https://other/", "https://other/"),
      ("ü b.png", "http://a/b/c/%C3%BC%20b.png"), ("a|b", "http://a/b/c/a%7Cb"), ("%zz", "http://a/b/c/%25zz"),
      (" g\n", "http://a/b/c/g"), ("mailto:x@example.org", "mailto:x@example.org"),
      ("a[1].png", "http://a/b/c/a%5B1%5D.png"),
      ("g#a#b", "http://a/b/c/g#a%23b"),
    ])
  func resolving(_ reference: String, _ expected: String) throws {
    let base = try #require(AbsoluteURL("http://a/b/c/d;p?q"))
    #expect(base.resolving(reference)?.string == expected)
  }

  @Test("appending joins a folder and a path, and never leaves the folder's host")
  func appending() throws {
    let folder = try #require(AbsoluteURL("https://example.com/feeds"))
    #expect(folder.appending(path: "tags/a.atom").string == "https://example.com/feeds/tags/a.atom")
    #expect(folder.appending(path: "/tags/a.atom").string == "https://example.com/feeds/tags/a.atom")
    #expect(folder.appending(path: "übung.atom").string == "https://example.com/feeds/%C3%BCbung.atom")
    for path in ["../../../x", "//evil.example/", "@evil.example", ":80", "\u{0}", "?", "#", "\u{301}"] {
      #expect(folder.appending(path: path).host == "example.com", "\(path)")
    }
  }

  @Test(
    "an absolute URI is one to the letter, canonical or not",
    arguments: [
      "urn:uuid:1225C695-cfb8-4ebb-aaaa-80da344efa6a", "tag:example.com,2005:a", "HTTP://Example.COM:80/%7efoo/../x",
      "https://example.com", "https://example.com/?a=b&c[]=d".replacing("[]", with: "%5b%5d"), "http://example.com/#a",
      "post:42", "http://[::1]/", "mailto:ada@example.org", "urn:x:%c3%bc",
    ])
  func isURI(_ text: String) {
    #expect(AbsoluteURL.isURI(text))
  }

  @Test(
    "what is not to the letter an absolute URI is none",
    arguments: [
      "", "42", "a b", "/a", "//example.com/", "http://example.com/ü", "http://exa mple.com/", " http://example.com/",
      "http://example.com/\n", "http://example.com/%zz", "http://example.com/a#b#c", "http://example.com/<b>", "tag:",
      "1a:b", "a/b:c", "post 42:x", "http://example.com/\u{301}",
    ])
  func isNoURI(_ text: String) {
    #expect(!AbsoluteURL.isURI(text))
  }

  @Test("§2.3 a text is percent-encoded but for the unreserved")
  func percentEncoded() {
    #expect(AbsoluteURL.percentEncoded("a b/ü%41~._-") == "a%20b%2F%C3%BC%2541~._-")
    #expect(AbsoluteURL.percentEncoded("a/b:c", keeping: "/:") == "a/b:c")
  }

  @Test("a combining mark after a delimiter does not hide it")
  func combining() {
    #expect(AbsoluteURL("https://example.com/\u{301}x")?.string == "https://example.com/%CC%81x")
    #expect(AbsoluteURL("https://example.com/a#\u{301}")?.string == "https://example.com/a#%CC%81")
    #expect(AbsoluteURL("https://example.com/a?\u{301}")?.string == "https://example.com/a?%CC%81")
  }
}
