import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("RFC 4287: the feed source reads of Atom") struct AtomReaderTests {
  /// The one entry of a feed, read without a problem.
  private func entry(_ members: String, head: String = "") async throws -> SourceItem {
    let contents = try await loadFeed(atomFeed("<entry>\(members)</entry>", head: head))
    #expect(contents.problems.map(\.description) == [])
    return try #require(contents.items.first)
  }

  @Test("every element that an entry has")
  func vocabulary() async throws {
    let item = try await entry(
      """
      <id>tag:blogger.com,1999:blog-1.post-2</id><title>Tea &amp; &lt;cake&gt;</title>
      <link rel="replies" href="/comments"/><link href="https://example.com/tea"/>
      <published>2021-05-06T07:08:09+02:00</published><updated>2021-06-01T00:00:00Z</updated>
      <author><name>Ann</name><uri>/ann</uri><email>ann@example.org</email></author><author><name>Bob</name></author>
      <contributor><name>Nobody</name></contributor>
      <category term="tea"/><category term="x" label="Cake, sweet"/><category term=" "/>
      <summary type="html">&lt;p>Short &amp;amp; sweet&lt;/p></summary>
      <content type="html">&lt;p>Long&lt;/p></content><rights>none</rights>
      <link rel="enclosure" type="audio/mpeg" length="1234" title="Sound" href="https://example.com/tea.mp3"/>
      <media:thumbnail url="tea.png"/>
      """)
    #expect(item.source == "old")
    #expect(item.place == Place(file: "old.xml", line: 3))
    #expect(item.id == "tag:blogger.com,1999:blog-1.post-2")
    #expect(item.url == "https://example.com/tea")
    #expect(item.title == "Tea & <cake>")
    #expect(item.published == "2021-05-06T07:08:09+02:00")
    #expect(item.updated == "2021-06-01T00:00:00Z")
    #expect(
      item.authors == [
        Person(name: "Ann", url: "https://example.com/ann", email: "ann@example.org"), Person(name: "Bob"),
      ])
    #expect(item.tags == ["tea", "Cake, sweet"])
    #expect(try item.summaryText == "Short & sweet")
    #expect(item.content?.kind == .html)
    #expect(try item.contentText == "<p>Long</p>")
    #expect(
      item.attachments == [
        Attachment(url: "https://example.com/tea.mp3", mediaType: "audio/mpeg", title: "Sound", size: 1234)
      ])
    #expect(item.image == "https://example.com/blog/tea.png")
    #expect(item.origin == nil)
  }

  @Test(
    "§3.1 a title as plain text, of whatever type it is",
    arguments: [
      ("<title>a &amp;amp; b</title>", "a &amp; b"),
      ("<title type='text'>1 &lt; 2</title>", "1 < 2"),
      ("<title type='html'>a &amp;amp; &lt;b>b&lt;/b></title>", "a & b"),
      ("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <em>b</em> &lt; c</div></title>", "a b < c"),
      ("<title><![CDATA[a <b> c]]></title>", "a <b> c"),
    ])
  func titles(_ title: String, _ text: String) async throws {
    #expect(try await entry("<id>urn:a</id>\(title)").title == text)
  }

  @Test(
    "§4.1.3 content of every type",
    arguments: [
      ("<content>1 &lt; 2</content>", BodyMarkup.Kind.text, "1 < 2"),
      ("<content type='text/html'>&lt;i>a&lt;/i></content>", .html, "<i>a</i>"),
      (
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p title='\"a\"'>1 &lt; 2<br/></p></div></content>",
        .html, "<p title=\"&quot;a&quot;\">1 &lt; 2<br></p>"
      ),
      (
        "<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'>a <h:b/> c</h:div></content>", .html,
        "a <b></b> c"
      ),
    ])
  func contents(_ content: String, _ kind: BodyMarkup.Kind, _ body: String) async throws {
    let item = try await entry("<id>urn:a</id>\(content)")
    #expect(item.content?.kind == kind)
    #expect(try item.contentText == body)
  }

  @Test("§4.1.3.2 no content that stands elsewhere, or is of no kind that a reader shows, and warns")
  func elsewhere() async throws {
    let contents = try await loadFeed(
      atomFeed(
        """
        <entry><id>urn:a</id><summary>a</summary>\n<content type='video/mp4' src='https://example.com/a.mp4'/></entry>
        <entry><id>urn:b</id><content type='image/png'>iVBO</content></entry>
        """))
    #expect(contents.items.map { $0.content == nil } == [true, true])
    #expect(
      contents.problems.map(\.description) == [
        "old.xml:4: warning: the content stands elsewhere, at “https://example.com/a.mp4”, and is left out: "
          + "its summary stays [RFC 4287 §4.1.3.2]",
        "old.xml:5: warning: content of type “image/png” is left out: text, html and xhtml are read "
          + "[RFC 4287 §4.1.3.3]",
      ])
  }

  @Test("§4.2.1 whom an entry is by: its own author, else its source's, else the feed's")
  func authors() async throws {
    let source = "<source><author><name>Source</name></author></source>"
    let head = "<author><name>Feed</name></author>"
    func names(_ members: String) async throws -> [String] {
      try await entry("<id>urn:a</id>\(members)", head: head).authors.map(\.name)
    }
    #expect(try await names("<author><name>Own</name></author>\(source)") == ["Own"])
    #expect(try await names(source) == ["Source"])
    #expect(try await names("") == ["Feed"])
    #expect(try await names("<author><email>a@example.org</email></author>") == ["a@example.org"])
  }

  @Test("RFC 3986 addresses against xml:base, else against the feed")
  func addresses() async throws {
    let plain = try await entry(
      "<id>urn:a</id><link href='a.html'/><content type='html'>&lt;img src='a.png'></content>")
    #expect(plain.url == "https://example.com/blog/a.html")
    #expect(try plain.contentText == "<img src='a.png'>")
    let based = try await loadFeed(
      atomFeed(
        "<entry xml:base='https://example.com/x/'><id>urn:a</id><link xml:base='y/' href='a.html'/>"
          + "<content type='html' xml:base='z/'>&lt;img src='a.png'></content></entry>"))
    #expect(based.items[0].url == "https://example.com/x/y/a.html")
    #expect(try based.items[0].cleanContent == "<img src=\"https://example.com/x/z/a.png\">")
  }

  @Test("§4.1.1 of several versions of an entry the one that was updated last, where the first of them stands")
  func versions() async throws {
    let entries = [("a", "A1", 1), ("b", "B", 1), ("a", "A3", 3), ("a", "A2", 2)].map { id, title, day in
      "<entry><id>urn:\(id)</id><title>\(title)</title><updated>2022-01-0\(day)T00:00:00Z</updated></entry>"
    }
    #expect(try await loadFeed(atomFeed(entries.joined())).items.map(\.title) == ["A3", "B"])
  }

  @Test("the language of an entry, whoever gives it")
  func languages() async throws {
    let text = atomFeed("<entry xml:lang='de'><id>urn:a</id></entry><entry><id>urn:b</id></entry>")
      .replacing("<feed ", with: "<feed xml:lang='fr' ")
    #expect(try await loadFeed(text).items.map(\.language) == ["de", "fr"])
  }

  @Test("RFC 5023 §13.1.1 a draft as hidden")
  func drafts() async throws {
    let item = try await entry(
      "<id>urn:a</id><control xmlns='http://www.w3.org/2007/app'><draft>yes</draft></control>")
    #expect(item.isHidden)
  }
}
