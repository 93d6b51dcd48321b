import SyndicationFiles
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

/// Whatever there is to change is found by walking the types, so that what is new in them is changed, too.
@Suite("Laws 5 and 8: after any change, what is made again is what a cold build makes")
struct ChangeTests {
  /// A body that is read when it is wanted.
  private struct Handle: BodyHandle {
    var text: String
    var written: String

    func read() -> ReadBody { ReadBody(Array(text.utf8), written: Array(written.utf8)) }
  }

  /// A line a feed.
  private struct List: SiteDocument, Hashable {
    var path = DocumentPath("feeds.txt")!
    var mediaType = "text/plain; charset=utf-8"

    func bytes(of plan: FeedPlan) -> [UInt8] {
      Array(plan.feeds.map { "\($0.title) \($0.updated.rfc3339)\n" }.joined().utf8)
    }
  }

  /// A post that says all that one can say, known by an id.
  private static let whole: SourceItem = {
    var item = SourceItem.post(
      "42", title: "Bread & Salt", on: "2022-03-26T08:00", updated: "2022-03-28 10:00",
      authors: [Person(name: "Ann", url: "https://ann.example/", email: "ann@example.org", affiliation: "Mill")],
      tags: ["rye", "oats"])
    item.identity = .item(id: "42", url: .written("https://example.com/bread/"))
    item.place = Place(file: "posts.json", line: 3, column: 4, pointer: "/items/0")
    let variables: DataValue = .object([
      .init(
        name: "page",
        value: .object([
          .init(name: "date", value: .string("2022-03-26T08:00")), .init(name: "draft", value: .boolean(false)),
          .init(name: "servings", value: .number(4)), .init(name: "parts", value: .array([.string("flour")])),
        ]))
    ])
    var template = Template(.liquid, variables: variables, pages: PageAddresses(["salt.md": "/salt/"]))
    template.output = "blog/_site"
    template.file = "loaf.md"
    template.contentFolder = "content"
    item.content = Content(
      .handle(
        Handle(
          text: """
            For {{ page.servings }}, at {{ page.date | date: "%H:%M" }}: {{ page.parts }}. <script>x</script>

            {% if page.draft %}Not yet.{% endif %} [Salt]({% link salt.md %}) ![A loaf](loaf.png)

            MORE
            """, written: "Written.")),
      in: BodyMarkup(
        .markdown, dialect: .kramdown, template: template, excerptSeparator: "MORE", base: "https://base.example/"))
    item.summary = Content(
      .text("*In* short.", written: "In short."),
      in: BodyMarkup(
        .markdown, template: template, excerptSeparator: "MORE", base: "https://base.example/"))
    item.categories = ["Baking", "Notes"]
    item.image = "https://example.com/bread.png"
    item.bannerImage = "https://example.com/breads.png"
    item.externalURL = "https://elsewhere.example/bread"
    item.attachments = [
      Attachment(url: "https://example.com/a.mp3", mediaType: "audio/mpeg", title: "Sound", size: 7, duration: 61)
    ]
    item.aliases = ["https://example.com/old/"]
    item.origin = Origin(
      id: "urn:origin", title: "Origin", updated: "2022-03-27", url: "https://origin.example/",
      feedURL: "https://origin.example/feed")
    item.episode = Episode(
      number: 3, season: 2, kind: .bonus, isExplicit: true, image: "https://example.com/e.png", title: "Bread")
    item.language = "de"
    item.asWritten = AsWritten(title: "Bread", tags: ["Rye"], authors: ["ann"], files: ["a.mp3"])
    item.feedID = "https://example.com/notes/1"
    item.expires = "2030-01-01T00:00"
    item.timeZone = SiteTimeZone("Europe/Paris")!
    return item
  }()

  /// The same, known by its date and title, and without an `updated` of its own.
  private static let listed: SourceItem = {
    var item = whole
    item.source = "listing"
    item.identity = .listed(
      PermalinkRule(
        template: "/{year}/{slug}/", links: ["salt": AbsoluteURL("https://elsewhere.example/salt/")!]))
    item.updated = nil
    item.title = "Salt"
    item.asWritten.title = "Salt."
    item.published = "2022-03-26"
    item.aliases = ["https://example.com/old/salt/"]
    return item
  }()

