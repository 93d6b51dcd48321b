internal import Syndication
internal import SyndicationMarkup

/// What a feed says: in texts that are HTML in some places and plain in others, and by addresses that may be relative.
struct FeedText {
  /// The one that is published.
  let site: Site
  /// The address of the feed itself, else of what it is of.
  let base: AbsoluteURL
  /// Whether it is a feed of this program, which escapes no text twice.
  var isOwn = false

  // MARK: - Texts

  /// What a reader of `html` reads.
  func plain(html: String) -> String {
    guard html.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return html }
    return Excerpt.plainText(ofHTML: HTMLCleaner(base: site.url).clean(html).html)
  }

  /// One, or of a list of names (rule A1) each, where nothing else can be meant.
  static func people(_ text: String, isList: Bool) -> [Person] {
    let names = isList ? text.split(separator: ",").map(\.trimmed) : []
    guard names.count > 1, AuthorNames.people(in: text) == names.map({ Person(name: $0) }) else {
      return [person(text)].compactMap(\.self)
    }
    return names.map { Person(name: $0) }
  }

  /// `mail (Name)`, a mail address, or a name.
  static func person(_ text: String) -> Person? {
    let text = text.trimmed
    if text.isEmpty { return nil }
    guard text.hasSuffix(")"), let bracket = text.firstIndex(of: "(") else {
      return Person(name: text, email: Person.isEmail(text) ? text : nil)
    }
    let head = String(text[..<bracket]).trimmed
    let name = String(text[text.index(after: bracket)...].dropLast()).trimmed
    guard Person.isEmail(head), !name.isEmpty else { return Person(name: text) }
    return Person(name: name, email: head)
  }

  // MARK: - Addresses

  /// `reference` in `element`: as it stands where it is absolute.
  func resolve(_ reference: String, in element: XMLElement) -> String {
    if AbsoluteURL(reference) != nil { return reference }
    return (base(of: element) ?? base).resolving(reference)?.string ?? reference
  }

  /// What an attribute of `element` leads to.
  func url(_ attribute: String, of element: XMLElement) -> String? {
    element.attribute(attribute).map { resolve($0, in: element) }
  }

  /// What an entry is about, of a link post.
  func related(_ children: XMLChildren) -> String? {
    children["atom:link"].lazy.filter { $0.attribute("rel") == "related" }.compactMap { url("href", of: $0) }.first
  }

  /// `reference` as the address of an entry: written where it needs no base.
  func address(_ reference: String, in element: XMLElement) -> SourceItem.Address {
    AbsoluteURL(reference) != nil ? .written(reference) : .derived(resolve(reference, in: element))
  }

  private func base(of element: XMLElement) -> AbsoluteURL? { element.base.flatMap(base.resolving) }

  /// Content of HTML. Its addresses are relative to the entry's page, unless `xml:base` says otherwise.
  ///
  /// - Parameter written: where that is not `html` itself.
  func content(_ html: String, written: String? = nil, in element: XMLElement) -> Content {
    Content(.html, .text(html, written: written), base: base(of: element)?.string)
  }
}
