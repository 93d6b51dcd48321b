import Synchronization
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationS3

/// A publication of `documents`, path and text, in their order.
func publication(_ documents: KeyValuePairs<String, String>, withdrawn: Set<String> = []) -> Publication {
  Publication(
    documents: documents.map { path, text in
      .init(
        path: DocumentPath(path)!,
        document: Document(parts: [Array(text.utf8)], mediaType: "application/atom+xml"))
    }, withdrawn: paths(withdrawn))
}

func paths(_ strings: Set<String>) -> Set<DocumentPath> { Set(strings.map { DocumentPath($0)! }) }

/// A sink that publishes to a bucket of its own, through a proxy that counts what it asks.
struct StoredSite {
  let server: StoreServer
  let proxy: FaultyProxy
  /// As others see it.
  let bucket: S3Bucket
  let state = MemoryState()
  var sink: S3Sink

  init(_ server: StoreServer? = nil) async throws {
    if let server { self.server = server } else { self.server = try await .running() }
    proxy = try await FaultyProxy(to: self.server.port)
    bucket = try self.server.bucket()
    sink = S3Sink(
      try self.server.bucket(through: proxy.port, at: bucket.address), index: ManifestIndex(state))
  }

  /// As its index has them.
  func records() async throws -> [DocumentPath: DocumentRecord] { try await sink.index.records(of: nil) }
}

@Suite("Publishing to a store", .enabled(if: StoreServer.isInstalled, StoreServer.absence))
struct S3SinkTests {
  let first = publication(["tags/a.atom": "alpha", "tags/b.atom": "beta", "all.atom": "alphabeta"])
  let texts = ["tags/a.atom": "alpha", "tags/b.atom": "beta", "all.atom": "alphabeta"]

