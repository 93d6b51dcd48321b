internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Reads the posts of one folder.
struct PostReader: Sendable {
  let source: MarkdownSource
  let folder: SiteFolder
  let generator: any Generator
  private let rules: GeneratorRules
  private let zone: SiteTimeZone
  private let variables: DataValue
  /// The folder of its host that the site lives in, as its generator knows; of another host that says nothing.
  private let base: String?
  private let names: FieldNames
  /// The folder that pages may lie in, where none is configured.
  private let output: String?
  /// The pages that the generator made of the posts; nil where there are none.
  let pages: RenderedPages?
  /// Under which what an author wrote is hashed: what a generator passes over is written, too.
  private let writtenNames: FieldNames
  /// What fields are called, by that in lower case, where case does not matter.
  private let spellings: [String: String]

  init(of source: MarkdownSource, in folder: SiteFolder, kept generator: any Generator) {
    self.source = source
    self.folder = folder
    self.generator = generator
    rules = generator.rules
    zone = rules.timeZone ?? source.site.timeZone
    let believed = rules.address.flatMap { $0.host == source.site.url.host ? $0.path : nil }
    let base = (rules.base ?? believed)?.trimmingSlashes
    self.base = base
    output =
      source.options.rendered == nil
      ? SiteFolder.outputs.first { Directory.exists(folder.path(of: $0)) }.map(folder.path) : nil
    pages = source.options.rendered.flatMap {
      RenderedPages($0, of: source.site, base: base, followingLinks: source.options.followsLinks)
    }
    variables = TemplateVariables.common(of: rules, source.options.variables, source.site)
    names = Fields.names(configured: source.options.fields, of: rules)
    var hashed = rules
    hashed.onlyFields = [:]
    writtenNames = Fields.names(configured: source.options.fields, of: hashed)
    let known =
      names.texts + ["taxonomies", "build", "_build", "status", "extra", "params"]
    spellings = rules.ignoresCase ? Dictionary(known.map { ($0.lowercased(), $0) }) { min($0, $1) } : [:]
  }

  /// What a file was found to hold.
  struct Found: Sendable {
    var file: String
    /// Nil where it is not read, for the reason that a problem tells.
    var item: SourceItem?
    var body = Body.text("")
    var markup = BodyMarkup(.markdown)
    var problems: [Problem] = []
    /// That it has no date: told where it lies among posts, as it may be one.
    var undated: Problem?
    /// Whether the body may name another page by its file.
    var namesPages = false
    /// When the page was written that it has its body from, in nanoseconds since 1970.
    var page: Int64?
    /// Why it has its body from no page, where it was to have one.
    var refusal: Problem?
    /// What tells the post from others of its language.
    var key: String?
    /// Whether its language is another than the site's.
    var isForeign = false
    /// What keeps it back, where that can be told.
    var hiding: Post.Hiding?
    /// Greater for what is newer.
    var order: String { item?.published ?? "" }

    /// The item with its body; nil for none.
    func whole(among pages: @autoclosure () -> PageAddresses) -> SourceItem? {
      guard var item else { return nil }
      var markup = markup
      if namesPages { markup.template?.pages = pages() }
      item.content = Content(body, in: markup)
      return item
    }

    /// Whether it was not to be published yet when the pages were made, the last one at `made`.
    func isScheduled(after made: Int64?, in zone: SiteTimeZone) -> Bool {
      guard let made, let date = item?.published.flatMap(SourceDate.init) else { return false }
      return date.date(in: zone) > zone.date(of: Timestamp(seconds: made / 1_000_000_000))
    }
  }

  /// - Throws: `FileError`.
  func read(_ file: PostFile) throws -> Found {
    var found = Found(file: file.path)
    let path = folder.path(of: file.path)
    let (bytes, state) = try FileContents.readWithState(path)
    do throws(Problem) {
      if let invalid = SourceText.firstInvalidUTF8(bytes) {
        if file.isOfAnyKind { return found }
        throw SourceText.problem(ofEncodingAt: invalid, in: path)
      }
      try bytes.withUnsafeBufferPointer { bytes throws(Problem) in
        try read(file, bytes, state, into: &found)
      }
    } catch {
      found.problems.append(error)
    }
    takeBody(from: pages, of: &found)
    return found
  }

