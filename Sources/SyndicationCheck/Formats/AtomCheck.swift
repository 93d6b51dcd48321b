internal import Syndication

/// What RFC 4287 says beyond the tables.
struct AtomCheck {
  var checker: Checker
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
    var instants: [[Double]: Int] = [:]
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
      // Those that were published at different times are told apart by that.
      let published = entry.value("published").flatMap(DateText.instant3339) ?? instant
      let times = [instant.seconds, published.seconds]
      instants[times, default: 0] += 1
      if instants[times] == 2 {
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

  static func hasBase(_ node: XMLNode) -> Bool {
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
}
