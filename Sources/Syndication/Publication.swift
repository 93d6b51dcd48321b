/// A document's path below the folder or address that feeds are served from: `tags/graphs.atom`.
///
/// Relative, `/`-separated; no segment is empty, `.`, `..` or longer than the 255 bytes that file systems take, and no
/// character is a control character.
public struct DocumentPath: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let string: String

  /// Nil where `string` is absolute, leads out, or is no path at all.
  public init?(_ string: String) {
    // In one pass: each build asks it of each document, and of each that ever was.
    var string = string
    let isPath = string.withUTF8 { bytes in
      var start = 0
      for index in 0...bytes.count {
        if index < bytes.count, bytes[index] != UInt8(ascii: "/") {
          guard bytes[index] >= 0x20, bytes[index] != 0x7F else { return false }
          continue
        }
        let segment = bytes[start..<index]
        guard 1...255 ~= segment.count, segment.count > 2 || segment.contains(where: { $0 != UInt8(ascii: ".") }) else {
          return false
        }
        start = index + 1
      }
      return true
    }
    guard isPath else { return nil }
    self.string = string
  }

  public var description: String { string }

  public static func < (a: DocumentPath, b: DocumentPath) -> Bool { a.string < b.string }
}

/// A feed as bytes: slices of shared fragments and its frame, never one large buffer.
public struct Document: Sendable, Hashable {
  public let parts: [[UInt8]]
  public let mediaType: String
  /// In bytes.
  public let size: Int
  /// Of all bytes.
  public let hash: ContentHash

  public init(parts: [[UInt8]], mediaType: String) {
    self.parts = parts
    self.mediaType = mediaType
    size = parts.reduce(0) { $0 + $1.count }
    hash = ContentHash(parts)
  }

  // Equal bytes are equal documents, wherever they are cut into parts.
  public static func == (a: Document, b: Document) -> Bool {
    a.hash == b.hash && a.size == b.size && a.mediaType == b.mediaType
      && (a.parts == b.parts || a.parts.joined().elementsEqual(b.parts.joined()))
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// The documents of a build, in the order in which they are to appear: tags first, the global feed last.
public struct Publication: Sendable, Hashable {
  public struct Item: Sendable, Hashable {
    public var path: DocumentPath
    public var document: Document

    public init(path: DocumentPath, document: Document) {
      self.path = path
      self.document = document
    }
  }

  /// Each path occurs once.
  public var documents: [Item]
  /// Paths that were ours and must not be there any more.
  public var withdrawn: Set<DocumentPath>

  public init(documents: [Item] = [], withdrawn: Set<DocumentPath> = []) {
    self.documents = documents
    self.withdrawn = withdrawn
  }
}

/// A place where documents are published: a folder, a server's memory.
public protocol Sink: Sendable {
  /// Makes the documents of `publication` appear, writing only what changed, and removes what is withdrawn.
  ///
  /// A reader finds each document wholly old or wholly new, also where this throws.
  func publish(_ publication: Publication) async throws -> PublishReport
}

/// What publishing did. The three sets have nothing in common; the first two together are the publication's documents.
public struct PublishReport: Sendable, Hashable {
  public var written: Set<DocumentPath>
  public var unchanged: Set<DocumentPath>
  /// Withdrawn documents that were there.
  public var removed: Set<DocumentPath>

  public init(
    written: Set<DocumentPath> = [], unchanged: Set<DocumentPath> = [], removed: Set<DocumentPath> = []
  ) {
    self.written = written
    self.unchanged = unchanged
    self.removed = removed
  }
}
