internal import Syndication

/// What RSS 2.0.11 and its profile say beyond the tables; of RSS 1.0 and its forerunners, too.
struct RSSCheck {
  private var checker: Checker
  /// Whether items stand beside the channel, as in RSS 1.0.
  private let isRDF: Bool
  /// Whether it has what version 2.0 brought: namespaces, ids, HTML.
  private let isNew: Bool

  init(_ checker: Checker, isRDF: Bool = false) {
    self.checker = checker
    self.isRDF = isRDF
    isNew = !isRDF && !["0.91", "0.92", "0.93", "0.94"].contains(checker.root.attribute("version"))
  }

  private func profile(_ element: String) -> String {
    isRDF ? "RSS 1.0 §5" : "RSS profile #element-\(element)"
  }

  mutating func findings() -> Findings {
    checker.checkByTables()
    let root = checker.root
    if !isRDF { checkVersion(of: root) }
    guard let channel = root.child("channel") else { return checker.findings }
    let items = isRDF ? root.children("item") : channel.children("item")
    checkChannel(channel)
    if !isRDF {
      for item in root.children("item") {
        checker.report(
          .misplacedElement, at: item, clause: profile("channel-item"), "an item stands outside of its channel")
      }
    }
    for item in items { checkItem(item) }
    checkIdentities(of: items)
    checkTimes(of: channel, items)
    checker.checkExtensions()
    return checker.findings
  }

  private static let versions: Set = ["0.91", "0.92", "0.93", "0.94", "2.0"]

  private mutating func checkVersion(of root: XMLNode) {
    guard let version = root.attribute("version") else { return }
    if !Self.versions.contains(version) {
      checker.report(
        .invalidWord, at: root, attribute: "version", clause: profile("rss"), "“\(version)” is no version of RSS")
    } else if version != "2.0" {
      checker.report(
        .obsoleteFormat, at: root, attribute: "version", clause: profile("rss"), "RSS \(version) is obsolete")
    }
  }

  // MARK: - Channels

  private mutating func checkChannel(_ channel: XMLNode) {
    let links = channel.children("atom:link")
    if isNew, !links.contains(where: { $0.attribute("rel") == "self" }) {
      checker.report(
        .missingSelf, at: channel, clause: "RSS profile #namespace-elements-atom-link",
        "the channel has no atom:link “self”")
    }
    for link in links where link.attribute("rel") == "prev" {
      checker.report(.relationPrev, at: link, attribute: "rel", clause: "RFC 5005 §3", "a page is linked by “prev”")
    }
    if channel.child("language") == nil, channel.child("dc:language") == nil {
      checker.report(
        .missingLanguage, at: channel, clause: profile("channel-language"), "the channel has no “language”")
    }
    if let first = channel.children.firstIndex(where: { $0.key == "item" }),
      let late = channel.children[first...].first(where: { $0.key != "item" })
    {
      checker.report(
        .misplacedElement, at: late, clause: profile("channel"), "“\(late.qualifiedName)” follows an item")
    }
    for image in channel.children("image") { checkImage(image, of: channel) }
    for input in channel.children("textInput") {
      checker.report(.avoided, at: input, clause: profile("channel-textinput"), "readers show no “textInput”")
    }
    if isNew, let input = channel.child("textinput") {
      checker.report(
        .undefinedElement, at: input, clause: profile("channel-textinput"),
        "“textinput” is not defined in “channel”: did you mean “textInput”?")
    }
    checkSkipped(channel)
    if channel.child("itunes:category") != nil || channel.child("itunes:explicit") != nil {
      for key in ["itunes:category", "itunes:explicit", "itunes:image"] where channel.child(key) == nil {
        checker.report(
          .podcastElement, at: channel, clause: "Apple podcasts RSS: required tags", "the podcast has no “\(key)”")
      }
    }
    checkMeanings(
      channel,
      [
        ("pubDate", "dc:date"), ("copyright", "dc:rights"), ("language", "dc:language"),
        ("managingEditor", "dc:publisher"),
        ("managingEditor", "dc:creator"), ("webMaster", "dc:creator"), ("lastBuildDate", "dcterms:modified"),
        ("generator", "admin:generatorAgent"), ("title", "dc:title"), ("description", "dc:description"),
        ("category", "dc:subject"), ("webMaster", "dc:publisher"), ("creativeCommons:license", "cc:license"),
        ("dc:date", "dcterms:modified"), ("dc:rights", "creativeCommons:license"),
        ("copyright", "creativeCommons:license"),
      ])
  }

  private mutating func checkMeanings(_ node: XMLNode, _ pairs: [(String, String)]) {
    for (own, other) in pairs where node.child(own) != nil {
      // Content that lies elsewhere says nothing here.
      guard let second = node.child(other), second.attribute("src") == nil else { continue }
      checker.report(
        .duplicateMeaning, at: second, clause: "RSS profile #namespace-elements",
        "“\(second.qualifiedName)” says what “\(own)” says")
    }
  }

