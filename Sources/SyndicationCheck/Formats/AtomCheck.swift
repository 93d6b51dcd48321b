internal import Syndication

/// What RFC 4287 says beyond the tables.
struct AtomCheck {
  private var checker: Checker
  /// Where the document says that it is.
  private var address: AbsoluteURL?

  init(_ checker: Checker) { self.checker = checker }

  mutating func findings() -> Findings {
    checker.checkByTables()
    let root = checker.root
    if let own = root.children("link").first(where: { relation($0) == "self" })?.attribute("href") {
      address = Self.base(of: root)?.resolving(own) ?? AbsoluteURL(own)
    }
    if root.key == "feed" { checkFeed(root) } else { checkEntry(root, in: nil) }
    for node in root.tree { checkConstruct(node) }
    checker.checkExtensions()
    return checker.findings
  }

  // MARK: - Feeds

  private mutating func checkFeed(_ feed: XMLNode) {
    let entries = feed.children("entry")
    checkLinks(of: feed, clause: "RFC 4287 §4.1.1")
    let links = feed.children("link")
    let relations = Set(links.map(relation))
    if !relations.contains("self") {
      checker.report(.missingSelf, at: feed, clause: "RFC 4287 §4.1.1", "the feed has no link “self”")
    }
    if !relations.contains("alternate") {
      checker.report(.missingAlternateOfFeed, at: feed, clause: "RFC 4287 §4.1.1", "the feed has no link “alternate”")
    }
    if feed.attribute("lang", in: Namespaces.xml) == nil {
      checker.report(.missingLanguage, at: feed, clause: "RFC 4287 §2", "the feed has no “xml:lang”")
    }
    if let first = feed.children.firstIndex(where: { $0.key == "entry" }),
      let late = feed.children[first...].first(where: { $0.key != "entry" && $0.key != "at:deleted-entry" })
    {
      checker.report(
        .misplacedElement, at: late, clause: "RFC 4287 §4.1.1", "“\(late.qualifiedName)” follows an entry")
    }
    checkPaging(of: feed, links)
    let hasAuthor = feed.child("author") != nil
    if !hasAuthor, entries.isEmpty {
      checker.report(
        .missingElement, at: feed, clause: "RFC 4287 §4.1.1", "neither the feed nor an entry of it has an “author”")
    }
    for entry in entries { checkEntry(entry, in: (feed, hasAuthor)) }
    checkIdentities(of: entries)
    checkTimes(of: feed, entries)
    for tombstone in feed.children("at:deleted-entry") {
      checker.report(.tombstone, at: tombstone, clause: "RFC 6721 §3", "an entry is announced as deleted")
    }
  }

  /// A name and the address that IANA's registry gives it are one: RFC 4287 §4.2.7.2.
  private func relation(_ link: XMLNode) -> String {
    let relation = link.attribute("rel") ?? "alternate"
    let registry = "http://www.iana.org/assignments/relation/"
    return relation.hasPrefix(registry) ? String(relation.dropFirst(registry.count)) : relation
  }

  private mutating func checkPaging(of feed: XMLNode, _ links: [XMLNode]) {
    let (isComplete, isArchive) = (feed.child("fh:complete"), feed.child("fh:archive"))
    if let isComplete, isArchive != nil {
      checker.report(.paging, at: isComplete, clause: "RFC 5005 §2", "a feed is both complete and an archive")
    }
    let pages: Set = ["prev-archive", "next-archive", "first", "last", "next", "previous", "prev"]
    for link in links {
      let relation = relation(link)
      if relation == "prev" {
        checker.report(
          .relationPrev, at: link, attribute: "rel", clause: "RFC 5005 §3", "a page is linked by “prev”")
      }
      if isComplete != nil, pages.contains(relation) {
        checker.report(
          .paging, at: link, attribute: "rel", clause: "RFC 5005 §2",
          "a complete feed links to another page by “\(relation)”")
      }
    }
    if let isComplete, let current = links.first(where: { relation($0) == "current" }),
      let own = links.first(where: { relation($0) == "self" }), current.attribute("href") != own.attribute("href")
    {
      checker.report(.paging, at: isComplete, clause: "RFC 5005 §2", "a complete feed is not its own “current”")
    }
    if let isArchive, !links.contains(where: { relation($0) == "current" }) {
      checker.report(.missingCurrent, at: isArchive, clause: "RFC 5005 §4", "an archive has no link “current”")
    }
  }

