internal import Crypto
internal import Syndication

/// Which version of an object there is, as the index keeps it in a record's `tag`: the entity tag of the one that was stored
/// last, and the checksums of those that were about to be stored since, of which nobody knows whether they were.
///
/// So a publisher that comes after one that was killed knows what that one may have stored for ours.
struct S3Version: Hashable {
  /// Nil where none was stored yet.
  var tag: String?
  /// SHA-256 in base 64, the oldest first.
  var pending: [String] = []

  /// More come only where one publisher after another is killed.
  private static let most = 16

  init(tag: String?) { self.tag = tag }

  init(_ record: DocumentRecord) {
    var parts = record.tag.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let first = parts.removeFirst()
    tag = first.isEmpty ? nil : first
    pending = parts
  }

  /// As the index keeps it.
  var text: String { ([tag ?? ""] + pending.suffix(S3Version.most)).joined(separator: " ") }
}
