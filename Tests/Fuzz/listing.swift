@testable import Syndication
@testable import SyndicationSources

/// A listing is read or refused with a problem, and how its lines end changes nothing.
func check(_ bytes: [UInt8]) {
  guard let source = try? SourceText(text(bytes), file: "listing.txt") else { fatalError("UTF-8 is refused") }
  let listing = Listing(source)
  require(!listing.posts.isEmpty || !listing.problems.isEmpty, "neither a post nor a problem")
  let lineCount = 1 + source.bytes.count
  for post in listing.posts {
    require(!post.title.isEmpty, "an empty title in line \(post.line)")
    require(!post.summary.isEmpty && post.summary.allSatisfy { !$0.isEmpty }, "an empty summary below \(post.line)")
    require((1...lineCount).contains(post.line), "line \(post.line) of \(lineCount)")
    require(!post.header.tags.contains(""), "an empty tag below \(post.line)")
    require(!post.header.authors.contains { $0.name.isEmpty }, "an author without a name below \(post.line)")
  }
  let lines = listing.problems.map { $0.place.line ?? 0 }
  require(zip(lines, lines.dropFirst()).allSatisfy { $0 <= $1 }, "problems out of order: \(lines)")

  guard !source.bytes.contains(0x0D) else { return }
  let twin = Listing(try! SourceText(source.bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }, file: "listing.txt"))
  // More bytes are fewer control characters among them.
  guard listing.problems != twin.problems || listing.posts != twin.posts else { return }
  require(
    listing.problems.contains { $0.message.contains("control characters") },
    "other posts where lines end in CR LF:\n\(listing)\n\(twin)")
}
