internal import Glibc
public import Syndication
internal import SyndicationFiles
internal import SyndicationSources

/// What there is in a folder to publish feeds of, found by looking at it: for whoever writes its first configuration.
public struct FoundSite: Sendable {
  /// Something that is known of the site, and the file that says it.
  public struct Fact: Sendable, Hashable {
    /// What is known.
    public var value: String
    /// As seen from the working directory; nil where no file says it.
    public var file: String?
  }

  /// Where posts are.
  public struct Source: Sendable, Hashable {
    /// As `sources[].type` has it.
    public var type: String
    /// As seen from the working directory.
    public var path: String
    /// What it was taken for: `Jekyll`, `a JSON Feed`.
    public var kind: String
    /// The file that told it; nil for what the posts themselves are.
    public var file: String?
    /// How many posts may be published.
    public var posts = 0
    /// How many are kept back.
    public var hidden = 0
  }

  /// A feed that the posts had before.
  public struct FormerFeed: Sendable, Hashable {
    /// As seen from the working directory.
    public var path: String
    /// How many it holds.
    public var entries: Int
  }

  /// The posts; nil where none are found.
  public var source: Source?
  /// The site's title.
  public var title: Fact?
  /// Its address.
  public var url: Fact?
  /// A language tag (BCP 47).
  public var language: Fact?
  /// A name of the IANA's.
  public var timeZone: Fact?
  /// Whether a build finds language and time zone where they were found here, so that the configuration need not say them.
  public var isToldByGenerator = false
  /// The feed whose readers are to be shown nothing again.
  public var former: FormerFeed?
  /// What is worth knowing, or keeps a source from being read.
  public var problems: [Problem] = []
  /// What was looked for and is not there, for people.
  public var missed: [String] = []
  /// The folder that a generator copies to the root of the site as it is, as seen from the working directory.
  public var copied: String?
  /// The one that it writes the site to, likewise.
  public var output: String?
  /// Whether `config.json` in the folder is the generator's, or would be.
  public var claimsConfiguration = false

  /// Looks at what is at `path`: a folder of posts, of a site, or a file.
  ///
  /// - Parameter outputs: folders that hold nothing of the site's.
  /// - Throws: `FileError` where nothing is there, or it cannot be read.
  public init(at path: String, without outputs: Set<String> = []) async throws {
    guard let status = stat(path) else { throw FileError.last("read", path) }
    if !status.isFolder {
      await look(at: path, among: FoundSite.kinds(ofFile: path))
      if source == nil, problems.isEmpty { missed = ["posts in \(path)"] }
      try lookForFormerFeed(named: [], in: [])
      return
    }
    try await lookForGenerator(in: path, without: outputs)
    if source == nil, !problems.hasErrors { try await lookForFiles(in: path, without: outputs) }
    let names = ["CNAME", "static/CNAME", "public/CNAME", "docs/CNAME"].map { Path.join(path, $0) }
    if url == nil { url = names.lazy.compactMap(FoundSite.domain).first }
    guard source != nil else { return }
    try lookForFormerFeed(named: formerNames, in: [output].compactMap(\.self) + (source?.type == "html" ? [path] : []))
    try lookAtHomePages(in: [output, path])
  }

  /// What feeds were called that the generator writes, and others like them.
  private var formerNames: [String] = []

  // MARK: - A generator

