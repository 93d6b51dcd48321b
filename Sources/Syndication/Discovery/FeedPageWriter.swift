/// Writes the pages of all feeds. A row is written once, whatever page it is on.
struct FeedPageWriter {
  private let plan: FeedPlan
  private let others: Set<DocumentPath>
  /// The feeds of terms, by axis.
  let shelves: [Shelf]
  /// The formats behind the first, and what the documents in them end in, where the rest of their addresses is that of the
  /// first one's.
  let alike: [(ending: String, name: String)]

  /// A feed in the list of its axis.
  struct Row {
    /// What its page is called by: its first letter, `0` for a digit, `other` for what is of another script.
    let letter: String
    let count: Int
    let text: String
    /// Without the documents whose addresses the first one's tells.
    let short: String
  }

  /// The list of an axis.
  struct Shelf {
    let axis: Axis
    /// How many feeds it has on all pages.
    let total: Int
    let rows: [Row]

    /// With these of its rows.
    func holding(_ rows: [Row]) -> Shelf { Shelf(axis: axis, total: total, rows: rows) }
  }

  init(of plan: FeedPlan, beside others: Set<DocumentPath>) {
    self.plan = plan
    self.others = others
    alike = FeedPageWriter.alike(plan.feeds.compactMap { $0.pages.first?.documents })
    shelves = plan.feedsByAxis.filter { $0.axis.plural != nil }.map { axis, feeds in
      Shelf(axis: axis, total: feeds.count, rows: feeds.map { FeedPageWriter.row(of: $0, in: plan) })
    }
  }

  // MARK: - A feed

  /// There are hundreds of them: no byte is in it that need not be.
  private static func row(of feed: Feed, in plan: FeedPlan) -> Row {
    let slug = feed.scope.term?.slug ?? ""
    let letter =
      switch slug.utf8.first {
      case let first? where (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first): String(slug.prefix(1))
      case let first? where first.isDigit: "0"
      default: "other"
      }
    var text = "<li><b>\(escaped(feed.label))</b>\(posts(feed.tally.count))"
    if let newest = feed.tally.newest { text += "<time>\(newest.date)</time>" }
    if plan.timeline != nil {
      text += "<svg><path d=\"\(bars(feed.tally.spans, height: 18))\"/></svg>"
    }
    let links = feed.pages.first?.documents ?? []
    return Row(
      letter: letter, count: feed.tally.count, text: "\(text)\(self.links(to: links))</li>",
      short: "\(text)\(self.links(to: links.prefix(1)))</li>")
  }

  private static func links(to documents: some Sequence<Feed.Destination>) -> String {
    documents.map { document in
      "<a href=\"\(address(of: document.path))\">\(name(ofFormat: document.format))</a>"
    }.joined()
  }

  /// Empty where some feed has a document elsewhere.
  private static func alike(_ feeds: [[Feed.Destination]]) -> [(ending: String, name: String)] {
    func parts(of path: DocumentPath) -> (stem: Substring, ending: Substring) {
      let dot = path.string.lastIndex(of: ".") ?? path.string.endIndex
      return (path.string[..<dot], path.string[dot...].dropFirst())
    }
    guard let first = feeds.first, first.count > 1 else { return [] }
    let endings = first.map { parts(of: $0.path).ending }
    let areAlike = feeds.allSatisfy { documents in
      let stem = documents.first.map { parts(of: $0.path).stem }
      return documents.map { parts(of: $0.path).ending } == endings && !endings.contains("")
        && documents.allSatisfy { parts(of: $0.path).stem == stem }
    }
    guard areAlike, endings.allSatisfy({ $0.utf8.allSatisfy { $0.isLetter || $0.isDigit } }) else { return [] }
    return zip(endings, first).dropFirst().map { (String($0), name(ofFormat: $1.format)) }
  }

  private static func name(ofFormat format: String) -> String {
    ["atom": "Atom", "rss": "RSS", "json": "JSON"][format] ?? format
  }

  /// Relative: the page may be looked at wherever the folder is.
  private static func address(of path: DocumentPath) -> String {
    escaped(AbsoluteURL.percentEncoded(path.string, keeping: "/"))
  }

  private static func posts(_ count: Int) -> String { "\(count) post\(count == 1 ? "" : "s")" }

