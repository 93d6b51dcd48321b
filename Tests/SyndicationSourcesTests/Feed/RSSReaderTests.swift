import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("RSS: the feed source reads") struct RSSReaderTests {
  /// The one item of a feed, read without a problem.
  private func item(_ members: String, head: String = "") async throws -> SourceItem {
    let contents = try await loadFeed(rssFeed("<item>\(members)</item>", head: head))
    #expect(contents.problems.map(\.description) == [])
    return try #require(contents.items.first)
  }

  @Test("a date that nobody can make out as it stands, so that the build says so")
  func unreadableDate() async throws {
    #expect(try await item("<guid>urn:a</guid><pubDate>yesterday</pubDate>").published == "yesterday")
  }

  @Test("a file without a type as the extension tells it, else as one of a kind that is not known")
  func untyped() async throws {
    let known = try await item("<guid>urn:a</guid><enclosure url='https://example.com/a.mp3' length='1'/>")
    #expect(known.attachments.map(\.mediaType) == [""])
    let unknown = try await item("<guid>urn:a</guid><enclosure url='https://example.com/a.xyz' length='1'/>")
    #expect(unknown.attachments.map(\.mediaType) == ["application/octet-stream"])
  }

  @Test("every element that an item has")
  func vocabulary() async throws {
    let item = try await item(
      """
      <title>Tea &amp; cake</title><link>https://example.com/tea</link>
      <guid isPermaLink="false">http://example.com/?p=12</guid>
      <description>&lt;p>Short &amp;amp; sweet&lt;/p></description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded>
      <pubDate>Thu, 06 May 2021 07:08:09 +0200</pubDate><dc:creator><![CDATA[Ann]]></dc:creator><dc:creator>Bob</dc:creator>
      <category domain="x">tea</category><category>cake, sweet</category><category/>
      <enclosure url="https://example.com/tea.mp3" length="1234" type="audio/mpeg"/>
      <media:content url="https://example.com/tea.mp3" type="audio/mpeg" duration="62"/>
      <media:content url="tea.png" medium="image"/>
      """)
    #expect(item.place == Place(file: "old.xml", line: 4))
    #expect(item.id == "http://example.com/?p=12")
    #expect(item.url == "https://example.com/tea")
    #expect(item.title == "Tea & cake")
    #expect(item.published == "2021-05-06T07:08:09+02:00")
    #expect(item.updated == nil)
    #expect(item.authors == [Person(name: "Ann"), Person(name: "Bob")])
    #expect(item.tags == ["tea", "cake, sweet"])
    #expect(try item.summaryText == "Short & sweet")
    #expect(item.content?.kind == .html)
    #expect(try item.contentText == "<p>Long</p>")
    #expect(
      item.attachments == [
        Attachment(url: "https://example.com/tea.mp3", mediaType: "audio/mpeg", size: 1234, duration: 62)
      ])
    #expect(item.image == "https://example.com/tea.png")
  }

  @Test("a description as the content where there is no other")
  func description() async throws {
    let item = try await item("<link>https://example.com/a</link><description>&lt;p>All&lt;/p></description>")
    #expect(try item.contentText == "<p>All</p>")
    #expect(item.summary == nil)
  }

  @Test(
    "what an item is known by",
    arguments: [
      ("<guid>https://example.com/a</guid>", "https://example.com/a", "https://example.com/a"),
      ("<guid isPermaLink='true'>\n https://example.com/a \n</guid>", "https://example.com/a", "https://example.com/a"),
      ("<guid isPermaLink='false'>https://example.com/a</guid>", "https://example.com/a", nil),
      ("<guid isPermaLink='false'>urn:a</guid><link>/a</link>", "urn:a", "https://example.com/a"),
      ("<guid>urn:a</guid>", "urn:a", nil),
      ("<link>https://example.com/A?b#c</link>", nil, "https://example.com/A?b#c"),
    ] as [(String, String?, String?)])
  func identity(_ members: String, _ id: String?, _ url: String?) async throws {
    let item = try await item(members)
    #expect(item.id == id)
    #expect(item.url == url)
  }

  @Test(
    "an author in each spelling",
    arguments: [
      ("<author>ann@example.org (Ann)</author>", [Person(name: "Ann", email: "ann@example.org")]),
      ("<author>ann@example.org</author>", [Person(name: "ann@example.org", email: "ann@example.org")]),
      ("<author>Ann (Somewhere)</author>", [Person(name: "Ann (Somewhere)")]),
      ("<author>a@example.org (A)</author><dc:creator>Ann</dc:creator>", [Person(name: "Ann")]),
      ("<dc:creator>Ann Lee, Bo Day</dc:creator>", [Person(name: "Ann Lee"), Person(name: "Bo Day")]),
      ("<dc:creator>Lee, Ann</dc:creator>", [Person(name: "Lee, Ann")]),
      ("<itunes:author>Ann</itunes:author>", [Person(name: "Ann")]),
      ("", [Person(name: "Ed", email: "ed@example.org")]),
    ])
  func authors(_ members: String, _ people: [Person]) async throws {
    let head = "<managingEditor>ed@example.org (Ed)</managingEditor>"
    #expect(try await item("<guid>urn:a</guid>\(members)", head: head).authors == people)
  }

  @Test(
    "T1 a title as plain text; references of HTML are meant where CDATA stands, and where they were escaped",
    arguments: [
      ("a &amp;amp; b", "a & b"), ("Low &amp;#39;price&amp;#39; &amp;lt;b&amp;gt;", "Low 'price' <b>"),
      ("&lt;![CDATA[Lettre ouverte]]&gt;", "Lettre ouverte"), ("AT&amp;T; a &amp; b;", "AT&T; a & b;"),
      ("&#x3C;b> &#8217;", "<b> ’"),
      ("<![CDATA[a &amp; <b> it&#8217;s]]>", "a & <b> it’s"),
    ])
  func titles(_ title: String, _ text: String) async throws {
    #expect(try await item("<guid>urn:a</guid><title>\(title)</title>").title == text)
  }

  @Test("an episode of a podcast")
  func episode() async throws {
    let item = try await item(
      """
      <guid>urn:a</guid><title>7: Tea</title><itunes:title>Tea</itunes:title><itunes:duration>1:02:03</itunes:duration>
      <itunes:episode>7</itunes:episode><itunes:season>2</itunes:season><itunes:episodeType>Bonus</itunes:episodeType>
      <itunes:explicit>clean</itunes:explicit><itunes:image href="/tea.jpg"/><itunes:summary>Of tea</itunes:summary>
      <enclosure url="https://example.com/7.mp3" length="0" type="audio/mpeg"/>
      """)
    #expect(
      item.episode
        == Episode(
          number: 7, season: 2, kind: .bonus, isExplicit: false, image: "https://example.com/tea.jpg", title: "Tea"))
    #expect(
      item.attachments == [Attachment(url: "https://example.com/7.mp3", mediaType: "audio/mpeg", duration: 3723)])
    #expect(try item.summaryText == "Of tea")
  }

  @Test(
    "the length of an episode",
    arguments: [("62:03", 3723.0), ("3723", 3723), ("0:59", 59), ("a", nil), ("1:2:3:4", nil)] as [(String, Double?)])
  func durations(_ text: String, _ seconds: Double?) async throws {
    let item = try await item(
      "<guid>urn:a</guid><enclosure url='/a.mp3' type='audio/mpeg'/><itunes:duration>\(text)</itunes:duration>")
    #expect(item.attachments.first?.duration == seconds)
  }

  @Test("an enclosure that is an image as the entry's, unless it has another")
  func images() async throws {
    let enclosure = "<guid>urn:a</guid><enclosure url='/a.jpg' length='5' type='image/jpeg'/>"
    let alone = try await item(enclosure)
    #expect(alone.image == "https://example.com/a.jpg")
    #expect(alone.attachments == [])
    let beside = try await item(enclosure + "<media:group><media:thumbnail url='/b.jpg'/></media:group>")
    #expect(beside.image == "https://example.com/b.jpg")
    #expect(beside.attachments.map(\.url) == ["https://example.com/a.jpg"])
  }

  @Test("RSS 1.0, its items beside the channel")
  func rdf() async throws {
    let contents = try await loadFeed(
      """
      <rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
       xmlns:d="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://example.com/index.rdf"><title>Old</title><link>https://example.com/</link>
      <d:language>de</d:language><items><rdf:Seq><rdf:li rdf:resource="https://example.com/a"/></rdf:Seq></items></channel>
      <item rdf:about="https://example.com/a#1"><title>A</title><link>https://example.com/a</link>
      <description>All</description><d:date>2003-05-06T07:08+01:00</d:date><d:creator>Ann</d:creator>
      <d:subject>tea</d:subject></item></rdf:RDF>
      """)
    #expect(contents.problems.map(\.description) == [])
    let item = try #require(contents.items.first)
    #expect(contents.items.count == 1)
    #expect(item.id == "https://example.com/a#1")
    #expect(item.url == "https://example.com/a")
    #expect(item.published == "2003-05-06T07:08+01:00")
    #expect(item.authors == [Person(name: "Ann")])
    #expect(item.tags == ["tea"])
    #expect(item.language == "de")
    #expect(try item.contentText == "All")
  }

  @Test("RSS 0.91, whose names of characters are HTML's")
  func oldest() async throws {
    let contents = try await loadFeed(
      """
      <!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
      <rss version="0.91"><channel><title>Old</title><link>https://example.com/</link><language>en-us</language>
      <item><title>Caf&eacute; &amp; cr&egrave;me</title><link>https://example.com/a</link></item></channel></rss>
      """)
    #expect(contents.problems.map(\.description) == [])
    #expect(contents.items.map(\.title) == ["Café & crème"])
    #expect(contents.items.map(\.url) == ["https://example.com/a"])
    #expect(contents.items.map(\.language) == ["en-us"])
  }

  @Test("a vocabulary whose prefix nobody declared")
  func undeclared() async throws {
    let contents = try await loadFeed(
      "<rss version='2.0'><channel><item><guid>urn:a</guid><dc:creator>Ann</dc:creator></item></channel></rss>")
    #expect(contents.problems.map(\.description) == [])
    #expect(contents.items.first?.authors == [Person(name: "Ann")])
  }
}
