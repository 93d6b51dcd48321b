internal import Syndication
internal import SyndicationMarkup

/// An element of a page.
struct HTMLElement: Sendable, Hashable {
  let tree: HTMLTree
  let index: Int

  static func == (a: HTMLElement, b: HTMLElement) -> Bool { a.tree === b.tree && a.index == b.index }
  func hash(into hasher: inout Hasher) { hasher.combine(index) }

  private var node: HTMLTree.Node { tree.nodes[index] }

  /// In lower case.
  var name: String { if case .element(let name, _) = node.kind { name } else { "" } }
  /// From 1.
  var line: Int { node.line }
  /// The numbers of all that it holds.
  var range: Range<Int> { index + 1..<node.end }
  var parent: HTMLElement? { node.parent < 0 ? nil : HTMLElement(tree: tree, index: node.parent) }

  /// An attribute's value without white space at its ends; nil where it is missing or blank.
  subscript(attribute: String) -> String? { pageText(of: attribute)?.line }

  /// The same, with what stands in the page.
  func pageText(of attribute: String) -> PageText? {
    value(of: attribute).flatMap { PageText(line: PlainText.line($0).text, written: $0) }
  }

  /// Whether it is there, with a value or without.
  func hasAttribute(_ name: String) -> Bool { value(of: name) != nil }

  /// The words of an attribute such as `class`.
  func words(_ attribute: String) -> [String] {
    value(of: attribute)?.utf8.split { $0 <= 0x20 }.map { String(Substring($0)) } ?? []
  }

  func has(class name: String) -> Bool { has(name, in: "class") }
  func has(rel name: String) -> Bool { has(name, in: "rel") }
  func has(itemprop name: String) -> Bool { has(name, in: "itemprop") }

  private func has(_ word: String, in attribute: String) -> Bool {
    guard let value = value(of: attribute), value.utf8.count >= word.utf8.count else { return false }
    return value.utf8.split { $0 <= 0x20 }.contains { $0.elementsEqual(word.utf8) }
  }

  private func value(of attribute: String) -> String? {
    guard case .element(_, let attributes) = node.kind else { return nil }
    return attributes.first { $0.name == attribute }?.value
  }

  func holds(_ other: HTMLElement) -> Bool { range.contains(other.index) }

  /// The elements right below it.
  var children: [HTMLElement] { elements(notInto: { _ in true }) }

  /// All elements below it, in the order of the page, without those that are skipped and what they and closed ones hold.
  func elements(
    skipping isSkipped: (HTMLElement) -> Bool = { _ in false }, notInto isClosed: (HTMLElement) -> Bool = { _ in false }
  ) -> [HTMLElement] {
    var elements: [HTMLElement] = []
    var next = index + 1
    while next < node.end {
      let element = HTMLElement(tree: tree, index: next)
      let isOut = element.isElement && isSkipped(element)
      if element.isElement, !isOut { elements.append(element) }
      next = isOut || element.isElement && isClosed(element) ? element.node.end : next + 1
    }
    return elements
  }

  /// The articles in it; an article within an article is a comment on it.
  var articles: [HTMLElement] {
    elements(notInto: { $0.name == "article" }).filter { $0.name == "article" }
  }

  /// The first element below it that is as wanted.
  func first(where isWanted: (HTMLElement) -> Bool) -> HTMLElement? {
    range.lazy.map { HTMLElement(tree: tree, index: $0) }.first { $0.isElement && isWanted($0) }
  }

  private var isElement: Bool { if case .element = node.kind { true } else { false } }

  /// What a person reads of it, in one line: of an image its `alt`, nothing of scripts.
  var text: String {
    var text = ""
    var next = index
    while next < node.end {
      let node = tree.nodes[next]
      next += 1
      switch node.kind {
      case .text(let piece): text += piece
      case .element(let name, _) where Self.unseen.contains(name): next = node.end
      case .element where next - 1 > index && HTMLElement(tree: tree, index: next - 1).isUnseen: next = node.end
      case .element("img", _): text += HTMLElement(tree: tree, index: next - 1)["alt"] ?? ""
      case .element(let name, _): if Self.parting.contains(name) { text += " " }
      }
    }
    return PlainText.line(text).text
  }

