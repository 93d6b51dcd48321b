internal import Syndication

/// The addresses of a listing's posts: a JSON object of titles and URLs.
struct LinkTable {
  /// By the slug of the title.
  private(set) var links: [String: AbsoluteURL] = [:]
  private(set) var problems: [Problem] = []
  private var titles: [String: String] = [:]

  init(_ bytes: [UInt8], file: String, site: Site) {
    do {
      try read(SourceText(bytes, file: file), site)
    } catch let problem as Problem {
      problems.append(problem)
    } catch {
      problems.append(.error(at: Place(file: file), rule: "links", "\(error)"))
    }
  }

  private mutating func read(_ text: SourceText, _ site: Site) throws {
    try text.bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      func place(_ pointer: String? = nil) -> Place {
        Place(file: text.file, line: text.line(at: reader.offset), pointer: pointer)
      }
      do {
        let kind = try reader.next()
        guard kind == .object else {
          throw Problem.error(
            at: place(), rule: "links", "an object of titles and their posts' URLs should stand here, not \(kind)")
        }
        try reader.object { title, reader in
          let kind = try reader.next()
          let place = Place(
            file: text.file, line: text.line(at: reader.offset),
            pointer: "/" + title.replacing("~", with: "~0").replacing("/", with: "~1"))
          if kind == .string {
            add(title, try reader.string(), at: place, site)
          } else {
            report(at: place, "the URL of a post should stand here in quotes, not \(kind)")
            try reader.skip()
          }
        }
        guard reader.isAtEnd() else {
          throw Problem.error(at: place(), rule: "RFC 8259", "not JSON: something follows the object")
        }
      } catch let error as JSONError {
        throw text.problem(error)
      }
    }
  }

  private mutating func add(_ title: String, _ link: String, at place: Place, _ site: Site) {
    guard let url = LinkTable.url(link, on: site) else {
      report(at: place, "\(link.quoted) is no URL: write it in full, or as a path below \(site.url)")
      return
    }
    let slug = Slug.of(title)
    if let other = links[slug], other != url, let otherTitle = titles[slug] {
      report(
        at: place,
        "\(title.quoted) and \(otherTitle.quoted) have one slug, \(slug), and two URLs, \(url) and \(other): delete one"
      )
      return
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