  private mutating func checkIdentities(of entries: [XMLNode]) {
    var versions: [String: [String?]] = [:]
    var instants: [Double: Int] = [:]
    for entry in entries {
      if let id = entry.value("id"), !id.isEmpty {
        let updated = entry.value("updated")
        if let known = versions[id] {
          let isSame = known.contains(updated)
          checker.report(
            .repeatedEntry, at: entry.child("id") ?? entry, clause: "RFC 4287 §4.1.1",
            "“\(id)” is the id of another entry, too\(isSame ? ", updated at the same instant" : "")")
        }
        versions[id, default: []].append(updated)
      }
      guard let instant = entry.value("updated").flatMap(DateText.instant3339) else { continue }
      instants[instant.seconds, default: 0] += 1
      if instants[instant.seconds] == 2 {
        checker.report(
          .equalUpdated, at: entry.child("updated") ?? entry, clause: "RFC 4287 §4.2.15",
          "another entry was updated at “\(entry.value("updated") ?? "")”, too")
      }
    }
  }

  private mutating func checkTimes(of feed: XMLNode, _ entries: [XMLNode]) {
    let instants = entries.compactMap { $0.value("updated").flatMap(DateText.instant3339)?.seconds }
    if let own = feed.value("updated").flatMap(DateText.instant3339)?.seconds, let newest = instants.max(), newest > own
    {
      checker.report(
        .newerThanFeed, at: feed.child("updated") ?? feed, clause: "RFC 4287 §4.2.15", "an entry is newer than the feed"
      )
    }
    let published = entries.map { entry in
      (entry.value("published") ?? entry.value("updated")).flatMap(DateText.instant3339)?.seconds
    }
    for (index, pair) in zip(published, published.dropFirst()).enumerated() {
      guard let older = pair.0, let newer = pair.1, newer > older else { continue }
      checker.report(.order, at: entries[index + 1], clause: "rule D7", "an entry is newer than the one before it")
      break
    }
  }

  // MARK: - Entries

  private mutating func checkEntry(_ entry: XMLNode, in feed: (node: XMLNode, hasAuthor: Bool)?) {
    checkLinks(of: entry, clause: "RFC 4287 §4.1.2")
    let hasAuthor =
      entry.child("author") != nil || feed?.hasAuthor ?? false || entry.child("source")?.child("author") != nil
    if !hasAuthor {
      checker.report(
        .missingElement, at: entry, clause: "RFC 4287 §4.1.2", "neither entry, source nor feed has an “author”")
    }
    let content = entry.child("content")
    let hasAlternate = entry.children("link").contains { relation($0) == "alternate" }
    if content == nil, !hasAlternate {
      checker.report(
        .missingAlternate, at: entry, clause: "RFC 4287 §4.1.2", "an entry has neither content nor a link “alternate”")
    }
    let summary = entry.child("summary")
    if let content, summary == nil {
      let type = content.attribute("type") ?? "text"
      let isText = Self.isText(type) || !Value.isMediaType(type)
      if content.attribute("src") != nil || !isText {
        checker.report(
          .missingSummary, at: content, clause: "RFC 4287 §4.1.2", "content that is no text has no “summary”")
      }
    }
    if content == nil, summary == nil {
      checker.report(
        .missingSummary, at: entry, clause: "RFC 4287 §4.1.2", "an entry has neither “summary” nor “content”")
    }
    if let source = entry.child("source") {
      checkLinks(of: source, clause: "RFC 4287 §4.2.11")
      for key in ["id", "title", "updated"] where source.child(key) == nil {
        checker.report(.missingSource, at: source, clause: "RFC 4287 §4.2.11", "“source” has no “\(key)”")
      }
    }
    if let content, let index = entry.children.firstIndex(where: { $0 === content }),
      let early = entry.children[..<index].first(where: {
        ["media:content", "media:title", "media:group"].contains($0.key)
      })
    {
      checker.report(.mediaFirst, at: early, clause: "rule M1", "“\(early.qualifiedName)” stands before “content”")
    }
    for category in entry.children("category") {
      if let label = category.attribute("label"), let term = category.attribute("term"), label != term {
        checker.report(
          .termForMachines, at: category, attribute: "term", clause: "RFC 4287 §4.2.2.1",
          "the term “\(term)” is not what “\(label)” says")
      }
    }
  }

