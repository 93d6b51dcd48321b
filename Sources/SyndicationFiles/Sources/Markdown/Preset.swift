internal import Syndication

/// The site generators whose ways of keeping posts are known.
public enum Preset: String, Sendable, Hashable, CaseIterable {
  case jekyll, hugo, zola, eleventy, astro, pelican, publish

  /// As it calls itself.
  var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// What a generator's configuration says about posts.
  ///
  /// - Throws: a `Problem` where that cannot be read; `FileError`.
  func generator(in folder: SiteFolder) throws -> any Generator {
    switch self {
    case .jekyll: try Jekyll(folder)
    case .hugo: try Hugo(folder)
    case .zola: try Zola(folder)
    case .eleventy: try Eleventy(folder)
    case .astro: try Astro(folder)
    case .pelican: try Pelican(folder)
    case .publish: Publish()
    }
  }

  /// The files by which generators are told.
  static let configurations =
    Jekyll.configurations + Eleventy.configurations + Astro.configurations
    + ["hugo", "config"].flatMap { name in ["toml", "yaml", "yml", "json"].map { "\(name).\($0)" } }
    + ["config/_default", "pelicanconf.py", "publishconf.py", "zola.toml", "Package.swift"]

  /// Whose configuration lies in the folder; nil where there is none.
  static func marked(in folder: SiteFolder) -> Preset? {
    func hasOne(_ files: [String]) -> Bool { files.contains(where: folder.has) }
    if hasOne(Eleventy.configurations) { return .eleventy }
    if hasOne(Astro.configurations) { return .astro }
    if hasOne(["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default"]) { return .hugo }
    if hasOne(Jekyll.configurations) { return .jekyll }
    if hasOne(["pelicanconf.py"]) { return .pelican }
    if hasOne(["zola.toml"]) { return .zola }
    if folder.has("config.toml") {
      let text =
        (try? folder.bytes(of: "config.toml")).flatMap(\.self).map { String(decoding: $0, as: UTF8.self) } ?? ""
      return text.contains("base_url") ? .zola : text.lowercased().contains("baseurl") ? .hugo : nil
    }
    for file in ["config.yaml", "config.yml", "config.json"] where folder.has(file) {
      let text = (try? folder.bytes(of: file)).flatMap(\.self).map { String(decoding: $0, as: UTF8.self) } ?? ""
      if text.lowercased().contains("baseurl") { return .hugo }
    }
    return folder.has("Package.swift") && folder.has("Content") ? .publish : nil
  }

  /// Whose posts they seem to be, where no configuration tells.
  ///
  /// - Parameter head: the beginning of a file.
  static func guessed(from files: [String], head: (String) -> String) -> Preset {
    if files.contains(where: { $0.hasPrefix("_posts/") || $0.contains("/_posts/") }) { return .jekyll }
    if files.contains(where: { $0.hasPrefix("src/content/") }) { return .astro }
    var votes: [Preset: Int] = [:]
    for file in files.prefix(50) {
      let head = head(file)
      if head.hasPrefix("---js") || file.hasSuffix(".njk") {
        votes[.eleventy, default: 0] += 100
      } else if head.hasPrefix("+++") {
        let isZola = ["\n[taxonomies]", "\n[extra]", "\npath ="].contains(where: head.contains)
        votes[isZola ? .zola : .hugo, default: 0] += 2
      } else if head.contains("{{<") || head.contains("{{%") || file.hasSuffix("_index.md") {
        votes[.hugo, default: 0] += 3
      } else if head.range(of: "title:", isAtStart: true) {
        votes[.pelican, default: 0] += 1
      } else if head.hasPrefix("---") {
        let names = [("pubDate", Preset.astro), ("heroImage", .astro), ("lastmod", .hugo), ("eleventy", .eleventy)]
        let name = names.first { head.contains("\n\($0.0)") }
        votes[name?.1 ?? .eleventy, default: 0] += name == nil ? 1 : 2
      }
    }
    // Of as many votes, the first of the list.
    return allCases.max { (votes[$0] ?? 0) < (votes[$1] ?? 0) }.flatMap { votes[$0] == nil ? nil : $0 } ?? .eleventy
  }
}

