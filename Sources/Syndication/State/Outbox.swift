/// What hubs are yet to be told: which feeds changed.
///
/// A publication notes it before anything appears, so that no kill loses it; and as a notice names the bytes that are to
/// appear, none is sent of a document that did not change after all.
public struct Outbox: Sendable, Hashable {
  /// That a hub is to be told of a document.
  public struct Notice: Sendable, Hashable {
    /// The hub's address.
    public let hub: String
    /// The document's: its self link.
    public let topic: String
    /// Where the document lies.
    public let path: DocumentPath
    /// Hashes of the bytes that the hub has not been told of, the oldest first: it is to be told where the document has one of them.
    public var versions: [ContentHash]
    /// How often the hub was told in vain.
    public var attempts = 0
    /// When it was told in vain first.
    public var since: Timestamp?
    /// Before this it is not told again.
    public var due: Timestamp?
  }

  /// By hub and topic.
  public private(set) var notices: [Notice] = []

  /// How many versions of a document are remembered: more come only where one build after another is killed.
  private static let versions = 64

  /// Nothing is to be told.
  public init() {}

  /// Notes the feeds whose documents are about to change, for each of `hubs`; no other has to be told any more.
  public mutating func note(_ edition: RenderedEdition, to hubs: [AbsoluteURL]) {
    let names = Set(hubs.map(\.string))
    var known = Dictionary(uniqueKeysWithValues: notices.map { ($0.key, $0) }).filter { names.contains($0.key.hub) }
    if !edition.changing.isEmpty, !hubs.isEmpty, let plan = edition.plan {
      for feed in plan.feeds {
        // Pages of archives are read once: nobody subscribes to them.
        for path in feed.pages[0].documents.map(\.path) {
          guard let version = edition.changing[path] else { continue }
          let topic = plan.url.appending(path: path.string).string
          for hub in hubs {
            let key = Key(hub: hub.string, topic: topic)
            var notice = known[key] ?? Notice(hub: key.hub, topic: topic, path: path, versions: [])
            notice.versions = (notice.versions.filter { $0 != version } + [version]).suffix(Outbox.versions)
            notice.due = nil
            known[key] = notice
          }
        }
      }
    }
    notices = known.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Leaves of a notice what `change` leaves of it, and nothing where that is no version.
  public mutating func update(_ change: (inout Notice) throws -> Void) rethrows {
    for index in notices.indices { try change(&notices[index]) }
    notices.removeAll(where: \.versions.isEmpty)
  }

  /// By what a notice is known: there is one of a topic for a hub.
  package struct Key: Hashable, Sendable, Comparable {
    let hub: String
    let topic: String

    package static func < (a: Key, b: Key) -> Bool { (a.hub, a.topic) < (b.hub, b.topic) }
  }
}

extension Outbox.Notice {
  package var key: Outbox.Key { Outbox.Key(hub: hub, topic: topic) }
}

/// As text: a JSON object on a line.
extension Outbox {
  /// As it is kept: a JSON object on a line, for each notice.
  public var text: [UInt8] {
    var json = JSONWriter()
    for notice in notices {
      json.object { json in
        json.string("hub", notice.hub)
        json.string("topic", notice.topic)
        json.string("path", notice.path.string)
        json.array("versions") { json in for version in notice.versions { json.string(nil, version.description) } }
        json.number("attempts", notice.attempts > 0 ? notice.attempts : nil)
        json.number("since", (notice.since?.seconds).map { Int($0) })
        json.number("due", (notice.due?.seconds).map { Int($0) })
      }
      json.endLine()
    }
    return json.take()
  }

  /// A line that is no notice is passed over: what it was about is told when it changes next.
  public init(_ text: [UInt8]) {
    notices = text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let json = try? DataValue(json: Array(line)), let hub = json["hub"]?.string,
        let topic = json["topic"]?.string, let path = json["path"]?.string.flatMap(DocumentPath.init),
        case .array(let versions)? = json["versions"]
      else { return nil }
      func number(_ name: String) -> Int64? {
        if case .number(let number)? = json[name] { Int64(exactly: number) } else { nil }
      }
      return Notice(
        hub: hub, topic: topic, path: path,
        versions: versions.compactMap { $0.string.flatMap(ContentHash.init(hexadecimal:)) },
        attempts: number("attempts").map { Int($0) } ?? 0, since: number("since").map(Timestamp.init(seconds:)),
        due: number("due").map(Timestamp.init(seconds:)))
    }
    // Of two lines about one, as no program writes them, the first counts.
    var seen: Set<Key> = []
    notices = notices.filter { seen.insert($0.key).inserted && !$0.versions.isEmpty }
  }
}

extension StateStore {
  /// What hubs are yet to be told.
  public func outbox() async throws -> Outbox { try await read(.outbox).map { Outbox($0) } ?? Outbox() }

  /// Keeps it; nothing is kept of an empty one.
  ///
  /// - Parameter former: what is kept now.
  public func keep(_ outbox: Outbox, insteadOf former: Outbox) async throws {
    guard outbox != former else { return }
    if outbox.notices.isEmpty { try await remove(.outbox) } else { _ = try await write(outbox.text, to: .outbox) }
  }
}