  private mutating func lookForGenerator(in path: String, without outputs: Set<String>) async throws {
    let markdown = MarkdownSource(
      name: "markdown", path: path, options: .init(), site: FoundSite.nowhere, outputs: outputs)
    let survey: SurveyedSite
    do { survey = try markdown.surveyed() } catch let problem as Problem {
      problems.append(problem)
      return
    }
    let found = try await markdown.load()
    claimsConfiguration =
      survey.configuration == "config.json" || MarkdownSource.readsConfigurationInJSON(in: survey.root)
    if survey.isGuessed, found.items.isEmpty {
      missed.append("a generator's configuration (\(FoundSite.configurations))")
      missed.append("Markdown with a date in its front matter")
      return
    }
    let file = survey.configuration.map { Path.join(survey.root, $0) }
    source = Source(
      type: "markdown", path: path,
      kind: survey.isGuessed ? "Markdown, kept as for \(survey.generator)" : survey.generator, file: file)
    count(found)
    title = FoundSite.fact(survey.facts.title, in: file)
    if let text = survey.facts.url {
      if FoundSite.isPublic(text) {
        url = Fact(value: text, file: file)
      } else if !text.isEmpty {
        problems.append(
          .warning(
            at: Place(file: file ?? path), rule: "init",
            "“\(text.prefix(80))” is no address that readers could follow, and is passed over"))
      }
    }
    language = FoundSite.fact(survey.defaults.language, in: file)
    timeZone = FoundSite.fact(survey.defaults.timeZone?.identifier, in: file)
    isToldByGenerator = true
    output = survey.facts.output.map { Path.join(survey.root, $0) }
    copied = survey.isGuessed ? nil : survey.facts.copied.map { $0.isEmpty ? survey.root : Path.join(survey.root, $0) }
    formerNames = survey.facts.feeds
  }

  private mutating func count(_ found: SourceContents) {
    let hidden = found.items.count(where: \.isHidden)
    source?.hidden = hidden
    source?.posts = found.items.count - hidden
    if found.items.isEmpty { problems += found.problems }
  }

  // MARK: - Files

  /// A way to read files, and what it calls what it reads.
  private typealias Kind = (type: String, name: String, source: any CatalogSource)

  private static func kinds(ofFile path: String) -> [Kind] {
    switch path.lowercased().split(separator: ".").last ?? "" {
    case "json": [("json", "JSON", JSONSource(name: "json", path: path))]
    case "ndjson", "jsonl": [("json", "JSON, an item a line", JSONSource(name: "json", path: path))]
    case "xml", "atom", "rss", "rdf": [("feed", "a feed", FeedSource(name: "feed", path: path, site: nowhere))]
    case "html", "htm", "xhtml": [("html", "a page", HTMLSource(name: "html", path: path, site: nowhere))]
    case "txt", "text":
      [
        (
          "listing", "a listing",
          ListingSource(name: "listing", path: path, permalink: "/{year}/{month}/{day}/{slug}/", site: nowhere)
        )
      ]
    default: []
    }
  }

  /// Tries files that may hold posts, and the folder as one of pages; what holds most is the source.
  private mutating func lookForFiles(in path: String, without outputs: Set<String>) async throws {
    let tree = try FileTree(at: path, without: outputs) { folder in
      ["node_modules", "vendor", "bower_components"].contains(folder.split(separator: "/").last.map(String.init))
    }
    // Those nearest to the top first: a folder may hold very many.
    let files = tree.files.sorted { a, b in
      (a.count { $0 == "/" }, a) < (b.count { $0 == "/" }, b)
    }
    // Of as many posts, pages tell more than a feed of them does, and a JSON Feed more than pages.
    for endings in [["json", "ndjson", "jsonl"], ["txt", "text"], ["html"], ["xml", "atom", "rss", "rdf"]] {
      if endings == ["html"] {
        let pages = HTMLSource(name: "html", path: path, site: FoundSite.nowhere, outputs: outputs)
        await look(at: path, among: [("html", "pages", pages)])
        continue
      }
      let some = files.filter { endings.contains($0.lowercased().split(separator: ".").last.map(String.init) ?? "") }
      for file in some.prefix(100).map(tree.path) { await look(at: file, among: FoundSite.kinds(ofFile: file)) }
    }
    if source == nil {
      missed += [
        "JSON Feed, or items in JSON (.json, .ndjson, .jsonl)", "a listing (.txt)", "Atom or RSS (.xml, .atom, .rss)",
        "pages with a date (.html)",
      ]
    }
  }

  /// Takes what is at `path` for the source where it holds more posts than what was found before.
  private mutating func look(at path: String, among kinds: [Kind]) async {
    for kind in kinds {
      guard let found = try? await kind.source.load() else { continue }
      let posts = found.items.count { !$0.isHidden }
      guard posts > source?.posts ?? 0 else { continue }
      var name = kind.name
      title = nil
      url = nil
      if kind.type == "json" || kind.type == "feed",
        let feed = (try? FeedSource(name: kind.type, path: path, site: FoundSite.nowhere).described())?.feed
      {
        title = FoundSite.fact(feed.title.map { PlainText.line($0).text }, in: path)
        url = FoundSite.fact(feed.url, in: path).flatMap { FoundSite.isPublic($0.value) ? $0 : nil }
        if kind.type == "json", feed.title != nil { name = "a JSON Feed" }
      }
      source = Source(
        type: kind.type, path: path, kind: name, posts: posts, hidden: found.items.count - posts)
    }
  }