  private static let blog: Blog = {
    // Two sources hold the last.
    var (own, others) = (
      SourceItem.post("urn:c", url: "https://example.com/c/", tags: ["rye"]), SourceItem.post("urn:c")
    )
    (own.categories, others.categories) = (["Notes"], ["Copies"])
    (others.identity, others.source, others.tags) = (own.identity, "copies", own.tags)
    var blog = Blog([
      whole, listed, .post("urn:a", title: "A", on: "2022-03-25", text: "A.\n\nLong.", tags: ["oats"]),
      .post("urn:b", url: "b/", title: "B", on: "2022-03-24T10:00", html: "<p>B.<p><a href=x>x</a>", tags: ["Wheat"]),
      own,
      others,
    ])
    let podcast = Podcast(
      categories: [.init("Science", "Nature")], image: AbsoluteURL("https://example.com/p.png")!, isExplicit: false)
    blog.pipeline.site = Site(
      title: "Notes", url: AbsoluteURL("https://example.com/")!, description: "On bread", language: "en",
      timeZone: SiteTimeZone("Europe/Berlin")!, timeOfDay: 9 * 3600, founded: LocalDate("2020-01-01"),
      authors: [
        Person(name: "Ed", url: "https://ed.example/", email: "ed@example.org", affiliation: "Mill")
      ], icon: AbsoluteURL("https://example.com/i.png"), rights: "© Ed", podcast: podcast)
    blog.pipeline.site.podcast?.author = "Ed & Ann"
    blog.pipeline.site.podcast?.owner = Person(
      name: "Ed", url: "https://ed.example/", email: "ed@example.org", affiliation: "Mill")
    blog.pipeline.site.podcast?.newFeedURL = AbsoluteURL("https://new.example/feed")
    blog.pipeline.feeds.languages = ["en", "de"]
    blog.pipeline.feeds.queries = [
      FeedQuery(
        name: "rye", title: "Rye", description: "On rye",
        .any([
          .all([.term(.tag, "rye"), .not(.term(.title, "salt")), .since(LocalDate("2022-03-01")!)]),
          .until(LocalDate("2022-03-25")!),
        ]))
    ]
    blog.pipeline.feeds.tombstones = TombstoneSettings(atMost: 3, days: 90)
    blog.pipeline.feeds.entries = 4
    blog.pipeline.feeds.bytes = 6_000
    blog.pipeline.feeds.scopes = Dictionary(
      uniqueKeysWithValues: Axis.axes.map { axis in
        (
          axis,
          ScopeSettings(
            of: axis, paths: ["json": axis.path + ".feed"], entries: 4, bytes: 5_000,
            content: axis == .category ? .summary : .full, archive: 6)
        )
      })
    blog.pipeline.tags = TagSettings(
      aliases: ["wheat": "rye"], titles: ["rye": "Rye!"], slugs: ["oats": "oat"], page: "https://example.com/t/{slug}",
      descriptions: ["rye": "On rye"], parents: ["rye": ["grain"]], excluded: ["Salt"])
    blog.pipeline.precedence = ["json", "copies"]
    blog.pipeline.feeds.hubs = [AbsoluteURL("https://hub.example/")!]
    blog.pipeline.feeds.discovery.host = .nginx
    blog.pipeline.documents = [List()]
    return blog
  }()

  private static let later = "2022-07-01T00:00:00Z"

  /// The blog after its first build, and what that left.
  private static let first = Result {
    var blog = Self.blog
    try blog.build()
    return (blog: blog, built: try Rebuilt(blog))
  }

  /// Holds the build after a change to a cold one.
  ///
  /// - Returns: the cold build, and whether it is another than one without the change.
  @discardableResult
  private func compare(_ changed: Blog, _ path: String) throws -> (cold: Rebuilt, isAnother: Bool) {
    let before = try Self.first.get().built
    let cold = try Rebuilt(changed, at: Self.later)
    let quick = try Rebuilt(changed, after: before, at: Self.later)
    let stale = cold.documents.filter { (quick.documents[$0.key] ?? before.documents[$0.key]) != $0.value }
    #expect(stale.keys.map(\.string) == [], "\(path)")
    #expect(quick.rendered.ledger.text == cold.rendered.ledger.text, "\(path)")
    #expect(quick.rendered.problems == cold.rendered.problems, "\(path)")
    #expect(quick.rendered.warnings == cold.rendered.warnings, "\(path)")
    let isAnother = cold.documents != before.documents || cold.rendered.ledger.text != before.rendered.ledger.text
    return (cold, isAnother)
  }

  @Test("of nothing: nothing is made")
  func nothing() throws {
    let (blog, before) = try Self.first.get()
    #expect(before.documents.count > 20)
    #expect(try Rebuilt(blog, after: before, at: Self.later).documents.isEmpty)
    #expect(try !compare(blog, "nothing").isAnother)
  }

