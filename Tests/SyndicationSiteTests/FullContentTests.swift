import Foundation
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSite

/// What a folder of Markdown comes to in the feeds.
@Suite("Posts of a Markdown folder, with their full content")
struct FullContentTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Builds the feeds of `path` in JSON, and gives what each document holds.
  private func feeds(of path: String, at url: String, _ source: String = "") async throws -> [String: [Post]] {
    try folder.write(
      """
      {"site": {"title": "A", "url": "\(url)"}, "sources": [{"type": "markdown", "path": "\(path)"\(source)}],
       "feeds": {"entries": 100, "bytes": 100000000}}
      """, to: "config.json")
    let configuration = try Configuration.load(folder["config.json"])
    let report = try await Build(configuration).run(at: Timestamp("2026-11-25T00:00:00Z"))
    let published = try #require(report.published)
    var feeds: [String: [Post]] = [:]
    for document in published.written where document.string.hasSuffix(".json") {
      let bytes = try #require(folder.read("feeds/\(document)"))
      feeds[document.string] = try JSONDecoder().decode(Feed.self, from: Data(bytes)).items
    }
    return feeds
  }

  private struct Feed: Decodable { var items: [Post] }

  private struct Post: Decodable {
    var url: String
    var content: String
    var summary: String
    var image: String?

    enum CodingKeys: String, CodingKey {
      case url, summary, image
      case content = "content_html"
    }

    /// The values of all attributes that hold addresses, each of a `srcset`.
    var addresses: [Substring] {
      content.matches(of: /\s(href|src|srcset|poster|cite|data-src)="([^"]*)"/).flatMap { match in
        match.1 == "srcset" ? match.2.split(separator: ", ").map { $0.prefix { $0 != " " } } : [match.2]
      }
    }
  }

  @Test(
    "B1 B2 of the ICLR posts no relative address, no Liquid and no script is left, in the feeds of tags neither",
    .enabled(if: SharedData.isThere, "no real posts in ../shared/data: not tested"))
  func real() async throws {
    let feeds = try await feeds(
      of: SharedData.path("iclr-blog-track.github.io"), at: "https://iclr-blog-track.github.io/")
    #expect(feeds.count == 51)
    let all = try #require(feeds["all.json"])
    #expect(all.count == 21)
    #expect(all.flatMap(\.addresses).count > 1_000)
    for post in feeds.values.joined() {
      let html = post.content
      #expect(html.utf8.count > 10_000 && !post.summary.isEmpty, "\(post.url)")
      for address in post.addresses {
        let isAbsolute = ["https://", "http://", "mailto:", "data:image/"].contains { address.hasPrefix($0) }
        #expect(isAbsolute, "\(post.url): \(address)")
      }
      for mark in ["{%", "<script", "<style", "<iframe", "javascript:", "{:toc", "{: "] {
        let isThere = html.contains(mark)
        #expect(!isThere, "\(post.url): \(mark)")
      }
      // `{{` alone may be of TeX.
      let variable = html.firstMatch(of: /\{\{-?\s*[a-z][a-z_.]*[^{}]*\}\}/)?.output
      #expect(variable == nil, "\(post.url)")
      let handler = html.firstMatch(of: /<[^>]*\son[a-z]+=/)?.output
      #expect(handler == nil, "\(post.url)")
    }
    // A post says the same in every feed that holds it.
    for post in feeds.values.joined() {
      #expect(all.contains { $0.url == post.url && $0.content == post.content })
    }
  }

  @Test("B1 B4 B5 are templates, Markdown, maths and a summary of their own")
  func post() async throws {
    try folder.write("permalink: /:title/\nbaseurl: /notes\n", to: "blog/_config.yml")
    try folder.write(
      """
      ---
      title: A
      tags: [b]
      ---
      A *first* paragraph, with [a link]({{ site.baseurl }}/b/) and {{ site.cdn }}.

      <!--more-->

      $a_1 *b* c_1$ and {% include figure.html path="c.png" alt="d" %}
      """, to: "blog/_posts/2022-03-25-a.md")
    let feeds = try await feeds(
      of: "blog", at: "https://example.com/", #", "variables": {"site.cdn": "https://cdn.example.com/x"}"#)
    let post = try #require(feeds["tags/b.json"]?.first)
    #expect(post.url == "https://example.com/notes/a/")
    #expect(post.summary == "A first paragraph, with a link and https://cdn.example.com/x.")
    #expect(post.content.contains("<em>first</em>"))
    #expect(post.content.contains("<a href=\"https://example.com/notes/b/\">a link</a>"))
    #expect(post.content.contains("$a_1 *b* c_1$"))
    #expect(post.image == "https://example.com/notes/c.png")
  }
}
