import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("The listing source")
struct ListingSourceTests {
  @Test("does what every source must")
  func conformance() async {
    let violations = await CatalogSourceConformance.violations(
      of: { ListingFiles.source(ListingFiles.sample, links: ListingFiles.links) },
      missing: { ListingFiles.source("/nowhere/list.txt") })
    #expect(violations.isEmpty)
  }

  @Test("a file that is missing is a failure that names it", arguments: ["list.txt", "links.json"])
  func missing(name: String) async throws {
    try await ListingFiles.with(["list.txt": Array("A\n\n26 Mar 2022 |\n\nB".utf8), "links.json": Array("{}".utf8)]) {
      folder in
      let source = ListingFiles.source(
        folder + (name == "list.txt" ? "/other" : "/list.txt"),
        links: folder + (name == "list.txt" ? "/links.json" : "/other"))
      let error = await #expect(throws: FileError.self) { try await source.load() }
      #expect(error?.path == folder + "/other")
    }
  }

  @Test("what is not UTF-8 is refused with the offset of its first byte")
  func notUTF8() async throws {
    let contents = try await load(listing: Array("A Title\n\n".utf8) + [0xFF, 0xFE])
    #expect(contents.items.isEmpty)
    #expect(contents.problems.map(\.message) == ["byte 9 (counted from 0) is not UTF-8: save the file as UTF-8"])
  }

  @Test("problems of the listing and of its links are told at once")
  func both() async throws {
    let contents = try await load(listing: Array("A\n\n31 Feb 2022 |\n\nB".utf8), links: #"{"A": 1}"#)
    #expect(contents.problems.map(\.place.file) == ["list.txt", "links.json"])
  }

  @Test(
    "links may be whole, or paths below the site",
    arguments: [
      ("https://other.org/a", "https://other.org/a"), ("HTTP://Other.org", "http://other.org/"),
      ("//other.org/a", "https://other.org/a"), ("/2022/a/", "https://example.org/blog/2022/a/"),
      ("2022/ä/", "https://example.org/blog/2022/%C3%A4/"), ("?p=1", "https://example.org/blog/?p=1"),
    ])
  func links(link: String, url: String) async throws {
    let contents = try await load(listing: Self.listing, links: #"{"a title": "\#(link)"}"#)
    #expect(contents.problems.isEmpty)
    let rule = try #require(contents.items.first?.identity.rule)
    #expect(rule == PermalinkRule(template: "/{year}/{month}/{day}/{slug}/", links: ["a-title": AbsoluteURL(url)!]))
  }

  @Test(
    "links that cannot be understood are refused, with line and pointer",
    arguments: [
      ("", 1, nil, "not JSON"), (#"{"A": "/a""#, 1, nil, "not JSON"), (#"{"A": "/a"} x"#, 1, nil, "follows the object"),
      ("\n[]", 2, nil, "not array"), ("null", 1, nil, "not null"),
      ("{\n\"A/B~\":\n1}", 3, "/A~1B~0", "in quotes, not number"),
      (#"{"A": ""}"#, 1, "/A", "no URL"), (#"{"A": "not a url"}"#, 1, "/A", "no URL"),
      (#"{"A": "http:///x"}"#, 1, "/A", "no URL"), (#"{"A": "javascript:alert(1)"}"#, 1, "/A", "no URL"),
      (#"{"A": "1:2"}"#, 1, "/A", "no URL"),
      ("{\"A b\": \"/a\",\n\"a B!\": \"/b\"}", 2, "/a B!", "have one slug, a-b, and two URLs"),
    ] as [(String, Int, String?, String)])
  func badLinks(links: String, line: Int, pointer: String?, message: String) async throws {
    let contents = try await load(listing: Self.listing, links: links)
    // Of what is no table nothing is known: no post has an address that is guessed.
    #expect(contents.items.count == (pointer == nil ? 0 : 1))
    #expect(contents.problems.count == 1)
    let problem = try #require(contents.problems.first)
    #expect(problem.severity == .error)
    #expect(problem.place == Place(file: "links.json", line: line, pointer: pointer))
    #expect(problem.message.contains(message), "\(problem)")
  }

  @Test("all links that cannot be understood are told at once, and one said twice is none of them")
  func allLinks() async throws {
    let links = #"{"A": "/a", "a!": "/a", "B": {"x": [1]}, "C": "a b", "D": "/d"}"#
    let contents = try await load(listing: Self.listing, links: links)
    #expect(contents.problems.map(\.place.pointer) == ["/B", "/C"])
    #expect(Set(try #require(contents.items.first?.identity.rule).links.keys) == ["a", "d"])
  }

  static let listing = Array("A Title\n\n26 Mar 2022 |\n\nB".utf8)

  private func load(listing: [UInt8], links: String? = nil) async throws -> SourceContents {
    var files = ["list.txt": listing]
    files["links.json"] = links.map { Array($0.utf8) }
    let site = Site(title: "Site", url: AbsoluteURL("https://example.org/blog")!)
    return try await ListingFiles.with(files) { folder in
      try await ListingFiles.source(
        folder + "/list.txt", links: links == nil ? nil : folder + "/links.json", site: site
      ).load(seenFrom: folder)
    }
  }
}

extension SourceItem.Identity {
  fileprivate var rule: PermalinkRule? {
    if case .listed(let rule) = self { rule } else { nil }
  }
}
