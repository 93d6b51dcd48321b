import SyndicationTesting
import Testing

@testable import Syndication

@Suite("A query has a feed of what answers it")
struct QueryFeedTests {
  private func post(
    _ number: Int, _ tags: [String], by author: String = "Ann Lee", in categories: [String] = [], title: String? = nil
  ) -> SourceItem {
    var item = SourceItem.post(
      "urn:example:\(number)", url: "https://example.com/\(number)/", title: title ?? "\(number)",
      on: "2022-03-\(10 + number)T12:00:00Z", summary: "Short.", authors: [Person(name: author)], tags: tags)
    item.categories = categories
    return item
  }

  private func blog(_ items: [SourceItem], _ queries: (name: String, text: String)...) throws -> Blog {
    var blog = Blog(items)
    blog.pipeline.feeds.queries = try queries.map { FeedQuery(name: $0.name, try Query($0.text)) }
    blog.pipeline.feeds.scopes = [.query: ScopeSettings(of: .query)]
    return blog
  }

  private func titles(_ query: String, _ items: [SourceItem], tags: TagSettings = TagSettings()) throws -> [String] {
    var blog = try blog(items, ("q", query))
    blog.pipeline.tags = tags
    return try blog.preview().titles(in: "queries/q")
  }

  @Test("I4 its id, title, description and self link are its own")
  func frame() throws {
    var blog = try blog([post(1, ["graphs"])], ("graphs-alone", "graphs AND NOT survey"))
    blog.pipeline.feeds.queries[0].title = "Graphs & no survey"
    blog.pipeline.feeds.queries[0].description = "What is new about graphs"
    let edition = try blog.build()
    #expect(edition.plan.feeds.map(\.scope.name) == ["queries/graphs-alone"])
    let atom = try edition.atom("graphs-alone.atom")
    #expect(atom["id"] == "tag:example.com,2022-03-11:feeds/queries/graphs-alone")
    #expect(atom["title"] == "Graphs & no survey · Example Notes")
    #expect(atom["subtitle"] == "What is new about graphs")
    #expect(atom.link("self")?.attributes["href"] == "https://example.com/feeds/graphs-alone.atom")
    #expect(try edition.rss("graphs-alone.rss")["description"] == "What is new about graphs")
    #expect(try edition.json("graphs-alone.json")["description"] as? String == "What is new about graphs")
    #expect(
      String(decoding: edition.ledger.text, as: UTF8.self).contains(
        #"{"row":"query","query":"graphs-alone","state":"live","spelling":"graphs-alone"}"#))
    #expect(try Ledger(edition.ledger.text, file: "ledger.ndjson") == edition.ledger)
  }

  @Test("tags are those that posts mean: by any spelling, alias or slug")
  func tags() throws {
    let items = [post(1, ["Deep Learning"]), post(2, ["deep-learning", "C++"]), post(3, ["DL"]), post(4, ["cpp"])]
    for name in ["deep-learning", #""Deep  Learning""#, "DEEP-learning", "dl"] {
      #expect(
        try titles(name, items, tags: TagSettings(aliases: ["dl": "deep learning"])) == ["3", "2", "1"], "\(name)")
    }
    #expect(try titles("c++", items) == ["4", "2"])
    let apart = TagSettings(slugs: ["c++": "cplusplus"])
    #expect(try titles("c++", items, tags: apart) == ["2"])
    #expect(try titles("cplusplus", items, tags: apart) == ["2"])
    #expect(try titles("cpp", items, tags: apart) == ["4"])
  }

