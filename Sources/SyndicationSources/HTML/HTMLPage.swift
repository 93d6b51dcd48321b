internal import Syndication

/// A saved page, and the posts that it holds.
struct HTMLPage {
  /// Where the page lives, as it says itself, or as the program that saved it noted.
  let address: AbsoluteURL?
  /// What relative addresses in it are relative to.
  let base: AbsoluteURL
  /// Whether it says so with `base href`.
  let hasBase: Bool
  /// Nil for a page without an element.
  let root: HTMLElement?
  private(set) var posts: [PagePost] = []
  private(set) var problems: [Problem] = []

  /// - Parameters:
  ///   - html: in any encoding.
  ///   - place: where the page lives if it does not say.
  ///   - file: the name that problems give it.
  init(_ html: [UInt8], at place: AbsoluteURL, file: String) {
    let tree = HTMLTree(HTMLEncoding.utf8(html))
    root = tree.root
    guard let root else {
      (address, base, hasBase) = (nil, place, false)
      return
    }
    let head = PageHead(of: root)
    let saved =
      tree.comments.lazy.compactMap(Self.address(savedIn:)).first
      // Of Firefox's reader view.
      ?? root.first { $0.has(class: "reader-domain") }?["href"].flatMap { AbsoluteURL($0) }
    let stated = [head.canonical, head.url].lazy.compactMap { $0.flatMap { (saved ?? place).address(of: $0) } }.first {
      AbsoluteURL($0.string)?.isWebAddress ?? false
    }
    address = stated.flatMap { AbsoluteURL($0.string) } ?? saved
    let url = address ?? place
    let base = head.base.flatMap(url.resolving)
    (self.base, hasBase) = (base ?? url, base != nil)

    let data = LinkedData(in: root, base: self.base, file: file)
    problems = data.problems
    if tree.isCut {
      problems.append(
        .warning(
          at: Place(file: file, line: tree.nodes.last?.line), rule: "html",
          "elements are nested \(HTMLTree.depth) deep here: what follows is not read"))
    }
    var told = Self.own(of: data.posts, at: url)
    var whole = head.post(base: self.base)
    if told.count == 1, case .text(let text)? = told[0].body {
      whole.body = PageBody.ofPage(root, or: text)
      told[0].body = whole.body
    } else {
      whole.body = PageBody.ofPage(root)
    }
    let ways = [
      Self.own(of: Microformats.posts(in: root, base: self.base), at: url),
      Self.own(of: ArticleElements.posts(in: root, at: url, base: self.base), at: url),
      told,
      whole.published == nil ? [] : [whole],
    ]
    guard let first = ways.firstIndex(where: { !$0.isEmpty }) else { return }
    posts = ways[first]
    for accounts in ways[(first + 1)...].dropLast() { fill(from: accounts) }
    if posts.count == 1 {
      // The page of a note is called by the site.
      if posts[0].isUnnamed, ArticleElements.pageHeading(of: root) == nil { whole.title = nil }
      posts[0].fill(from: whole)
      // JSON-LD tells an address too, but the page's own word comes first.
      let marked = first < 2 ? posts[0].url : nil
      posts[0].url = marked ?? stated ?? told.first?.url
    } else {
      for index in posts.indices { posts[index].language = posts[index].language ?? whole.language }
    }
  }

  /// The post that the page is of, where others are shown beside it: that with the page's address, or the one without.
  private static func own(of posts: [PagePost], at address: AbsoluteURL) -> [PagePost] {
    guard posts.count > 1 else { return posts }
    let own = posts.filter { $0.url?.string == address.string }
    if own.count == 1 { return own }
    let unaddressed = posts.filter { $0.url == nil }
    return unaddressed.count == 1 ? unaddressed : posts
  }

  private mutating func fill(from accounts: [PagePost]) {
    if posts.count == 1, accounts.count == 1 { return posts[0].fill(from: accounts[0]) }
    let byURL = Dictionary(accounts.map { ($0.url?.string, $0) }) { first, _ in first }
    for index in posts.indices {
      guard let url = posts[index].url?.string, let account = byURL[url] else { continue }
      // A card on a page of many is no body.
      posts[index].fill(from: account, withBody: posts.count == 1)
    }
  }

  /// From the note of a browser, `saved from url=(0023)https://…`, or of SingleFile, ` url: https://…`.
  private static func address(savedIn comment: String) -> AbsoluteURL? {
    let match = comment.prefix(4096).firstMatch(of: /(?:saved from url=\([0-9]+\)|SingleFile\s+url:\s*)(\S+)/)
    return match.flatMap { AbsoluteURL(String($0.1)) }.flatMap { $0.isWebAddress ? $0 : nil }
  }
}

extension AbsoluteURL {
  /// What `reference`, as a page at this address states it, leads to: written where it needs no base.
  func address(of reference: String) -> SourceItem.Address? {
    if let url = AbsoluteURL(reference) { return .written(url.string) }
    return resolving(reference).map { .derived($0.string) }
  }
}
