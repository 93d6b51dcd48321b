import Foundation
import Syndication
import SyndicationTesting
import Testing

extension BuiltBlog {
  /// The `feed` element of an Atom document.
  func atom(_ path: String = "all.atom") throws -> XMLTree { try XMLTree(document(path)) }

  /// The `channel` element of an RSS document.
  func rss(_ path: String = "all.rss") throws -> XMLTree {
    let root = try XMLTree(document(path))
    return try #require(root.only("channel"))
  }

  /// A JSON Feed document, read by Foundation.
  func json(_ path: String = "all.json") throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(document(path)))
    return try #require(object as? [String: Any])
  }

  func jsonItems(_ path: String = "all.json") throws -> [[String: Any]] {
    let object = try json(path)
    return try #require(object["items"] as? [[String: Any]])
  }

  private func document(_ path: String) throws -> [UInt8] { try #require(bytes(of: path), "no \(path)") }
}

/// An entry as a reader gets it, whatever the format.
struct ReadEntry: Hashable {
  var id: String?
  var url: String?
  var title: String?
  /// Plain.
  var summary: String?
  /// Plain.
  var content: String?
  var published: String?
  var updated: String?
  /// In a row, as RSS has them.
  var authors: String
  var tags: [String]
  var language: String?
  /// URLs of image and attachments.
  var files: Set<String>
}

extension ReadEntry {
  init(atom entry: XMLTree) {
    self.init(
      id: entry["id"], url: entry.link("alternate")?.attributes["href"], title: entry["title"],
      summary: entry.only("summary").map { $0.attributes["type"] == "html" ? plainText($0.text) : $0.text },
      content: entry["content"], published: entry["published"],
      updated: entry["updated"],
      authors: entry.all("author").map { $0["name"] ?? "" }.joined(separator: ", "),
      tags: entry.all("category").map { $0.attributes["term"] ?? "" }, language: entry.attributes["xml:lang"],
      files: Set(
        entry.all("link").filter { $0.attributes["rel"] == "enclosure" }.compactMap { $0.attributes["href"] }
          + entry.all("media:thumbnail").compactMap { $0.attributes["url"] }))
  }

  /// - Parameter item: its description and content are HTML, as readers take them.
  init(rss item: XMLTree) {
    let author = item["author"].map { String($0.drop { $0 != "(" }.dropFirst().dropLast()) }
    self.init(
      id: item["guid"], url: item["link"], title: item["title"], summary: item["description"].map(plainText),
      content: item["content:encoded"].map(plainText), published: item["pubDate"], updated: nil,
      authors: author ?? item["dc:creator"] ?? "", tags: item.all("category").map(\.text),
      language: item.attributes["xml:lang"],
      files: Set(
        ["enclosure", "media:content", "media:thumbnail"].flatMap(item.all).compactMap { $0.attributes["url"] }))
  }

  init(json item: [String: Any]) {
    func text(_ key: String) -> String? { item[key] as? String }
    func list(_ key: String) -> [[String: Any]] { item[key] as? [[String: Any]] ?? [] }
    self.init(
      id: text("id"), url: text("url"), title: text("title"), summary: text("summary"),
      content: text("content_text") ?? text("content_html"), published: text("date_published"),
      updated: text("date_modified"),
      authors: list("authors").map { $0["name"] as? String ?? "" }.joined(separator: ", "),
      tags: item["tags"] as? [String] ?? [], language: text("language"),
      files: Set(([text("image")] + list("attachments").map { $0["url"] as? String }).compactMap(\.self)))
  }
}

/// The text of HTML that holds no markup but `p` and `br`.
func plainText(_ html: String) -> String {
  var text = html
  for (markup, meaning) in [
    ("</p>\n<p>", "\n\n"), ("<p>", ""), ("</p>", ""), ("<br>", "\n"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""),
    ("&amp;", "&"),
  ] {
    text = text.replacingOccurrences(of: markup, with: meaning, options: .literal)
  }
  return text
}

/// What the rules make of a text, said anew: rule X1, X3 and white space.
enum Expected {
  static func clean(_ text: String) -> String {
    var scalars: [Unicode.Scalar] = []
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      if scalar == "\n", previous == "\r" { continue }
      switch scalar.value {
      case 0x0D: scalars.append("\n")
      case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F...0x9F, 0xFFFD...0xFFFF: break
      default: scalars.append(scalar)
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  static func line(_ text: String) -> String {
    clean(text).unicodeScalars.split { $0.properties.isWhitespace }.map(String.init).joined(separator: " ")
  }
}

extension String {
  /// As scalars: Swift's `==` takes canonically equivalent texts for equal.
  var scalars: [UInt32] { unicodeScalars.map(\.value) }
}

extension BuiltBlog {
  /// The first entry of the feed at `path`, as each format tells it.
  func readEntries(_ path: String = "all") throws -> [ReadEntry] {
    let entry = try #require(try atom("\(path).atom").all("entry").first)
    let item = try #require(try rss("\(path).rss").all("item").first)
    return [ReadEntry(atom: entry), ReadEntry(rss: item), ReadEntry(json: try jsonItems("\(path).json")[0])]
  }
}