  /// A bar a span that has posts, from the ground up, as the path of an SVG that styles turn and stretch: as high as can be
  /// where there are as many posts as ever, or four.
  private static func bars(_ spans: [Int], height: Int) -> String {
    let most = max(spans.max() ?? 0, 4)
    return spans.enumerated().lazy.filter { $0.element > 0 }.map { index, posts in
      "M\(index) 0v\(max(posts * height / most, 2))"
    }.joined()
  }

  /// How wide a span is, and a bar in it, where all are as wide as that, in pixels.
  private static func stretch(of count: Int, over width: Int) -> String {
    let span = Double(width) / Double(count)
    // The bar's width is stretched as well.
    return "--span:\((span * 10).rounded() / 10);--thick:\((min(0.7, 8 / span) * 100).rounded() / 100)"
  }

  private static func escaped(_ text: String) -> String { XMLCharacters.escaped(PlainText.line(text).text, .html) }

  // MARK: - A page

  /// - Parameters:
  ///   - letters: that have pages, where there are several.
  ///   - letter: whose page it is; nil for the first.
  ///   - next: where it goes on.
  ///   - isShort: whether the first document of a feed is to tell where the others are.
  func page(
    _ shelves: [Shelf], letters: [String] = [], letter: String? = nil, next: DocumentPath? = nil, isShort: Bool = false
  ) -> [UInt8] {
    let site = FeedPageWriter.escaped(plan.site.title)
    let all = plan.feeds.first { $0.scope.axis.plural == nil }
    let title = letter.map { "Feeds: \(FeedPageWriter.shown($0))" } ?? "Feeds"
    var text = """
      <html lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width,initial-scale=1"/>
      <meta name="generator" content="\(Generator.name)"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline';img-src 'self'"/>
      <title>\(title) · \(site)</title>

      """
    if letter == nil, let all {
      for document in all.pages.first?.documents ?? [] {
        guard let format = FeedFormats.named(document.format) else { continue }
        text += """
          <link rel="alternate" type="\(format.mediaType.withoutParameters)" title="\(FeedPageWriter.escaped(all.title))" \
          href="\(FeedPageWriter.address(of: document.path))"/>

          """
      }
    }
    text += """
      <style>\(FeedPageStyle.css)</style></head><body>
      <a class="skip" href="#main">Skip to the feeds</a>
      <header><p class="site"><a href="\(FeedPageWriter.escaped(plan.site.url.string))"\(language)>\(site)</a></p>
      <h1>\(title)</h1>
      \(letter == nil ? introduction : "<p><a href=\"index.html\">All feeds</a></p>")</header>
      <main id="main"\(isShort ? " data-more=\"\(alike.map { "\($0.ending)=\($0.name)" }.joined(separator: " "))\"" : "")\(plan.timeline.map { " style=\"\(FeedPageWriter.stretch(of: $0.count, over: 72))\"" } ?? "")>

      """
    if letter == nil, let all { text += hero(all) }
    if !shelves.isEmpty {
      let what = shelves.map { $0.axis.plural ?? "" }.formatted
      text += """
        <form id="find" role="search" hidden="hidden"><label for="q">Search \(what)\(letters.isEmpty ? "" : " on this page")</label>
        <input id="q" type="search" autocomplete="off" spellcheck="false"/><p id="found" role="status"></p></form>

        """
    }
    if !letters.isEmpty {
      text += "<nav aria-label=\"Feeds by letter\"><ul class=\"letters\" role=\"list\">"
      for other in letters {
        text += """
          <li><a href="\(FeedPage.path(of: other))"\(other == letter ? " aria-current=\"page\"" : "")>\
          \(FeedPageWriter.shown(other))</a></li>
          """
      }
      text += "</ul></nav>\n"
    }
    if isShort {
      let (names, endings) = (alike.map(\.name).formatted, alike.map { ".\($0.ending)" }.formatted)
      text += "<p id=\"more\">Each feed is there as \(names), too: its address then ends in \(endings).</p>\n"
    }
    for shelf in shelves { text += list(shelf, isShort) }
    if let next {
      text += "<p><a rel=\"next\" href=\"\(next)\">More of \(FeedPageWriter.shown(letter ?? ""))</a></p>\n"
    }
    text += """
      </main>
      <footer>\(legend)\(letter == nil ? lists : "")</footer>
      <div id="copied"><p id="say" role="status"></p><input id="address" aria-label="Address" readonly="readonly" hidden="hidden"/></div>
      <script>\(FeedPageStyle.script)</script>
      </body></html>

      """
    return FeedPage.opening + Array(text.utf8)
  }

