import SyndicationTesting
import Testing

@testable import Syndication

@Suite("How browsers show feeds")
struct FeedStylesheetTests {
  private func blog() -> Blog {
    var blog = Blog([.post("urn:1", tags: ["graphs"])])
    blog.pipeline.feeds.discovery.stylesheet = true
    blog.pipeline.documents = blog.pipeline.feeds.discovery.documents
    return blog
  }

  @Test("Associating Style Sheets §4: documents in XML name it before their root, wherever they lie; others do not")
  func named() throws {
    let edition = try blog().preview()
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?xml-stylesheet type=\"text/css\" href=\""
    for format in ["atom", "rss"] {
      #expect(edition.text(of: "all.\(format)").hasPrefix("\(declaration)feeds.css\"?>\n<"))
      #expect(edition.text(of: "tags/graphs.\(format)").hasPrefix("\(declaration)../feeds.css\"?>\n<"))
    }
    #expect(!edition.text(of: "all.json").contains("feeds.css"))
    #expect(edition.document("feeds.css")?.mediaType == "text/css; charset=utf-8")
  }

  @Test("is all that differs, and nothing where nobody asks for it")
  func otherwise() throws {
    let (with, without) = (try blog().preview(), try Blog([.post("urn:1", tags: ["graphs"])]).preview())
    for path in ["all.atom", "tags/graphs.rss"] {
      let lines = with.text(of: path).split(separator: "\n")
      #expect(lines.filter { !$0.hasPrefix("<?xml-stylesheet") } == without.text(of: path).split(separator: "\n"))
    }
    #expect(!without.paths.contains("feeds.css"))
  }

  @Test("does not keep a document from being read back, or from being known as ours")
  func readBack() throws {
    let edition = try blog().preview()
    for path in ["all.atom", "all.rss", "tags/graphs.atom"] {
      let bytes = try #require(edition.bytes(of: path))
      #expect(FeedFormats.heldEntries(in: bytes)?.updated.keys.sorted() == ["urn:1"])
      #expect(OwnMark.isBorne(by: bytes))
      #expect(WellFormedness.holds(bytes))
    }
  }

  @Test("X5 a frame is well-formed with it, and not with what only looks like it")
  func frames() throws {
    let frame = try XMLWriter.frame(styledBy: "../a\"&<.css", ending: 1) { xml throws(RenderError) in try xml.start("a")
    }
    #expect(WellFormedness.holds(frame: frame))
    var broken = frame
    broken.opening = Array(String(decoding: frame.opening, as: UTF8.self).replacing("?>\n<a", with: ">\n<a").utf8)
    #expect(!WellFormedness.holds(frame: broken))
  }
}

@Suite("What tells hosts how to serve feeds")
struct HostFileTests {
  private func blog(_ host: DiscoverySettings.Host) throws -> BuiltBlog {
    var blog = Blog([.post("urn:1", tags: ["graphs", "old"]), .post("urn:2", tags: ["c \"d\""])])
    blog.pipeline.feeds.scopes[.tag]?.paths = ["atom": "t/{slug}.xml"]
    try blog.build()
    blog.items[0].tags = ["graphs"]
    blog.pipeline.feeds.scopes[.tag]?.paths = ["atom": "t/{slug}.xml"]
    blog.pipeline.feeds.discovery.host = host
    blog.pipeline.feeds.discovery.catalogue = true
    blog.pipeline.documents = blog.pipeline.feeds.discovery.documents
    return try blog.preview()
  }

  @Test("H1 Netlify is told the type of each document, by its extension or, where that tells another, by itself")
  func headers() throws {
    let text = try blog(.netlify).text(of: "_headers")
    #expect(text.contains("\n/feeds/*\n  Cache-Control: max-age=300\n  Access-Control-Allow-Origin: *\n"))
    #expect(text.contains("\n/feeds/t/*.xml\n  Content-Type: application/atom+xml; charset=utf-8\n"))
    #expect(text.contains("\n/feeds/tags/*.rss\n  Content-Type: application/rss+xml; charset=utf-8\n"))
    #expect(text.contains("\n/feeds/feeds.json\n  Content-Type: application/json; charset=utf-8\n"))
  }

  @Test("H5 Netlify is told what has gone")
  func redirects() throws {
    let edition = try blog(.netlify)
    let text = try edition.text(of: "_redirects")
    for old in ["t/old.xml", "tags/old.json"] {
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("/feeds/\(old) ") })
      let parts = line.split(separator: " ").map(String.init)
      // There is no page.
      #expect(parts.count == 3 && parts[2] == "410", "\(line)")
      #expect(edition.paths.contains { "/feeds/\($0)" == parts[1] }, "\(line)")
    }
  }

  @Test("nginx is told of no type twice that it has in any case")
  func types() throws {
    let text = try blog(.nginx).text(of: "nginx.conf")
    let lists = text.split(separator: "\n").filter { $0.contains("charset_types") || $0.contains("gzip_types") }
    #expect(lists.count == 2 && !lists.contains { $0.contains("text/html") }, "\(lists)")
  }

  @Test("begins with who made it", arguments: DiscoverySettings.Host.allCases)
  func marks(host: DiscoverySettings.Host) throws {
    let edition = try blog(host)
    let files = edition.paths.filter { edition.document($0)?.mediaType == "text/plain; charset=utf-8" }
    #expect(files.count == (host == .netlify ? 2 : 1))
    for file in files { #expect(OwnMark.isBorne(by: try #require(edition.bytes(of: file)))) }
  }
}
