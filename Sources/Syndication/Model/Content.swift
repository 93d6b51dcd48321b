/// The content of an entry: its kind, and its body.
public struct Content: Sendable, Hashable {
  /// What the body is written in.
  public enum Kind: String, Sendable, Hashable { case html, text, markdown }
  /// What the body is written in, once its template is filled in.
  public var kind: Kind
  /// As the source has it.
  public var body: Body
  /// How a body in Markdown is read where the ways differ.
  public var dialect = MarkdownDialect.commonMark
  /// What tags of a template language in the body mean; nil where there are none.
  public var template: Template?
  /// What ends the summary that the body begins with, beside `<!--more-->`.
  public var excerptSeparator: String?
  /// What addresses in the body are relative to, an absolute URL; nil where that is the entry's permalink.
  public var base: String?

  /// Of HTML or text alone, nothing but the body need be given.
  public init(
    _ kind: Kind, _ body: Body, template: Template? = nil, excerptSeparator: String? = nil, base: String? = nil
  ) {
    self.kind = kind
    self.body = body
    self.template = template
    self.excerptSeparator = excerptSeparator
    self.base = base
  }
}

/// What a body in Markdown was written for, where CommonMark says otherwise.
public enum MarkdownDialect: String, Sendable, Hashable {
  /// As its specification has it, with GitHub's tables and the like.
  case commonMark
  /// As kramdown and Python-Markdown have it: an element of HTML goes on to its end tag, whatever blank lines are in it, and
  /// is Markdown inside only where it says `markdown="1"`. A table needs no head.
  case kramdown
  /// What stands between tags on lines of their own is Markdown, and nothing is code because it is indented.
  case mdx
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
public struct Attachment: Sendable, Hashable {
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