  /// Of the site's own words, where they are in another than the page's.
  private var language: String {
    plan.site.language.lowercased().hasPrefix("en") ? "" : " lang=\"\(FeedPageWriter.escaped(plan.site.language))\""
  }

  private var introduction: String {
    """
    <p class="lead">Follow what interests you in a feed reader: new posts come to you.</p>
    <details><summary>How to follow a feed</summary><ol><li>Take a feed reader: an app, a site, or a part of your mail program.</li>
    <li>Copy the address of a feed here. Most readers take any of its formats; where one does not say, take the first.</li>
    <li>Give that address to the reader, which often calls it “add” or “subscribe”. New posts come by themselves.</li></ol></details>

    """
  }

  private func hero(_ feed: Feed) -> String {
    let (tally, writer) = (feed.tally, FeedPageWriter.self)
    var text = "<section class=\"all\" aria-labelledby=\"all\"><h2 id=\"all\">Everything</h2>\n"
    text += "<p>\(writer.posts(tally.count))"
    if let newest = tally.newest {
      text += ", the last on <time datetime=\"\(newest.date)\">\(writer.shown(newest.date))</time>"
    }
    text += "</p>\n"
    if let timeline = plan.timeline, timeline.count > 3 {
      let count = timeline.count
      let (first, last) = (timeline.oldest.date, timeline.newest.date)
      text += """
        <svg class="chart" viewBox="0 0 \(count) 40" preserveAspectRatio="none"\(count < 12 ? " style=\"max-width:\(count * 44)px\"" : "") role="img" \
        aria-label="Posts a \(timeline.unit), from \(writer.shown(first)) to \(writer.shown(last))">\
        <path d="\(writer.bars(tally.spans, height: 40))"/></svg>

        """
    }
    return text + "<p class=\"formats\">\(writer.links(to: feed.pages.first?.documents ?? []))</p></section>\n"
  }

  private func list(_ shelf: Shelf, _ isShort: Bool) -> String {
    let (axis, name) = (shelf.axis.heading, shelf.axis.plural ?? "")
    let count = shelf.rows.count < shelf.total ? "\(shelf.rows.count) of \(shelf.total)" : "\(shelf.total)"
    var text =
      "<section aria-labelledby=\"\(name)\"><h2 id=\"\(name)\">\(axis) <small>\(count)</small></h2>\n<ul role=\"list\">\n"
    for row in shelf.rows { text += isShort ? row.short : row.text }
    return text + "</ul></section>\n"
  }

  private var legend: String {
    guard let timeline = plan.timeline else { return "" }
    let (first, last) = (timeline.oldest.date, timeline.newest.date)
    return """
      <p>The bars are posts a \(timeline.unit), from <time datetime="\(first)">\(FeedPageWriter.shown(first))</time> to \
      <time datetime="\(last)">\(FeedPageWriter.shown(last))</time>; each feed has its own scale.</p>

      """
  }

  private var lists: String {
    var text = ""
    if others.contains(OPML().path) {
      text += "<p>To follow all of them at once, let a reader import <a href=\"feeds.opml\">feeds.opml</a>.</p>\n"
    }
    if others.contains(FeedCatalogue().path) {
      text += "<p>For programs there is <a href=\"feeds.json\">feeds.json</a>.</p>\n"
    }
    return text
  }

  private static func shown(_ date: LocalDate) -> String { "\(date.day) \(date.monthName) \(date.year)" }

  private static func shown(_ letter: String) -> String {
    switch letter {
    case "0": "0–9"
    case "other": "Other"
    default: letter.uppercased()
    }
  }
}

extension [String] {
  /// `a`, `a and b`, `a, b and c`.
  fileprivate var formatted: String {
    count < 2 ? first ?? "" : "\(dropLast().joined(separator: ", ")) and \(last!)"
  }
}
