internal import Syndication
internal import SyndicationMarkup

/// Texts of feeds, which are HTML in some places and plain in others.
enum FeedText {
  /// What a reader of `html` reads.
  static func plain(html: String, on site: Site) -> String {
    guard html.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return html }
    return Excerpt.plainText(ofHTML: HTMLCleaner(base: site.url).clean(html).html)
  }

  /// A title or name of RSS, which is plain (rule T1); but where it stands in a CDATA section, references of HTML are
  /// meant.
  static func plain(_ element: XMLElement, on site: Site) -> String {
    element.isCDATA ? plain(html: element.text.replacing("<", with: "&lt;"), on: site) : element.text
  }

  /// `mail (Name)`, a mail address, or a name.
  static func person(_ text: String) -> Person? {
    let text = text.trimmed
    if text.isEmpty { return nil }
    guard text.hasSuffix(")"), let bracket = text.firstIndex(of: "(") else {
      return Person(name: text, email: Person.isEmail(text) ? text : nil)
    }
    let (head, name) = (
      String(text[..<bracket]).trimmed, String(text[text.index(after: bracket)...].dropLast()).trimmed
    )
    guard Person.isEmail(head), !name.isEmpty else { return Person(name: text) }
    return Person(name: name, email: head)
  }
}

/// Addresses of feeds, which may be relative.
struct FeedLinks {
  /// Of the feed itself, else of what it is of.
  let base: AbsoluteURL

  /// `reference` in `element`: as it stands where it is absolute.
  func resolve(_ reference: String, in element: XMLElement) -> String {
    if AbsoluteURL(reference) != nil { return reference }
    return base(of: element).resolving(reference)?.string ?? reference
  }

  /// The same as the address of an entry: written where it needs no base.
  func address(_ reference: String, in element: XMLElement) -> SourceItem.Address {
    AbsoluteURL(reference) != nil ? .written(reference) : .derived(resolve(reference, in: element))
  }

  func base(of element: XMLElement) -> AbsoluteURL { element.base.flatMap { base.resolving($0) } ?? base }

  /// Content of HTML. Its addresses are relative to the entry's page, unless `xml:base` says otherwise.
  ///
  /// - Parameter written: where that is not `html` itself.
  func content(_ html: String, written: String? = nil, in element: XMLElement) -> Content {
    Content(.html, .text(html, written: written), base: element.base.flatMap { base.resolving($0) }?.string)
  }
}
