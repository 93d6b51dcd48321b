import Synchronization
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationS3

/// An index that its process does not live to write: after so many notes, the others are lost.
private actor DyingIndex: DocumentIndex {
  struct Died: Error {}

  private let index: any DocumentIndex
  private var left: Int

  init(_ index: any DocumentIndex, after notes: Int) { (self.index, left) = (index, notes) }

  func records(of paths: [DocumentPath]?) async throws -> [DocumentPath: DocumentRecord] {
    try await index.records(of: paths)
  }

  func note(_ records: [DocumentPath: DocumentRecord?]) async throws {
    guard left > 0 else { throw Died() }
    left -= 1
    try await index.note(records)
  }
}

/// A door that opens once.
private final class Gate: Sendable {
  private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)

  func open() { continuation.finish() }
  func passage() async { for await _ in stream {} }
}

@Suite("A store that fails", .enabled(if: StoreServer.isInstalled, StoreServer.absence))
struct S3FaultTests {
  static let texts = Dictionary(uniqueKeysWithValues: (0..<12).map { ("tags/t\($0).atom", "text \($0)") })

  /// Of the tags, with `text` behind each.
  static func tags(_ text: String = "", withdrawn: Set<String> = []) -> Publication {
    Publication(
      documents: texts.filter { !withdrawn.contains($0.key) }.sorted { $0.key < $1.key }.map { path, old in
        .init(
          path: DocumentPath(path)!,
          document: Document(parts: [Array((old + text).utf8)], mediaType: "application/atom+xml"))
      }, withdrawn: paths(withdrawn))
  }

  static func texts(_ text: String) -> [String: String] { texts.mapValues { $0 + text } }

  // MARK: - Answers

  @Test(
    "and is tried again loses no document, and doubles none",
    arguments: [
      .answered(503), .answered(500), .answered(429), .lost, .answerLost,
    ] as [FaultyProxy.Fate])
  func passing(_ fate: FaultyProxy.Fate) async throws {
    let site = try await StoredSite()
    // Each request once, and some twice.
    let seen = Mutex<[String: Int]>([:])
    site.proxy.gives { request in
      let times = seen.withLock { seen in
        seen["\(request.method) \(request.key)", default: 0] += 1
        return seen["\(request.method) \(request.key)"]!
      }
      return times == 1 || times == 2 && request.key.hasSuffix("3.atom") ? fate : .passes
    }
    #expect(try await site.sink.publish(Self.tags()).written.count == 12)
    #expect(try await site.bucket.texts() == Self.texts)
    seen.withLock { $0 = [:] }
    #expect(try await site.sink.publish(Self.tags("!")).written.count == 12)
    #expect(try await site.bucket.texts() == Self.texts("!"))
    seen.withLock { $0 = [:] }
    let report = try await site.sink.publish(Self.tags("!", withdrawn: ["tags/t3.atom", "tags/t4.atom"]))
    #expect(report.removed.count == 2 && report.unchanged.count == 10)
    #expect(try await site.bucket.texts().count == 10)
    // What the index says is so.
    for (path, record) in try await site.records() {
      let object = try #require(try await site.bucket.head(path.string))
      #expect(record.tag == object.tag && record.hash != S3Sink.unknown)
    }
  }

  @Test("for longer ends the publication with what, where and what to do; the next one completes it")
  func lasting() async throws {
    let site = try await StoredSite()
    site.proxy.gives { $0.key.hasSuffix("t5.atom") ? .answered(503) : .passes }
    let error = await #expect(throws: S3Error.self) { _ = try await site.sink.publish(Self.tags()) }
    #expect(error?.status == 503 && error?.place == "\(site.bucket.address)tags/t5.atom")
    #expect(error?.description.contains("cannot put s3://") == true)
    #expect(site.proxy.requests.count { $0.key.hasSuffix("t5.atom") } == StoreServer.patience.tries)
    // Those before it in the order of the publication appeared, and none after it.
    let there = try await site.bucket.texts()
    let expected = Self.tags().paths.map(\.string).prefix { $0 != "tags/t5.atom" }
    #expect(Set(there.keys) == Set(expected))
    site.proxy.gives { _ in .passes }
    site.proxy.forget()
    let report = try await site.sink.publish(Self.tags())
    #expect(report.unchanged.count == there.count && report.written.count == 12 - there.count)
    #expect(try await site.bucket.texts() == Self.texts)
  }

