internal import Syndication
internal import SyndicationFiles

/// What the path of a post says.
struct PostFile: Sendable {
  /// In the site's folder.
  var path: String
  /// The file's name, or its folder's where that is all it names, without a date and an extension.
  var name: String
  /// `2022-03-25`, from the name.
  var date: String?
  /// The folders that it lies in, below that of all content.
  var sections: [String] = []
  /// Where it belongs to another language's part of the site.
  var language: String?
  /// Whether another file says what it is, so that it needs no front matter.
  var isDescribed = false
  /// Whether it is read as HTML, and not as Markdown.
  var isHTML: Bool

  static let markdown: Set<Substring> = ["md", "markdown", "mdown", "mkd", "mkdn", "mdx"]
  static let html: Set<Substring> = ["html", "htm"]
  /// Languages of text that are not read.
  static let foreign: [Substring: String] = [
    "rst": "reStructuredText", "adoc": "AsciiDoc", "asciidoc": "AsciiDoc", "org": "Org", "ipynb": "a notebook",
    "textile": "Textile", "pandoc": "Pandoc", "rmd": "R Markdown", "njk": "Nunjucks",
  ]

  /// - Parameters:
  ///   - content: the folder of all content, relative to the site's.
  ///   - datesNames: whether a date that the name begins with is none of the name.
  init(_ path: String, below content: String = "", datesNames: Bool = true) {
    self.path = path
    isHTML = PostFile.html.contains(PostFile.ending(of: path))
    let below = path.utf8.dropFirst(content.isEmpty ? 0 : content.utf8.count + 1)
    var segments = below.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    name = segments.popLast().map { PostFile.stem(of: $0) } ?? ""
    // A folder of its own.
    if name == "index", let folder = segments.popLast() { name = folder }
    sections = segments
    let (date, rest) = PostFile.parted(name)
    self.date = date
    if date != nil, datesNames, !rest.isEmpty { name = rest }
  }

  /// Whether it may hold anything, also what is no text.
  var isOfAnyKind: Bool { isHTML && !PostFile.html.contains(PostFile.ending(of: path)) }

  /// A name without its extension.
  static func stem(of name: String) -> String {
    let dot = name.utf8.lastIndex(of: UInt8(ascii: "."))
    return dot.map { $0 == name.startIndex ? name : String(name[..<$0]) } ?? name
  }

  /// `de` of `post.de`: what stands behind the last dot of a name without its extension.
  static func language(ofStem stem: String) -> String? {
    stem.utf8.split(separator: UInt8(ascii: ".")).dropFirst().last.map { String(Substring($0)) }
  }

  /// The last name of a path.
  static func lastName(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  /// The folders around what is at a path, the nearest first.
  static func folders(around path: String) -> [String] {
    let utf8 = path.utf8
    return utf8.indices.reversed().filter { utf8[$0] == UInt8(ascii: "/") && $0 != utf8.startIndex }.map {
      String(path[..<$0])
    }
  }

  /// What stands behind the last dot of a path's last name, in lower case.
  static func ending(of path: String) -> Substring {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")), !path.utf8[dot...].contains(UInt8(ascii: "/"))
    else { return "" }
    return Substring(path[path.utf8.index(after: dot)...].lowercased())
  }

  /// The date that a name begins with, and the name without it: `2022-03-25-name`, `2022-3-5_name`, `20220325-name`.
  static func parted(_ name: String) -> (date: String?, rest: String) {
    var rest = name.utf8[...]
    guard let year = rest.takeNumber(4...4) else { return (nil, name) }
    let isDashed = rest.take("-")
    let digits = isDashed ? 1...2 : 2...2
    guard isDashed || (1900..<2100).contains(year), let month = rest.takeNumber(digits), !isDashed || rest.take("-"),
      let day = rest.takeNumber(digits), rest.take("-_") || isDashed && rest.takeEndOfDate(),
      let date = LocalDate(year: year, month: month, day: day)
    else { return (nil, name) }
    return (date.description, String(Substring(rest)))
  }

  /// The date and the rest of a name with dashes between all its parts, as Jekyll has it: `2022-3-25-name`, `22-03-25-name`.
  static func partedByDashes(_ name: String) -> (date: String, rest: String)? {
    var rest = name.utf8[...]
    guard var year = rest.takeNumber(2...4) else { return nil }
    if rest.startIndex == name.utf8.index(name.utf8.startIndex, offsetBy: 2) { year += year < 69 ? 2000 : 1900 }
    guard rest.take("-"), let month = rest.takeNumber(1...2), rest.take("-"), let day = rest.takeNumber(1...2),
      rest.take("-"), let date = LocalDate(year: year, month: month, day: day)
    else { return nil }
    return (date.description, String(Substring(rest)))
  }

  /// The role of text outside of everything special.
  static func role(of file: String, _ post: @autoclosure () -> PostFile) -> FileRole {
    let ending = ending(of: file)
    if markdown.contains(ending) || html.contains(ending) { return .post(post()) }
    return foreign[ending].map { .notPost("\($0) is not read: only Markdown and HTML are") } ?? .other
  }
}

extension Substring.UTF8View {
  /// Takes a number of so many digits away.
  fileprivate mutating func takeNumber(_ count: ClosedRange<Int>) -> Int? {
    let digits = prefix(count.upperBound).prefix { (48...57).contains($0) }
    guard digits.count >= count.lowerBound else { return nil }
    self = self[digits.endIndex...]
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// Takes one of `signs` away.
  fileprivate mutating func take(_ signs: String) -> Bool {
    guard let first, signs.utf8.contains(first) else { return false }
    removeFirst()
    return true
  }

  /// Nothing, a space, or a time: `T10:30Z-`.
  fileprivate mutating func takeEndOfDate() -> Bool {
    if isEmpty || take(" ") { return true }
    guard take("T"), take("0123456789:-") else { return false }
    while take("0123456789:-") {}
    _ = take("Z")
    _ = take("-_ ")
    return true
  }
}