  @Test("authors and categories count by name though they have no feeds, and nothing is told of these")
  func authors() throws {
    let items = [
      post(1, [], by: "Antonin Raffin"), post(2, [], in: ["Case Studies", ""]), post(3, [], by: "antonin raffin"),
    ]
    let edition = try blog(items, ("q", #"author:"Antonin Raffin" OR category:case-studies"#)).preview()
    #expect(edition.titles(in: "queries/q") == ["3", "2", "1"] && edition.problems == [])
    #expect(edition.terms[.category] == nil && edition.terms[.query] == 1)
  }

  @Test("days are those of the site's zone, the first and the last among them")
  func days() throws {
    var items = [post(1, ["a"]), post(2, ["a"]), post(3, ["a"])]
    items[1].published = "2022-03-11T23:30:00Z"
    items[2].published = "2022-03-12T22:30:00Z"
    func held(_ query: String, in zone: SiteTimeZone) throws -> [String] {
      var blog = try blog(items, ("q", query))
      blog.pipeline.site.timeZone = zone
      return try blog.preview().titles(in: "queries/q")
    }
    struct East: TimeZoneRules { func offset(at seconds: Int64) -> Int64 { 3600 } }
    let east = SiteTimeZone(identifier: "Test/East", rules: East())
    #expect(try held("since:2022-03-12", in: .utc) == ["3"])
    #expect(try held("since:2022-03-12", in: east) == ["3", "2"])
    #expect(try held("until:2022-03-11", in: .utc) == ["2", "1"])
    #expect(try held("until:2022-03-11 AND a", in: east) == ["1"])
    #expect(try held("since:2022-03-12 AND until:2022-03-12", in: .utc) == ["3"])
    #expect(try held("since:2022-03-13", in: .utc) == [])
  }

  @Test("words of a title are whole words, one behind the other, whatever their case")
  func titleWords() throws {
    let items = [
      post(1, [], title: "Deep Neural Nets: 33 years ago"), post(2, [], title: "On nets"),
      post(3, [], title: "Internet"),
    ]
    #expect(try titles("title:NETS", items) == ["On nets", "Deep Neural Nets: 33 years ago"])
    #expect(try titles(#"title:"nets 33""#, items) == ["Deep Neural Nets: 33 years ago"])
    #expect(try titles(#"title:"nets years""#, items) == [])
    #expect(try titles("title:net", items) == [])
  }

  @Test("a query that names a language looks at translations, too; no other does")
  func languages() throws {
    var items = [post(1, ["a"]), post(2, ["a"]), post(3, ["a"])]
    items[1].language = "de-CH"
    items[1].isTranslation = true
    items[2].language = "fr"
    #expect(try titles("a", items) == ["3", "1"])
    #expect(try titles("a AND language:de", items) == ["2"])
    #expect(try titles("language:en", items) == ["1"])
    #expect(try titles("NOT language:en", items) == ["3", "2"])
  }

  @Test("a tag, an author or a category that no post has is a warning, with the nearest that one has")
  func unknown() throws {
    let items = [post(1, ["graphs"], in: ["News"])]
    let edition = try blog(items, ("q", #"graps OR graphs AND NOT category:Newz AND author:"Bob""#)).preview()
    #expect(
      edition.problems.map(\.message) == [
        "no post has the tag “graps”: did you mean “graphs”?", "no post has the category “Newz”: did you mean “News”?",
        "no post has the author “Bob”",
      ])
    #expect(edition.problems.allSatisfy { $0.severity == .warning && $0.place.pointer == "/feeds/queries/q/query" })
  }

  @Test("without an answer there is no feed, which is told; it begins with the first, and goes with the last")
  func none() throws {
    var blog = try blog([post(1, ["a"]), post(2, ["b"])], ("q", "a AND b"), ("all", "a OR b"))
    let before = try blog.build()
    #expect(before.plan.feeds.map(\.scope.name) == ["queries/all"])
    #expect(before.problems.map(\.message) == ["no post answers this: the feed begins with the first that does"])
    blog.items.append(post(3, ["a", "b"]))
    #expect(try blog.build().titles(in: "queries/q") == ["3"])
    blog.items.removeLast()
    let after = try blog.build()
    #expect(after.publication.withdrawn.map(\.string).sorted() == ["q.atom", "q.json", "q.rss"])
    #expect(after.ledger.terms[.query]?["q"]?.isLive == false)
  }

  @Test("G2 a query at the path of the feed of everything is withheld, and that is told")
  func clash() throws {
    var blog = try blog([post(1, ["a"])], ("all", "a"))
    blog.pipeline.feeds.scopes[.all] = ScopeSettings(of: .all)
    let edition = try blog.preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["all"])
    #expect(edition.problems.map(\.rule) == ["G2"] && edition.problems.hasErrors)
  }

  @Test("what a query finds is what looking at each entry finds", arguments: 1...30 as ClosedRange<UInt64>)
  func naive(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var items = generator.items(60)
    for index in items.indices {
      items[index].categories = generator.random.once(in: 2) ? ["News"] : ["Case Studies", "news"]
      items[index].isTranslation = items[index].language != nil && generator.random.once(in: 2)
    }
    var queries = RandomQueries(seed: seed)
    queries.terms =
      ["graphs", "Deep-Learning", "c#", "übung", "rock & roll", "none"].map { .term(.tag, $0) } + [
        .term(.author, "Björk"), .term(.author, "李白"), .term(.category, "case studies"), .term(.language, "de"),
        .term(.language, "en"), .term(.title, "deep"), .since(LocalDate("2022-03-01")!),
        .until(LocalDate("2022-03-31")!),
        .since(LocalDate("2022-02-12")!),
      ]
    var blog = Blog(items)
    blog.pipeline.feeds.entries = 1_000
    blog.pipeline.feeds.queries = (0..<20).map { FeedQuery(name: "q\($0)", queries.query(depth: 3)) }
    blog.pipeline.feeds.scopes = [.query: ScopeSettings(of: .query), .all: ScopeSettings(of: .all)]
    let edition = blog.pipeline.edition(of: items, remembering: Ledger(), at: Timestamp(Blog.today))
    let answers = QueryAnswers(blog.pipeline.feeds.queries, on: blog.pipeline.site, tags: blog.pipeline.tags)
    for query in blog.pipeline.feeds.queries {
      let expected = edition.visible.filter { entry in
        let asks = query.query.description.contains("language:")
        return (asks || !entry.item.isTranslation) && self.answers(entry, query.query, blog.pipeline.site)
      }
      let feed = edition.plan.feeds.first { $0.scope.name == "queries/\(query.name)" }
      let found = feed.map { $0.entries.map { edition.plan.entries[$0].id } } ?? []
      #expect(found == expected.map(\.id), "\(query.query)")
      let number = blog.pipeline.feeds.queries.firstIndex(of: query)!
      #expect(edition.visible.filter { answers.numbers(of: $0).contains(number) }.map(\.id) == found, "\(query.query)")
    }
  }

  /// Said anew, as the words of a query mean.
  private func answers(_ entry: Entry, _ query: Query, _ site: Site) -> Bool {
    switch query {
    case .term(.tag, let text): entry.item.tags.contains { Slug.of($0) == Slug.of(text) }
    case .term(.author, let text): entry.item.authors.contains { Slug.of($0.name) == Slug.of(text) }
    case .term(.category, let text): entry.item.categories.contains { Slug.of($0) == Slug.of(text) }
    case .term(.language, let text): (entry.item.language ?? "en") == text
    case .term(.title, let text):
      " \(Slug.of(entry.item.title ?? "").replacing("-", with: " ")) ".contains(" \(text) ")
    case .since(let day): site.timeZone.date(of: entry.published) >= day
    case .until(let day): site.timeZone.date(of: entry.published) <= day
    case .not(let query): !answers(entry, query, site)
    case .all(let queries): queries.allSatisfy { answers(entry, $0, site) }
    case .any(let queries): queries.contains { answers(entry, $0, site) }
    }
  }

  @Test("it costs what its terms hold: eight times as many queries of rare tags go through the site but once")
  func cost() throws {
    let items = (0..<10_000).map { number in
      SourceItem.post("urn:\(number)", on: "2022-03-26T08:00:00Z", tags: ["common", "rare \(number / 5)"])
    }
    let blog = Blog(items)
    let edition = blog.pipeline.edition(of: items, remembering: Ledger(), at: Timestamp(Blog.today))
    let query = { (number: Int) in try! Query("rare-\(number) OR rare-\(number + 1) AND NOT rare-\(number + 2)") }
    let queries = (0..<200).map { FeedQuery(name: "q\($0)", query($0)) }
    let times = growth(of: 25, within: 5) { count in
      let answers = QueryAnswers(Array(queries.prefix(count)), on: blog.pipeline.site, tags: TagSettings())
      let found = answers.positions(in: edition.visible) { edition.catalog.terms[$0]! }
      #expect(found.count == count && found.allSatisfy { $0.positions.count == 10 })
    }
    #expect(times < 5)
  }
}