extension String {
  fileprivate func range(of name: String, isAtStart: Bool) -> Bool { lowercased().hasPrefix(name) }
}

/// How a site generator keeps posts, and where it puts their pages.
protocol Generator: Sendable {
  /// The tags that bodies may hold.
  var template: Template.Language? { get }
  /// What `site` means in a body.
  var site: JSONValue { get }
  /// In which times without a zone are meant, where the site's zone is not.
  var timeZone: SiteTimeZone? { get }
  /// Whether a day in an address is that of a date's own zone, not that of the site's.
  var keepsZones: Bool { get }
  /// Whether a text of several words is several tags.
  var splitsTags: Bool { get }
  /// Whether a file may begin with lines `Name: value`.
  var hasHeaders: Bool { get }
  /// What ends a summary, beside `<!--more-->`.
  var excerptSeparator: String? { get }
  /// Folders that hold no posts, and may be large; by their paths in the site.
  var skippedFolders: Set<String> { get }
  /// Authors by the key that posts name them by.
  var authors: [String: JSONValue] { get }
  /// Names of fields that come before the usual ones.
  var fields: [Field: [String]] { get }

  /// What a file of the site, of any kind, is.
  ///
  /// - Parameter files: all that there are.
  func role(of file: String, among files: Set<String>) -> FileRole
  /// What the fields of a post are where it does not say.
  func defaults(for post: PostFile) -> [JSONValue.Member]
  /// Where a post lives: a path from the site's root, or an address. Nil where it has no page.
  func address(of post: Post) -> String?
}

extension Generator {
  var site: JSONValue { .object([]) }
  var timeZone: SiteTimeZone? { nil }
  var keepsZones: Bool { true }
  var splitsTags: Bool { false }
  var hasHeaders: Bool { false }
  var excerptSeparator: String? { nil }
  var skippedFolders: Set<String> { [] }
  var authors: [String: JSONValue] { [:] }
  var fields: [Field: [String]] { [:] }
  func defaults(for post: PostFile) -> [JSONValue.Member] { [] }
}

/// What a file is in a site.
enum FileRole {
  case post(PostFile)
  /// Text that is no post, and why: `it is the page of a section`.
  case notPost(String)
  /// Not text, or kept back on purpose.
  case other
}

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
    var segments = path.dropFirst(content.isEmpty ? 0 : content.count + 1).split(separator: "/").map(String.init)
    name = segments.popLast().map { PostFile.stem(of: $0) } ?? ""
    // A folder of its own.
    if name == "index", let folder = segments.popLast() { name = folder }
    sections = segments
    let (date, rest) = PostFile.parted(name)
    self.date = date
    if date != nil, datesNames, !rest.isEmpty { name = rest }
  }

  /// A name without its extension.
  static func stem(of name: String) -> String {
    let dot = name.utf8.lastIndex(of: UInt8(ascii: "."))
    return dot.map { $0 == name.startIndex ? name : String(name[..<$0]) } ?? name
  }

  /// The last name of a path.
  static func lastName(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  /// What stands behind the last dot of a path's last name, in lower case.
  static func ending(of path: String) -> Substring {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")), !path.utf8[dot...].contains(UInt8(ascii: "/")) else {
      return ""
    }
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

  /// The role of text outside of everything special.
  static func role(of file: String, _ post: @autoclosure () -> PostFile) -> FileRole {
    let ending = ending(of: file)
    if markdown.contains(ending) || html.contains(ending) { return .post(post()) }
    return foreign[ending].map { .notPost("\($0) is not read: only Markdown and HTML are") } ?? .other
  }
}

extension Substring.UTF8View {
  /// Takes a number of so many digits away.
  mutating func takeNumber(_ count: ClosedRange<Int>) -> Int? {
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