  @Test("conforms, as the folder does", arguments: [false, true])
  func conforms(isCompressed: Bool) async throws {
    var site = try await StoredSite()
    site.sink.isCompressed = isCompressed
    let bucket = site.bucket
    let violations = try await SinkConformance.violations(of: site.sink) { path in
      try await bucket.get(path.string).map { isCompressed ? try #require(Gzip.expanded($0.bytes)) : $0.bytes }
    }
    #expect(violations == [])
  }

  @Test("again asks the store nothing; what changed is put, and it alone")
  func unchanged() async throws {
    let site = try await StoredSite()
    #expect(try await site.sink.publish(first).written.count == 3)
    #expect(try await site.bucket.texts() == texts)
    site.proxy.forget()
    #expect(try await site.sink.publish(first).unchanged.count == 3)
    #expect(try await site.sink.intactDocuments(without: []) == paths(["tags/a.atom", "tags/b.atom", "all.atom"]))
    #expect(site.proxy.requests.isEmpty)
    let second = publication(["tags/a.atom": "alpha", "tags/b.atom": "BETA", "all.atom": "alphabeta"])
    #expect(try await site.sink.publish(second).written == paths(["tags/b.atom"]))
    #expect(site.proxy.requests.map(\.method) == ["PUT"])
  }

  @Test("says what a document is, how long caches may keep it, and how it is compressed")
  func fields() async throws {
    var site = try await StoredSite()
    let long = publication(["all.atom": String(repeating: "alpha ", count: 500)])
    _ = try await site.sink.publish(long)
    let plain = try #require(try await site.bucket.head("all.atom"))
    #expect((plain.type, plain.cacheControl, plain.coding) == ("application/atom+xml", "max-age=300", nil))
    #expect(plain.size == 3_000 && plain.checksum != nil)

    // Another setting is another document for who reads it.
    site.sink.cacheControl = "max-age=60"
    #expect(try await site.sink.publish(long).written.count == 1)
    site.sink.isCompressed = true
    #expect(try await site.sink.publish(long).written.count == 1)
    let compressed = try #require(try await site.bucket.head("all.atom"))
    #expect((compressed.cacheControl, compressed.coding) == ("max-age=60", "gzip"))
    #expect(compressed.size < 100)
    #expect(try await site.sink.contents(of: DocumentPath("all.atom")!)?.count == 3_000)
    #expect(try await site.records()[DocumentPath("all.atom")!]?.size == compressed.size)
    #expect(try await site.sink.publish(long).unchanged.count == 1)
  }

  @Test("with paths of every spelling, and empty documents")
  func spellings() async throws {
    let site = try await StoredSite()
    let odd = publication([
      "tags/c++.atom": "a", "tags/ünï çødé.atom": "b", "tags/100%25&x=y;z?#'()*!.atom": "c", "tags/a~b@:,$.atom": "d",
      "tags/-.atom": "", "...": "e",
    ])
    #expect(try await site.sink.publish(odd).written.count == 6)
    for path in odd.paths { #expect(try await site.bucket.get(path.string) != nil, "\(path)") }
    #expect(try await site.bucket.texts().count == 6)
    #expect(try await site.sink.contents(of: DocumentPath("tags/c++.atom")!) == Array("a".utf8))
    _ = try await site.sink.publish(Publication(withdrawn: Set(odd.paths)))
    #expect(try await site.bucket.texts() == [:])
  }

  @Test("makes no document anew whose fingerprint is the same, and keeps the order: terms, all, pages, removals")
  func edition() async throws {
    var site = try await StoredSite()
    site.sink.program = "1"
    var blog = Blog((0..<40).map { .post("urn:example:\($0)", tags: ["t\($0 / 4)"]) })
    blog.pipeline.documents = [OPML(), FeedPage()]
    blog.pipeline.feeds.entries = 3
    let sink = site.sink
    let ledger = Mutex(blog.ledger)
    func publish(_ blog: Blog) async throws -> (rendered: Int, report: PublishReport) {
      let edition = blog.pipeline.edition(
        of: blog.items, remembering: ledger.withLock { $0 }, at: Timestamp(Blog.today))
      let rendered = Mutex(0)
      let report = try await sink.publish(edition.publication) { progress in
        if case .rendering(let done, _) = progress { rendered.withLock { $0 = max($0, done) } }
      } commit: { edition in
        ledger.withLock { $0 = edition.ledger }
      }
      return (rendered.withLock { $0 }, report)
    }
    let all = try await publish(blog)
    #expect(all.report.written.count == 10 * 3 + 3 + 2)
    let order = site.proxy.requests.map { $0.key.contains("/blog/tags/") ? 0 : $0.key.contains("all.") ? 1 : 2 }
    #expect(order == order.sorted() && order.contains(2))

    #expect(try await publish(blog).rendered == 0)
    site.proxy.forget()
    blog.items[0].title = "Another"
    blog.items.removeLast(4)
    let (rendered, report) = try await publish(blog)
    #expect(rendered <= 6)
    #expect(report.removed.count == 3)
    #expect(site.proxy.requests.suffix(3).map(\.method) == ["DELETE", "DELETE", "DELETE"])
    #expect(site.proxy.requests.prefix(3).allSatisfy { $0.key.contains("/blog/tags/t0.") })
  }

  @Test("of two sites in one bucket keeps them apart")
  func sites() async throws {
    let site = try await StoredSite()
    for name in ["ann", "bob"] {
      let sink = S3Sink(try site.sink.bucket.folder(name), index: ManifestIndex(MemoryState()))
      _ = try await sink.publish(publication(["all.atom": name]))
      #expect(try await sink.repair() == S3Sink.Repair())
    }
    #expect(try await site.bucket.texts() == ["ann/all.atom": "ann", "bob/all.atom": "bob"])
    #expect(try await site.bucket.folder("bob").texts() == ["all.atom": "bob"])
  }

  @Test("as a part leaves all others as they are, and knows them")
  func part() async throws {
    let site = try await StoredSite()
    _ = try await site.sink.publish(first)
    var part = publication(["tags/a.atom": "ALPHA"], withdrawn: ["tags/b.atom"])
    part.isPart = true
    let report = try await site.sink.publish(part)
    #expect((report.written, report.removed) == (paths(["tags/a.atom"]), paths(["tags/b.atom"])))
    #expect(try await site.bucket.texts() == ["tags/a.atom": "ALPHA", "all.atom": "alphabeta"])
    #expect(try await site.sink.intactDocuments(without: []) == paths(["tags/a.atom", "all.atom"]))
  }

  @Test(
    "refuses a document that is another's folder before anything is put",
    arguments: [
      publication(["tags": "a", "tags/b.atom": "b"]), publication(["b.atom": "b", "tags/a.atom/b/c.atom": "c"]),
    ])
  func folders(_ both: Publication) async throws {
    let site = try await StoredSite()
    var whole = first
    whole.isPart = true
    _ = try await site.sink.publish(whole)
    site.proxy.forget()
    for isPart in [true, false] {
      var both = both
      both.isPart = isPart
      let error = await #expect(throws: S3Error.self) {
        _ = try await site.sink.publish(both) { _ in Issue.record("it is committed") }
      }
      #expect(error?.description.contains("it is a document, and a folder for") == true)
      await #expect(throws: S3Error.self) { _ = try await site.sink.preview(both) }
    }
    #expect(site.proxy.requests.isEmpty)
  }

  @Test("commits when all is made, and puts nothing that is not committed")
  func commit() async throws {
    struct Refused: Error {}
    let site = try await StoredSite()
    await #expect(throws: Refused.self) {
      _ = try await site.sink.publish(first) { edition in
        #expect(edition.changing.count == 3)
        throw Refused()
      }
    }
    #expect(site.proxy.requests.isEmpty)
    #expect(try await site.records() == [:])
  }

  @Test("asks no more than it may at once", arguments: [1, 4])
  func parallel(atOnce: Int) async throws {
    var site = try await StoredSite()
    site.sink.atOnce = atOnce
    let running = Mutex((now: 0, most: 0))
    site.proxy.gives { _ in
      running.withLock { running in
        running.now += 1
        running.most = max(running.most, running.now)
      }
      return .held {
        // So long that others would come meanwhile.
        for _ in 0..<50 { await Task.yield() }
        running.withLock { $0.now -= 1 }
      }
    }
    let blog = Blog((0..<60).map { .post("urn:example:\($0)", tags: ["t\($0)"]) })
    let edition = blog.pipeline.edition(of: blog.items, remembering: blog.ledger, at: Timestamp(Blog.today))
    #expect(try await site.sink.publish(edition.publication).written.count == edition.publication.paths.count)
    #expect(running.withLock { $0.most } <= atOnce)
  }
}
