internal import Syndication
internal import SyndicationFiles

extension MarkdownSource {
  /// Where the output of a folder's generator lies, whose pages have the bodies that their readers see.
  public struct Rendered: Sendable, Hashable {
    /// The folder, as seen from the working directory.
    public var path: String
    /// The element of a page that holds the text of its post; where it is nil, what `HTMLSource` takes for it.
    public var body: ElementPattern?

    /// - Parameter body: an element by its name, class or id.
    public init(path: String, body: ElementPattern? = nil) {
      self.path = path
      self.body = body
    }
  }
}

/// The pages that a generator wrote, found by the addresses of their posts.
struct RenderedPages: Sendable {
  let rendered: MarkdownSource.Rendered
  /// The folder, links followed.
  private let root: String
  private let followsLinks: Bool
  /// The folders of its host that a site may lie in, which generators leave out of the paths of files.
  private let bases: [[String]]
  private let host: String?

  /// Nil where there is no such folder.
  ///
  /// - Parameters:
  ///   - base: the folder of its host that the generator believes to write for.
  ///   - followsLinks: whether pages are read that links out of the folder lead to.
  init?(_ rendered: MarkdownSource.Rendered, of site: Site, base: String?, followingLinks followsLinks: Bool = false) {
    guard let root = Directory.absolute(rendered.path), Directory.exists(root) else { return nil }
    self.rendered = rendered
    self.root = root
    self.followsLinks = followsLinks
    host = site.url.host
    let folders = [site.url.path, base ?? ""].compactMap(Self.segments).filter { !$0.isEmpty }
    bases = folders.uniqued() + [[]]
  }

  /// The body that a page has for its post.
  struct Body {
    var handle: RenderedBody
    /// What addresses in it are relative to, where that is not the address of the post.
    var base: String?
  }

  /// Why a page cannot be taken: the end of a sentence.
  struct Refusal: Error { var reason: String }

  /// The body of the post at `address`.
  ///
  /// - Parameter post: the file that the page was made of, which is no younger.
  /// - Throws: `Refusal`; `FileError` where the page cannot be read.
  func body(at address: AbsoluteURL, of post: MarkdownBody) throws -> Body {
    guard let path = try file(at: address) else {
      throw Refusal(reason: "holds no page at its address: run the generator first")
    }
    let file = HTMLFile(path: path, name: PostFile.lastName(of: path), place: address, dropped: [])
    let (page, state) = try file.read()
    // In a fresh checkout both are of one moment, in any order.
    guard post.state.modified - state.modified < 1_000_000_000 else {
      throw Refusal(reason: "holds a page that is older than it: run the generator first")
    }
    guard page.body(in: rendered.body) != nil else {
      let wanted = rendered.body.map { "\($0.text), its \"body\"," } ?? "text"
      throw Refusal(reason: "holds a page without \(wanted) at its address: name the element that has it as \"body\"")
    }
    return Body(
      handle: RenderedBody(post: post, file: file, state: state, element: rendered.body),
      base: page.hasBase && page.base != address ? page.base.string : nil)
  }

  /// The path of the page that is served at `address`, links followed: never one outside of the folder, unless that is wanted.
  private func file(at address: AbsoluteURL) throws(Refusal) -> String? {
    guard address.host == host, let path = Self.segments(address.path) else { return nil }
    let isFolder = address.path.prefix { $0 != "?" && $0 != "#" }.hasSuffix("/")
    let names = bases.filter(path.starts(with:)).flatMap { base in
      Self.names(of: path.dropFirst(base.count).joined(separator: "/"), isFolder: isFolder)
    }
    var link: String?
    for name in names {
      guard let file = Directory.absolute("\(root)/\(name)"), !Directory.exists(file) else { continue }
      if followsLinks || Directory.holds("\(root)/\(name)", in: [root]) { return file }
      link = link ?? name
    }
    guard let link else { return nil }
    throw Refusal(
      reason:
        "holds a link at its address, \(link), that leads out of it: write \"follow\": true on the source to read it")
  }

  /// What a page may be called that is served at `path`.
  private static func names(of path: String, isFolder: Bool) -> [String] {
    if path.isEmpty { return ["index.html"] }
    if isFolder { return ["\(path)/index.html", "\(path).html"] }
    return ["html", "htm", "xhtml"].contains(PostFile.ending(of: path))
      ? [path] : ["\(path).html", "\(path)/index.html"]
  }

  /// The names on the way, as folders have them; nil where one is none that a page could have.
  private static func segments(_ path: String) -> [String]? {
    let segments = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map {
      AbsoluteURL.percentDecoded($0) ?? String($0)
    }
    let isWay = segments.allSatisfy { ![".", ".."].contains($0) && !$0.utf8.contains { $0 == 0x2F || $0 == 0 } }
    return isWay ? segments : nil
  }
}

/// The body of a post as its page has it, read when a feed selects the post. What its author wrote is its Markdown.
struct RenderedBody: BodyHandle {
  let post: MarkdownBody
  let file: HTMLFile
  /// In which the page was loaded.
  let state: FileState
  let element: ElementPattern?

  /// - Throws: `FileError`; `FileChanged` where the page or the post is not as it was loaded.
  func read() throws -> ReadBody {
    let (page, state) = try file.read()
    guard state == self.state, let body = page.body(in: element) else { throw FileChanged(path: file.path) }
    return ReadBody(file.read(body).text, written: try post.read().written)
  }
}

extension HTMLPage {
  /// The body of the post that the page is of: what `element` holds, or what is found where none is asked for. Nil where
  /// nothing can be seen in it.
  fileprivate func body(in element: ElementPattern?) -> PagePost.Body? {
    guard let root else { return nil }
    let body: PagePost.Body?
    if let element {
      body = root.first(where: element.matches).map(PageBody.marked)
    } else if posts.count == 1, case .html? = posts[0].body {
      body = posts[0].body
    } else {
      body = PageBody.ofPage(root)
    }
    guard case .html(let holder, _)? = body else { return nil }
    let shown: Set<String> = ["audio", "iframe", "img", "math", "object", "picture", "svg", "video"]
    return holder.text.isEmpty && holder.first { shown.contains($0.name) } == nil ? nil : body
  }
}