  @Test("to be there at all is told as that")
  func absent() async throws {
    let server = try await StoreServer.running()
    var patience = StoreServer.patience
    patience.tries = 2
    // Nobody listens at the port of a proxy that has gone.
    var proxy = try await FaultyProxy(to: server.port) as FaultyProxy?
    let port = try #require(proxy?.port)
    proxy = nil
    let sink = S3Sink(try server.bucket(through: port, patience: patience), index: ManifestIndex(MemoryState()))
    let error = try await failure { _ = try await sink.publish(Self.tags()) }
    #expect(error.status == nil)
    #expect(error.description.contains("there is no answer"), "\(error)")
    #expect(error.description.contains("see that the store runs"), "\(error)")
  }

  @Test("refuses a wrong secret, an unknown key, and a user who may not write, and the error says so, without secrets")
  func credentials() async throws {
    let site = try await StoredSite()
    _ = try await site.sink.publish(Self.tags())
    let others: [(S3Credentials, String)] = [
      (S3Credentials(accessKey: "AKSYNDICATE", secret: "wr0ng"), "AWS_SECRET_ACCESS_KEY"),
      (S3Credentials(accessKey: "AKNOBODY", secret: "wr0ng"), "AWS_ACCESS_KEY_ID"),
      (StoreServer.reader, "s3:PutObject"),
    ]
    for (credentials, advice) in others {
      let bucket = try site.server.bucket(
        through: site.proxy.port, as: credentials, at: site.bucket.address)
      site.proxy.forget()
      let error = try await failure {
        _ = try await S3Sink(bucket, index: ManifestIndex(site.state)).publish(Self.tags("!"))
      }
      #expect(error.status == 403)
      #expect(error.description.contains(advice), "\(error)")
      #expect(error.description.contains("\(bucket.address)tags/t"), "\(error)")
      #expect(!error.description.contains("wr0ng") && !error.description.contains("other"), "\(error)")
      // It does not pass, and is not tried again.
      #expect(site.proxy.requests.count == 1)
    }
    #expect(try await site.bucket.texts() == Self.texts)
    #expect(try await site.sink.publish(Self.tags("!")).written.count == 12)
  }

  @Test("answers more than is read of it is told so", .timeLimit(.minutes(20)))
  func tooLarge() async throws {
    let server = try await FloodServer(bytes: Limit.storedBytes.value + 1)
    let bucket = try await StoreServer.running().bucket(through: server.port)
    let error = try await failure { _ = try await bucket.get("all.atom") }
    #expect(error.description.contains("the answer has over 100000000 bytes"), "\(error)")
    #expect(server.requests == 1)
  }

  private func failure(_ body: () async throws -> Void) async throws -> S3Error {
    try #require(await #expect(throws: S3Error.self) { try await body() })
  }

  // MARK: - Publishers

