internal import Syndication

/// What the text of a listing holds.
///
/// A site title and what a reader view adds, then the posts: a title, a header line, one or more paragraphs of summary.
/// The headers anchor everything: the paragraph before one is its title, all up to the next title its summary.
/// What fits nowhere is an error, for it may be a post.
struct Listing {
  struct Post: Hashable {
    var title: String
    /// Where the title stands, from 1.
    var line: Int
    var header: HeaderLine
    /// A paragraph each.
    var summary: [String]
  }

  private(set) var posts: [Post] = []
  private(set) var problems: [Problem] = []
  private let file: String

  init(_ text: SourceText) {
    file = text.file
    read(text)
    problems.sort { ($0.place.line ?? 0) < ($1.place.line ?? 0) }
  }

  private mutating func read(_ text: SourceText) {
    // Saved text may hold a stray control character, which is dropped later; other files are full of them.
    guard text.bytes.count(where: { $0 < 0x20 && !(0x09...0x0D).contains($0) }) * 20 <= text.bytes.count else {
      return report("this is no text but full of control characters: save the page as plain text in UTF-8")
    }
    let paragraphs = Paragraph.all(in: text)
    if paragraphs.isEmpty { return report("the listing is empty: it has to hold at least one post") }
    let readings = paragraphs.map(\.header)
    let anchors = Listing.anchors(in: paragraphs, readings)
    guard let first = anchors.first, readings.contains(where: { $0 != nil }) else {
      return report("no post in this text: none of its paragraphs is a header line such as \(HeaderLine.example)")
    }
    // Before the first post stands the site's title alone: more may be a post that lost its header.
    if let stray = paragraphs[..<first.title].dropFirst().first {
      report(
        "\(stray.text.quoted) stands between the site's title and the first post: if it is of a post, give that a "
          + "header line such as \(HeaderLine.example); else delete it", line: stray.line)
    }
    for (anchor, end) in zip(anchors, anchors.dropFirst().map(\.title) + [paragraphs.count]) {
      readPost(at: anchor, in: paragraphs[..<end], isLast: end == paragraphs.count)
    }
    removeTwins()
  }

  /// Where a post is: the indices of its title's and its header's paragraph, which are one where either is missing.
  private struct Anchor {
    var title: Int
    var header: Int
    var reading: Result<HeaderLine, HeaderError>
  }

  private static func anchors(
    in paragraphs: [Paragraph], _ readings: [Result<HeaderLine, HeaderError>?]
  ) -> [Anchor] {
    func isHeader(_ index: Int) -> Bool {
      if index < readings.count, case .success? = readings[index] { true } else { false }
    }
    // What cannot be read as a header but stands before one is a title, whatever it looks like.
    func isAnchor(_ index: Int) -> Bool {
      index < readings.count && readings[index] != nil && (isHeader(index) || !isHeader(index + 1))
    }
    var anchors: [Anchor] = []
    for (index, paragraph) in paragraphs.enumerated() {
      if let reading = readings[index], isAnchor(index) {
        var hasTitle = index > 0 && anchors.last?.header != index - 1
        // A header that begins a block has a title only where that is a block too: else it is the end of a summary.
        if hasTitle, paragraph.beginsBlock { hasTitle = paragraphs[index - 1].beginsBlock }
        if case .failure(let error) = reading, error.lineOffset > 0 { hasTitle = false }
        anchors.append(Anchor(title: hasTitle ? index - 1 : index, header: index, reading: reading))
        continue
      }
      // A block is a post, unless a header ends the block before: then it is that post's summary.
      let isSummary = anchors.last.map { $0.header == index - 1 && $0.title < $0.header } ?? false
      guard paragraph.beginsBlock, !isSummary, !isAnchor(index + 1) else { continue }
      let follower = paragraphs[(index + 1)...].first
      if let follower, !follower.beginsBlock, !isHeader(index + 2) {
        let error = HeaderError(
          "\(follower.text.quoted) is no header line, and one has to follow the title \(paragraph.text.quoted): "
            + "write it as \(HeaderLine.example)")
        anchors.append(Anchor(title: index, header: index + 1, reading: .failure(error)))
      } else {
        let error = HeaderError(
          "no header line follows \(paragraph.text.quoted): below a title write one such as \(HeaderLine.example); "
            + "between the paragraphs of a summary leave a single blank line")
        anchors.append(Anchor(title: index, header: index, reading: .failure(error)))
      }
    }
    return anchors
  }

  /// Reads the post that ends with `paragraphs`.
  private mutating func readPost(at anchor: Anchor, in paragraphs: ArraySlice<Paragraph>, isLast: Bool) {
    let line = paragraphs[anchor.header].line
    let summary = paragraphs[(anchor.header + 1)...].map(\.text)
    switch anchor.reading {
    case .failure(let error): report(error.message, line: line + error.lineOffset)
    case .success where anchor.title == anchor.header:
      report(
        "no title stands before this header line: put the post's title above it, and one blank line between",
        line: line)
    case .success where summary.isEmpty && isLast:
      report("the listing is cut off after this header line: save the page again, summaries too", line: line)
    case .success where summary.isEmpty:
      report("no summary stands between this header line and the next title: write one", line: line)
    case .success(let header):
      let title = paragraphs[anchor.title]
      posts.append(Post(title: title.title, line: title.line, header: header, summary: summary))
    }
  }

  /// The first of two posts stays where they share what a listing's post is known by: its date, its title's slug.
  private mutating func removeTwins() {
    var lines: [String: Int] = [:]
    var kept: [Post] = []
    for post in posts {
      let key = "\(post.header.date) \(Slug.of(post.title))"
      if let first = lines[key] {
        report(
          "lines \(first) and \(post.line) begin two posts of \(post.header.date) with one title, "
            + "\(post.title.quoted): delete one of them, or change its title or date", line: post.line)
      } else {
        lines[key] = post.line
        kept.append(post)
      }
    }
    posts = kept
  }

  private mutating func report(_ message: String, line: Int? = nil) {
    problems.append(.error(at: Place(file: file, line: line), rule: "listing", message))
  }
}
