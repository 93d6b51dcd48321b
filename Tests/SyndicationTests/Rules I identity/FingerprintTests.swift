import Synchronization
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Law 1: a body whose fingerprint an earlier build knew")
struct FingerprintTests {
  /// A body that counts how often it is read.
  private final class Counted: BodyHandle {
    let text: String
    let fingerprint: ContentHash?
    private let count = Mutex(0)

    init(_ text: String, fingerprint: String?) {
      self.text = text
      self.fingerprint = fingerprint.map { ContentHash($0) }
    }

    var reads: Int { count.withLock { $0 } }

    func utf8() throws -> [UInt8] {
      count.withLock { $0 += 1 }
      return Array(text.utf8)
    }

    static func == (a: Counted, b: Counted) -> Bool { a === b }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
  }

  private var blog = Blog([.post("urn:example:1", html: "")])
  private var bodies: [ContentHash: ContentHash] = [:]

  /// Builds without rendering, and gives how often the body was read, and whether the entry counts as edited.
  private mutating func build(_ text: String, fingerprint: String?) throws -> (reads: Int, isUpdated: Bool) {
    let body = Counted(text, fingerprint: fingerprint)
    blog.items[0].content = Content(.html, .handle(body))
    let edition = try blog.pipeline.edition(
      of: blog.items, remembering: blog.ledger, knowing: bodies, at: Timestamp(Blog.today))
    (blog.ledger, bodies) = (edition.ledger, edition.bodies)
    return (body.reads, !edition.changes.updated.isEmpty)
  }

  @Test("is not read to tell that it is the same, and is read once it has another")
  func known() throws {
    var test = self
    #expect(try test.build("one", fingerprint: "a") == (1, false))
    #expect(test.bodies == [ContentHash("a"): ContentHash("one")])
    #expect(try test.build("one", fingerprint: "a") == (0, false))
    #expect(try test.build("one", fingerprint: "b") == (1, false), "a touched file")
    #expect(try test.build("two", fingerprint: "c") == (1, true))
    #expect(test.bodies == [ContentHash("c"): ContentHash("two")], "no more is kept than what is published")
    test.bodies = [:]
    #expect(try test.build("two", fingerprint: "c") == (1, false))
  }

  @Test("or that has none is read each time")
  func unknown() throws {
    var test = self
    for _ in 1...2 { #expect(try test.build("one", fingerprint: nil) == (1, false)) }
    #expect(test.bodies.isEmpty)
  }
}