  /// Takes the body of the post's page, where there is one.
  private func takeBody(from pages: RenderedPages?, of found: inout Found) {
    guard let pages, let item = found.item, !item.isHidden, case .handle(let handle as MarkdownBody) = found.body,
      let address = item.address.flatMap({ AbsoluteURL($0.string) })
    else { return }
    do {
      let page = try pages.body(at: address, of: handle)
      found.body = .handle(page.handle)
      found.page = page.handle.state.modified
      found.markup = BodyMarkup(.html, base: page.base)
      found.namesPages = false
    } catch {
      let reason = (error as? RenderedPages.Refusal).map { "\(pages.rendered.path) \($0.reason)" } ?? "\(error)"
      found.refusal = .warning(
        at: item.place, rule: "rendered", "its body is read as Markdown, as \(reason)")
    }
  }

  private func read(
    _ file: PostFile, _ bytes: UnsafeBufferPointer<UInt8>, _ state: FileState, into found: inout Found
  ) throws(Problem) {
    let path = folder.path(of: file.path)
    let matter = try FrontMatter(
      bytes, mayBeHeaders: rules.hasHeaders, mayBeDotted: rules.hasDottedLines, scalars: rules.scalars,
      hasPlainLines: rules.hasPlainLines, mayBeHead: rules.hasHeads && file.isHTML, file: path)
    if case .code(let language)? = matter?.language {
      throw .notRead(
        path, "its front matter is a program (\(language)), and is not run: write it as YAML between `---`")
    }
    if matter == nil, !file.isDescribed, file.date == nil || file.isHTML && !rules.readsAnyText {
      // A page of HTML may be anything.
      if file.isHTML, file.date == nil, !rules.hasHeaders { return }
      throw .notRead(path, "it has no front matter: begin it with title and date between `---`")
    }
    found.problems += (matter?.repeated ?? []).map { name in
      .warning(
        at: Place(file: path, line: 1), rule: "front matter", "`\(name)` is given twice, and the last counts: keep one")
    }
    let members = spelled(generator.members(of: file, with: matter?.meant.members ?? []))
    var post = Post(
      file: file, fields: Fields(value: .object(members), names: names),
      written: Fields(value: .object(spelled(matter?.fields.members ?? [])), names: writtenNames))
    let html = FeedText(site: source.site, base: source.site.url)
    let body = post.readTitle(
      above: matter?.end ?? (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0), in: bytes,
      asHTML: rules.titlesAreHTML ? { html.plain(html: $0.withoutOpenTag) } : nil,
      mayBeHeading: rules.titlesMayBeHeadings, else: generator.title(inNameOf:))
    post.title = generator.title(of: post)
    post.readTagsAndCategories(rules, generator.categories(of: file))

    // An id is what stands there, whatever a parser makes of it.
    let id = post.written.text(.id) ?? post.fields.text(.id)
    var item = SourceItem(source: source.name, place: Place(file: path), identity: .item(id: id, url: nil))
    item.title = post.title
    let head = UnsafeBufferPointer(rebasing: bytes[..<min(matter?.end ?? 0, bytes.count)])
    let unreadable = readDates(of: &post, into: &item, writtenIn: head)
    item.isHidden = generator.keepsBack(post)
    if item.isHidden { found.hiding = post.hiding }
    // Of what is kept back nobody misses it.
    if !item.isHidden { found.problems += unreadable }
    if unreadable.hasErrors { return }
    item.isDue = rules.publishesFuture
    if rules.publishesExpired { item.expires = nil }
    if let doubt = generator.doubt(about: post) {
      found.problems.append(.warning(at: Place(file: path, line: 1), rule: "markdown", doubt))
    }
    if item.published == nil {
      // A draft has time to get one.
      if item.isHidden { return }
      let reason = Problem.notRead(path, "it has no date: give it one, as in `date: 2022-03-25`, where it is a post")
      // Who writes one, if one that others cannot know, calls it a post.
      if post.fields.firstText(.date) != nil { throw reason }
      found.undated = reason
      return
    }
    let address =
      source.options.permalink.map { PermalinkPattern($0).path(for: post.values(slug: post.slug(else: file.name))) }
      ?? generator.address(of: post)
    if address == nil { item.isHidden = true }
    let permalink = address.flatMap { source.site.resolving(path: $0, base: base) }
    let url = permalink?.string ?? address ?? "/\(file.path)"
    // An absolute one is the author's own.
    let isWritten = source.options.permalink == nil && address.flatMap { AbsoluteURL($0) } != nil
    item.identity = .item(id: id, url: isWritten ? .written(url) : .derived(url))
    if source.options.permalink == nil, let permalink { item.feedID = generator.feedID(of: post, at: permalink) }
    post.fill(&item, generator, folder)
    // A link to the post itself is none to a page elsewhere.
    if item.externalURL == url { item.externalURL = nil }
    let language = generator.translation(post)
    if let language { item.language = item.language ?? language.replacing("_", with: "-") }
    found.key = generator.key(of: post)
    found.isForeign = language != nil
    item.isTranslation = language != nil && found.key == nil

    found.body = .handle(MarkdownBody(path: path, offset: body, state: state))
    readMarkup(of: post, at: permalink, UnsafeBufferPointer(rebasing: bytes[min(body, bytes.count)...]), into: &found)
    // Of a summary, only what was written in Markdown is marked up.
    if found.markup.kind == .markdown, let text = item.summary?.body {
      item.summary = Content(text, in: BodyMarkup(.markdown, dialect: found.markup.dialect))
    }
    found.item = item
  }