  @Test("of any setting; and none moves updated")
  func settings() throws {
    let blog = try Self.first.get().blog
    var effects: [String: Bool] = [:]
    for variation in try valuesUnlike(blog.pipeline) {
      var changed = blog
      changed.pipeline = variation.value
      if variation.path.hasPrefix("feeds.discovery.") {
        changed.pipeline.documents += changed.pipeline.feeds.discovery.documents
      }
      let (cold, isAnother) = try compare(changed, variation.path)
      #expect(cold.rendered.changes.updated == [], "\(variation.path)")
      effects[variation.path] = isAnother
    }
    #expect(effects.count > 100 && effects.values.count { $0 } * 10 > effects.count * 7, "\(effects)")
  }

  /// The first says itself when it was updated, which wins over any edit.
  @Test("of anything in an item; and only what its author wrote moves updated", arguments: [0, 1])
  func items(_ index: Int) throws {
    let blog = try Self.first.get().blog
    var varied = blog.items[index]
    varied.updated = Self.whole.updated
    var (effects, updates) = ([String: Bool](), Set<String>())
    for variation in try valuesUnlike(varied) {
      let path = variation.path
      var changed = blog
      changed.items[index] = variation.value
      if !path.hasPrefix("updated.") { changed.items[index].updated = blog.items[index].updated }
      let (cold, isAnother) = try compare(changed, path)
      effects[path] = isAnother
      if !cold.rendered.changes.updated.isEmpty { updates.insert(path) }
    }
    let edits = effects.keys.filter { path in
      if path.hasPrefix("updated.") { return path != "updated.nil" }
      let isWritten = path.hasPrefix("asWritten.") || path.contains(".written.") || path.hasPrefix("standing.")
      return index == 1 && (isWritten || ["summary.nil", "content.nil"].contains(path))
    }
    #expect(edits.count > 2 && updates == Set(edits))
    let idle = Dictionary(grouping: effects) { $0.key.prefix { $0 != "." } }.filter {
      !$0.value.contains(where: \.value)
    }
    // What finds a row, decides of an edit, or is told: none of it is seen in this blog's feeds.
    let unseen: Set<Substring> = ["aliases", "feedID", "isDue", "isMinorEdit", "needsNoTitle", "place", "timeZone"]
    #expect(effects.count > 100 && Set(idle.keys) == unseen, "\(idle.keys.sorted())")
  }

  @Test("of the zone of a date that a template writes")
  func zoneOfTemplate() throws {
    var blog = try Self.first.get().blog
    let path = DocumentPath("all.atom")!
    func text(_ built: Rebuilt) throws -> String {
      String(decoding: try #require(built.documents[path]).parts.joined(), as: UTF8.self)
    }
    blog.pipeline.feeds.scopes[.all]?.bytes = 100_000
    // An instant, which the zone alone shows otherwise: no date of the post moves with it.
    blog.items[0].published = "2022-03-26T07:00:00Z"
    blog.items[0].content?.markup = BodyMarkup(
      .markdown,
      template: Template(
        .liquid,
        variables: .object([
          .init(name: "page", value: .object([.init(name: "date", value: .string("2022-03-26T07:00:00Z"))]))
        ])))
    // One without a zone is in the site's.
    for index in blog.items.indices { blog.items[index].updated = nil }
    try blog.build()
    let before = try Rebuilt(blog)
    #expect(try text(before).contains("at 08:00:"))
    blog.pipeline.site.timeZone = SiteTimeZone("Asia/Tokyo")!
    let after = try Rebuilt(blog, after: before)
    #expect(try text(after).contains("at 16:00:"))
    #expect(after.rendered.changes == Ledger.Changes())
  }

  @Test("of when the feed that a post comes from was updated, and of the zone of that")
  func originUpdated() throws {
    var blog = try Self.first.get().blog
    blog.pipeline.feeds.scopes[.all]?.bytes = 100_000
    let before = try Rebuilt(blog)
    let path = DocumentPath("all.atom")!
    func times(_ built: Rebuilt) throws -> [Substring] {
      let text = String(decoding: try #require(built.documents[path]).parts.joined(), as: UTF8.self)
      return text.matches(of: /<source>.*?<updated>(.*?)<\/updated>/).map(\.1)
    }
    #expect(try times(before) == ["2022-03-27T07:00:00Z", "2022-03-27T07:00:00Z"])
    blog.items[0].origin?.updated = "2022-04-02T10:00:00Z"
    let moved = try Rebuilt(blog, after: before)
    #expect(try Set(times(moved)) == ["2022-04-02T10:00:00Z", "2022-03-27T07:00:00Z"])
    blog.pipeline.site.timeZone = SiteTimeZone("Asia/Tokyo")!
    let zoned = try Rebuilt(blog, after: moved)
    #expect(try Set(times(zoned)) == ["2022-04-02T10:00:00Z", "2022-03-27T00:00:00Z"])
    #expect(zoned.rendered.changes.updated == [])
  }
}
