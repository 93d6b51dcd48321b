internal import Syndication

/// The addresses of a listing's posts: a JSON object of titles and URLs.
struct LinkTable {
  /// By the slug of the title.
  private(set) var links: [String: AbsoluteURL] = [:]
  private(set) var problems: [Problem] = []
  /// Whether it is a table at all: what is wrong with one of its addresses costs that alone.
  private(set) var isTable = true
  private var titles: [String: String] = [:]

  init(_ bytes: [UInt8], file: String, site: Site) {
    do throws(Problem) {
      let text = try SourceText(bytes, file: file)
      try text.bytes.withUnsafeBufferPointer { bytes throws(Problem) in
        var reader = JSONReader(bytes)
        do throws(JSONError) { try read(&reader, file, site) } catch { throw text.problem(error) }
      }
    } catch {
      problems.append(error)
      isTable = false
    }
  }

  private mutating func read(_ reader: inout JSONReader, _ file: String, _ site: Site) throws(JSONError) {
    let kind = try reader.next()
    guard kind == .object else {
      let place = Place(file: file, line: reader.line)
      isTable = false
      return report(at: place, "an object of titles and their posts' URLs should stand here, not \(kind)")
    }
    try reader.beginObject()
    while let title = try reader.nextName() {
      let kind = try reader.next()
      let pointer = "/" + title.asPointerToken
      let place = Place(file: file, line: reader.line, pointer: pointer)
      if kind == .string {
        add(title, try reader.string(), at: place, site)
      } else {
        report(at: place, "the URL of a post should stand here in quotes, not \(kind)")
        try reader.skip()
      }
    }
    if !reader.isAtEnd() {
      let place = Place(file: file, line: reader.line)
      isTable = false
      problems.append(.error(at: place, rule: "RFC 8259", "not JSON: something follows the object"))
    }
  }

  private mutating func add(_ title: String, _ link: String, at place: Place, _ site: Site) {
    guard let url = LinkTable.url(link, on: site) else {
      return report(at: place, "\(link.quoted) is no URL: write it in full, or as a path below \(site.url)")
    }
    let slug = Slug.of(title)
    if let other = links[slug], other != url, let otherTitle = titles[slug] {
      let titles = "\(title.quoted) and \(otherTitle.quoted)"
      return report(
        at: place, "\(titles) have one slug, \(slug), and two URLs, \(url) and \(other): delete one")
    }
    links[slug] = url
    titles[slug] = title
  }

  /// A path is taken below the site's URL, as in the template, whether it begins with `/` or not.
  private static func url(_ text: String, on site: Site) -> AbsoluteURL? {
    guard !text.isEmpty, !text.contains(where: \.isWhitespace), let resolved = site.url.resolving(text),
      resolved.isWebAddress
    else { return nil }
    if text.hasPrefix("//") { return resolved }
    return AbsoluteURL(text) ?? site.url.appending(path: text)
  }

  private mutating func report(at place: Place, _ message: String) {
    problems.append(.error(at: place, rule: "links", message))
  }
}
