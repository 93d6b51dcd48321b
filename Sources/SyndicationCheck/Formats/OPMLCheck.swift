internal import Syndication

/// What OPML 2.0 says beyond the tables.
struct OPMLCheck {
  private var checker: Checker

  init(_ checker: Checker) { self.checker = checker }

  mutating func findings() -> Findings {
    checker.checkByTables()
    let root = checker.root
    if let version = root.attribute("version"), !["1.0", "1.1", "2.0"].contains(version) {
      checker.report(
        .invalidWord, at: root, attribute: "version", clause: "OPML 2.0 §opml", "“\(version)” is no version of OPML")
    }
    var names: [String: XMLNode] = [:]
    for outline in root.child("body")?.tree.filter({ $0.key == "outline" }) ?? [] {
      checkOutline(outline)
      guard outline.attribute("xmlUrl") != nil, let text = outline.attribute("text"), !text.isEmpty else { continue }
      let folded = Self.folded(text)
      if let other = names[folded],
        other.attribute("text") != text || other.attribute("xmlUrl") != outline.attribute("xmlUrl")
      {
        checker.report(
          .outlineClash, at: outline, attribute: "text", clause: "rule O1",
          "“\(text)” and “\(other.attribute("text") ?? "")” differ in punctuation alone")
      }
      names[folded] = names[folded] ?? outline
    }
    return checker.findings
  }

  /// As rss2email names its feeds.
  private static func folded(_ text: String) -> String {
    text.unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
      .map(String.init).joined(separator: "-")
  }

  private static let clause = "OPML 2.0 §outline"

  private mutating func checkOutline(_ outline: XMLNode) {
    for child in outline.children where child.key != "outline" && !child.key.utf8.contains(UInt8(ascii: ":")) {
      checker.report(
        .undefinedElement, at: child, clause: Self.clause, "“\(child.qualifiedName)” is not defined in “outline”")
    }
    if !outline.isBlank {
      checker.report(
        .unexpectedText, at: outline, clause: Self.clause, "text stands in “outline”: “\(excerpt(outline.text))”")
    }
    switch outline.attribute("text") {
    case nil: checker.report(.missingAttribute, at: outline, clause: Self.clause, "“outline” has no attribute “text”")
    case "":
      checker.report(.emptyElement, at: outline, attribute: "text", clause: Self.clause, "“text” of “outline” is empty")
    default: break
    }
    let kinds = [
      "xmlUrl": "url?", "htmlUrl": "url?", "url": "url?", "created": "date822", "isComment": "boolean",
      "isBreakpoint": "boolean",
      "language": "language?",
    ]
    for attribute in outline.attributes where attribute.namespace == nil {
      guard let kind = kinds[attribute.name] else { continue }
      if attribute.name == "language", attribute.value == "unknown" { continue }
      checker.report(
        Value.flaws(of: attribute.value.trimmed, as: kind), at: outline, attribute: attribute.name, clause: Self.clause,
        of: "“\(attribute.name)” of “outline”")
    }
    let needed = ["rss": "xmlUrl", "link": "url", "include": "url", "atom": "xmlUrl"]
    if let type = outline.attribute("type"), let name = needed[type.lowercased()], outline.attribute(name) == nil {
      checker.report(
        .missingAttribute, at: outline, clause: "OPML 2.0 §subscription lists",
        "“outline” of type “\(type)” has no attribute “\(name)”")
    }
    if let version = outline.attribute("version"), outline.attribute("xmlUrl") != nil,
      !["RSS", "RSS1", "RSS2", "ATOM", "scriptingNews", "rss", "atom", ""].contains(version)
    {
      checker.report(
        .invalidWord, at: outline, attribute: "version", clause: "OPML 2.0 §subscription lists",
        "“\(version)” is no version of a subscription")
    }
  }
}
