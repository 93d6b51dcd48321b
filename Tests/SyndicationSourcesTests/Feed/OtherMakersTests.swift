import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

/// Feeds in the manner of programs that make many, each read without a word of configuration.
@Suite("The feed source reads a feed as made by") struct OtherMakersTests {
  private func items(_ feed: String, origin: Bool? = nil) async throws -> [SourceItem] {
    let contents = try await loadFeed(feed, origin: origin)
    #expect(contents.problems.map(\.description) == [])
    let edition = try Blog(contents.items).preview()
    #expect(!edition.problems.hasErrors, "\(edition.problems)")
    #expect(edition.visible.count == contents.items.count)
    return contents.items
  }

  @Test("WordPress")
  func wordPress() async throws {
    let items = try await items(
      """
      <?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
      \txmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
      \txmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
      \txmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
      <channel>
      \t<title>Example</title>
      \t<atom:link href="https://example.com/feed/" rel="self" type="application/rss+xml" />
      \t<link>https://example.com</link><language>en-US</language><sy:updateFrequency>1</sy:updateFrequency>
      \t<item>
      \t\t<title>It&#8217;s tea &#038; cake</title>
      \t\t<link>https://example.com/2021/05/tea/</link>
      \t\t<comments>https://example.com/2021/05/tea/#comments</comments>
      \t\t<dc:creator><![CDATA[Ann]]></dc:creator>
      \t\t<pubDate>Thu, 06 May 2021 07:08:09 +0000</pubDate>
      \t\t<category><![CDATA[Food &amp; Drink]]></category><category><![CDATA[tea]]></category>
      \t\t<guid isPermaLink="false">https://example.com/?p=12</guid>
      \t\t<description><![CDATA[<p>Short &#8230;</p>]]></description>
      \t\t<content:encoded><![CDATA[<p>Long</p>]]></content:encoded>
      \t\t<wfw:commentRss>https://example.com/2021/05/tea/feed/</wfw:commentRss><slash:comments>3</slash:comments>
      \t</item>
      </channel></rss>
      """)
    #expect(items.map(\.id) == ["https://example.com/?p=12"])
    #expect(items.map(\.url) == ["https://example.com/2021/05/tea/"])
    #expect(items.map(\.title) == ["It’s tea & cake"])
    #expect(items.map(\.tags) == [["Food & Drink", "tea"]])
    #expect(items.map(\.authors) == [[Person(name: "Ann")]])
    #expect(try items.map { try $0.summaryText } == ["Short …"])
    #expect(items.map(\.published) == ["2021-05-06T07:08:09Z"])
  }

  @Test("Blogger")
  func blogger() async throws {
    let items = try await items(
      """
      <?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="http://www.blogger.com/styles/atom.css" type="text/css"?>
      <feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'
       xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blogger.com,1999:blog-1</id><title type='text'>Example</title>
      <link rel='http://schemas.google.com/g/2005#feed' type='application/atom+xml' href='https://example.com/feeds/posts/default'/>
      <link rel='self' type='application/atom+xml' href='https://www.blogger.com/feeds/1/posts/default'/>
      <link rel='alternate' type='text/html' href='https://example.com/'/>
      <entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2021-05-06T07:08:00.003-07:00</published>
      <updated>2021-05-07T07:08:00.001-07:00</updated>
      <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>
      <category scheme='http://www.blogger.com/atom/ns#' term='tea'/><title type='text'>Tea</title>
      <content type='html'>&lt;b&gt;Tea&lt;/b&gt;</content>
      <link rel='replies' type='text/html' href='https://example.com/2021/05/tea.html#comment-form' title='0 Comments'/>
      <link rel='alternate' type='text/html' href='https://example.com/2021/05/tea.html' title='Tea'/>
      <author><name>Ann</name><uri>http://www.blogger.com/profile/1</uri><email>noreply@blogger.com</email></author>
      <thr:total>0</thr:total></entry></feed>
      """)
    #expect(items.map(\.id) == ["tag:blogger.com,1999:blog-1.post-2"])
    #expect(items.map(\.url) == ["https://example.com/2021/05/tea.html"])
    #expect(items.map(\.tags) == [["tea"]])
    #expect(items.map(\.origin) == [nil])
  }

