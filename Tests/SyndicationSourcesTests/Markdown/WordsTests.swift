import Foundation
import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

/// The words of a text, and how often each stands in it.
private struct Words {
  private(set) var counts: [Substring: Int] = [:]

  init(_ text: String) {
    for match in text.matches(of: /[\p{L}\p{N}]{2,}/) { counts[match.0, default: 0] += 1 }
  }

  /// Of Markdown, what its readers see: not what says how that looks, where it leads, or what a program makes of it.
  init(ofMarkdown markdown: String) {
    var text = markdown
    text.replace(/(?s)<!--.*?-->|<(script|style)\b.*?<\/\1>/, with: "")
    text.replace(/(?s)\{%.*?%\}|\{\{.*?\}\}/, with: " ")
    text.replace(/(?m)^.*\n\{:toc.*$/, with: "")
    text.replace(/(?m)^ {0,3}\{:[^}\n]*\}[ ]*$|\{[:#.][^}\n]*\}/, with: "")
    text.replace(/(?m)^[> ]*(?:`{3,}|~{3,})[^`\n]*$/, with: "")
    text.replace(/(?m)^ {0,3}\[[^\]\n]+\]:\s*\S+[ ]*(?:["'(].*)?$/, with: "")
    text.replace(/\]\(\s*(?:<[^>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)/, with: "](")
    text.replace(/\[\^[^\]\n]+\]:?/, with: "")
    text.replace(/(?m)^\*\[[^\]\n]+\]:|^ {4}(?:::+|#!)\w+$/, with: "")
    text.replace(/\][ ]?\[[^\]]*\]/, with: "]")
    text.replace(/<\/?(?:em|strong|b|i)>/, with: "")
    text.replace(/(?s)<\/?[A-Za-z][^<>]*>/, with: " ")
    self.init(Self.decoded(text))
  }

  /// Of HTML, what is text, and what stands for pictures.
  init(ofHTML html: String) {
    let shown = html.matches(of: /\b(?:alt|title)="([^"]*)"/).map { String($0.1) }
    self.init(
      Self.decoded(
        html.replacing(/<\/?(?:em|strong|b|i)>/, with: "").replacing(/<[^>]*>/, with: " ") + " "
          + shown.joined(separator: " ")))
  }

  private static func decoded(_ text: String) -> String {
    let marks = [
      "acute": "\u{301}", "grave": "\u{300}", "uml": "\u{308}", "circ": "\u{302}", "tilde": "\u{303}",
      "cedil": "\u{327}",
    ]
    let text = text.replacing(/&([A-Za-z])(acute|grave|uml|circ|tilde|cedil);/) { $0.1 + marks[String($0.2)]! }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&"), ("\\", ""), ("*", ""), ("_", "")]
      .reduce(text.replacing(/&(?:[a-z]{3,8}|#\d+|#[xX][0-9a-fA-F]+);/, with: " ")) { $0.replacing($1.0, with: $1.1) }
  }

  /// Those that `other` has less often.
  func missing(in other: Words) -> [String] {
    counts.filter { other.counts[$0.key, default: 0] < $0.value }
      .map { "\($0.key) (\(other.counts[$0.key, default: 0]) of \($0.value))" }.sorted()
  }
}

@Suite("No word of a body is lost in silence") struct WordsTests {
  private static func lost(of contents: SourceContents, on site: Site) throws -> [String] {
    try contents.items.compactMap { item in
      guard let content = item.content, let markup = content.markup as? BodyMarkup, markup.kind == .markdown else {
        return nil
      }
      let read = try content.read()
      let rendered = markup.render(read.text, of: Page(id: "a", base: site.url, site: site))
      guard case .html(let html)? = rendered.content else { return nil }
      let missing = Words(ofMarkdown: read.string).missing(
        in: Words(ofHTML: String(decoding: html.utf8, as: UTF8.self)))
      return missing.isEmpty || !rendered.warnings.isEmpty
        ? nil : "\(item.place.file): \(missing.joined(separator: " "))"
    }
  }

  @Test(
    "of real blogs", .enabled(if: SharedData.isThere, "no real blogs in ../shared/data: not tested"),
    arguments: RealBlogTests.blogs)
  func realBlogs(_ blog: RealBlog) async throws {
    let site = Site(title: "A", url: AbsoluteURL(blog.url)!)
    let lost = try Self.lost(of: try await blog.load(), on: site)
    #expect(lost == [], "\(lost.joined(separator: "\n"))")
  }

  @Test("of small sites that went wrong", .enabled(if: SharedCases.isThere, "no ../shared/cases: not tested"))
  func cases() async throws {
    let site = Site(title: "A", url: AbsoluteURL("https://example.org/")!)
    var count = 0
    for folder in SharedCases.folders {
      let contents = try await MarkdownSource(name: "a", path: folder, options: .init(), site: site).load()
      count += contents.items.count
      let lost = try Self.lost(of: contents, on: site)
      #expect(lost == [], "\(lost.joined(separator: "\n"))")
    }
    #expect(count > 20)
  }
}

/// Small sites, which lie beside the repository where there are any.
private enum SharedCases {
  private static let root = SharedData.path("../cases")
  static var isThere: Bool { FileManager.default.fileExists(atPath: root) }

  /// The sites of generators among them.
  static var folders: [String] {
    let members = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let marks: Set<String> = [
      "_config.yml", "hugo.toml", "config.toml", "pelicanconf.py", "eleventy.config.js", "astro.config.mjs",
    ]
    let sites = members.filter { marks.contains(($0 as NSString).lastPathComponent) }
    return sites.map { "\(root)/\(($0 as NSString).deletingLastPathComponent)" }.sorted()
  }
}
