import Syndication
import SyndicationSite
import Testing

@testable import SyndicationServer

@Suite("A reader that has a feed already") struct ConditionTests {
  @Test("H2 is told so in each coding, whose tags differ", arguments: ["identity", "gzip", "br"])
  func tags(coding: String) async throws {
    let blog = try await ServedBlog()
    let whole = try blog.ask("/all.atom", ["Accept-Encoding": coding])
    let tag = try #require(whole["ETag"])
    #expect(whole["Content-Encoding"] == (coding == "identity" ? nil : coding))
    for list in [tag, "W/\(tag)", "\"x\", \(tag)", "\"x\",W/\(tag)  , \"y\"", " \(tag)"] {
      let answer = try blog.ask("/all.atom", ["Accept-Encoding": coding, "If-None-Match": list])
      #expect(answer.status == 304, "\(list)")
      #expect(answer.body.isEmpty)
      for name in ["ETag", "Cache-Control", "Vary", "Last-Modified", "Access-Control-Allow-Origin"] {
        #expect(answer[name] == whole[name], "\(name)")
      }
    }
    for other in ["identity", "gzip", "br"] where other != coding {
      let answer = try blog.ask("/all.atom", ["Accept-Encoding": other, "If-None-Match": tag])
      #expect(answer.status == 200, "\(other)")
    }
  }

  @Test("is told so by its date, to the second") func dates() async throws {
    let blog = try await ServedBlog()
    let modified = try #require(try blog.ask("/all.atom")["Last-Modified"])
    #expect(try blog.ask("/all.atom", ["If-Modified-Since": modified]).status == 304)
    let time = try #require(HTTPDate.time(of: modified))
    let before = HTTPDate.text(of: time + -1)
    #expect(try blog.ask("/all.atom", ["If-Modified-Since": before]).status == 200)
    #expect(try blog.ask("/all.atom", ["If-Unmodified-Since": before]).status == 412)
    #expect(try blog.ask("/all.atom", ["If-Unmodified-Since": modified]).status == 200)
  }

  @Test("HEAD is told all but the body") func heads() async throws {
    let blog = try await ServedBlog()
    for path in ["/all.atom", "/", "/nowhere", "/tags/graphs", "/feeds.css"] {
      let (whole, head) = (try blog.ask(path), try blog.ask(path, method: "HEAD"))
      #expect(head.status == whole.status)
      #expect(head.body.isEmpty)
      for field in whole.fields where field.name != "Date" { #expect(head[field.name] == whole[field.name]) }
      #expect(head["Content-Length"] == "\(whole.body.count)")
    }
  }

  @Test("gets a part of it, in the coding that the tag is of") func parts() async throws {
    let blog = try await ServedBlog()
    for coding in ["identity", "gzip"] {
      let whole = try blog.ask("/all.atom", ["Accept-Encoding": coding])
      let tag = try #require(whole["ETag"])
      let part = try blog.ask("/all.atom", ["Accept-Encoding": coding, "Range": "bytes=10-19", "If-Range": tag])
      #expect(part.status == 206)
      #expect(part.body == Array(whole.body[10..<20]))
      #expect(part["Content-Range"] == "bytes 10-19/\(whole.body.count)")
      #expect(part["ETag"] == tag)
      let end = try blog.ask("/all.atom", ["Accept-Encoding": coding, "Range": "bytes=-7"])
      #expect(end.body == whole.body.suffix(7))
      let weak = try blog.ask("/all.atom", ["Accept-Encoding": coding, "Range": "bytes=0-1", "If-Range": "W/\(tag)"])
      #expect(weak.status == 200)
    }
  }

  @Test("keeps its tags over a restart, and on another machine") func restarts() async throws {
    let (first, second) = (try await ServedBlog(), try await ServedBlog())
    let tags = try ["identity", "gzip", "br"].map { try first.ask("/all.atom", ["Accept-Encoding": $0])["ETag"] }
    #expect(Set(tags).count == 3)
    #expect(
      try ["identity", "gzip", "br"].map { try second.ask("/all.atom", ["Accept-Encoding": $0])["ETag"] } == tags)
    // Another process finds the folder as it is.
    let (_, again) = ServedBlog.service(try first.configuration)
    let wording = Wording(url: try first.configuration.feeds.url, maxAge: 300, hubs: [])
    _ = try await Build(first.configuration) { ServingSink($0, serving: again, said: wording) }
      .run(at: ServedBlog.today)
    let documents = try #require(again.site?.documents)
    #expect(documents.keys.sorted() == first.store.site?.documents.keys.sorted())
    for (path, document) in documents {
      let before = try #require(first.store.site?.documents[path])
      #expect(document.identity.tag == before.identity.tag)
      #expect(document.modifiedText == before.modifiedText)
      #expect(document.kind == before.kind)
      #expect(document.scope == before.scope)
    }
  }

  @Test("finds in what is compressed what is not") func compression() async throws {
    let bytes = Array(String(repeating: "<entry>a feed of much</entry>", count: 400).utf8)
    for coding in [ContentCoding.gzip, .brotli] {
      let encoded = try #require(coding.encoded(bytes))
      #expect(encoded.count < bytes.count / 10)
      #expect(coding.encoded(bytes) == encoded)
    }
    #expect(Decompression.gunzip(try #require(ContentCoding.gzip.encoded(bytes))) == bytes)
    #expect(ContentCoding.gzip.encoded(Array("short".utf8)) == nil)
    let noise = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    #expect(ContentCoding.brotli.encoded(noise).map { $0.count < noise.count } ?? true)
  }
}
