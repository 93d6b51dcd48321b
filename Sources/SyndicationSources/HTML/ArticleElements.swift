internal import Syndication

/// The posts that a page keeps in `article` elements with a heading and a `time`; of a page that has none, in its `main`.
enum ArticleElements {
  static func posts(in root: HTMLElement, at page: AbsoluteURL, base: AbsoluteURL) -> [PagePost] {
    var articles = root.articles
    if articles.isEmpty { articles = root.elements().filter { $0.name == "main" } }
    return articles.compactMap { post(of: $0, isOnly: articles.count == 1, root, at: page, base: base) }
  }

  private static func post(
    of article: HTMLElement, isOnly: Bool, _ root: HTMLElement, at page: AbsoluteURL, base: AbsoluteURL
  ) -> PagePost? {
    let elements = article.elements { $0.name == "article" || PageBody.isComments($0) }
    guard let heading = heading(of: elements, isOnly ? root : nil), let date = date(in: elements) else { return nil }
    var post = PagePost(line: article.line)
    post.anchor = article["id"]
    post.title = heading.pageText
    post.published = PageDate(MicroformatProperties.datetime(of: date), line: date.line)
    let updated = elements.first {
      $0.name == "time" && $0 != date && ($0.has(itemprop: "dateModified") || $0.has(class: "updated"))
    }
    post.updated = updated.map { PageDate(MicroformatProperties.datetime(of: $0), line: $0.line) }
    // Whether a link is its own is judged by where the page is.
    post.url = url(of: heading, date, elements, at: page, base: base).map { .derived($0) }
    post.authors = people(in: elements)
    if post.authors.isEmpty, isOnly { post.authors = people(in: root.elements { $0.name == "article" }) }
    post.tags = elements.filter { $0.has(rel: "tag") }.map(\.text).filter { !$0.isEmpty }.uniqued()
    post.language = article["lang"]
    post.body = PageBody.of(article, heading: heading, date: date)
    return post
  }

  /// `h1`, else the page's own where it stands outside of its only article, else `h2` or `h3`.
  private static func heading(of elements: [HTMLElement], _ root: HTMLElement?) -> HTMLElement? {
    func first(_ name: String, in elements: [HTMLElement]) -> HTMLElement? {
      elements.first { $0.name == name && !$0.text.isEmpty }
    }
    return first("h1", in: elements) ?? root.flatMap(pageHeading) ?? first("h2", in: elements)
      ?? first("h3", in: elements)
  }

  /// The `h1` of a page. The name of the site is often one too, in the header.
  static func pageHeading(of root: HTMLElement) -> HTMLElement? {
    func isHead(_ element: HTMLElement) -> Bool {
      ["header", "nav"].contains(element.name) && element.parent?.name == "body"
    }
    return root.elements(skipping: isHead).first { $0.name == "h1" && !$0.text.isEmpty }
  }

  private static func date(in elements: [HTMLElement]) -> HTMLElement? {
    let times = elements.filter { $0.name == "time" && ($0["datetime"] != nil || !$0.text.isEmpty) }
    return times.first { $0.hasAttribute("pubdate") || $0.has(itemprop: "datePublished") }
      ?? times.first { $0["datetime"] != nil } ?? times.first
  }

  /// A bookmark, else the link of the heading, else that of the date: but none that leads to another site.
  private static func url(
    of heading: HTMLElement, _ date: HTMLElement, _ elements: [HTMLElement], at page: AbsoluteURL, base: AbsoluteURL
  ) -> String? {
    let links = [elements.first { $0.has(rel: "bookmark") }, link(of: heading), link(of: date)]
    return links.lazy.compactMap { $0?["href"].flatMap(base.resolving) }
      .first { $0.host == page.host && $0 != page && !$0.string.hasPrefix(page.string + "#") }?.string
  }

  /// The link in an element, or right around it.
  private static func link(of element: HTMLElement) -> HTMLElement? {
    if let parent = element.parent, parent.name == "a" { return parent }
    return element.first { $0.name == "a" && $0["href"] != nil }
  }

  static func people(in elements: [HTMLElement]) -> [Person] {
    var people: [Person] = []
    var names: Set<String> = []
    let byRel = elements.filter { $0.has(rel: "author") && $0.name != "link" }
    for element in byRel.isEmpty ? elements.filter({ $0.has(itemprop: "author") }) : byRel {
      let name = element.first { $0.has(itemprop: "name") }?.text ?? element.text
      let link = element["href"] ?? element.first { $0.has(itemprop: "url") }?["href"]
      let person = Person(name: name, url: link)
      if !name.isEmpty, names.insert(name).inserted { people.append(person) }
    }
    return people
  }
}
