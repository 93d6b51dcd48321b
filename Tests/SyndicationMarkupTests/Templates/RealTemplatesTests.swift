import Foundation
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationMarkup

@Suite(.enabled(if: SharedData.isThere, "../shared/data is not there"))
struct TemplatesOfRealBlogs {
  @Test(
    "B2 of all tags in real blogs, these alone cannot be filled in",
    arguments: [
      ("iclr-blog-track.github.io", .liquid, ["Liquid tag “include”": 37, "Liquid variable": 1]),
      ("eleventy-servo", .nunjucks, [:]),
      ("eleventy-base-blog", .nunjucks, [:]),
      ("hugo-letsencrypt", .hugo, ["shortcode “plotly”": 1]),
      ("zola-inside-rust", .tera, [:]),
    ] as [(String, Template.Language, [String: Int])])
  func unfilled(_ blog: String, _ language: Template.Language, _ expected: [String: Int]) throws {
    let files = SharedData.files(withExtensions: ["md", "markdown", "html"]).filter { $0.path.contains("/\(blog)/") }
    let paths = files.map { String($0.path.split(separator: "/\(blog)/").last!) } + ["content/outreachy-2026-may.md"]
    let pages = Dictionary(uniqueKeysWithValues: paths.map { ($0, "/\($0)/") })
    var unfilled: [String: Int] = [:]
    for file in files {
      let body = try String(contentsOf: file, encoding: .utf8)
      let expanded = Expanded(body, language, pages: pages)
      unfilled.merge(expanded.unfilled, uniquingKeysWith: +)
      // Of raw text alone, tags are left.
      let isShown = body.contains("{% raw %}") || language == .tera || language == .hugo
      #expect(isShown || !expanded.text.contains("{%") && !expanded.text.contains("{{ "), "\(file.path)")
    }
    #expect(!files.isEmpty)
    #expect(unfilled == expected)
  }
}
