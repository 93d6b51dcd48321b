/// All feeds as a list that feed readers import: OPML 2.0, grouped by what they are about.
public struct OPML: SiteDocument {
  /// See `SiteDocument`.
  public let path = DocumentPath("feeds.opml")!
  /// See `SiteDocument`.
  public let mediaType = "text/x-opml; charset=utf-8"

  /// There is one way to write it.
  public init() {}

  /// What it begins with: OPML has no place for a generator's name.
  static let opening = XMLWriter.declaration + Array("<!-- \(SiteMark.sentence). -->\n".utf8)

  /// See `SiteDocument`.
  public func bytes(of plan: FeedPlan) throws(RenderError) -> [UInt8] {
    let texts = OPML.texts(of: plan)
    let body = try XMLWriter.fragment { xml throws(RenderError) in
      try xml.start("opml", ["version": "2.0"])
      try xml.start("head")
      try xml.element("title", [:], "Feeds of \(plan.site.title)")
      // Rule D4: never the time of the build.
      if let updated = plan.updated { try xml.element("dateModified", [:], updated.rfc822) }
      if let owner = plan.site.authors.first {
        try xml.element("ownerName", [:], owner.name)
        if let email = owner.email { try xml.element("ownerEmail", [:], email) }
        if let url = owner.url { try xml.element("ownerId", [:], url) }
      }
      try xml.element("docs", [:], "http://opml.org/spec2.opml")
      try xml.end()
      try xml.start("body")
      for (axis, feeds) in plan.feedsByAxis {
        let isGroup = axis.plural != nil
        try xml.text("\n")
        if isGroup { try xml.start("outline", ["text": axis.heading]) }
        for feed in feeds {
          if isGroup { try xml.text("\n") }
          try write(feed, as: texts[feed.scope]!, of: plan, to: xml)
        }
        if isGroup {
          try xml.text("\n")
          try xml.end()
        }
      }
      try xml.text("\n")
      try xml.end()
      try xml.end()
    }
    let bytes = OPML.opening + body + [0x0A]
    guard WellFormedness.holds(bytes) else { throw RenderError("\(path) would not be well-formed") }
    return bytes
  }

  /// Nothing for a feed that is in no format.
  private func write(
    _ feed: Feed, as text: String, of plan: FeedPlan, to xml: XMLWriter
  ) throws(RenderError) {
    // Each once, in the format that most readers know; whatever the format, its type is this.
    guard let document = feed.pages[0].documents.min(by: { OPML.rank($0) < OPML.rank($1) }) else { return }
    try xml.start(
      "outline",
      [
        "type": "rss", "text": text, "title": text, "xmlUrl": plan.url.appending(path: document.path.string).string,
        "htmlUrl": feed.alternate.string, "version": document.format == "rss" ? "RSS2" : nil,
      ])
    try xml.end()
  }

  private static func rank(_ document: Feed.Destination) -> Int {
    FeedFormats.all.firstIndex { $0.name == document.format } ?? FeedFormats.all.count
  }

  /// What each feed is called: its title, and where others would have the same name in a reader, its slug, too.
  ///
  /// Rule O1: rss2email names feeds by their letters and digits alone, and takes nothing of a file in which two have one name.
  static func texts(of plan: FeedPlan) -> [Scope: String] {
    let named = plan.feeds.map { (scope: $0.scope, text: PlainText.line($0.title).text) }
    let clashes = Dictionary(grouping: named) { key(of: $0.text) }.filter { $1.count > 1 }
    var taken = Set(named.lazy.map { key(of: $0.text) }.filter { clashes[$0] == nil })
    // Groups have names, too.
    taken.formUnion(Axis.axes.map { key(of: $0.heading) })
    var texts: [Scope: String] = [:]
    for (scope, text) in named {
      var own = text
      if clashes[key(of: text)] != nil || Axis.axes.contains(where: { key(of: $0.heading) == key(of: text) }) {
        own = "\(text) (\(scope.term?.slug ?? scope.name))"
        var count = 1
        while !taken.insert(key(of: own)).inserted {
          count += 1
          own = "\(text) (\(scope.term?.slug ?? scope.name) \(count))"
        }
      }
      texts[scope] = own
    }
    return texts
  }

  /// What is left of a name: letters and digits, and `-` between.
  static func key(of text: String) -> String {
    var key = ""
    var isInRun = false
    for scalar in text.unicodeScalars {
      let isKept = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if isKept { key.unicodeScalars.append(scalar) } else if !isInRun { key += "-" }
      isInRun = !isKept
    }
    return key
  }
}
