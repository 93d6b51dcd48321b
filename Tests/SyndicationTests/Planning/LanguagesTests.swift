import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Feeds hold the site's language, and translations have feeds of their own")
struct LanguagesTests {
  private func post(_ number: Int, in language: String? = nil, isTranslation: Bool = true) -> SourceItem {
    var item = SourceItem.post(
      "urn:example:\(number)", url: "https://example.com/\(number)/", title: "\(number)",
      on: "2022-03-\(10 + number)T00:00:00Z", summary: "Short.", authors: [Person(name: "Ann Lee")],
      tags: language == nil ? ["graphs"] : ["graphs", "graphen"])
    item.language = language
    item.isTranslation = language != nil && isTranslation
    return item
  }

  private func blog(_ items: [SourceItem], languages: [String]?) -> Blog {
    var blog = Blog(items)
    blog.pipeline.feeds.languages = languages
    if languages != nil { blog.pipeline.feeds.scopes[.language] = ScopeSettings(of: .language) }
    return blog
  }

  @Test("translations are in no feed of everything or of a tag, and one warning tells of them")
  func none() throws {
    let edition = try blog([post(1), post(2, in: "de"), post(3, in: "fr")], languages: nil).preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["tags/graphs", "all"])
    #expect(edition.titles() == ["1"] && edition.titles(in: "tags/graphs") == ["1"])
    #expect(edition.problems.map(\.severity) == [.warning])
    #expect(
      edition.problems[0].message.contains(
        "2 translations are in no feed (de, fr): write \"languages\": [\"en\", \"de\", \"fr\"]"))
    #expect(edition.problems[0].place.pointer == "/languages")
  }

  @Test("each language that is named has a feed, in that language, and no other")
  func named() throws {
    let items = [post(1), post(2, in: "de"), post(3, in: "fr"), post(4, in: "de")]
    let edition = try blog(items, languages: ["en", "de"]).preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["tags/graphs", "languages/de", "all"])
    #expect(edition.titles(in: "languages/de") == ["4", "2"] && edition.titles() == ["1"] && edition.problems == [])
    #expect(edition.feed("languages/de")?.title == "Language: de · Example Notes")
    #expect(
      edition.text(of: "languages/de.atom").contains(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\" xml:lang=\"de\">"))
    #expect(edition.text(of: "languages/de.rss").contains("<language>de</language>"))
    // Its tags are its own still.
    #expect(edition.text(of: "languages/de.atom").contains("term=\"graphen\""))
  }

  @Test("RFC 4647 §3.3.1 a language that is named stands for those of its regions")
  func regions() throws {
    let items = [post(1), post(2, in: "de-CH"), post(3, in: "den")]
    let edition = try blog(items, languages: ["en", "de"]).preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["tags/graphs", "languages/de-ch", "all"])
    #expect(edition.feed("languages/de-ch")?.title == "Language: de-CH · Example Notes")
  }

  @Test("no language but the site's is none at all, and asks for nothing")
  func own() throws {
    let edition = try blog([post(1), post(2, in: "de")], languages: ["en"]).preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["tags/graphs", "all"] && edition.problems == [])
  }

  @Test("a post in another language that is no translation is among all, and in the feed of its language")
  func original() throws {
    let items = [post(1), post(2, in: "de", isTranslation: false)]
    #expect(try blog(items, languages: nil).preview().titles() == ["2", "1"])
    let edition = try blog(items, languages: ["en", "de"]).preview()
    #expect(edition.titles() == ["2", "1"] && edition.titles(in: "languages/de") == ["2"])
  }

  @Test("what a source publishes at once is published though its date be yet to come")
  func due() throws {
    var items = [post(1), post(2)]
    for index in items.indices { items[index].published = "2023-01-0\(index + 1)T00:00:00Z" }
    items[1].isDue = true
    let edition = try Blog(items).preview(at: "2022-06-01T00:00:00Z")
    #expect(edition.titles() == ["2"] && edition.scheduled == [Timestamp("2023-01-01T00:00:00Z")])
  }

  @Test("what the configuration does not say of the site, the first source to know it says")
  func defaults() {
    let site = Site(title: "A", url: AbsoluteURL("https://example.com/")!)
    let known = [
      SiteDefaults(), SiteDefaults(language: "de"), SiteDefaults(language: "fr", authors: [Person(name: "B")]),
    ]
    let filled = site.filled([.language, .authors], from: known)
    #expect(filled.language == "de" && filled.authors == [Person(name: "B")] && filled.timeZone == .utc)
    #expect(site.filled([], from: known) == site)
  }
}
