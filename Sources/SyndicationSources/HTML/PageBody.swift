/// Where a page keeps the text of its post, when its markup does not say.
enum PageBody {
  /// Classes by which most themes call the text of a post, and nothing else.
  private static let classes: Set<String> = [
    "article-body", "article-content", "e-content", "entry-content", "gh-content", "moz-reader-content", "post-body",
    "post-content",
  ]
  /// Elements that hold what stands around a text, or a part of it that stands out.
  private static let frames: Set<String> = ["article", "aside", "footer", "form", "header"]
  /// Elements of which a text is made.
  private static let texts: Set<String> = ["blockquote", "p", "pre"]
  /// Elements of a text whose parts are theirs: the author of a quotation, say.
  private static let wholes: Set<String> = ["blockquote", "dd", "details", "figure", "li", "td"]
  /// Lists of contents that generators make.
  private static let contents: Set<String> = ["TableOfContents", "markdown-toc"]

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
    // Where the texts of an element begin and end. Looked for once: an element may hold many frames.
    var known: [Int: ClosedRange<Int>?] = [:]
    func texts(of parent: HTMLElement) -> ClosedRange<Int>? {
      if let range = known[parent.index] { return range }
      let texts = parent.children.filter { sibling in
        PageBody.texts.contains(sibling.name) && !(date.map { sibling == $0 || sibling.holds($0) } ?? false)
      }
      let range = texts.first.map { $0.index...texts.last!.index }
      known[parent.index] = .some(range)
      return range
    }
    func isLeftOut(_ inner: HTMLElement) -> Bool {
      if inner.name == "nav" || isComments(inner) || isContents(inner) { return true }
      if inner.name == "header", [heading, date].contains(where: { $0.map(inner.holds) ?? false }) { return true }
      return marked == nil && frames.contains(inner.name) && isFrame(inner, of: post, isWhole: isWhole, texts: texts)
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

  /// All that an element holds whose markup says that it is the text of a post.
  static func marked(_ element: HTMLElement) -> PagePost.Body {
    .html(element, without: Set(element.elements(notInto: isContents).filter(isContents).map(\.index)))
  }

  private static func isContents(_ element: HTMLElement) -> Bool { element["id"].map(contents.contains) ?? false }

  /// Whether an element stands around the text of a post: before it, behind it or beside it. One amid the text is text,
  /// as are notes, what a quotation or a figure holds, and an inner section's header.
  ///
  /// - Parameter texts: where the texts that an element holds itself begin and end; nil where it holds none.
  private static func isFrame(
    _ element: HTMLElement, of post: HTMLElement, isWhole: Bool, texts: (HTMLElement) -> ClosedRange<Int>?
  ) -> Bool {
    let isHeader = element.name == "header"
    if isHeader, isWhole { return true }
    if element["role"]?.hasPrefix("doc-") ?? false
      || element.words("class").contains(where: { $0.hasPrefix("footnote") })
    {
      return false
    }
    var holder = element.parent
    while let outer = holder, outer != post, !wholes.contains(outer.name) { holder = outer.parent }
    if holder != post { return false }
    guard let parent = element.parent else { return true }
    if isHeader, parent.name == "section" && parent != post || element.first(where: { $0.name == "p" }) != nil {
      return false
    }
    let range = texts(parent)
    // Of what is within the article, an aside beside its text is one of its own.
    if parent != post, element.name == "aside" || parent.name == "section" { return range == nil }
    let isAmid = range.map { $0.lowerBound < element.index && element.index < $0.upperBound } ?? false
    return !isAmid || element.name == "article" && post.name != "article"
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
