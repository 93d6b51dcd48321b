import Foundation
import SyndicationTesting
import Testing

/// Hostile strings in every field: cleaned with a warning, published, and every document sound.
@Suite("Hostile input")
struct HostileInputTests {
  static let strings: [String] = [
    "a\u{0}b\u{1}c\u{B}d\u{C}e\u{7F}f\u{85}g", "]]>", "x\u{FFFE}y\u{FFFF}z\u{FFFD}", "\u{202E}\u{200F}right to left",
    "👩‍👩‍👧‍👦🏷️", "<script>alert(1)</script>", "vbscript:msgbox", "data:text/html,<b>", "<base href='//evil'>",
    "<meta http-equiv=refresh>", "<link rel=stylesheet>", "\"quotes' &amp; &nbsp; &#0;", "../../etc/passwd", "%00%zz",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;", String(repeating: "long ", count: 200_000),
  ]

  /// One item for each string, which stands in every text field.
  func items() throws -> Data {
    let items = Self.strings.enumerated().map { index, text -> [String: Any] in
      [
        "id": "\(index)", "url": "https://example.org/\(index)", "title": text, "summary": text,
        "content_html": "<p>\(text)</p><img src='x.png' onerror='alert(1)'><a href='\(text)'>link</a>",
        "date_published": "2022-03-\(10 + index)T12:00:00Z", "tags": ["t\(index) \(text.prefix(100))"], "image": text,
        "language": text, "authors": [["name": text, "url": text]],
        "attachments": [["url": text, "mime_type": text, "title": text]],
      ]
    }
    return try JSONSerialization.data(withJSONObject: items)
  }

  func site(_ data: Data) throws -> Workdir {
    let site = try Workdir(
      config: RefusedInputTests.jsonConfig.replacing(
        "\"sources\"", with: "\"feeds\": {\"bytes\": 50000000}, \"sources\""))
    try data.write(to: URL(fileURLWithPath: site.folder["posts.json"]))
    return site
  }

  @Test("is cleaned with warnings, and every document can be read, holds every entry, and nothing unsafe")
  func everyField() throws {
    let site = try site(items())
    let outcome = try site.run("build")
    #expect(outcome.code == 0, "\(outcome.err.prefix(2000))")
    #expect(outcome.err.contains("warning") && outcome.err.contains("posts.json"))
    let documents = site.folder.files().filter { $0.hasPrefix("feeds/") }
    #expect(documents.count == 3 * (Self.strings.count + 1))
    for name in documents {
      let bytes = try #require(site.folder.read(name))
      if name.hasSuffix(".json") {
        let feed = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        for item in try #require(feed["items"] as? [[String: Any]]) {
          let html = (item["content_html"] as? String ?? "").lowercased()
          for unsafe in [
            "<script", "onerror=", "href=\"vbscript:", "href=\"data:", "<base", "<meta", "<link", "<!doctype",
            "src=\"x.png",
          ] {
            #expect(!html.contains(unsafe), "\(unsafe) in \(name)")
          }
        }
      } else {
        #expect(try site.isWellFormed(name), "\(name)")
      }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(
        !text.unicodeScalars.contains {
          $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0xFFFE || $0.value == 0xFFFD
        })
    }
    let all = try #require(site.folder.text("feeds/all.json"))
    for index in Self.strings.indices { #expect(all.contains("\"url\":\"https://example.org/\(index)\"")) }
  }

  @Test("20,000 nested elements end in a document that can be read", .timeLimit(.minutes(20)))
  func nested() throws {
    let depth = 20_000
    let html = String(repeating: "<div>", count: depth) + "deep" + String(repeating: "</div>", count: depth)
    let site = try site(
      JSONSerialization.data(withJSONObject: [
        [
          "id": "1", "url": "https://example.org/1", "title": "Deep", "content_html": html,
          "date_published": "2022-03-25",
        ]
      ]))
    #expect(try site.run("build").code == 0)
    #expect(site.folder.text("feeds/all.atom")?.contains("deep") == true)
    #expect(try site.isWellFormed("feeds/all.atom"))
  }

  @Test("tags such as “../x”, “🏷️” and “.” stay within the feeds' folder, each with a feed")
  func tagPaths() throws {
    let tags = ["../x", "🏷️", ".", "a/b", "con", "C++", "c#", ".net", "ÜBER", "e\u{301}"]
    let site = try site(
      JSONSerialization.data(withJSONObject: [
        ["id": "1", "url": "https://example.org/1", "title": "T", "date_published": "2022-03-25", "tags": tags]
      ]))
    #expect(try site.run("build").code == 0)
    let slugs = ["x", "u-1f3f7-fe0f", "u-2e", "a-b", "tag-con", "cpp", "c-sharp", "dotnet", "über", "é"]
    for slug in slugs { #expect(site.folder.files().contains("feeds/tags/\(slug).atom"), "\(slug)") }
    #expect(site.folder.files().filter { $0.hasSuffix(".atom") }.count == tags.count + 1)
  }
}