  @Test("no slow publisher overwrites what a faster one published, nor puts anything more")
  func slow() async throws {
    let site = try await StoredSite()
    _ = try await site.sink.publish(Self.tags())
    site.proxy.forget()
    // The slow one comes to its fourth document, and has lost the right to publish when the faster one begins.
    let slow = S3Sink(site.sink.bucket, index: DyingIndex(ManifestIndex(site.state), after: 1))
    let (reached, gate) = (Gate(), Gate())
    let fourth = Self.tags().paths[3].string
    site.proxy.gives { request in
      guard request.key.hasSuffix(fourth), request.method == "PUT" else { return .passes }
      reached.open()
      return .held { await gate.passage() }
    }
    let publishing = Task { _ = try await slow.publish(Self.tags(" slow")) }
    await reached.passage()
    #expect(try await site.bucket.texts().values.count { $0.hasSuffix(" slow") } == 3)
    let faster = S3Sink(
      try site.server.bucket(at: site.bucket.address), index: ManifestIndex(site.state))
    #expect(try await faster.publish(Self.tags(" fast")).written.count == 12)
    gate.open()
    let error = await #expect(throws: PublishedElsewhere.self) { try await publishing.value }
    #expect(error?.place == "\(site.bucket.address)\(fourth)")
    #expect(error?.description.contains("another publisher was faster") == true)
    #expect(try await site.bucket.texts() == Self.texts(" fast"))
    // It has tried to put nothing after that.
    let asked = site.proxy.requests.filter { $0.method == "PUT" }.map(\.key)
    #expect(asked == Self.tags().paths.prefix(4).map { "\(site.bucket.address.prefix)\($0)" })
    #expect(try await faster.publish(Self.tags(" fast")).unchanged.count == 12)
  }

