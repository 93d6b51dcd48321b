internal import NIOCore
internal import Syndication

/// The core has another, which is not for sockets.
typealias ByteBuffer = NIOCore.ByteBuffer

/// A line of a head: names are written as HTTP/1.1 shows them.
typealias Field = (name: String, value: String)

/// A document in one coding, with all that is said of it made once. Many threads answer with it: one reference is counted then.
final class Representation: Sendable {
  /// Strong, in quotes: the hash of these very bytes, so that it is the same wherever they are (RFC 9110 §8.8.3).
  let tag: String
  let body: ByteBuffer
  /// Of an answer that has it, or a part of it.
  let fields: [Field]
  /// Of one that says that the client has it (RFC 9110 §15.4.5).
  let notModifiedFields: [Field]
  /// For HTTP/1.1, the lines of these answers, up to where the date is written.
  let head: ByteBuffer
  let notModifiedHead: ByteBuffer

  /// - Parameters:
  ///   - fields: of the document, whatever its coding.
  ///   - type: of its media.
  init(_ body: ByteBuffer, tag: String, in coding: ContentCoding, type: String, fields: [Field]) {
    self.tag = tag
    self.body = body
    notModifiedFields = [("ETag", tag)] + fields
    self.fields =
      [("Content-Type", type)] + (coding == .identity ? [] : [("Content-Encoding", coding.rawValue)])
      + notModifiedFields + [("Accept-Ranges", "bytes"), ("X-Content-Type-Options", "nosniff")]
    head = ByteBuffer(
      string: "HTTP/1.1 200 OK\r\n" + self.fields.lines + "Content-Length: \(body.readableBytes)\r\n")
    notModifiedHead = ByteBuffer(string: "HTTP/1.1 304 Not Modified\r\n" + notModifiedFields.lines)
  }

  /// Said anew.
  convenience init(_ other: Representation, in coding: ContentCoding, type: String, fields: [Field]) {
    self.init(other.body, tag: other.tag, in: coding, type: type, fields: fields)
  }

  static func tag(of bytes: [UInt8]) -> String { "\"\(ContentHash(bytes))\"" }
}

extension [Field] {
  /// As HTTP/1.1 writes them.
  var lines: String { map { "\($0.name): \($0.value)\r\n" }.joined() }
}
