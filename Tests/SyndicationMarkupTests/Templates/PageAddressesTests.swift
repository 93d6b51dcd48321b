import Syndication
import Testing

@testable import SyndicationMarkup

@Suite struct AddressesOfPages {
  private static let pages = PageAddresses([
    "_posts/2022-03-25-name.md": "/name/", "_posts/sub/2022-03-25-name.md": "/sub/name/",
    "content/post/x.md": "/x/", "content/post/x.html": "/x.html", "content/blog/deep/index.md": "/deep/",
    "content/docs/_index.md": "/docs/", "b/same.md": "/b/", "a/same.md": "/a/", "post/release-1.2.md": "/r/",
    "post/é.md": "/e/",
  ])

  @Test(
    "B1 a page is found by its path, a part of it, or its name",
    arguments: [
      ("_posts/2022-03-25-name.md", "/name/"), ("2022-03-25-name", "/name/"), ("sub/2022-03-25-name", "/sub/name/"),
      ("/post/x", "/x/"), ("post/x.md", "/x/"), ("x.html", "/x.html"), ("../post/x.md", "/x/"), ("./x.md", "/x/"),
      ("/blog/deep/", "/deep/"), ("deep/index.md", "/deep/"), ("deep", "/deep/"), ("docs", "/docs/"),
      ("release-1.2", "/r/"), ("%C3%A9.md", "/e/"),
    ])
  func found(_ reference: String, _ address: String) {
    #expect(AddressesOfPages.pages.address(of: reference) == address)
  }

  @Test("B1 of several pages that fit, the one with the shortest path is meant, then the first in code point order")
  func ties() {
    #expect(AddressesOfPages.pages.address(of: "same.md") == "/a/")
    #expect(AddressesOfPages.pages.address(of: "2022-03-25-name.md") == "/name/")
  }

  @Test("B1 what fits no page has no address", arguments: ["", "/", "ost/x", "y", "other/x.md", "..", "index.md"])
  func missing(_ reference: String) {
    #expect(AddressesOfPages.pages.address(of: reference) == nil)
  }
}