  @Test("no slow publisher removes what a faster one has put, or brings back what it removed")
  func removals() async throws {
    let site = try await StoredSite()
    _ = try await site.sink.publish(Self.tags())
    let memory = MemoryState()
    _ = memory.write(try #require(site.state.read(.manifest)), to: .manifest)
    let slow = S3Sink(site.sink.bucket, index: ManifestIndex(memory))
    _ = try await site.sink.publish(Self.tags("!", withdrawn: ["tags/t1.atom"]))
    await #expect(throws: PublishedElsewhere.self) {
      _ = try await slow.publish(Publication(withdrawn: paths(["tags/t2.atom"])))
    }
    #expect(try await site.bucket.get("tags/t2.atom") != nil)
    // Of a publisher with the same index: between its look and its put, the document goes.
    let index = RacingIndex(ManifestIndex(site.state)) {
      _ = try? await site.sink.publish(Self.tags("!", withdrawn: ["tags/t1.atom", "tags/t2.atom"]))
    }
    var part = publication(["tags/t2.atom": "late"])
    part.isPart = true
    await #expect(throws: PublishedElsewhere.self) {
      _ = try await S3Sink(site.sink.bucket, index: index).publish(part)
    }
    #expect(try await site.bucket.get("tags/t2.atom") == nil)
  }

  @Test("what a killed publisher has put, noted or not, the next takes for ours", arguments: [0, 1], ["", "?"])
  func killed(notes: Int, edit: String) async throws {
    let site = try await StoredSite()
    _ = try await site.sink.publish(Self.tags())
    let dying = S3Sink(site.sink.bucket, index: DyingIndex(ManifestIndex(site.state), after: notes))
    await #expect(throws: DyingIndex.Died.self) {
      _ = try await dying.publish(Self.tags("!", withdrawn: ["tags/t1.atom"]))
    }
    #expect(try await site.bucket.texts().values.allSatisfy { $0.hasSuffix("!") } == (notes == 1))
    // Its own documents again, or others, as somebody wrote something meanwhile.
    let report = try await site.sink.publish(Self.tags("!" + edit, withdrawn: ["tags/t1.atom"]))
    #expect(report.written.count == 11)
    var texts = Self.texts("!" + edit)
    texts["tags/t1.atom"] = nil
    #expect(try await site.bucket.texts() == texts)
    #expect(try await site.sink.publish(Self.tags("!" + edit, withdrawn: ["tags/t1.atom"])).written.isEmpty)
  }

  @Test(
    "and whose documents are replaced gives who reads by the index the one version or the other, and no third",
    arguments: [false, true])
  func read(isCompressed: Bool) async throws {
    var site = try await StoredSite()
    site.sink.isCompressed = isCompressed
    let path = DocumentPath("tags/t1.atom")!
    func read() async throws -> String? {
      let record = try #require(try await site.records()[path])
      return try await site.bucket.contents(of: path, as: record).map { String(decoding: $0, as: UTF8.self) }
    }
    _ = try await site.sink.publish(Self.tags())
    #expect(try await read() == "text 1")
    let first = try await site.records()
    // What is about to be put is noted, and does not come to the store.
    site.proxy.gives { $0.method == "PUT" ? .answered(400) : .passes }
    await #expect(throws: (any Error).self) { _ = try await site.sink.publish(Self.tags("!")) }
    #expect(try await site.records()[path]?.hash == S3Sink.unknown)
    #expect(try await read() == "text 1")
    site.proxy.gives { _ in .passes }
    // It comes, and is not noted.
    var dying = site.sink
    dying = S3Sink(dying.bucket, index: DyingIndex(ManifestIndex(site.state), after: 1))
    dying.isCompressed = isCompressed
    await #expect(throws: DyingIndex.Died.self) { _ = try await dying.publish(Self.tags("?")) }
    #expect(try await site.records()[path]?.hash == S3Sink.unknown)
    #expect(try await read() == "text 1?")
    try await site.bucket.publish("another's", at: path.string)
    #expect(try await read() == nil)

    #expect(try await site.bucket.contents(of: path, as: first[path]!) == nil)
    try await site.bucket.publish("text 1", at: path.string)
    // The same bytes of another type.
    #expect(try await site.bucket.contents(of: path, as: first[path]!) == nil)
    #expect(try await site.bucket.contents(of: DocumentPath("none")!, as: first[path]!) == nil)
  }

  @Test("what one killed publisher after another has put is ours, too")
  func killedOften() async throws {
    let site = try await StoredSite()
    for round in 0..<4 {
      let dying = S3Sink(site.sink.bucket, index: DyingIndex(ManifestIndex(site.state), after: 1))
      // Some of what it puts never comes to the store.
      site.proxy.gives { request in
        request.method == "PUT" && (request.number + round) % 3 == 0 ? .answered(400) : .passes
      }
      await #expect(throws: (any Error).self) { _ = try await dying.publish(Self.tags(" \(round)")) }
    }
    site.proxy.gives { _ in .passes }
    #expect(try await site.sink.publish(Self.tags(" end")).written.count == 12)
    #expect(try await site.bucket.texts() == Self.texts(" end"))
  }

  @Test("a publication that is cancelled notes what appeared, and the next completes it")
  func cancelled() async throws {
    let site = try await StoredSite()
    let (reached, gate) = (Gate(), Gate())
    site.proxy.gives { request in
      guard request.key.hasSuffix(Self.tags().paths[5].string) else { return .passes }
      reached.open()
      return .held { await gate.passage() }
    }
    let publishing = Task { _ = try await site.sink.publish(Self.tags()) }
    await reached.passage()
    publishing.cancel()
    await #expect(throws: CancellationError.self) { try await publishing.value }
    let known = try await site.records().filter { $0.value.hash != S3Sink.unknown }
    #expect(Set(known.keys) == Set(Self.tags().paths.prefix(5)))
    #expect(try await site.sink.intactDocuments(without: []) == nil)
    gate.open()
    site.proxy.gives { _ in .passes }
    #expect(try await site.sink.publish(Self.tags("!")).written.count == 12)
    #expect(try await site.bucket.texts() == Self.texts("!"))
  }

  // MARK: - Repair

  @Test("a bucket that others wrote to is not overwritten until it is repaired, and then is as it should be")
  func repair() async throws {
    let site = try await StoredSite()
    let blog = Blog((0..<3).map { .post("urn:example:\($0)", tags: ["t\($0)"]) })
    let edition = blog.pipeline.edition(of: blog.items, remembering: blog.ledger, at: Timestamp(Blog.today))
    _ = try await site.sink.publish(edition.publication)
    let before = try await site.bucket.texts()
    #expect(Set(before.keys) == Set(edition.publication.paths.map(\.string)))
    try await site.bucket.publish("vandalised", at: "tags/t1.atom")
    try await site.bucket.publish("somebody's own", at: "photo.jpg")
    let lost = try #require(try await site.bucket.head("all.atom"))
    #expect(try await site.bucket.remove("all.atom", ifTag: lost.tag))
    let lostIndex = S3Sink(site.sink.bucket, index: ManifestIndex(MemoryState()))
    let error = await #expect(throws: PublishedElsewhere.self) { _ = try await lostIndex.publish(edition.publication) }
    #expect(error?.description.contains("repair the store") == true)
    #expect(try await site.bucket.texts()["tags/t1.atom"] == "vandalised")

    // An index of which two documents are left.
    let index = ManifestIndex(MemoryState())
    let few = try await site.records().filter { ["tags/t1.atom", "all.atom"].contains($0.key.string) }
    try await index.note(few.mapValues { $0 })
    let sink = S3Sink(site.sink.bucket, index: index)
    let repaired = try await sink.repair()
    #expect(repaired.altered == paths(["tags/t1.atom"]))
    #expect(repaired.missing == paths(["all.atom"]))
    // What names nobody as what made it is not ours.
    #expect(repaired.found == Set(edition.publication.paths).subtracting(paths(["tags/t1.atom", "all.atom"])))
    site.proxy.forget()
    let report = try await sink.publish(edition.publication)
    #expect(report.written == paths(["tags/t1.atom", "all.atom"]))
    #expect(site.proxy.requests.map(\.method) == ["PUT", "PUT"])
    var after = try await site.bucket.texts()
    #expect(after.removeValue(forKey: "photo.jpg") == "somebody's own")
    #expect(after == before)
    #expect(try await sink.repair() == S3Sink.Repair())
  }

  @Test("a list of more objects than an answer has is read to its end", arguments: [1, 5, 12, 1_000])
  func listed(count: Int) async throws {
    let site = try await StoredSite()
    _ = try await site.sink.publish(Self.tags())
    let keys = Mutex<[String]>([])
    try await site.sink.bucket.list(by: count) { key, object in
      keys.withLock { $0.append(key) }
      #expect(object.size == Self.texts[key]?.utf8.count)
    }
    #expect(keys.withLock { $0 } == Self.texts.keys.sorted())
  }

  // MARK: - A server that is killed

  @Test(
    "being killed in the middle, and started again, has all documents in the end, each whole", .timeLimit(.minutes(20)))
  func serverKilled() async throws {
    let server = try StoreServer()
    try await server.ready()
    let site = try await StoredSite(server)
    _ = try await site.sink.publish(Self.tags())
    for round in 0..<3 {
      let text = " \(round)"
      site.proxy.gives { request in
        if request.method == "PUT", request.key.hasSuffix("t\(3 + round).atom") { server.kill() }
        return .passes
      }
      await #expect(throws: S3Error.self) { _ = try await site.sink.publish(Self.tags(text)) }
      site.proxy.gives { _ in .passes }
      try server.start()
      try await server.ready()
      for (path, found) in try await site.bucket.texts() {
        let before = round == 0 ? Self.texts[path] : Self.texts(" \(round - 1)")[path]
        #expect(found == before || found == Self.texts(text)[path], "\(path)")
      }
      _ = try await site.sink.publish(Self.tags(text))
      #expect(try await site.bucket.texts() == Self.texts(text))
    }
  }
}

/// An index after whose first answer something happens.
private actor RacingIndex: DocumentIndex {
  private let index: any DocumentIndex
  private var happening: (@Sendable () async -> Void)?

  init(_ index: any DocumentIndex, _ happening: @escaping @Sendable () async -> Void) {
    (self.index, self.happening) = (index, happening)
  }

  func records(of paths: [DocumentPath]?) async throws -> [DocumentPath: DocumentRecord] {
    let records = try await index.records(of: paths)
    if let happening {
      self.happening = nil
      await happening()
    }
    return records
  }

  // Who was overtaken has lost the right to write it.
  func note(_ records: [DocumentPath: DocumentRecord?]) {}
}