  private func readMarkup(
    of post: Post, at permalink: AbsoluteURL?, _ body: UnsafeBufferPointer<UInt8>, into found: inout Found
  ) {
    let isMDX = PostFile.ending(of: post.file.path) == "mdx"
    found.markup = BodyMarkup(
      post.file.isHTML ? .html : .markdown, dialect: isMDX ? .mdx : rules.dialect,
      excerptSeparator: post.fields.value["excerpt_separator"]?.string ?? rules.excerptSeparator)
    let contentFolder = generator.contentFolder(namedByLinksOf: post.file)
      .flatMap { Template.mayLink(in: body) ? $0 : nil }
    if let language = isMDX ? .mdx : rules.template, post.fields.value["render_with_liquid"]?.flag != false,
      language.mayOccur(in: body) || contentFolder != nil
    {
      found.markup.template = Template(
        language, variables: TemplateVariables.of(post, at: permalink, beside: variables, isData: language == .nunjucks)
      )
      found.markup.template?.omitsHTML = found.markup.dialect.omitsHTML
      found.markup.template?.output = output
      found.namesPages = language.mayNamePages(in: body) || contentFolder != nil
      if found.namesPages { found.markup.template?.file = post.file.path }
      found.markup.template?.contentFolder = contentFolder
    }
  }

  /// The members by the names that are looked for.
  private func spelled(_ members: [DataValue.Member]) -> [DataValue.Member] {
    if spellings.isEmpty { return members }
    return members.map { member in
      DataValue.Member(name: spellings[member.name.lowercased()] ?? member.name, value: member.value)
    }
  }

