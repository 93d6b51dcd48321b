import Syndication
import Testing

@testable import SyndicationSite

@Suite("The configuration of a podcast") struct PodcastConfigurationTests {
  private func podcast(_ members: String) throws -> Podcast? {
    try loadConfiguration(
      #"{"site": {"title": "A", "url": "https://a.org"}, "sources": [{"type": "json", "path": "a.json"}], "#
        + "\"podcast\": {\(members)}}"
    ).site.podcast
  }

  private func problems(_ members: String) throws -> [String] {
    try configurationProblems(rest: ", \"podcast\": {\(members)}")
  }

  private let required = #""categories": ["Technology"], "image": "https://a.org/a.jpg", "explicit": false"#

  @Test("says everything, and it is read")
  func complete() throws {
    var podcast = Podcast(
      categories: [.init("Technology"), .init("Science", "Mathematics"), .init("TV & Film", "After Shows")],
      image: AbsoluteURL("https://a.org/a.PNG?v=2")!, isExplicit: true)
    podcast.author = "Ann"
    podcast.owner = Person(name: "Bob", email: "bob@a.org")
    podcast.kind = .serial
    podcast.isComplete = true
    podcast.isBlocked = true
    podcast.newFeedURL = AbsoluteURL("https://b.org/feed")
    #expect(
      try self.podcast(
        #"""
        "categories": ["Technology", {"Science": "Mathematics"}, {"TV & Film": "After Shows"}],
        "image": "https://a.org/a.PNG?v=2", "explicit": true, "author": "Ann",
        "owner": {"name": "Bob", "email": "bob@a.org"}, "type": "serial", "complete": true, "block": true,
        "newFeedURL": "https://b.org/feed"
        """#) == podcast)
  }

  @Test("says what Apple requires, and no more")
  func minimal() throws {
    #expect(
      try podcast(required)
        == Podcast(categories: [.init("Technology")], image: AbsoluteURL("https://a.org/a.jpg")!, isExplicit: false))
  }

  @Test("M3 keeps every episode in its feeds, unless it says how many entries they hold")
  func everyEpisode() throws {
    func entries(_ rest: String) throws -> Int {
      try loadConfiguration(
        #"{"site": {"title": "A", "url": "https://a.org"}, "sources": [{"type": "json", "path": "a.json"}]"# + rest
          + "}"
      ).feeds.entries
    }
    #expect(try entries("") == 20)
    #expect(try entries(", \"podcast\": {\(required)}") == .max)
    #expect(try entries(", \"podcast\": {\(required)}, \"feeds\": {\"entries\": 5}") == 5)
  }

  @Test("is refused without what Apple requires")
  func missing() throws {
    #expect(
      try problems("")
        == ["categories", "image", "explicit"].map {
          "/podcast: \"\($0)\" is missing: add it [configuration]"
        })
    #expect(
      try problems(required + #", "owner": {}"#)
        == ["name", "email"].map {
          "/podcast/owner: \"\($0)\" is missing: add it [configuration]"
        })
  }

  @Test(
    "is refused for a category that is none of Apple's",
    arguments: [
      (#""Tecnology""#, #"/podcast/categories/0: "Tecnology" is unknown: did you mean "Technology"? [configuration]"#),
      (
        #""Mathematics""#,
        #"/podcast/categories/0: "Mathematics" is a subcategory: write {"Science": "Mathematics"} [Apple Podcasts]"#
      ),
      (
        #"{"Science": "Mathmatics"}"#,
        #"/podcast/categories/0/Science: "Mathmatics" is unknown: did you mean "Mathematics"? [configuration]"#
      ),
      (
        #"{"Technology": "Podcasting"}"#,
        "/podcast/categories/0/Technology: \"Technology\" has no subcategories: write \"Technology\" alone [Apple Podcasts]"
      ),
      (
        #"{"Sience": "Physics"}"#,
        #"/podcast/categories/0/Sience: the key is unknown: did you mean "Science"? [configuration]"#
      ),
      (
        "{}",
        "/podcast/categories/0: the category is empty: write one such as \"Technology\" or {\"Science\": \"Mathematics\"} "
          + "[configuration]"
      ),
      ("1", "/podcast/categories/0: this is a number, and has to be a string [configuration]"),
    ])
  func categories(_ category: String, _ problem: String) throws {
    #expect(
      try problems("\"categories\": [\(category)], \"image\": \"https://a.org/a.jpg\", \"explicit\": false") == [
        problem
      ])
  }

  @Test("is refused for artwork that Apple does not take", arguments: ["http://a.org/a.png", "https://a.org/a.webp"])
  func artwork(_ url: String) throws {
    #expect(
      try problems("\"categories\": [\"Arts\"], \"image\": \"\(url)\", \"explicit\": false") == [
        "/podcast/image: \"\(url)\" is no artwork that Apple takes: write an address that begins with https:// and ends "
          + "in .jpg or .png [Apple Podcasts]"
      ])
  }

  @Test("is refused for values of a wrong type")
  func types() throws {
    #expect(
      try problems(
        #""categories": [], "image": "https://a.org/a.jpg", "explicit": "no", "type": "daily", "block": "Yes""#) == [
          "/podcast/categories: the array is empty: it has to hold one at least [configuration]",
          "/podcast/explicit: this is a string, and has to be true or false [configuration]",
          #"/podcast/type: "daily" is unknown: write one of "episodic", "serial" [configuration]"#,
          "/podcast/block: this is a string, and has to be true or false [configuration]",
        ])
  }

  @Test("is refused where no feed is in RSS")
  func formats() throws {
    #expect(
      try configurationProblems(rest: #", "podcast": {\#(required)}, "feeds": {"formats": ["json"]}"#) == [
        "/podcast: a podcast is a feed in RSS, which is not among the formats: add \"rss\" to \"feeds\" [configuration]"
      ])
  }
}
