internal import Glibc

/// A language that feeds are written in.
///
/// An entry's fragment cannot see the feed that holds it: it is written once, and spliced into every feed.
public protocol FeedFormat: Sendable {
  /// `atom`, `rss` or `json`: its name in the configuration, and the extension of its documents.
  var name: String { get }
  /// RFC 6838, with the character set.
  var mediaType: String { get }
  /// Whether podcast directories read it.
  var isForPodcasts: Bool { get }
  /// An entry's bytes, the same in every feed that holds it.
  func fragment(of entry: PreparedEntry, as form: EntryForm) throws(RenderError) -> [UInt8]
  /// What stands around the entries of a document.
  func frame(of input: RenderInput.Frame) throws(RenderError) -> Frame
  /// Rule X5: whether `fragment`, by itself, can break no document that it is spliced into.
  ///
  /// - Parameter entry: that it was made of. What was looked at for another format, and is the same here byte for byte, need
  ///   not be looked at again.
  func isWellFormed(fragment: [UInt8], of entry: PreparedEntry) -> Bool
  /// Rule X5: whether `frame` is a whole document, of no entries.
  func isWellFormed(frame: Frame) -> Bool
  /// The entries that a document in this format holds; nil where it is none.
  func heldEntries(in document: [UInt8]) -> HeldEntries?
  /// Whether a document that we wrote is in this format, by its beginning.
  func isBegun(by head: [UInt8]) -> Bool
  /// Where the entries of a document that we wrote lie in its bytes, in their order.
  func entryRanges(in document: [UInt8]) -> [Range<Int>]
}

/// Of most formats: they are XML, and not for podcasts.
extension FeedFormat {
  public var isForPodcasts: Bool { false }

  public func isWellFormed(fragment: [UInt8], of entry: PreparedEntry) -> Bool {
    let known: LookedAtText? = if case .html(let html)? = entry.content { html.lookedAtText } else { nil }
    return WellFormedness.holds(fragment: fragment, knowing: known)
  }

  public func isWellFormed(frame: Frame) -> Bool { WellFormedness.holds(frame: frame) }
}

extension FeedFormat {
  /// Of documents in XML: whether an element of that name is the first.
  func isBegun(by head: [UInt8], withElement name: String) -> Bool {
    guard head.starts(with: "<?xml ".utf8) else { return false }
    var index = head.startIndex
    while let open = head[index...].firstIndex(of: UInt8(ascii: "<")), open + 1 < head.endIndex {
      if head[open + 1].isLetter {
        return head[(open + 1)...].prefix { $0.isLetter || $0.isDigit }.elementsEqual(name.utf8)
      }
      index = open + 1
    }
    return false
  }

  /// Those of elements of that name, which hold no others of it: in what we write, `<` stands before names alone.
  func elementRanges(_ name: String, in document: [UInt8]) -> [Range<Int>] {
    let (open, close) = (Array("<\(name)".utf8), Array("</\(name)>".utf8))
    return document.withUnsafeBufferPointer { bytes in
      var ranges: [Range<Int>] = []
      var (index, start) = (0, 0)
      while let found = memchr(bytes.baseAddress! + index, Int32(UInt8(ascii: "<")), bytes.count - index) {
        index = UnsafeRawPointer(found) - UnsafeRawPointer(bytes.baseAddress!)
        func follows(_ text: [UInt8]) -> Bool {
          bytes.count - index > text.count && memcmp(bytes.baseAddress! + index, text, text.count) == 0
        }
        if follows(open), [UInt8(ascii: ">"), 0x20].contains(bytes[index + open.count]) { start = index }
        if follows(close) { ranges.append(start..<index + close.count) }
        index += 1
      }
      return ranges
    }
  }
}

/// What stands around the entries of a document.
public struct Frame: Sendable, Hashable {
  /// Before the first entry.
  public var opening: [UInt8]
  /// Between two entries.
  public var separator: [UInt8]
  /// After the last entry.
  public var closing: [UInt8]
}

/// The formats there are.
public enum FeedFormats {
  /// Each of them once.
  public static let all: [any FeedFormat] = [Atom(), RSS(), JSONFeed()]

  /// The entries that a document holds, in whichever format; nil where it is in none of them.
  public static func heldEntries(in document: [UInt8]) -> HeldEntries? {
    all.lazy.compactMap { $0.heldEntries(in: document) }.first
  }

  /// The one of a name, as the configuration has it: `atom`; nil where there is none.
  public static func named(_ name: String) -> (any FeedFormat)? { all.first { $0.name == name } }
}

/// Who made the feed; without a version, so that an upgrade rewrites nothing.
enum Generator {
  static let name = "Syndicate"
}

extension XMLWriter {
  /// The links to hubs (WebSub §4).
  ///
  /// - Parameter name: of Atom's element.
  func links(_ name: StaticString, to hubs: [AbsoluteURL]) throws(RenderError) {
    for hub in hubs { try element(name, ["rel": "hub", "href": hub.string]) }
  }
}

/// The vocabularies of other specifications, under their usual prefixes (rule X4).
enum Namespace {
  static let atom = "http://www.w3.org/2005/Atom"
  static let content = "http://purl.org/rss/1.0/modules/content/"
  static let dublinCore = "http://purl.org/dc/elements/1.1/"
  static let media = "http://search.yahoo.com/mrss/"
  static let tombstones = "http://purl.org/atompub/tombstones/1.0"
  static let history = "http://purl.org/syndication/history/1.0"
  static let podcast = "http://www.itunes.com/dtds/podcast-1.0.dtd"
}
