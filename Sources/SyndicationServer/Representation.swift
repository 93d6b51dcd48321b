/// How the bytes of a document go over the wire: as they are, or compressed.
public enum ContentCoding: String, Sendable, CaseIterable {
  case identity, gzip
  case brotli = "br"
}
