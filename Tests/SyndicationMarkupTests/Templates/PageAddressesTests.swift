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

  @Test(
    "B1 a link of Hugo's to a file leads to the page beside it, of its language first, then from the root of all content",
    arguments: [
      ("b.md", "c/p/a.md", "/p/b/"), ("b", "c/p/a.md", "/p/b/"), ("./B.md#f", "c/p/a.md", "/p/b/#f"),
      ("b.md?x#f", "c/p/a.de.md", "/de/p/b/?x#f"), ("My%20Post.html", "c/p/a.md", "/p/my/"),
      ("d/index.md", "c/p/a.md", "/p/d/"),
      ("d/", "c/p/a.md", "/p/d/"), ("b", "c/p/d/index.md", "/p/b/"), ("../b.md", "c/p/d/index.md", "/p/b/"),
      ("in.md", "c/p/d/index.md", "/p/d/in/"), ("/top", "c/p/a.md", "/top/"), ("p/b", "c/top.md", "/p/b/"),
      ("../top.md", "c/p/a.md", "/top/"),
    ])
  func linked(_ link: String, _ file: String, _ address: String) {
    #expect(AddressesOfPages.hugo.address(ofLink: link, in: file, below: "c") == address)
  }

  @Test(
    "B1 and to no page elsewhere",
    arguments: [
      "", "#f", "https://b.md", "//b.md", "mailto:b", "c.md", "../b.md", "../../../b", "../d/", "/b.md", "b.png",
      "in.md",
      "c/p/b.md", "./top.md",
    ])
  func unlinked(_ link: String) {
    #expect(AddressesOfPages.hugo.address(ofLink: link, in: "c/p/a.md", below: "c") == nil)
    #expect(AddressesOfPages.hugo.address(ofLink: "/top", in: "c/p/a.md", below: nil) == nil)
  }

  private static let hugo = PageAddresses([
    "c/p/a.md": "/p/a/", "c/p/b.md": "/p/b/", "c/p/b.de.md": "/de/p/b/", "c/p/My Post.md": "/p/my/",
    "c/p/d/index.md": "/p/d/", "c/p/d/in.md": "/p/d/in/", "c/top.md": "/top/",
  ])

  @Test("B1 what fits no page has no address", arguments: ["", "/", "ost/x", "y", "other/x.md", "..", "index.md"])
  func missing(_ reference: String) {
    #expect(AddressesOfPages.pages.address(of: reference) == nil)
  }
}