  /// - Returns: a problem of each date that cannot be read.
  private func readDates(
    of post: inout Post, into item: inout SourceItem, writtenIn head: UnsafeBufferPointer<UInt8>
  ) -> [Problem] {
    var problems: [Problem] = []
    func date(_ field: Field) -> String? {
      guard let text = post.fields.firstText(field)?.text, !text.isEmpty else { return nil }
      if rules.readsUnixTimes, text.utf8.count >= 9, let seconds = Int64(text), (-1 << 36...1 << 36).contains(seconds) {
        return Timestamp(seconds: seconds).rfc3339
      }
      if let date = DateSpelling.normalised(
        text, readsZones: rules.readsZones, monthsFirst: rules.readsMonthsFirst)
      {
        return date
      }
      // Eleventy's words for times that a file has, or git: they are others in each clone.
      if text.lowercased().hasSuffix("last modified") || text.lowercased().hasSuffix("created") { return nil }
      let line = head.firstRange(of: text.utf8).map { range in 1 + head[..<range.lowerBound].count { $0 == 0x0A } }
      var problem = Problem.error(
        at: Place(file: item.place.file, line: line), rule: "RFC 3339 §5.6",
        "\(text.quoted) is no date that can be read (\(field.rawValue)): write 2022-03-25 or 2022-03-25T12:00:00Z")
      // The post is the same without the date of its update.
      if field == .updated { problem.severity = .warning }
      problems.append(problem)
      return nil
    }
    let written = date(.date)
    let named = generator.date(inNameOf: post.file)
    if let named, let before = rules.datesBeforeName {
      let name = post.fields.firstText(.date)?.name ?? ""
      post.isDatedByName = written == nil || !before.contains(name)
      post.date = post.isDatedByName ? named : written
      // The feed has the post's own date, though its file's name dates its address.
      if !Field.updated.usual.names.contains(name) { item.published = written }
    } else {
      post.date = written ?? named ?? post.dateInPath
    }
    item.published = date(.published) ?? item.published ?? post.date
    item.updated = date(.updated)
    item.expires = date(.expires)
    item.timeZone = rules.timeZone
    if let text = post.date, let date = SourceDate(text) {
      let shown = rules.keepsZones ? SourceDate.withoutZone(text) ?? date : date
      post.local = (shown.date(in: zone), shown.secondOfDay(in: zone))
    }
    // A day that is not after that of publication tells of no edit.
    if case .day(let day)? = item.updated.flatMap(SourceDate.init),
      let published = item.published.flatMap(SourceDate.init), day <= published.date(in: zone)
    {
      item.updated = nil
    }
    return problems
  }
}

extension SourceDate {
  /// The day and time that stand in what `SourceDate` reads, whatever zone is behind them.
  fileprivate static func withoutZone(_ text: String) -> SourceDate? {
    let end = text.dropFirst(11).firstIndex { !$0.isNumber && $0 != ":" } ?? text.endIndex
    return SourceDate(String(text[..<end]))
  }

  /// In seconds since midnight; 0 for a day alone.
  fileprivate func secondOfDay(in zone: SiteTimeZone) -> Int {
    switch self {
    case .day: 0
    case .local(_, let second): second
    case .instant(let instant): Int(instant.seconds - zone.instant(of: zone.date(of: instant), at: 0).seconds)
    }
  }
}

extension Site {
  /// The address of a path of the site. A site may live in a folder that its own address lacks: `base`, as `/blog`.
  fileprivate func resolving(path: String, base: String?) -> AbsoluteURL? {
    if let url = AbsoluteURL(path) { return url }
    var path = path.hasPrefix("/") ? path : "/\(path)"
    var root = url.string.hasSuffix("/") ? String(url.string.dropLast()) : url.string
    if let base, !base.isEmpty, case let known = url.path.trimmingSlashes, !"\(known)/".hasPrefix("\(base)/"),
      !root.hasSuffix("/\(base)")
    {
      // The site's own folder may be the beginning of the generator's.
      if !known.isEmpty, base.hasPrefix("\(known)/") { root.removeLast(known.utf8.count + 1) }
      path = "/\(base)\(path)"
    }
    return AbsoluteURL(root + AbsoluteURL.percentEncoded(path, keeping: "/%:@!$&'()*+,;=~"))
  }
}

extension String {
  /// Where a `<` begins what no `>` ends, that is a text.
  fileprivate var withoutOpenTag: String {
    guard let open = lastIndex(of: "<"), !self[open...].contains(">") else { return self }
    return String(self[..<open]) + "&lt;" + self[index(after: open)...]
  }
}
