import NIOCore
import NIOHTTP1
import Syndication
import SyndicationFolder
import SyndicationSite
import SyndicationTesting
import Testing

@testable import SyndicationServer

@Suite("A publication") struct PublicationTests {
  @Test("is served whole: its documents where they are in the folder, with their types") func documents() async throws {
    let blog = try await ServedBlog()
    let types = [
      "all.atom": "application/atom+xml; charset=utf-8", "all.rss": "application/rss+xml; charset=utf-8",
      "all.json": "application/feed+json; charset=utf-8", "tags/graphs.atom": "application/atom+xml; charset=utf-8",
      "index.html": "text/html; charset=utf-8", "feeds.opml": "text/x-opml; charset=utf-8",
      "feeds.json": "application/json; charset=utf-8", "feeds.css": "text/css; charset=utf-8",
    ]
    for (path, type) in types {
      for root in ["/", "/feeds/"] {
        let answer = try blog.ask(root + path)
        #expect(answer.body == blog.folder.read("feeds/\(path)"), "\(path)")
        #expect(answer["Content-Type"] == type)
        #expect(answer["Link"] == nil)
      }
    }
    #expect(try blog.ask("/").body == blog.folder.read("feeds/index.html"))
  }

  @Test("H4 names hubs and itself where it is pushed") func hubs() async throws {
    let blog = try await ServedBlog()
    try await blog.build(hubs: ["https://hub.example/"])
    let answer = try blog.ask("/tags/graphs.atom")
    #expect(
      answer["Link"]
        == "<https://hub.example/>; rel=\"hub\", <https://a.org/feeds/tags/graphs.atom>; rel=\"self\"")
    #expect(try blog.ask("/index.html")["Link"] == nil)
    #expect(try blog.ask("/tags/graphs.atom", ["If-None-Match": "*"])["Link"] == answer["Link"])
  }

  @Test("takes the place of the last one at once") func generations() async throws {
    let blog = try await ServedBlog()
    let before = try #require(blog.store.site)
    try blog.write(posts: [1, 2, 3, 4])
    try await blog.build(at: ServedBlog.today + 60)
    let after = try #require(blog.store.site)
    for path in ["all.atom", "tags/graphs.rss"] {
      let path = try #require(DocumentPath(path))
      #expect(before.documents[path]?.identity.tag != after.documents[path]?.identity.tag)
      #expect(after.documents[path].map { Array(buffer: $0.identity.body) } == blog.folder.read("feeds/\(path)"))
    }
    // What is the same is the same in memory, too.
    let stylesheet = try #require(DocumentPath("feeds.css"))
    #expect(before.documents[stylesheet] === after.documents[stylesheet])
  }

  @Test("is what it was where a build fails") func failures() async throws {
    let blog = try await ServedBlog()
    let tag = try blog.ask("/all.atom")["ETag"]
    try blog.folder.write("[{", to: "posts.json")
    let report = try await blog.build(at: ServedBlog.today + 60)
    #expect(report.published == nil)
    #expect(try blog.ask("/all.atom")["ETag"] == tag)
    blog.store.note(.built(report, on: [.start], took: .zero))
    let ready = try blog.ask("/readyz")
    #expect(ready.status == 200)
    #expect(ready.text.contains("\"failed\":true"))
    // Nor is all well while the configuration cannot be used.
    let good = try await ServedBlog()
    good.store.note(.misconfigured(CancellationError()))
    #expect(try good.ask("/readyz").text.contains("\"failed\":true"))
    good.store.note(.mended)
    #expect(try good.ask("/readyz").text.contains("\"failed\":false"))
  }

  @Test("H5 answers for a feed that is gone with 410, and for one that was never there with 404") func gone()
    async throws
  {
    let blog = try await ServedBlog()
    try blog.write(posts: [1, 2, 3], tag: "lattices")
    try await blog.build(at: ServedBlog.today + 60)
    #expect(try blog.ask("/tags/graphs.atom").status == 410)
    #expect(try blog.ask("/feeds/tags/graphs.json").status == 410)
    #expect(try blog.ask("/tags/graphs").status == 410)
    #expect(try blog.ask("/tags/lattices.atom").status == 200)
    #expect(try blog.ask("/tags/never.atom").status == 404)
    try blog.write(posts: [1, 2, 3])
    try await blog.build(at: ServedBlog.today + 120)
    #expect(try blog.ask("/tags/graphs.atom").status == 200)
  }

  @Test("H5 leads from a tag's former name to the one that it has now", arguments: ["/", "/feeds/"])
  func moved(root: String) async throws {
    let blog = try await ServedBlog()
    try blog.folder.write(
      blog.folder.text("config.json")!.replacing("}}", with: "}, \"tags\": {\"aliases\": {\"graphs\": \"networks\"}}}"),
      to: "config.json")
    try await blog.build(at: ServedBlog.today + 60)
    let answer = try blog.ask(root + "tags/graphs.atom")
    #expect(answer.status == 301)
    #expect(answer["Location"] == "../tags/networks.atom")
    #expect(try blog.ask(root + "tags/networks.atom").status == 200)
    let named = try blog.ask(root + "tags/graphs", ["Accept": "application/rss+xml"])
    #expect(named.status == 301)
    #expect(named["Location"] == "../tags/networks")
  }

  @Test("H5 leads from where documents lay to where the configuration puts them now") func relocated() async throws {
    let blog = try await ServedBlog()
    try blog.folder.write(
      blog.folder.text("config.json")!.replacing(
        "\"page\": true",
        with:
          #""page": true, "scopes": {"all": {"path": {"atom": "feed.xml", "rss": "rss.xml", "json": "feed.json"}}, "tag": {"path": "by/{slug}"}}"#
      ),
      to: "config.json")
    try await blog.build(at: ServedBlog.today + 60)
    for (path, address) in [
      ("/all.atom", "./feed.xml"), ("/all.rss", "./rss.xml"), ("/all.json", "./feed.json"),
      ("/tags/graphs.rss", "../by/graphs.rss"), ("/all", "./feed"), ("/tags/graphs", "../by/graphs"),
    ] {
      let answer = try blog.ask(path)
      #expect(answer.status == 301, "\(path)")
      #expect(answer["Location"] == address)
    }
    #expect(try blog.ask("/feed.xml")["Content-Type"] == "application/atom+xml; charset=utf-8")
  }

  @Test("is a sink's, as any: what is read is what was published") func conformance() async throws {
    let folder = try TemporaryFolder()
    let store = PublicationStore(counting: ServerMetrics(MetricsRegistry()))
    let sink = ServingSink(
      DirectorySink(directory: folder["feeds"], state: StateFolder(folder["state"])), serving: store,
      said: Wording(url: AbsoluteURL("https://a.org/")!, maxAge: 300, hubs: []))
    let violations = try await SinkConformance.violations(of: sink) { path in
      store.site?.documents[path].map { Array(buffer: $0.identity.body) }
    }
    #expect(violations == [])
  }

  @Test("is found without an extension, in the format that is asked for")
  func negotiation() async throws {
    let blog = try await ServedBlog()
    for (accept, type) in [
      (nil, "atom+xml"), ("application/rss+xml", "rss+xml"), ("application/feed+json, */*;q=0.1", "feed+json"),
      ("application/json", "feed+json"), ("application/rss+xml, application/atom+xml", "atom+xml"),
      ("application/rss+xml, application/xml;q=0.9, */*;q=0.8", "rss+xml"),
      ("application/atom+xml;q=0.5, application/rss+xml;q=0.6", "rss+xml"), ("*/*", "atom+xml"),
      ("application/atom+xml;q=0, application/*", "rss+xml"), ("text/xml", "atom+xml"),
    ] {
      let answer = try blog.ask("/feeds/tags/graphs", accept.map { ["Accept": $0] } ?? [:])
      #expect(answer["Content-Type"] == "application/\(type); charset=utf-8", "\(accept ?? "")")
      #expect(answer["Vary"] == "Accept-Encoding, Accept")
      let name = try #require(answer["Content-Location"])
      #expect(answer.body == blog.folder.read("feeds/tags/\(name)"))
      let tag = try #require(answer["ETag"])
      let again = try blog.exchange(RawCase.get("/tags/graphs", "Accept: \(accept ?? "*/*")\r\nIf-None-Match: \(tag)"))
      #expect(RawAnswer.all(in: again).map(\.status) == [304])
    }
    let page = try blog.ask("/tags/graphs", ["Accept": "text/html"])
    #expect(page["Location"] == "../index.html")
    let refusal = try blog.ask("/tags/graphs", ["Accept": "image/png"])
    #expect(refusal.text.contains("graphs.rss (application/rss+xml)"))
  }

  @Test("waits to be there: nothing is not found before") func waiting() async throws {
    let blog = try await ServedBlog()
    let (service, _) = ServedBlog.service(try blog.configuration)
    let request = Request(.init(version: .http1_1, method: .GET, uri: "/all.atom", headers: ["Host": "a"]))
    for (path, status) in ["/all.atom": 503, "/readyz": 503, "/healthz": 200] {
      guard case .now(let answer) = service.answer(request, at: path, of: nil) else { throw ServedBlog.NoAnswer() }
      #expect(answer.status == status)
    }
  }
}

@Suite("RFC 3229 A reader that asks for what came since") struct DeltaTests {
  @Test("gets those entries alone, in each format", arguments: ["atom", "rss", "json"])
  func entries(format: String) async throws {
    let blog = try await ServedBlog(posts: [1, 2, 3, 4, 5, 6])
    let before = try #require(try blog.ask("/all.\(format)")["ETag"])
    try blog.write(posts: [1, 2, 3, 4, 5, 6, 7, 8])
    try await blog.build(at: ServedBlog.today + 60)
    let whole = try blog.ask("/all.\(format)")
    let delta = try blog.ask("/all.\(format)", ["A-IM": "gzip;q=0, feed", "If-None-Match": before])
    #expect(delta.status == 226)
    #expect(delta["IM"] == "feed")
    #expect(delta["ETag"] == whole["ETag"])
    #expect(delta["Cache-Control"] == "no-store, im")
    #expect(delta["Vary"] == "Accept-Encoding, A-IM, If-None-Match")
    #expect(delta.body.count < whole.body.count / 2)
    let (held, all) = (
      try #require(FeedFormats.heldEntries(in: delta.body)), try #require(FeedFormats.heldEntries(in: whole.body))
    )
    for number in 1...8 {
      #expect(held.has("urn:\(number)") == (number > 6), "\(number)")
      #expect(all.has("urn:\(number)"))
    }
    let tag = try #require(delta["ETag"])
    #expect(try blog.ask("/all.\(format)", ["A-IM": "feed", "If-None-Match": tag]).status == 304)
  }

  @Test("gets the whole where nobody remembers what it had, where it has nothing, and where that is less")
  func wholes() async throws {
    let blog = try await ServedBlog()
    let before = try #require(try blog.ask("/all.atom")["ETag"])
    #expect(try blog.ask("/all.atom", ["A-IM": "feed", "If-None-Match": "\"x\""]).status == 200)
    try blog.write(posts: [1, 2, 3, 4])
    try await blog.build(at: ServedBlog.today + 60)
    #expect(try blog.ask("/all.atom", ["A-IM": "feed", "If-None-Match": before]).status == 226)
    #expect(try blog.ask("/all.atom", ["If-None-Match": before]).status == 200)
    #expect(try blog.ask("/all.atom", ["A-IM": "feed;q=0", "If-None-Match": before]).status == 200)
    let compressed = try blog.ask("/all.atom", ["A-IM": "feed", "If-None-Match": before, "Accept-Encoding": "br"])
    let whole = try blog.ask("/all.atom", ["Accept-Encoding": "br"])
    #expect(compressed.status == 200 ? compressed.body == whole.body : compressed.body.count < whole.body.count)
    // It asks for what it takes for an error.
    let mail = try blog.ask(
      "/all.atom", ["A-IM": "feed", "If-None-Match": before, "User-Agent": "rss2email/3.14 (https://example.org/)"])
    #expect(mail.status == 200)
    // A version that was long ago is forgotten.
    for number in 5...(5 + ServedDocument.versions) {
      try blog.write(posts: Array(1...number))
      try await blog.build(at: ServedBlog.today + Int64(60 * number))
    }
    #expect(try blog.ask("/all.atom", ["A-IM": "feed", "If-None-Match": before]).status == 200)
  }
}

extension HeldEntries {
  fileprivate func has(_ id: String) -> Bool { "\(self)".contains("\"\(id)\"") }
}
