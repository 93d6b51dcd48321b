/// What tells a document that this program made from one that another did, wherever it lies: what stands before its first
/// entry names the generator.
///
/// A text that an author wrote cannot look like it: in a frame each is escaped.
package enum OwnMark {
  /// So many bytes of a document's beginning tell.
  package static let length = 1 << 16

  /// - Parameter head: the document's beginning.
  package static func isBorne(by head: [UInt8]) -> Bool {
    forms.contains { form in
      guard head.starts(with: form.opening), let mark = head.firstRange(of: form.mark) else { return false }
      let before = head[..<mark.lowerBound]
      return form.entries.allSatisfy { before.firstRange(of: $0) == nil }
    }
  }

  private struct Form: Sendable {
    /// What a document begins with.
    let opening: [UInt8]
    /// The bytes that name this program.
    let mark: [UInt8]
    /// The bytes that an entry begins with, or the list of them.
    let entries: [[UInt8]]

    init(of opening: String, _ mark: String, before entries: String...) {
      self.opening = Array(opening.utf8)
      self.mark = Array(mark.utf8)
      self.entries = entries.map { Array($0.utf8) }
    }

    init(of opening: [UInt8]) { (self.opening, mark, entries) = (opening, opening, []) }
  }

  private static let forms = [
    Form(of: "<?xml ", "<generator>\(Generator.name)</generator>", before: "<entry", "<item"),
    Form(
      of: "{\"version\":\"https://jsonfeed.org/", "\"_syndicate\":{\"generator\":\"\(Generator.name)\"}",
      before: "\"items\":["),
    // Documents about all feeds begin with it.
    Form(of: OPML.opening), Form(of: FeedCatalogue.opening), Form(of: FeedPage.opening),
    Form(of: FeedStylesheet.opening),
    Form(of: HostFile.opening),
  ]
}