  @Test("Jekyll")
  func jekyll() async throws {
    let items = try await items(
      """
      <?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" >
      <link href="https://example.com/feed.xml" rel="self" type="application/atom+xml" />
      <link href="https://example.com/" rel="alternate" type="text/html" /><updated>2021-05-06T00:00:00+00:00</updated>
      <id>https://example.com/feed.xml</id><title type="html">Example</title>
      <entry><title type="html">Tea &amp;amp; cake</title>
      <link href="https://example.com/2021/05/06/tea.html" rel="alternate" type="text/html" title="Tea &amp;amp; cake" />
      <published>2021-05-06T00:00:00+00:00</published><updated>2021-05-06T00:00:00+00:00</updated>
      <id>https://example.com/2021/05/06/tea</id>
      <content type="html" xml:base="https://example.com/2021/05/06/tea.html"><![CDATA[<p><a href="/a">a</a> <img src="b.png"></p>]]></content>
      <author><name></name></author><category term="tea" /><summary type="html"><![CDATA[Short]]></summary>
      <media:thumbnail xmlns:media="http://search.yahoo.com/mrss/" url="https://example.com/tea.png" />
      <media:content medium="image" url="https://example.com/tea.png" xmlns:media="http://search.yahoo.com/mrss/" />
      </entry></feed>
      """)
    #expect(items.map(\.title) == ["Tea & cake"])
    #expect(items.map(\.authors) == [[]])
    #expect(items.map(\.image) == ["https://example.com/tea.png"])
    #expect(
      try items.map { try $0.cleanContent } == [
        "<p><a href=\"https://example.com/a\">a</a> <img src=\"https://example.com/2021/05/06/b.png\"></p>"
      ])
  }

  @Test("Hugo")
  func hugo() async throws {
    let items = try await items(
      """
      <?xml version="1.0" encoding="utf-8" standalone="yes"?>
      <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Example</title>
      <link>https://example.com/</link><generator>Hugo</generator><language>en</language>
      <atom:link href="https://example.com/index.xml" rel="self" type="application/rss+xml" />
      <item><title>Tea</title><link>https://example.com/posts/tea/</link><pubDate>Thu, 06 May 2021 07:08:09 +0200</pubDate>
      <author>ann@example.org (Ann)</author><guid>https://example.com/posts/tea/</guid>
      <description>&lt;p&gt;All of it.&lt;/p&gt;</description></item></channel></rss>
      """)
    #expect(items.map(\.id) == ["https://example.com/posts/tea/"])
    #expect(items.map(\.authors) == [[Person(name: "Ann", email: "ann@example.org")]])
    #expect(try items.map { try $0.contentText } == ["<p>All of it.</p>"])
  }

  @Test("feedgen")
  func feedgen() async throws {
    let items = try await items(
      """
      <?xml version='1.0' encoding='UTF-8'?>
      <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>https://example.com/</id><title>Example</title>
      <updated>2021-05-06T07:08:09.123456+00:00</updated><author><name>Ann</name></author>
      <link href="https://example.com/" rel="alternate"/><link href="https://example.com/a.atom" rel="self"/>
      <entry><id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id><title>Tea</title>
      <updated>2021-05-06T07:08:09.123456+00:00</updated><content type="html">x</content><link href="https://example.com/tea"/>
      </entry></feed>
      """)
    #expect(items.map(\.id) == ["urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"])
    #expect(items.map(\.authors) == [[Person(name: "Ann")]])
    #expect(items.map(\.updated) == ["2021-05-06T07:08:09.123456+00:00"])
  }

  @Test("a platform like Medium")
  func medium() async throws {
    let items = try await items(
      """
      <?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"
       xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"
       xmlns:cc="http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"><channel>
      <title><![CDATA[Ann on Platform]]></title><link>https://platform.example/@ann?source=rss</link>
      <atom:link href="https://platform.example/@ann/feed" rel="self" type="application/rss+xml"/>
      <atom:link href="http://hub.platform.example" rel="hub"/>
      <item><title><![CDATA[Tea & “cake”]]></title><link>https://platform.example/tea-1?source=rss</link>
      <guid isPermaLink="false">https://platform.example/p/1</guid><category><![CDATA[tea]]></category>
      <dc:creator><![CDATA[Ann]]></dc:creator><pubDate>Thu, 06 May 2021 07:08:09 GMT</pubDate>
      <atom:updated>2021-05-07T07:08:09.123Z</atom:updated>
      <content:encoded><![CDATA[<h3>Tea</h3><figure><img alt="" src="https://cdn.example/1" /></figure>]]></content:encoded>
      </item></channel></rss>
      """)
    #expect(items.map(\.title) == ["Tea & “cake”"])
    #expect(items.map(\.updated) == ["2021-05-07T07:08:09.123Z"])
    #expect(
      items.map(\.origin) == [
        Origin(
          title: "Ann on Platform", url: "https://platform.example/@ann?source=rss",
          feedURL: "https://platform.example/@ann/feed")
      ])
  }

  @Test("a podcast's host, where ids are no URIs")
  func podcast() async throws {
    let items = try await items(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <rss version="2.0" xmlns:itunes="http://www.itunes.com/DTDs/Podcast-1.0.dtd"
       xmlns:googleplay="http://www.google.com/schemas/play-podcasts/1.0"><channel><title>Talk</title>
      <link>https://host.example/talk</link><itunes:author>Ann</itunes:author><itunes:explicit>no</itunes:explicit>
      <itunes:owner><itunes:name>Ann</itunes:name><itunes:email>a@example.org</itunes:email></itunes:owner>
      <item><guid isPermaLink="false">Buzz-17</guid><title>Tea</title><itunes:title>Tea!</itunes:title>
      <description><![CDATA[<p>Of tea</p>]]></description><pubDate>Thu, 6 May 2021 03:00:00 -0400</pubDate>
      <itunes:duration>754</itunes:duration><itunes:episodeType>full</itunes:episodeType><itunes:episode>3</itunes:episode>
      <enclosure url="https://host.example/17.mp3?from=rss&amp;x=1" length="9062710" type="audio/mpeg"/></item>
      </channel></rss>
      """)
    #expect(items.map(\.episode) == [Episode(number: 3, kind: .full, title: "Tea!")])
    #expect(items.map(\.authors) == [[Person(name: "Ann")]])
    #expect(
      items.map(\.attachments) == [
        [
          Attachment(
            url: "https://host.example/17.mp3?from=rss&x=1", mediaType: "audio/mpeg", size: 9_062_710, duration: 754)
        ]
      ])
  }

  @Test("FeedBurner, whose links are its own")
  func feedBurner() async throws {
    let items = try await items(
      rssFeed(
        """
        <item><title>Tea</title><link>http://feedproxy.example/~r/1</link><pubDate>6 May 21 07:08 EST</pubDate>
        <guid isPermaLink="false">https://example.com/tea</guid>
        <o:origLink xmlns:o="http://rssnamespace.org/feedburner/ext/1.0">https://example.com/tea</o:origLink></item>
        """))
    #expect(items.map(\.url) == ["https://example.com/tea"])
  }
}