  static func isText(_ type: String) -> Bool {
    let type = type.lowercased()
    return ["text", "html", "xhtml"].contains(type) || type.hasPrefix("text/") || isXML(type)
  }

  static func isXML(_ type: String) -> Bool {
    let type = type.lowercased().prefix { $0 != ";" }
    return type.hasSuffix("+xml") || type.hasSuffix("/xml") || type == "text/xml-external-parsed-entity"
      || type == "application/xml-external-parsed-entity" || type == "application/xml-dtd"
  }

  private mutating func checkLinks(of node: XMLNode, clause: String) {
    var alternates: Set<[String]> = []
    for link in node.children("link") {
      let relation = relation(link)
      if relation == "alternate",
        !alternates.insert([
          (link.attribute("type") ?? "").lowercased(), (link.attribute("hreflang") ?? "").lowercased(),
        ]).inserted
      {
        checker.report(
          .duplicateLink, at: link, clause: clause, "another “alternate” has the same type and language")
      }
      if relation == "self", let type = link.attribute("type")?.lowercased(), Value.isMediaType(type),
        !["application/atom+xml", "application/xml", "text/xml"].contains(where: type.hasPrefix)
      {
        checker.report(
          .selfType, at: link, attribute: "type", clause: "RFC 4287 §4.2.7.2", "“self” is of the type “\(type)”")
      }
      if relation.lowercased() == "self", let href = link.attribute("href"), URIParts(href)?.scheme == nil,
        !href.isEmpty || !Self.hasBase(link)
      {
        checker.report(
          .missingSelf, at: link, attribute: "href", clause: "RFC 4287 §4.2.7.2", "“self” is relative: “\(href)”")
      }
    }
  }

  private static func hasBase(_ node: XMLNode) -> Bool {
    sequence(first: node, next: \.parent).contains { $0.attribute("base", in: Namespaces.xml) != nil }
  }

  /// What relative references in it are relative to, as far as the document says so.
  private static func base(of node: XMLNode) -> AbsoluteURL? {
    guard let written = node.attribute("base", in: Namespaces.xml) else { return node.parent.flatMap(base) }
    return node.parent.flatMap(base)?.resolving(written) ?? AbsoluteURL(written)
  }

  /// RFC 3986 §4.4: a reference to the base itself means the document to some, and to others what the base names; where the
  /// document is there, both are one.
  private mutating func checkAmbiguity(of link: XMLNode) {
    guard let href = link.attribute("href"), URIParts(href)?.scheme == nil, let base = Self.base(of: link),
      base != address, base.resolving(href) == base
    else { return }
    checker.report(
      .ambiguousReference, at: link, attribute: "href", clause: "RFC 3986 §4.4",
      "“\(href)” is the base itself: “\(base)”")
  }

  // MARK: - Constructs

