/// A text of an entry as its author wrote it, and what it is written in.
///
/// What is rendered of it is never hashed as what its author wrote.
public struct Content: Sendable, Hashable {
  /// As the source has it.
  public var body: Body
  /// What the body is written in.
  public var markup: any Markup

  /// A text, and how it is read.
  public init(_ body: Body, in markup: any Markup) {
    self.body = body
    self.markup = markup
  }

  /// The text as its author wrote it.
  public func read() throws -> String { try body.read() }

  /// Whether both are the same text, read in the same way.
  public static func == (a: Content, b: Content) -> Bool {
    a.body == b.body && AnyHashable(a.markup) == AnyHashable(b.markup)
  }

  /// Of both.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(body)
    hasher.combine(AnyHashable(markup))
  }
}

/// A text, or a handle on one that is read when a feed selects the entry.
public enum Body: Sendable, Hashable {
  case text(String)
  case handle(any BodyHandle)

  /// The text.
  public func read() throws -> String {
    switch self {
    case .text(let text): text
    case .handle(let handle): String(decoding: try handle.utf8(), as: UTF8.self)
    }
  }

  /// The text's bytes: a body is long, and a String would be checked anew each time that it is made.
  func utf8() throws -> [UInt8] {
    switch self {
    case .text(let text): Array(text.utf8)
    case .handle(let handle): try handle.utf8()
    }
  }

  public static func == (a: Body, b: Body) -> Bool {
    switch (a, b) {
    case (.text(let a), .text(let b)): a == b
    case (.handle(let a), .handle(let b)): AnyHashable(a) == AnyHashable(b)
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .text(let text): hasher.combine(text)
    case .handle(let handle): hasher.combine(AnyHashable(handle))
    }
  }
}

/// Where a source keeps a body: the core's one door to I/O.
public protocol BodyHandle: Sendable, Hashable {
  /// The text, as valid UTF-8.
  func utf8() throws -> [UInt8]
}

/// A file that belongs to an entry. RFC 4287 §4.2.7.2 "enclosure"; JSON Feed 1.1 "attachments".
public struct Attachment: Sendable, Hashable, Encodable {
  public var url: String
  public var mediaType: String
  public var title: String?
  /// In bytes.
  public var size: Int?
  /// In seconds.
  public var duration: Double?

  public init(url: String, mediaType: String, title: String? = nil, size: Int? = nil, duration: Double? = nil) {
    self.url = url
    self.mediaType = mediaType
    self.title = title
    self.size = size
    self.duration = duration
  }
}
