/// Where a page keeps the text of its post, when its markup does not say.
enum PageBody {
  /// Classes by which most themes call the text of a post, and nothing else.
  private static let classes: Set<String> = [
    "article-body", "article-content", "e-content", "entry-content", "gh-content", "moz-reader-content", "post-body",
    "post-content",
  ]
  private static let frames: Set<String> = ["nav", "aside", "footer", "form", "noscript", "button"]

  /// The body of a page of one post: its only article, else its `main`, else all of it.
  ///
  /// - Parameter text: the same text without markup, as the page's JSON-LD has it: the body where nothing marks it in the
  ///   page, or where that holds less than half as much.
  static func ofPage(_ root: HTMLElement, or text: String? = nil) -> PagePost.Body? {
    let elements = root.elements()
    let articles = root.articles
    let main = elements.first { $0.name == "main" } ?? elements.first { $0["role"] == "main" }
    let marked = articles.count == 1 ? articles[0] : main ?? articles.first
    if let text, marked.map({ $0.text.utf8.count < text.utf8.count / 2 }) ?? true { return .text(text) }
    guard let element = marked ?? elements.first(where: { $0.name == "body" }) else { return nil }
    return of(element, heading: elements.first { $0.name == "h1" }, date: nil, isWhole: marked == nil)
  }

  /// The body of an element that holds one post and what belongs to it: without its heading, its date with the line that
  /// it stands in, and navigation.
  static func of(_ post: HTMLElement, heading: HTMLElement?, date: HTMLElement?, isWhole: Bool = false) -> PagePost.Body
  {
    let marked = post.first { $0.has(itemprop: "articleBody") || !classes.isDisjoint(with: $0.words("class")) }
    let element = marked ?? post
    func isLeftOut(_ element: HTMLElement) -> Bool {
      frames.contains(element.name) || element.name == "article" || isComments(element)
        || element.name == "header" && (isWhole || holdsNoText(element, beside: heading, date))
    }
    var leftOut = Set(element.elements(notInto: isLeftOut).filter(isLeftOut).map(\.index))
    if let heading { leftOut.insert(heading.index) }
    if let date { leftOut.insert(byline(of: date, in: element).index) }
    return .html(element, without: leftOut)
  }

  /// Whether an element holds what readers wrote.
  static func isComments(_ element: HTMLElement) -> Bool {
    element["id"] == "comments" || ["comments-area", "wp-block-comments"].contains(where: element.has(class:))
  }

  /// Whether a header only introduces: heading, date, names, a picture.
  private static func holdsNoText(_ header: HTMLElement, beside heading: HTMLElement?, _ date: HTMLElement?) -> Bool {
    [heading, date].contains { $0.map(header.holds) ?? false } || header.first { $0.name == "p" } == nil
  }

  /// The largest element around a date that is no more than a line: who wrote it, and when.
  private static func byline(of date: HTMLElement, in post: HTMLElement) -> HTMLElement {
    var line = date
    while let parent = line.parent, post.holds(parent), line.name != "p", parent.range.count <= 60,
      parent.name == "p" || parent.first(where: { ["p", "h1", "h2", "h3", "ul", "img"].contains($0.name) }) == nil,
      parent.text.utf8.count <= 120
    {
      line = parent
    }
    return line
  }
}
