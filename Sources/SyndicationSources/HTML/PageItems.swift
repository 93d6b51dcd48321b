internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// What the posts of a page are as items of a source.
struct PageItems: Sendable {
  /// How near a page is to its posts.
  enum Kind: Int, Comparable {
    /// It lives where its only post lives.
    case own
    /// It has one post, which says that it lives elsewhere.
    case single
    /// It has several posts.
    case listing

    static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  private(set) var kind = Kind.own
  private(set) var items: [SourceItem] = []
  private(set) var problems: [Problem] = []
  /// Whether no date was found that could be a post's.
  private(set) var isUndated = false

  /// - Throws: `FileError`.
  init(of file: HTMLFile, for source: HTMLSource) throws(FileError) {
    let (page, state) = try file.read()
    problems = page.problems
    let dated = page.posts.filter { $0.published != nil || $0.updated != nil }
    isUndated = dated.isEmpty
    let without = page.posts.count - dated.count
    if without > 0, !isUndated {
      let what = without == 1 ? "a post without a date is" : "\(without) posts without a date are"
      problems.append(.warning(at: Place(file: file.path), rule: "html", "\(what) left out"))
    }
    for post in dated {
      let unreadable = [post.published, post.updated].compactMap(\.self).filter { $0.date == nil }
      problems += unreadable.map { date in
        .error(
          at: Place(file: file.path, line: date.line), rule: "RFC 3339 §5.6",
          "\(date.text.quoted) is no date: write 2022-03-25, or 2022-03-25T12:00:00Z, in its datetime")
      }
      guard unreadable.isEmpty, let address = address(of: post, on: page, in: file, for: source) else { continue }
      let url = address.string
      var item = SourceItem(
        source: source.name, place: Place(file: file.path, line: post.line),
        identity: .item(id: post.id, url: address))
      item.published = post.published?.date
      item.updated = post.updated?.date
      item.title = post.isNote ? nil : post.title?.line
      item.needsNoTitle = post.needsNoTitle
      item.summary = post.summary.map { Content(.text, .text($0.line, written: $0.written)) }
      item.content = post.body.map { Self.content($0, at: url, on: page, in: file, as: state) }
      item.tags = post.tags
      item.language = post.language
      item.withdrawn = post.withdrawn
      item.isMinorEdit = post.isMinorEdit
      item.asWritten.title = post.title?.written ?? ""
      Self.resolve(post, against: page.base, into: &item)
      items.append(item)
      let home = page.address ?? placed(post, in: file, for: source)
      kind = page.posts.count > 1 ? .listing : url == home.string ? .own : .single
    }
  }

  /// Addresses on the page are relative to it; what was written is what stands there.
  private static func resolve(_ post: PagePost, against base: AbsoluteURL, into item: inout SourceItem) {
    func resolved(_ reference: String) -> String? { base.resolving(reference)?.string }
    item.authors = post.authors
    for index in item.authors.indices { item.authors[index].url = item.authors[index].url.flatMap(resolved) }
    item.image = post.image.flatMap(resolved)
    item.externalURL = post.externalURL.flatMap(resolved)
    item.attachments = post.attachments
    for (index, file) in post.attachments.enumerated() { item.attachments[index].url = resolved(file.url) ?? file.url }
    item.asWritten.authors = post.authors.flatMap(\.texts)
    item.asWritten.files = [post.image ?? ""] + post.attachments.flatMap { [$0.url, $0.title ?? ""] }
  }

  private static func content(
    _ body: PagePost.Body, at url: String, on page: HTMLPage, in file: HTMLFile, as state: FileState
  ) -> Content {
    let isAlone = page.posts.count == 1
    func read() -> Body {
      let read = file.read(body)
      return .text(read.string, written: String(decoding: read.written, as: UTF8.self))
    }
    // To read a page again for each of its posts would be quadratic.
    let text = isAlone ? .handle(HTMLBody(file: file, state: state)) : read()
    if case .text = body { return Content(.text, text) }
    let base = page.address != nil || page.hasBase || !isAlone ? page.base.string : url
    return Content(.html, text, base: base == url ? nil : base)
  }

  /// Where the post lives; nil, and reported, for one of several on a page that cannot be told from the others.
  private mutating func address(
    of post: PagePost, on page: HTMLPage, in file: HTMLFile, for source: HTMLSource
  ) -> SourceItem.Address? {
    if let url = post.url { return url }
    let address = page.address ?? placed(post, in: file, for: source)
    if page.posts.count == 1 { return .derived(address.string) }
    if let anchor = post.anchor { return address.resolving("#\(anchor)").map { .derived($0.string) } }
    problems.append(
      .error(
        at: Place(file: file.path, line: post.line), rule: "RFC 4287 §4.2.6",
        "this is one of \(page.posts.count) posts on the page, and has no address: add a link with the class u-url, or an id"
      ))
    return nil
  }

  /// By the template, else by the file's path.
  private func placed(_ post: PagePost, in file: HTMLFile, for source: HTMLSource) -> AbsoluteURL {
    guard let permalink = source.permalink else { return file.place }
    var segments = file.name.split(separator: "/").map(String.init)
    let stem = segments.popLast().map(PostFile.stem) ?? ""
    if stem.lowercased() != "index" || segments.isEmpty { segments.append(stem) }
    let name = segments.last ?? ""
    // It begins with the day.
    let day = (post.published ?? post.updated)?.date?.prefix(10).split(separator: "-").map(String.init) ?? []
    var values = Dictionary(uniqueKeysWithValues: zip(["{year}", "{month}", "{day}"], day))
    values["{path}"] = AbsoluteURL.percentEncoded(segments.joined(separator: "/"), keeping: "/")
    values["{name}"] = AbsoluteURL.percentEncoded(name)
    values["{slug}"] = Slug.of(post.title?.line ?? name)
    // What is filled in holds no braces.
    let address = values.reduce(permalink) { $0.replacing($1.key, with: $1.value) }
    return AbsoluteURL(address) ?? source.site.url.appending(path: address)
  }
}
