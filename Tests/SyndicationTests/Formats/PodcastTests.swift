import Syndication
import SyndicationTesting
import Testing

@Suite("Apple Podcasts")
struct PodcastTests {
  private static let namespace = "http://www.itunes.com/dtds/podcast-1.0.dtd"

  private var podcast: Podcast {
    Podcast(
      categories: [.init("Technology"), .init("Science", "Mathematics")],
      image: AbsoluteURL("https://example.com/cover.jpg")!, isExplicit: false)
  }

  private func blog(_ items: [SourceItem], _ podcast: Podcast? = nil) -> Blog {
    var blog = Blog(items)
    blog.pipeline.site.podcast = podcast ?? self.podcast
    return blog
  }

  private func episode(
    _ episode: Episode? = nil, type: String = "audio/mpeg", size: Int? = 5_650_889, duration: Double? = 1823.4
  ) -> SourceItem {
    var item = SourceItem.post("urn:example:1", url: "https://example.com/1/", text: "Notes.", tags: ["a"])
    item.attachments = [
      Attachment(url: "notes.pdf", mediaType: "application/pdf"),
      Attachment(url: "1.mp3", mediaType: type, size: size, duration: duration),
    ]
    item.episode = episode
    return item
  }

  /// The elements of the podcast among the children, as `name=text or attributes`.
  private func elements(_ tree: XMLTree) -> [String] {
    tree.children.filter { $0.name.hasPrefix("itunes:") }.map { element in
      #expect(element.namespace == Self.namespace)
      let nested = element.children.map { "\($0.name)=\($0.text)\($0.attributes["text"] ?? "")" }
      let value = nested.isEmpty ? element.text : "(\(nested.joined(separator: " ")))"
      return
        "\(element.name.dropFirst(7))=\(element.attributes["href"] ?? "")\(element.attributes["text"] ?? "")\(value)"
    }
  }

  @Test("the channel has what is required, before its items")
  func required() throws {
    let channel = try blog([episode()]).preview().rss()
    #expect(
      elements(channel) == [
        "author=Example Notes", "type=episodic", "image=https://example.com/cover.jpg", "category=Technology",
        "category=Science(itunes:category=Mathematics)", "explicit=false",
      ])
    for name in ["title", "description", "language", "link"] { #expect(channel[name]?.isEmpty == false) }
    #expect(channel.children.last?.name == "item")
  }

