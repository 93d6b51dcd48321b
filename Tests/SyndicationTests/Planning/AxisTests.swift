import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Feeds are about the terms of axes")
struct AxisTests {
  private func post(_ number: Int, by authors: [Person] = [], in categories: [String] = []) -> SourceItem {
    var item = SourceItem.post(
      "urn:example:\(number)", url: "https://example.com/\(number)/", title: "\(number)",
      on: "2022-03-\(10 + number)T00:00:00Z", summary: "Short.", authors: authors, tags: ["graphs"])
    item.categories = categories
    return item
  }

  private func blog(_ items: [SourceItem], _ axes: Axis...) -> Blog {
    var blog = Blog(items)
    blog.pipeline.feeds.scopes = [:]
    for axis in axes { blog.pipeline.feeds.scopes[axis] = ScopeSettings(of: axis) }
    return blog
  }

  private func scopes(_ edition: BuiltBlog) -> [String] { edition.plan.feeds.map(\.scope.name) }

  @Test("an axis has feeds where it is named, in one order, everything last")
  func named() throws {
    let items = [post(1, by: [Person(name: "Ann Lee")], in: ["News"])]
    #expect(try scopes(blog(items, .category, .author).preview()) == ["authors/ann-lee", "categories/news"])
    #expect(
      try scopes(blog(items, .all, .author, .category, .tag).preview())
        == ["tags/graphs", "authors/ann-lee", "categories/news", "all"])
  }

  @Test("I4 the id of a feed is made of its scope's name, and its title and path are the axis's")
  func titles() throws {
    let edition = try blog([post(1, by: [Person(name: "Ann Lee")], in: ["Case Studies"])], .author, .category).preview()
    #expect(
      edition.plan.feeds.map(\.id) == [
        "tag:example.com,2022-03-11:feeds/authors/ann-lee", "tag:example.com,2022-03-11:feeds/categories/case-studies",
      ])
    #expect(
      edition.plan.feeds.map(\.title) == ["Author: Ann Lee · Example Notes", "Category: Case Studies · Example Notes"])
    #expect(edition.paths.prefix(2) == ["authors/ann-lee.atom", "authors/ann-lee.rss"])
  }

  @Test("spellings with one slug are one author, and one category, called as the oldest entry does")
  func merged() throws {
    let edition = try blog(
      [
        post(1, by: [Person(name: "Ann Lee")], in: ["case-studies"]),
        post(2, by: [Person(name: "ANN LEE")], in: ["Case Studies"]),
      ], .author, .category
    ).preview()
    #expect(scopes(edition) == ["authors/ann-lee", "categories/case-studies"])
    #expect(edition.feed("authors/ann-lee")?.title == "Author: Ann Lee · Example Notes")
    #expect(edition.titles(in: "categories/case-studies") == ["2", "1"])
  }

  @Test("two authors of one name at different addresses are two; who gives no address is the one with the name's slug")
  func twoOfOneName() throws {
    let (one, other) = (
      Person(name: "Ann", url: "https://one.example/"), Person(name: "Ann", url: "https://two.example")
    )
    let edition = try blog(
      [post(1, by: [other]), post(2, by: [one]), post(3, by: [Person(name: "Ann")]), post(4, by: [one])], .author
    ).preview()
    #expect(scopes(edition) == ["authors/ann", "authors/ann-2"])
    #expect(edition.titles(in: "authors/ann") == ["3", "1"])
    #expect(edition.titles(in: "authors/ann-2") == ["4", "2"])
    #expect(
      edition.plan.feeds.map(\.alternate.string) == ["https://two.example/", "https://one.example/"])
  }

  @Test("an author's feed leads to the author's address where that is on the web, else to the site")
  func alternate() throws {
    let people = [
      Person(name: "A", url: "mailto:a@example.org"), Person(name: "B", url: "/about/"), Person(name: "C"),
    ]
    let edition = try blog([post(1, by: people)], .author).preview()
    #expect(
      edition.plan.feeds.map(\.alternate.string)
        == ["https://example.com/", "https://example.com/about/", "https://example.com/"])
  }

  @Test("an address is one whatever its scheme and last slash")
  func sameAddress() throws {
    let addresses = ["http://one.example/ann", "https://one.example/ann/"]
    let items = addresses.enumerated().map { post($0 + 1, by: [Person(name: "Ann", url: $1)]) }
    #expect(try scopes(blog(items, .author).preview()) == ["authors/ann"])
  }

  @Test("the ledger keeps whose a slug is, though the other is gone, or somebody else has that name")
  func remembered() throws {
    let (one, other) = (
      Person(name: "Ann", url: "https://one.example/"), Person(name: "Ann", url: "https://two.example")
    )
    var blog = blog([post(2, by: [one]), post(3, by: [other])], .author)
    try blog.build()
    #expect(blog.ledger.terms[.author]?["ann-2"]?.url == "https://two.example/")
    // Now the other has the oldest post.
    blog.items.append(post(1, by: [other]))
    #expect(try blog.build().titles(in: "authors/ann-2") == ["3", "1"])
    blog.items.removeFirst()
    #expect(try scopes(blog.build()) == ["authors/ann-2"])
    blog.items = [post(4, by: [Person(name: "Ann 2")])]
    #expect(try scopes(blog.build()) == ["authors/ann-2-2"])
  }

  @Test("an author who moves keeps the feed")
  func moved() throws {
    var blog = blog([post(1, by: [Person(name: "Ann")])], .author)
    try blog.build()
    for url in ["https://one.example/", "https://two.example/"] {
      blog.items[0].authors[0].url = url
      let edition = try blog.build()
      #expect(scopes(edition) == ["authors/ann"])
      #expect(edition.feed("authors/ann")?.alternate.string == url)
    }
  }

  @Test("an entry that names nobody is by the site's authors, but not by its title")
  func siteAuthors() throws {
    var blog = blog([post(1), post(2, by: [Person(name: "A Guest"), Person(name: " ")])], .author)
    #expect(try scopes(blog.preview()) == ["authors/a-guest"])
    blog.pipeline.site.authors = [Person(name: "Ann")]
    #expect(try blog.preview().titles(in: "authors/ann") == ["1"])
  }

  @Test("a term with fewer entries than the least has no feed, and one that had loses it")
  func minimum() throws {
    var blog = blog(
      [post(1, by: [Person(name: "Ann")]), post(2, by: [Person(name: "Ann")]), post(3, by: [Person(name: "Bob")])],
      .author)
    blog.pipeline.feeds.scopes[.author]?.minimumEntries = 2
    let edition = try blog.build()
    #expect(scopes(edition) == ["authors/ann"])
    // What no feed holds is none of the plan.
    #expect(edition.plan.entries.map(\.id) == ["urn:example:2", "urn:example:1"])
    blog.items.removeFirst()
    let after = try blog.build()
    #expect(after.plan.feeds.isEmpty)
    #expect(after.publication.withdrawn.count == 3)
    #expect(after.ledger.terms[.author]?["ann"]?.isLive == false)
  }

  @Test("categories are apart from tags: neither entries nor the feeds of tags know them, and no time moves with them")
  func categoriesApart() throws {
    var blog = blog([post(1, in: ["News", "news", ""])], .all, .tag)
    let before = try blog.build()
    blog.pipeline.feeds.scopes[.category] = ScopeSettings(of: .category)
    blog.items[0].categories = ["Opinion"]
    let after = try blog.build(at: "2023-01-01T00:00:00Z")
    #expect(after.documents.filter { !$0.path.string.hasPrefix("categories/") } == before.documents)
    #expect(after.changes == Ledger.Changes())
    #expect(after.titles(in: "categories/opinion") == ["1"])
  }

  @Test("an empty category is left out with a warning, and what no feed may hold is dropped from one")
  func emptyCategory() throws {
    let edition = try blog([post(1, in: [" ", "a\u{0}b"])], .category).preview()
    #expect(scopes(edition) == ["categories/ab"])
    #expect(
      edition.problems.map(\.message) == [
        "an empty category is left out", "dropped characters that no feed may hold from a category",
      ])
  }

  @Test("what is said of a scope comes before what is said of all feeds")
  func settings() throws {
    var blog = Blog(
      (1...4).map { number in
        var item = post(number, by: [Person(name: "Ann")])
        item.content = .text("The content of \(number). " + String(repeating: "x", count: 1000))
        return item
      })
    blog.pipeline.feeds.formats = ["atom"]
    blog.pipeline.feeds.scopes = [
      .all: ScopeSettings(of: .all, title: "All of {site}", bytes: 3000),
      .tag: ScopeSettings(of: .tag, content: .summary),
      .author: ScopeSettings(of: .author, title: "{name}, {name}: {site}", entries: 2),
    ]
    let edition = try blog.preview()
    #expect(
      edition.plan.feeds.map(\.title) == [
        "Tag: graphs · Example Notes", "Ann, Ann: Example Notes", "All of Example Notes",
      ])
    #expect(edition.titles(in: "authors/ann") == ["4", "3"])
    #expect(edition.text(of: "authors/ann.atom").contains("<content"))
    #expect(try edition.atom("tags/graphs.atom").all("entry").count == 4)
    #expect(!edition.text(of: "tags/graphs.atom").contains("<content"))
    let all = edition.text(of: "all.atom")
    #expect(all.utf8.count <= 3000 && all.contains("The content of 4"))
    // And the other way round.
    blog.pipeline.feeds.content = .summary
    blog.pipeline.feeds.scopes[.tag]?.content = .full
    let other = try blog.preview()
    #expect(other.bytes(of: "authors/ann.atom")?.count ?? .max < edition.bytes(of: "authors/ann.atom")?.count ?? 0)
    #expect(other.text(of: "tags/graphs.atom").contains("The content of 1"))
  }

  @Test("a row of the ledger names its axis, and is read back")
  func rows() throws {
    var blog = blog(
      [post(1, by: [Person(name: "Ann", url: "https://one.example/")], in: ["News"])], .tag, .author, .category)
    try blog.build()
    let text = String(decoding: blog.ledger.text, as: UTF8.self)
    let rows = [
      #"{"row":"tag","tag":"graphs","state":"live","spelling":"graphs"}"#,
      #"{"row":"author","author":"ann","state":"live","spelling":"Ann","url":"https://one.example/"}"#,
      #"{"row":"category","category":"news","state":"live","spelling":"News"}"#,
    ]
    #expect(text.contains(rows.joined(separator: "\n")))
    #expect(try Ledger(blog.ledger.text, file: "ledger.ndjson") == blog.ledger)
  }
}