  // MARK: - The feed before

  /// Looks for the first of the feeds that holds an entry of the site's.
  private mutating func lookForFormerFeed(named names: [String], in folders: [String]) throws {
    let usual = [
      "feed.xml", "atom.xml", "index.xml", "rss.xml", "feed.atom", "feed.rss", "feed/index.xml", "feed/feed.xml",
      "feeds/all.atom.xml", "feed.json",
    ]
    var seen: Set<String> = []
    for folder in folders where Directory.exists(folder) {
      for name in names + usual where seen.insert("\(folder)/\(name)").inserted {
        let file = Path.join(folder, name)
        guard stat(file)?.isFile == true, file != source?.path,
          let (items, feed) = try? FeedSource(name: "feed", path: file, site: FoundSite.nowhere).described(),
          !items.isEmpty
        else { continue }
        title = title ?? FoundSite.fact(feed?.title.map { PlainText.line($0).text }, in: file)
        if url == nil, let home = feed?.url, FoundSite.isPublic(home) { url = Fact(value: home, file: file) }
        let hosts = Set(items.compactMap { ($0.address?.string).flatMap { AbsoluteURL($0)?.host } })
        let host = url.flatMap { AbsoluteURL($0.value)?.host }
        func bare(_ host: String) -> Substring { host.hasPrefix("www.") ? host.dropFirst(4) : host[...] }
        guard hosts.isEmpty || host == nil || hosts.contains(where: { bare($0) == bare(host!) }) else {
          problems.append(
            .warning(
              at: Place(file: file), rule: "adopt",
              "this former feed leads to \(hosts.sorted()[0]) and not to \(host!), and its ids are not kept: build the "
                + "site as it is published, then run this again with --force"))
          continue
        }
        former = FormerFeed(path: file, entries: items.count)
        return
      }
    }
  }

  // MARK: - What the site is called

  private mutating func lookAtHomePages(in folders: [String?]) throws {
    for folder in folders.compactMap(\.self) where title == nil || url == nil || language == nil {
      let file = Path.join(folder, "index.html")
      guard stat(file)?.isFile == true, let page = try? HomePage(at: file) else { continue }
      title = title ?? FoundSite.fact(page.title, in: file)
      url = url ?? FoundSite.fact(page.url, in: file).flatMap { FoundSite.isPublic($0.value) ? $0 : nil }
      if language == nil, let found = page.language {
        language = Fact(value: found, file: file)
        isToldByGenerator = false
      }
    }
  }

  /// The domain that a pages' host is told to serve a site at.
  private static func domain(in file: String) -> Fact? {
    guard stat(file)?.isFile == true, let bytes = try? FileContents.read(file), bytes.count < 1_000 else { return nil }
    let name = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let url = "https://\(PlainText.line(name).text)/"
    return name.contains(".") && isPublic(url) ? Fact(value: url, file: file) : nil
  }

  private static func fact(_ value: String?, in file: String?) -> Fact? {
    guard let value = value.map({ PlainText.line($0).text }), !value.isEmpty else { return nil }
    return Fact(value: value, file: file)
  }

  /// Whether it is the address of a home page that is not this machine alone.
  private static func isPublic(_ text: String) -> Bool {
    guard let url = try? ConfigurationValue.folderURL(text), url.isWebAddress, let host = url.host else { return false }
    return host.contains(".") && !host.hasPrefix("127.") && host != "0.0.0.0" && !host.hasSuffix(".localhost")
  }

  /// Of which nothing is known yet.
  private static let nowhere = Site(title: "", url: ConfigurationValue.noURL)

  /// For people.
  private static let configurations =
    "_config.yml, hugo.toml, zola.toml, eleventy.config.js, astro.config.mjs, "
    + "pelicanconf.py, conf.py, Package.swift"
}