  @Test("the channel has what else is configured")
  func channel() throws {
    var podcast = podcast
    podcast.author = "Ada & Friends"
    podcast.owner = Person(name: "Ada", email: "ada@example.org")
    podcast.kind = .serial
    podcast.isExplicit = true
    podcast.isComplete = true
    podcast.isBlocked = true
    podcast.categories = [.init("TV & Film")]
    #expect(
      elements(try blog([episode()], podcast).preview().rss()) == [
        "author=Ada & Friends", "type=serial", "image=https://example.com/cover.jpg", "category=TV & Film",
        "explicit=true", "owner=(itunes:name=Ada itunes:email=ada@example.org)", "block=Yes", "complete=Yes",
      ])
  }

  @Test("the feeds of tags are the podcast's too, and stay where they are when it moves")
  func tags() throws {
    var podcast = podcast
    podcast.newFeedURL = AbsoluteURL("https://new.example/feed")
    let edition = try blog([episode()], podcast).preview()
    let (all, tag) = (elements(try edition.rss()), elements(try edition.rss("tags/a.rss")))
    #expect(all == tag + ["new-feed-url=https://new.example/feed"])
    #expect(edition.text(of: "tags/a.rss").contains("<itunes:duration>"))
  }

  @Test("an item has what its source says of the episode, and how long it is")
  func item() throws {
    let whole = Episode(
      number: 7, season: 2, kind: .bonus, isExplicit: true, image: "/art.png", title: "  Graphs &\nbeyond ")
    let item = try #require(try blog([episode(whole)]).preview().rss().only("item"))
    #expect(
      elements(item) == [
        "title=Graphs & beyond", "duration=1823", "image=https://example.com/art.png", "explicit=true", "season=2",
        "episode=7", "episodeType=bonus",
      ])
    #expect(
      item.only("enclosure")?.attributes == [
        "url": "https://example.com/1/1.mp3", "length": "5650889", "type": "audio/mpeg",
      ])
    let bare = try #require(try blog([episode()]).preview().rss().only("item"))
    #expect(elements(bare) == ["duration=1823"])
  }

  @Test("an item that plays nothing is no episode, whatever its source says")
  func noFile() throws {
    var item = episode(Episode(number: 1))
    item.attachments.removeLast()
    let edition = try blog([item]).preview()
    #expect(elements(try #require(try edition.rss().only("item"))) == [])
    #expect(edition.problems == [])
  }

  @Test("nothing of it is in RSS where no podcast is configured, nor in Atom")
  func notConfigured() throws {
    let item = episode(Episode(number: 1, title: "Other"))
    let edition = try Blog([item]).preview()
    for path in ["all.rss", "all.atom"] { #expect(!edition.text(of: path).contains("itunes")) }
    #expect(!(try blog([item]).preview().text(of: "all.atom").contains("itunes")))
    #expect(edition.problems == [])
  }

  @Test("JSON Feed has the episode as its source has it, whether a podcast is configured or not")
  func json() throws {
    let whole = Episode(number: 7, season: 2, kind: .trailer, isExplicit: false, image: "/art.png", title: "Other")
    for edition in [try Blog([episode(whole)]).preview(), try blog([episode(whole)]).preview()] {
      #expect(
        edition.text(of: "all.json").contains(
          #""_syndicate":{"episode":{"number":7,"season":2,"type":"trailer","explicit":false,"#
            + #""image":"https://example.com/art.png","title":"Other"}}"#))
    }
    #expect(try Blog([episode(Episode())]).preview().jsonItems()[0]["_syndicate"] == nil)
  }

  @Test(
    "what the directory refuses in an episode is warned of",
    arguments: [
      (
        Episode?.none, "audio/mpeg", Int?.none,
        ["the length of https://example.com/1/1.mp3 is not known: give it in bytes"]
      ),
      (nil, "audio/mpeg", 0, ["the length of https://example.com/1/1.mp3 is not known: give it in bytes"]),
      (
        nil, "audio/ogg", 1,
        [
          "audio/ogg is no type of an episode: make it one of audio/mpeg, audio/x-m4a, audio/mp4, video/mp4, "
            + "video/x-m4v, video/quicktime"
        ]
      ),
      (
        Episode(image: "http://example.com/a.png"), "audio/mpeg", 1,
        ["the episode's image http://example.com/a.png is not at a https address that ends in .jpg or .png"]
      ),
      (Episode(number: 0, season: 1), "audio/mpeg", 1, ["episodes and seasons are counted from 1: 0 is left out"]),
      (Episode(number: 1, kind: .full), "video/mp4", 1, []),
    ])
  func warnings(_ value: Episode?, _ type: String, _ size: Int?, _ messages: [String]) throws {
    let edition = try blog([episode(value, type: type, size: size)]).preview()
    #expect(edition.problems.map(\.message) == messages)
    #expect(edition.problems.allSatisfy { $0.rule == "Apple Podcasts" && $0.severity == .warning })
  }

  @Test("a serial podcast numbers its full episodes")
  func serial() throws {
    var podcast = podcast
    podcast.kind = .serial
    #expect(try blog([episode()], podcast).preview().rules == ["Apple Podcasts"])
    for fine in [Episode(kind: .trailer), Episode(number: 3)] {
      #expect(try blog([episode(fine)], podcast).preview().rules == [])
    }
  }

  @Test("D8 an edit of the episode moves its update; a ledger from before there were episodes moves none")
  func ledger() throws {
    var blog = blog([episode()])
    try blog.build()
    #expect(try blog.build(at: "2022-06-02T00:00:00Z").changes.updated == [])
    blog.items = [episode(Episode(number: 1))]
    #expect(try blog.build(at: "2022-06-03T00:00:00Z").changes.updated == ["urn:example:1"])
    blog.items = [episode(Episode(season: 1))]
    #expect(try blog.build(at: "2022-06-04T00:00:00Z").changes.updated == ["urn:example:1"])
    #expect(try blog.build(at: "2022-06-05T00:00:00Z").changes.updated == [])
  }
}
