internal import NIOCore
internal import Syndication
internal import SyndicationFiles

/// A document as it is served, in each coding, and what is remembered of what it was before.
final class ServedDocument: Sendable {
  let path: DocumentPath
  let kind: DocumentKind
  /// The name of its feed's scope; nil where it is none's.
  let scope: String?
  /// As it lay in the folder; nil of one that came from elsewhere.
  let state: FileState?
  /// When its bytes were last others; nil where nobody knows.
  let modified: Timestamp?
  let modifiedText: String?
  let identity: Representation
  /// Where they are smaller.
  let gzip: Representation?
  let brotli: Representation?
  let entries: FeedEntries?
  /// Oldest first.
  let former: [FormerVersion]
  let traffic: Traffic

  /// What a client may still have.
  struct FormerVersion: Sendable {
    let tags: [String]
    let entries: Set<UInt64>

    /// About how many bytes of memory it takes.
    var size: Int { 256 + entries.count * 16 }
  }

  /// How many versions are remembered.
  static let versions = 8

  /// - Parameters:
  ///   - bytes: with `state`.
  ///   - before: what was served in its place.
  ///   - now: later than this nothing was modified (RFC 9110 §8.8.2.1).
  init(
    at path: DocumentPath, _ bytes: [UInt8], _ kind: DocumentKind, of scope: String?, state: FileState,
    after before: ServedDocument?, said words: Wording, now: Int, counting traffic: Traffic
  ) {
    self.path = path
    self.kind = kind
    self.scope = scope
    self.state = state
    self.traffic = traffic
    let modified = Timestamp(seconds: min(state.modified / 1_000_000_000, Int64(now)))
    self.modified = modified
    modifiedText = HTTPDate.text(of: modified)
    entries = FeedEntries(of: bytes, in: kind)
    (identity, gzip, brotli) = ServedDocument.forms(
      of: bytes, type: kind.mediaType, words.fields(of: path, kind, modified: modifiedText))
    var former = before?.former ?? []
    if let before, before.identity.tag != identity.tag, let entries = before.entries {
      former.append(
        FormerVersion(
          tags: [before.identity, before.gzip, before.brotli].compactMap { $0?.tag }, entries: Set(entries.hashes)))
    }
    self.former = former.suffix(ServedDocument.versions)
  }

  /// One of which its bytes alone are known, so that whoever serves it says the same of it.
  ///
  /// - Parameter maxAge: in seconds.
  init(at path: DocumentPath, _ bytes: [UInt8], _ kind: DocumentKind, maxAge: Int, counting traffic: Traffic) {
    self.path = path
    self.kind = kind
    self.traffic = traffic
    (scope, state, modified, modifiedText, entries, former) = (nil, nil, nil, nil, nil, [])
    (identity, gzip, brotli) = ServedDocument.forms(
      of: bytes, type: kind.mediaType, Wording.fields(modified: nil, maxAge: maxAge))
  }

  private typealias Forms = (identity: Representation, gzip: Representation?, brotli: Representation?)

  /// In each coding.
  private static func forms(of bytes: [UInt8], type: String, _ fields: [Field]) -> Forms {
    func form(_ bytes: [UInt8], _ coding: ContentCoding) -> Representation {
      Representation(
        ByteBuffer(bytes: bytes), tag: Representation.tag(of: bytes), in: coding, type: type, fields: fields)
    }
    return (
      form(bytes, .identity), ContentCoding.gzip.encoded(bytes).map { form($0, .gzip) },
      ContentCoding.brotli.encoded(bytes).map { form($0, .brotli) }
    )
  }

  /// About how many bytes of memory it takes.
  var size: Int {
    [identity, gzip, brotli].reduce(512) { size, form in
      guard let form else { return size }
      return size + 2_048 + form.body.storageCapacity + form.head.storageCapacity + form.notModifiedHead.storageCapacity
    }
  }

  /// The same said in other words, or with less remembered.
  init(
    _ other: ServedDocument, of scope: String?, said words: Wording, remembering versions: Int,
    counting traffic: Traffic
  ) {
    path = other.path
    kind = other.kind
    self.scope = scope
    state = other.state
    modified = other.modified
    modifiedText = other.modifiedText
    let fields = words.fields(of: path, kind, modified: modifiedText)
    let type = kind.mediaType
    identity = Representation(other.identity, in: .identity, type: type, fields: fields)
    gzip = other.gzip.map { Representation($0, in: .gzip, type: type, fields: fields) }
    brotli = other.brotli.map { Representation($0, in: .brotli, type: type, fields: fields) }
    entries = other.entries
    former = other.former.suffix(versions)
    self.traffic = traffic
  }

  /// What has come since a client had one of `tags`, where that is remembered, and fewer bytes than `limit`.
  func delta(since tags: [Substring], below limit: Int) -> [UInt8]? {
    // The newest that it has.
    guard let entries,
      let known = former.last(where: { version in tags.contains { version.tags.contains(String($0)) } })
    else { return nil }
    let delta = entries.document(Array(buffer: identity.body)) { known.entries.contains($0) }
    return delta.flatMap { $0.count < limit ? $0 : nil }
  }
}

/// What is said of every document.
struct Wording: Sendable, Hashable {
  /// Where the feeds' folder is served.
  var url: AbsoluteURL
  /// In seconds.
  var maxAge: Int
  /// The addresses of hubs; none where nothing is pushed.
  var hubs: [String]

  /// Rules H2 to H4.
  func fields(of path: DocumentPath, _ kind: DocumentKind, modified: String?) -> [Field] {
    var fields = Wording.fields(modified: modified, maxAge: maxAge)
    if kind.format != nil, !hubs.isEmpty {
      let own = url.appending(path: path.string)
      fields += hubs.map { ("Link", "<\($0)>; rel=\"hub\"") } + [("Link", "<\(own)>; rel=\"self\"")]
    }
    return fields
  }

  /// Of every document, wherever it comes from.
  static func fields(modified: String?, maxAge: Int) -> [Field] {
    let time: [Field] = modified.map { [("Last-Modified", $0)] } ?? []
    return time + [("Cache-Control", cacheControl(maxAge)), ("Vary", "Accept-Encoding")] + sharing
  }

  /// - Parameter maxAge: in seconds.
  static func cacheControl(_ maxAge: Int) -> String { "max-age=\(maxAge)" }

  /// Pages of others may read what is public, and its tag.
  static let sharing: [Field] = [
    ("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag, Link"),
  ]
}