  private mutating func checkImage(_ image: XMLNode, of channel: XMLNode) {
    for key in ["title", "link"] {
      guard let value = image.value(key), let channelValue = channel.value(key), value != channelValue, !value.isEmpty
      else { continue }
      checker.report(
        .imageMismatch, at: image.child(key) ?? image, clause: profile("channel-image-\(key)"),
        "“\(key)” of the image is “\(value)”, and of its channel “\(channelValue)”")
    }
    guard let url = image.child("url"), let parts = URIParts(url.text) else { return }
    let ending = parts.path.split(separator: ".").last?.lowercased() ?? ""
    if parts.path.contains("."), !["gif", "jpg", "jpeg", "png", "jpe", "jfif"].contains(ending), parts.query == nil {
      checker.report(
        .imageFormat, at: url, clause: profile("channel-image-url"),
        "“\(url.text.trimmed)” is no GIF, JPEG or PNG by its name")
    }
  }

  private mutating func checkSkipped(_ channel: XMLNode) {
    for (key, part, most) in [("skipHours", "hour", 24), ("skipDays", "day", 7)] {
      guard let skipped = channel.child(key) else { continue }
      let parts = skipped.children(part)
      if parts.count > most {
        checker.report(
          .conflict, at: skipped, clause: profile("channel-\(key.lowercased())"),
          "“\(key)” holds \(parts.count) of “\(part)”, and there are \(most)")
      }
      var seen: Set<String> = []
      for part in parts where !seen.insert(Self.folded(part.text)).inserted {
        checker.report(
          .duplicateElement, at: part, clause: profile("channel-\(key.lowercased())"),
          "“\(part.text.trimmed)” stands twice in “\(key)”")
      }
    }
  }

  private static func folded(_ text: String) -> String {
    Int(text.trimmed).map(String.init) ?? text.trimmed.lowercased()
  }

  // MARK: - Items

  private mutating func checkItem(_ item: XMLNode) {
    if isNew, item.child("title") == nil, item.child("description") == nil, item.child("content:encoded") == nil,
      item.child("xhtml:body") == nil
    {
      checker.report(
        .missingElement, at: item, clause: profile("channel-item"), "an item has neither “title” nor “description”")
    }
    if let guid = item.child("guid"), !isRDF {
      checkGUID(guid)
    } else if isNew, item.child("atom:id") == nil {
      checker.report(.missingID, at: item, clause: profile("channel-item-guid"), "an item has no “guid”")
    }
    if isNew, item.child("title") == nil {
      checker.report(.missingEntryTitle, at: item, clause: profile("channel-item-title"), "an item has no “title”")
    }
    let enclosures = item.children("enclosure")
    if enclosures.count > 1 {
      checker.report(
        .severalEnclosures, at: enclosures[1], clause: profile("channel-item-enclosure"),
        "an item has \(enclosures.count) enclosures")
    }
    for enclosure in enclosures where item.children.contains(where: { $0.key.hasPrefix("itunes:") }) {
      checkFormat(of: enclosure)
    }
    checkMeanings(
      item,
      [
        ("pubDate", "dc:date"), ("author", "dc:creator"), ("category", "dc:subject"), ("source", "dc:source"),
        ("guid", "atom:id"), ("pubDate", "atom:published"), ("title", "dc:title"), ("description", "dc:description"),
        ("pubDate", "dcterms:modified"), ("creativeCommons:license", "cc:license"), ("title", "atom:title"),
        ("description", "xhtml:body"), ("description", "atom:content"), ("content:encoded", "xhtml:body"),
        ("content:encoded", "atom:content"), ("description", "atom:summary"),
      ])
    checkBodies(of: item)
    checkMedia(of: item)
  }

  /// Endings of what Apple's podcasts do not play.
  private static let unplayed: Set = [
    "asf", "avi", "flac", "flv", "mkv", "oga", "ogg", "ogv", "opus", "ra", "rm", "webm", "wma", "wmv",
  ]

  private mutating func checkFormat(of enclosure: XMLNode) {
    let path = enclosure.attribute("url").flatMap { URIParts($0) }?.path ?? ""
    guard let ending = path.split(separator: ".").last?.lowercased(), Self.unplayed.contains(ending) else { return }
    checker.report(
      .mediaFormat, at: enclosure, attribute: "url", clause: "Apple podcasts RSS: enclosure",
      "an episode is a file of “.\(ending)”")
  }