  private mutating func checkConstruct(_ node: XMLNode) {
    switch node.key {
    case "title", "subtitle", "summary", "rights": checkText(node)
    case "content" where node.parent?.key == "entry": checkContent(node)
    case "link":
      checkRelation(node)
      checkAmbiguity(of: node)
    case "updated", "published":
      checker.checkFuture(
        DateText.instant3339(node.text.trimmed)?.seconds, at: node, clause: "RFC 4287 §3.3")
    case "name"
    where node.text.split(whereSeparator: { " <>()".contains($0) }).contains(where: { Mail.isAddress(String($0)) }):
      checker.report(.mailInName, at: node, clause: "RFC 4287 §3.2.1", "“\(node.text)” holds an address of mail")
    case "id":
      if let written = Address.canonical(node.text) {
        checker.report(.notCanonical, at: node, clause: "RFC 4287 §4.2.6.1", "“\(node.text)” could be “\(written)”")
      }
    default: break
    }
  }

  /// RFC 4287 §4.2.7.2, RFC 5005, RFC 4685, and IANA's registry.
  private static let relations: Set = Set(
    """
    alternate related self enclosure via first last next previous prev current prev-archive next-archive replies edit edit-media payment
    license service collection hub up start search stylesheet help glossary index contents copyright chapter section subsection appendix
    bookmark describedby item tag author canonical icon monitor monitor-group version-history latest-version working-copy
    working-copy-of predecessor-version successor-version shortlink amphtml preload memento original timegate timemap about archives
    cite-as convertedfrom disclosure duplicate edit-form hosts lrdd me nofollow noreferrer pingback preview privacy-policy profile
    terms-of-service type create-form webmention thumbnail
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  private mutating func checkRelation(_ link: XMLNode) {
    guard link.attribute("rel") != "" else { return }
    let relation = relation(link)
    if relation.contains(":") {
      // An IRI; else it would be no name.
      let flaws = Address.flaws(of: relation, isWhole: true, isURI: false).filter { $0.rule.severity == .error }
      checker.report(flaws, at: link, attribute: "rel", clause: "RFC 4287 §4.2.7.2", of: "“rel” of “link”")
    } else if !relation.utf8.allSatisfy({ $0 > 0x20 && !"/?#[]@".utf8.contains($0) }) {
      checker.report(
        .invalidWord, at: link, attribute: "rel", clause: "RFC 4287 §4.2.7.2", "“\(relation)” is no relation of links")
    } else if !Self.relations.contains(relation) {
      checker.report(
        .unknownRelation, at: link, attribute: "rel", clause: "RFC 4287 §4.2.7.2",
        "“\(relation)” is no registered relation of links")
    }
  }

  private mutating func checkText(_ node: XMLNode) {
    let clause = Vocabulary.atom[node.key, in: ""]!.clause
    let type = node.attribute("type") ?? "text"
    let isTitle = node.key == "title"
    if node.isBlank, node.children.isEmpty {
      checker.report(.emptyElement, at: node, clause: clause, "“\(node.qualifiedName)” is empty")
    }
    switch type {
    case "text":
      refuseChildren(of: node, clause: clause)
      if Markup(node.text).isMarkedUp || Markup(node.text).hasEntities {
        checker.report(
          .undeclaredMarkup, at: node, clause: "RFC 4287 §3.1.1.1",
          "“\(node.qualifiedName)” is text and holds markup: “\(excerpt(node.text))”")
      }
    case "html":
      refuseChildren(of: node, clause: clause)
      checker.checkBody(node.text, of: node, clause: "RFC 4287 §3.1.1.2")
    case "xhtml": checkXHTML(node, clause: "RFC 4287 §3.1.1.3")
    default:
      checker.report(
        .invalidWord, at: node, attribute: "type", clause: "RFC 4287 §3.1.1",
        "“type” of “\(node.qualifiedName)” is “\(type)”, and none of “text”, “html”, “xhtml”")
    }
    if isTitle, type == "html" || type == "xhtml" {
      checker.report(
        type == "html" ? .typedTitle : .xhtmlBody, at: node, attribute: "type", clause: "RFC 4287 §3.1.1",
        "a title is of the type “\(type)”")
    }
  }

  private mutating func refuseChildren(of node: XMLNode, clause: String) {
    for child in node.children {
      checker.report(
        .undefinedElement, at: child, clause: clause,
        "“\(child.qualifiedName)” stands in “\(node.qualifiedName)”, which holds text alone by its type")
    }
  }

  private mutating func checkXHTML(_ node: XMLNode, clause: String) {
    if !node.isBlank {
      checker.report(
        .unexpectedText, at: node, clause: clause,
        "text stands in “\(node.qualifiedName)” beside its “div”: “\(excerpt(node.text))”")
    }
    let divisions = node.children.filter { $0.name == "div" && $0.namespace == Namespaces.xhtml }
    if divisions.count != 1 || node.children.count != 1 {
      let other = node.children.first { $0.name != "div" || $0.namespace != Namespaces.xhtml }
      checker.report(
        other == nil ? .missingElement : .undefinedElement, at: other ?? node, clause: clause,
        "“\(node.qualifiedName)” holds no single “div” of XHTML")
    }
    let hasBase = Self.hasBase(node)
    if let division = divisions.first, division.children.isEmpty, Markup(division.text).isMarkedUp {
      checker.report(
        .doubleEscaped, at: division, clause: clause, "“\(node.qualifiedName)” shows its tags as text")
    }
    for child in node.children {
      for element in child.tree { checkXHTMLElement(element, hasBase: hasBase, clause: clause) }
    }
    if node.key == "content" {
      checker.report(.xhtmlBody, at: node, clause: clause, "the content is XHTML")
    }
  }

  private mutating func checkXHTMLElement(_ element: XMLNode, hasBase: Bool, clause: String) {
    switch element.namespace {
    case Namespaces.xhtml:
      if !Markup.elements.contains(element.name) {
        checker.report(.malformedHTML, at: element, clause: clause, "“\(element.name)” is no element of XHTML")
      }
      let attributes = element.attributes.filter { $0.namespace == nil }.map { (name: $0.name, value: $0.value) }
      // A base, or the address of the feed itself.
      let flaws = Markup.flaws(of: element.name, attributes, mayBeRelative: hasBase)
      for flaw in flaws { checker.report(flaw.rule, at: element, clause: clause, flaw.message) }
    case Namespaces.atom, nil:
      checker.report(
        .undefinedElement, at: element, clause: clause, "“\(element.qualifiedName)” is not in the namespace of XHTML")
    case Namespaces.svg, Namespaces.math:
      let known = element.namespace == Namespaces.svg ? Markup.svgElements : Markup.mathElements
      // What annotates may be of any vocabulary.
      let isKnown =
        known.contains(element.name)
        || sequence(first: element, next: \.parent).contains { $0.name == "annotation-xml" }
      if !isKnown {
        checker.report(
          .malformedHTML, at: element, clause: clause, "“\(element.qualifiedName)” is no element of its namespace")
      }
      let attributes = element.attributes.filter { $0.namespace == nil }.map { (name: $0.name, value: $0.value) }
      for flaw in Markup.flaws(of: element.name, attributes, mayBeRelative: true) where flaw.rule == .unsafeMarkup {
        checker.report(flaw.rule, at: element, clause: clause, flaw.message)
      }
    case let namespace?:
      guard Namespaces.prefix(of: namespace).map(Namespaces.isClosed) ?? false else { return }
      checker.report(
        .undefinedElement, at: element, clause: clause, "“\(element.qualifiedName)” stands in XHTML")
    }
  }

  private mutating func checkContent(_ node: XMLNode) {
    let clause = "RFC 4287 §4.1.3"
    let type = node.attribute("type")
    let kind = (type ?? "text").trimmed
    if node.attribute("src") != nil {
      if !node.isBlank || !node.children.isEmpty {
        checker.report(
          .conflict, at: node, clause: "RFC 4287 §4.1.3.2", "content lies elsewhere, and is not empty here")
      }
      if type == nil {
        checker.report(.missingType, at: node, clause: "RFC 4287 §4.1.3.2", "content elsewhere has no “type”")
      } else if ["text", "html", "xhtml"].contains(kind) {
        checker.report(
          .invalidMediaType, at: node, attribute: "type", clause: "RFC 4287 §4.1.3.2",
          "content elsewhere is of a media type, and not “\(kind)”")
      } else {
        checkMediaType(kind, of: node)
      }
      return
    }
    switch kind {
    case "text":
      refuseChildren(of: node, clause: clause)
      if Markup(node.text).isMarkedUp {
        checker.report(
          .undeclaredMarkup, at: node, clause: "RFC 4287 §4.1.3.3",
          "content is text and holds markup: “\(excerpt(node.text))”")
      }
    case "html":
      refuseChildren(of: node, clause: clause)
      checker.checkBody(node.text, of: node, clause: "RFC 4287 §4.1.3.3")
    case "xhtml": checkXHTML(node, clause: "RFC 4287 §4.1.3.3")
    default:
      guard checkMediaType(kind, of: node) else { return }
      if Self.isXML(kind) {
        if node.children.isEmpty, !node.isBlank {
          checker.report(
            .mismatchedContent, at: node, clause: "RFC 4287 §4.1.3.3", "content of “\(kind)” is no XML")
        } else if node.children.count > 1 || !node.isBlank {
          checker.report(
            .mismatchedContent, at: node, clause: "RFC 4287 §4.1.3.3", "content of “\(kind)” is no single element")
        } else if kind.lowercased() == "application/xhtml+xml", node.children.contains(where: { $0.name != "html" }) {
          checker.report(
            .mismatchedContent, at: node, clause: "RFC 4287 §4.1.3.3",
            "content of “\(kind)” is a fragment, and no document")
        }
      } else {
        refuseChildren(of: node, clause: "RFC 4287 §4.1.3.3")
        if !kind.lowercased().hasPrefix("text/"), !Self.isBase64(node.text) {
          checker.report(.invalidBase64, at: node, clause: "RFC 4287 §4.1.3.3", "content of “\(kind)” is not Base64")
        }
        if kind.lowercased() == "text/html" {
          if !Markup(node.text).tags.contains(where: { $0.name == "html" }) {
            checker.report(
              .mismatchedContent, at: node, clause: "RFC 4287 §4.1.3.3",
              "content of “\(kind)” is a fragment, and no document")
          }
          checker.checkBody(node.text, of: node, clause: "RFC 4287 §4.1.3.3")
        }
      }
    }
    if node.isBlank, node.children.isEmpty {
      checker.report(.emptyElement, at: node, clause: clause, "the content is empty")
    }
  }

  /// Whether it is one that content may have.
  @discardableResult private mutating func checkMediaType(_ type: String, of node: XMLNode) -> Bool {
    let isComposite = ["multipart/", "message/"].contains(where: type.lowercased().hasPrefix)
    if Value.isMediaType(type), !isComposite { return true }
    checker.report(
      .invalidMediaType, at: node, attribute: "type", clause: "RFC 4287 §4.1.3.1",
      isComposite ? "“\(type)” is a composite type" : "“\(type)” is no media type")
    return false
  }

  /// RFC 3548 §3.
  private static func isBase64(_ text: String) -> Bool {
    let signs = text.utf8.filter { !$0.isSpace }
    let body = signs.prefix { $0 != UInt8(ascii: "=") }
    let padding = signs.dropFirst(body.count)
    return signs.count.isMultiple(of: 4) && padding.count <= 2 && padding.allSatisfy { $0 == UInt8(ascii: "=") }
      && body.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
  }
}
