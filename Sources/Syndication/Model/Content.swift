internal import Synchronization

/// A text of an entry as its author wrote it, and what it is written in.
///
/// What is rendered of it is never hashed as what its author wrote.
public struct Content: Sendable {
  /// As the source has it.
  public var body: Body
  /// Many may have one.
  var shared: SharedMarkup

  /// What the body is written in.
  public var markup: any Markup {
    get { shared.value }
    set { shared = SharedMarkup(newValue) }
  }

  /// A text, and how it is read.
  public init(_ body: Body, in markup: any Markup) { self.init(body, in: SharedMarkup(markup)) }

  /// The same, where others are read so, too.
  package init(_ body: Body, in markup: SharedMarkup) {
    self.body = body
    shared = markup
  }

  /// The text, and what its author wrote of it.
  public func read() throws -> ReadBody { try body.read() }
}

/// A markup that many texts have, hashed once.
package final class SharedMarkup: Sendable {
  let value: any Markup
  private let fingerprint = Mutex<ContentHash?>(nil)

  package init(_ markup: any Markup) { value = markup }

  /// Of most it is never wanted.
  var hash: ContentHash {
    fingerprint.withLock { fingerprint in
      let hash = fingerprint ?? ContentHash(of: value)
      fingerprint = hash
      return hash
    }
  }
}

/// A text, or a handle on one that is read when a feed selects the entry.
public enum Body: Sendable {
  /// `written` is what its author wrote, where that is not the text itself; see `ReadBody`.
  case text(String, written: String? = nil)
  case handle(any BodyHandle)

  /// The text, and what its author wrote of it.
  public func read() throws -> ReadBody {
    switch self {
    case .text(let text, let written): ReadBody(Array(text.utf8), written: written.map { Array($0.utf8) })
    case .handle(let handle): try handle.read()
    }
  }
}

/// A body that was read. It is bytes: a body is long, and a String would be checked anew each time that it is made.
public struct ReadBody: Sendable, Hashable {
  /// What is rendered, as valid UTF-8.
  public var text: [UInt8]
  /// What its author wrote, which is hashed: no setting and no version of this program makes it another.
  public var written: [UInt8]

  /// - Parameter written: where it is not the text itself.
  public init(_ text: [UInt8], written: [UInt8]? = nil) {
    self.text = text
    self.written = written ?? text
  }

  /// What is rendered.
  public var string: String { String(decoding: text, as: UTF8.self) }
}

/// Where a source keeps a body: the core's one door to I/O.
public protocol BodyHandle: Sendable, Hashable {
  /// The body, as it is now.
  ///
  /// - Throws: where it cannot be read, or its file changed meanwhile.
  func read() throws -> ReadBody
  /// This one and another, which lies beside it; nil where they cannot be read at once.
  func read(with other: any BodyHandle) throws -> (ReadBody, ReadBody)?
}

extension BodyHandle {
  public func read(with other: any BodyHandle) throws -> (ReadBody, ReadBody)? { nil }
}

extension SourceItem {
  /// The summary and the content, as far as there are any.
  func readBodies() throws -> (summary: ReadBody?, content: ReadBody?) {
    if case .handle(let first)? = summary?.body, case .handle(let second)? = content?.body,
      let (summary, content) = try first.read(with: second)
    {
      return (summary, content)
    }
    return (try summary?.read(), try content?.read())
  }
}

/// A file that belongs to an entry. RFC 4287 §4.2.7.2 "enclosure"; JSON Feed 1.1 "attachments".
public struct Attachment: Sendable, Hashable, Fingerprinted {
  /// Its address, as its author wrote it.
  public var url: String
  /// As RFC 6838 has it: `audio/mpeg`.
  public var mediaType: String
  /// What people call it.
  public var title: String?
  /// In bytes.
  public var size: Int?
  /// In seconds.
  public var duration: Double?

  /// One of these.
  public init(url: String, mediaType: String, title: String? = nil, size: Int? = nil, duration: Double? = nil) {
    self.url = url
    self.mediaType = mediaType
    self.title = title
    self.size = size
    self.duration = duration
  }
}

extension Attachment {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Attachment.self)
}