  private mutating func checkGUID(_ guid: XMLNode) {
    let value = guid.text.trimmed
    let clause = profile("channel-item-guid")
    if guid.attribute("isPermaLink") ?? "true" == "true" {
      if !value.isEmpty {
        let flaws = Address.flaws(of: value, isWhole: true, isURI: true)
        checker.report(flaws, at: guid, clause: clause, of: "“guid”, which is to be a permalink")
        let scheme = URIParts(value)?.scheme?.lowercased() ?? ""
        if flaws.isEmpty, !["http", "https", "ftp"].contains(scheme) {
          checker.report(
            .invalidAddress, at: guid, clause: clause,
            "“\(value)” is to be a permalink, and cannot be followed: say isPermaLink=\"false\"")
        }
      }
    } else if value.utf8.count < 9, !value.isEmpty, value.utf8.allSatisfy(\.isDigit) {
      checker.report(.weakID, at: guid, clause: clause, "“\(value)” is a small number")
    }
    if let written = Address.canonical(value) {
      checker.report(.notCanonical, at: guid, clause: clause, "“\(value)” could be “\(written)”")
    }
  }

  private mutating func checkBodies(of item: XMLNode) {
    if let body = item.child("xhtml:body") ?? item.child("xhtml:div") {
      for element in body.tree {
        let attributes = element.attributes.filter { $0.namespace == nil }.map { (name: $0.name, value: $0.value) }
        for flaw in Markup.flaws(of: element.name, attributes, mayBeRelative: false) {
          checker.report(flaw.rule, at: element, clause: "RSS profile #namespace-elements", flaw.message)
        }
      }
    }
    let creators = item.children("dc:creator")
    if creators.count > 1 {
      checker.report(
        .severalCreators, at: creators[1], clause: "rule A1", "an item has \(creators.count) of “dc:creator”")
    }
    guard let content = item.child("content:encoded") else { return }
    guard let description = item.child("description") else {
      checker.report(
        .summaryOrder, at: content, clause: "RSS profile #namespace-elements-content-encoded",
        "“content:encoded” has no “description” before it")
      return
    }
    let order = item.children.filter { $0 === content || $0 === description }
    if order.first === content {
      checker.report(
        .summaryOrder, at: description, clause: "RSS profile #namespace-elements-content-encoded",
        "“description” follows “content:encoded”")
    }
    if description.text.utf8.count > content.text.utf8.count {
      checker.report(
        .longDescription, at: description, clause: "rule B4", "“description” is longer than “content:encoded”")
    }
    for key in ["itunes:summary", "media:description"] {
      if let other = item.child(key) {
        checker.report(.summaryBeside, at: other, clause: "rule M3", "“\(key)” stands beside “content:encoded”")
      }
    }
  }

  private mutating func checkMedia(of item: XMLNode) {
    for media in item.tree where media.key == "media:content" {
      let type = media.attribute("type") ?? ""
      if media.attribute("medium") == "image" || type.hasPrefix("image/"), item.child("enclosure") == nil {
        checker.report(.mediaPicture, at: media, clause: "rule M2", "a picture is told as “media:content”")
      }
      if media.attribute("url") == nil, media.child("media:player") == nil {
        checker.report(
          .missingAttribute, at: media, clause: "Media RSS 1.5.1 content",
          "“media:content” has neither “url” nor “media:player”")
      }
    }
  }

  private mutating func checkIdentities(of items: [XMLNode]) {
    var seen: Set<String> = []
    for item in items {
      let node = isRDF ? item : item.child("guid")
      guard let node else { continue }
      let id = isRDF ? item.attribute("about", in: Namespaces.rdf) ?? "" : node.text.trimmed
      // However an address is written, it is one page.
      if !id.isEmpty, !seen.insert(Address.canonical(id) ?? id).inserted {
        checker.report(
          .duplicateID, at: node, clause: profile("channel-item-guid"), "“\(id)” is the id of another item, too")
      }
    }
  }

  private mutating func checkTimes(of channel: XMLNode, _ items: [XMLNode]) {
    func seconds(_ node: XMLNode) -> Double? {
      node.value("pubDate").flatMap(DateText.instant822)?.seconds
        ?? node.value("dc:date").flatMap(DateText.instant3339)?.seconds
    }
    let times = items.map(seconds)
    for node in items + [channel] {
      for date in node.children where ["pubDate", "lastBuildDate"].contains(date.key) {
        checker.checkFuture(
          DateText.instant822(date.text.trimmed)?.seconds, at: date, clause: profile("channel-\(date.key.lowercased())")
        )
      }
    }
    if let own = channel.value("lastBuildDate").flatMap(DateText.instant822)?.seconds,
      let newest = times.compactMap({ $0 }).max(), newest > own
    {
      checker.report(
        .newerThanFeed, at: channel.child("lastBuildDate") ?? channel, clause: profile("channel-lastbuilddate"),
        "an item is newer than the channel")
    }
    for (index, pair) in zip(times, times.dropFirst()).enumerated() {
      guard let older = pair.0, let newer = pair.1, newer > older else { continue }
      checker.report(.order, at: items[index + 1], clause: "rule D7", "an item is newer than the one before it")
      break
    }
  }
}