  /// Whether it is hidden, or the mark of a heading.
  private var isUnseen: Bool {
    func given(_ attribute: StaticString) -> String? { value(of: attribute.description) }
    if UnseenHTML.conceals(name, given) || UnseenHTML.hides(name, isInCode: false, given) { return true }
    if UnseenHTML.isPassedOver(name, given), !HTMLElement.parting.contains(name) {
      // Signs are few.
      return name == "a" || UnseenHTML.isIcon(name, given) || range.count < 10 && UnseenHTML.isSigns(rawText)
    }
    guard name == "a", let reference = given("href"), reference.hasPrefix("#") else { return false }
    return UnseenHTML.isMark(given("class") ?? "") && UnseenHTML.isSigns(rawText)
      || ["#", "¶", "§", "🔗"].contains(rawText)
  }

  /// What a person reads of it; nil where that is nothing.
  var pageText: PageText? { PageText(line: text, written: rawText) }

  /// The text as it stands: that of a script; of an image its `alt`.
  var rawText: String {
    (index..<node.end).reduce(into: "") { text, index in
      switch tree.nodes[index].kind {
      case .text(let piece): text += piece
      case .element("img", _): text += HTMLElement(tree: tree, index: index).value(of: "alt") ?? ""
      case .element: break
      }
    }
  }

  /// What it holds as HTML, without some elements.
  func innerHTML(without isLeftOut: (HTMLElement) -> Bool) -> [UInt8] {
    markup(
      without: isLeftOut, closing: { !HTMLTree.void.contains($0) }, text: { $0.append($1, .html) },
      attributes: { html, element in
        guard case .element(_, let attributes) = element.node.kind else { return }
        for (name, value) in attributes {
          html += " \(name)=\"".utf8
          html.append(value, .html)
          html.append(UInt8(ascii: "\""))
        }
      })
  }

  /// What it holds as its author wrote it, without some elements: the texts, and of each element the name and its
  /// `telling` attributes.
  ///
  /// Not the bytes of the page: libxml2 tells late of ends that no tag tells, of a `body` only at the end of the page; and
  /// a theme's new classes are no edit of its posts.
  func written(without isLeftOut: (HTMLElement) -> Bool) -> [UInt8] {
    markup(
      without: isLeftOut, text: { $0 += $1.utf8 },
      attributes: { written, element in
        for name in Self.telling {
          if let value = element.value(of: name) { written += " \(name)=\(value)".utf8 }
        }
      })
  }

  private func markup(
    without isLeftOut: (HTMLElement) -> Bool, closing isClosed: (String) -> Bool = { _ in true },
    text writeText: (inout [UInt8], String) -> Void, attributes: (inout [UInt8], HTMLElement) -> Void
  ) -> [UInt8] {
    var markup: [UInt8] = []
    var open: [(name: String, end: Int)] = []
    var next = index + 1
    func close(to index: Int) {
      while let last = open.last, last.end <= index { markup += "</\(open.removeLast().name)>".utf8 }
    }
    while next < node.end {
      close(to: next)
      let element = HTMLElement(tree: tree, index: next)
      next += 1
      switch element.node.kind {
      case .text(let text): writeText(&markup, text)
      case .element("script", _) where element.showsSomething:
        // Its text is no markup, and has no references.
        markup += "<script".utf8
        attributes(&markup, element)
        markup += ">\(element.rawText)</script>".utf8
        next = element.node.end
      case .element(let name, _) where Self.unseen.contains(name) || isLeftOut(element): next = element.node.end
      case .element(let name, _):
        markup += "<\(name)".utf8
        attributes(&markup, element)
        markup.append(UInt8(ascii: ">"))
        if isClosed(name) { open.append((name, element.node.end)) }
      }
    }
    close(to: node.end)
    return markup
  }

  /// Whether a script shows something where it stands.
  private var showsSomething: Bool { ShowingScript(type: value(of: "type"), source: value(of: "src")) != nil }

  /// The attributes whose values a reader comes by.
  private static let telling = ["alt", "data-src", "href", "poster", "src"]
  /// Elements of which nobody sees anything.
  private static let unseen: Set<String> = ["script", "style", "template"]
  /// Elements that part words.
  private static let parting: Set<String> = [
    "article", "blockquote", "br", "dd", "div", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p",
    "pre", "section", "td", "th", "tr",
  ]
}
