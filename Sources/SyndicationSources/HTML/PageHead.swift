internal import Syndication

/// What a page says of itself in its head: Open Graph (https://ogp.me), `meta`, `title`, `link rel=canonical`.
struct PageHead {
  private let root: HTMLElement
  /// The values of `meta`, by name or property in lower case, in their order.
  private var values: [String: [(text: PageText, line: Int)]] = [:]
  private var title: PageText?
  /// `link rel=canonical`, as it stands.
  private(set) var canonical: String?
  /// `base href`, as it stands.
  private(set) var base: String?

  init(of root: HTMLElement) {
    self.root = root
    for element in root.elements(skipping: { $0.name == "svg" }) {
      switch element.name {
      case "meta":
        // Other properties of microdata may be those of something else: the publisher's `name`.
        let date = ["datePublished", "dateModified"].first(where: element.has(itemprop:))
        if let name = element["property"] ?? element["name"] ?? date, let text = element.pageText(of: "content") {
          values[name.lowercased(), default: []].append((text, element.line))
        }
      case "link": if canonical == nil, element.has(rel: "canonical") { canonical = element["href"] }
      case "base": base = base ?? element["href"]
      case "title": title = title ?? element.pageText
      default: break
      }
    }
  }

  /// `og:url`, as it stands.
  var url: String? { value("og:url") }

  /// The page as a post; one only where it has a date of publication.
  func post(base: AbsoluteURL) -> PagePost {
    var post = PagePost(line: root.line)
    post.title = text("og:title") ?? withoutSite(title)
    post.published = date(
      "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dcterms.date",
      "dcterms.created", "dc.date.issued", "dcterms.issued")
    post.updated = date("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified")
    post.summary = text("og:description", "description", "dc.description", "dcterms.description")
    post.authors = authors
    let tags = (values["article:tag"] ?? values["og:article:tag"] ?? []).map(\.text.line)
    post.tags = (tags.isEmpty ? (value("keywords").map(Self.list) ?? []) : tags).uniqued()
    post.image = value("og:image", "og:image:url", "twitter:image").flatMap { base.resolving($0) == nil ? nil : $0 }
    post.language = language
    let reason = values["syndicate:withdrawn"].map { $0.first?.text.line ?? "" }
    post.withdrawn = reason.flatMap { $0 == "false" ? nil : $0 == "true" ? "" : $0 }
    post.isMinorEdit = value("syndicate:minor") == "true"
    return post
  }

  /// `html lang`, else `og:locale`: `en_US` is written `en-US` in feeds.
  var language: String? { (root["lang"] ?? root["xml:lang"] ?? value("og:locale"))?.replacing("_", with: "-") }

  /// `a, b; c` as three.
  static func list(_ text: String) -> [String] {
    text.split { $0 == "," || $0 == ";" }.map { PlainText.line(String($0)).text }.filter { !$0.isEmpty }
  }

  private func text(_ names: String...) -> PageText? { names.lazy.compactMap { values[$0]?.first?.text }.first }

  private func value(_ names: String...) -> String? { names.lazy.compactMap { values[$0]?.first?.text.line }.first }

  private func date(_ names: String...) -> PageDate? {
    names.lazy.compactMap { values[$0]?.first }.first.map { PageDate($0.text.line, line: $0.line) }
  }

  /// Some give the address of a profile as the author.
  private var authors: [Person] {
    let stated = (values["article:author"] ?? []).map(\.text.line)
    let names = (values["author"] ?? values["dc.creator"] ?? values["dcterms.creator"] ?? []).map(\.text.line)
    let named = (stated.filter { AbsoluteURL($0) == nil } + names).uniqued()
    let profile = named.count == 1 ? stated.first { AbsoluteURL($0) != nil } : nil
    return named.map { Person(name: $0, url: profile) }
  }

  /// A title without the name of the site that follows it: `Post – Site`.
  private func withoutSite(_ title: PageText?) -> PageText? {
    guard var title, let site = value("og:site_name", "application-name"), title.line.hasSuffix(site)
    else { return title }
    let rest = title.line.dropLast(site.count)
    let text = rest.reversed().drop { " |-–—·:•«»/".contains($0) }.reversed()
    if !text.isEmpty, text.count < rest.count { title.line = String(text) }
    return title
  }
}
