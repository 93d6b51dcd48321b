internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Reads the posts of one folder.
struct PostReader: Sendable {
  let source: String
  let folder: SiteFolder
  let generator: any Generator
  let options: MarkdownSource.Options
  let site: Site
  private let zone: SiteTimeZone
  private let variables: DataValue
  private let names: [Field: [Fields.Name]]
  /// What fields are called, by that in lower case, where case does not matter.
  private let spellings: [String: String]

  init(
    source: String, folder: SiteFolder, generator: any Generator, options: MarkdownSource.Options, site: Site
  ) {
    self.source = source
    self.folder = folder
    self.generator = generator
    self.options = options
    self.site = site
    zone = generator.timeZone ?? site.timeZone
    variables = TemplateVariables.common(of: generator, options.variables, site)
    names = Fields.names(configured: options.fields, of: generator)
    let known = names.values.flatMap { $0.map(\.text) } + ["taxonomies", "build", "status"]
    spellings = generator.ignoresCase ? Dictionary(known.map { ($0.lowercased(), $0) }) { min($0, $1) } : [:]
  }

  /// What a file was found to hold.
  struct Found: Sendable {
    var file: String
    /// Nil where it is not read, for the reason that a problem tells.
    var item: SourceItem?
    var body = Body.text("")
    var markup = BodyMarkup(.markdown)
    var problems: [Problem] = []
    /// Greater for what is newer.
    var order = ""
    /// Whether the body may name another page by its file.
    var namesPages = false
  }

  /// - Throws: `FileError`.
  func read(_ file: PostFile) throws -> Found {
    let path = folder.path(of: file.path)
    var found = Found(file: file.path)
    let (bytes, state) = try FileContents.readWithState(path)
    if let invalid = SourceText.firstInvalidUTF8(bytes) {
      found.problems.append(SourceText.problem(ofEncodingAt: invalid, in: path))
      return found
    }
    do throws(Problem) {
      try bytes.withUnsafeBufferPointer { bytes throws(Problem) in
        let matter = try FrontMatter(
          bytes, mayBeHeaders: generator.hasHeaders, hasPlainLines: generator.hasPlainLines, file: path)
        read(file, matter, bytes, state, into: &found)
      }
    } catch {
      found.problems.append(error)
    }
    return found
  }

  private func read(
    _ file: PostFile, _ matter: FrontMatter?, _ bytes: UnsafeBufferPointer<UInt8>, _ state: FileState,
    into found: inout Found
  ) {
    let path = folder.path(of: file.path)
    func leaveOut(_ reason: String) { found.problems.append(.notRead(path, reason)) }
    switch matter?.language {
    case .code(let language):
      return leaveOut("its front matter is a program (\(language)), and is not run: write it as YAML between `---`")
    case nil where PostFile.html.contains(PostFile.ending(of: file.path)):
      guard file.date != nil || generator.hasHeaders else { return }
      return leaveOut("it has no front matter: begin it with title and date between `---`")
    case nil where file.date == nil:
      return leaveOut("it has no front matter: begin it with title and date between `---`")
    default: break
    }
    for name in matter?.repeated ?? [] {
      found.problems.append(
        .warning(
          at: Place(file: path, line: 1), rule: "front matter",
          "`\(name)` is given twice, and the last counts: keep one"))
    }
    let members = spelled(matter?.fields.members ?? [])
    var post = Post(
      file: file, fields: Fields(value: .object(generator.defaults(for: file) + members), names: names),
      written: Fields(value: .object(members), names: names), title: nil, writtenTitle: nil, date: nil, local: nil,
      tags: [], categories: [])
    var body = matter?.end ?? (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    post.title = post.fields.text(.title)
    post.writtenTitle = post.written.text(.title)
    if post.title == nil, let heading = Heading(bytes, at: body) {
      post.title = heading.text
      post.writtenTitle = heading.text
      body = heading.end
    }
    if post.title == nil, file.date != nil { post.title = file.name.capitalisedWords }
    if post.title != nil, post.writtenTitle == nil { post.writtenTitle = file.name }
    post.readTagsAndCategories(splitting: generator.splitsTags, generator.categories(of: file))

    var item = SourceItem(
      source: source, place: Place(file: path), identity: .item(id: post.fields.text(.id), url: nil))
    item.title = post.title
    let head = UnsafeBufferPointer(rebasing: bytes[..<min(matter?.end ?? 0, bytes.count)])
    guard readDates(of: &post, into: &item, writtenIn: head, &found.problems) else { return }
    item.isHidden = post.isHidden
    guard item.published != nil else {
      // A draft has time to get one.
      if !item.isHidden {
        leaveOut("it has no date: give it one, as in `date: 2022-03-25`, where it is a post")
      }
      return
    }
    let address =
      options.permalink.map { PermalinkPattern($0).path(for: post.values(slug: post.slug(else: file.name))) }
      ?? generator.address(of: post)
    if address == nil { item.isHidden = true }
    let permalink = address.flatMap { site.resolving(path: $0, base: generator.base) }
    item.identity = .item(id: post.fields.text(.id), url: .derived(permalink?.string ?? address ?? "/\(file.path)"))
    post.fill(&item, generator, folder)

    let handle = MarkdownBody(path: path, offset: body, state: state)
    var markup = BodyMarkup(PostFile.html.contains(PostFile.ending(of: file.path)) ? .html : .markdown)
    markup.dialect = PostFile.ending(of: file.path) == "mdx" ? .mdx : generator.dialect
    markup.excerptSeparator = post.fields.value["excerpt_separator"]?.string ?? generator.excerptSeparator
    let rest = UnsafeBufferPointer(rebasing: bytes[min(body, bytes.count)...])
    if let language = generator.template, post.fields.value["render_with_liquid"]?.flag != false,
      language.mayOccur(in: rest)
    {
      markup.template = Template(
        language, variables: TemplateVariables.of(post, at: permalink, beside: variables))
      found.namesPages = language.mayNamePages(in: rest)
    }
    // Of a summary, only what was written in Markdown is marked up.
    if markup.kind == .markdown, let text = item.summary?.body {
      item.summary = Content(text, in: BodyMarkup(.markdown, dialect: markup.dialect))
    }
    found.item = item
    found.body = .handle(handle)
    found.markup = markup
    found.order = item.published ?? ""
  }

  /// The members by the names that are looked for.
  private func spelled(_ members: [DataValue.Member]) -> [DataValue.Member] {
    if spellings.isEmpty { return members }
    return members.map { member in
      DataValue.Member(name: spellings[member.name.lowercased()] ?? member.name, value: member.value)
    }
  }

  /// - Returns: false where a date cannot be read, as a problem then tells.
  private func readDates(
    of post: inout Post, into item: inout SourceItem, writtenIn head: UnsafeBufferPointer<UInt8>,
    _ problems: inout [Problem]
  ) -> Bool {
    var isReadable = true
    func date(_ field: Field) -> String? {
      guard let text = post.fields.text(field), !text.isEmpty, post.fields.value(of: field)?.flag == nil else {
        return nil
      }
      if let date = DateSpelling.normalised(text) { return date }
      // Eleventy's words for times that a file has, or git: they are others in each clone.
      if text.lowercased().hasSuffix("last modified") || text.lowercased().hasSuffix("created") { return nil }
      let line = head.firstRange(of: text.utf8).map { range in 1 + head[..<range.lowerBound].count { $0 == 0x0A } }
      problems.append(
        .error(
          at: Place(file: item.place.file, line: line), rule: "RFC 3339 §5.6",
          "\(text.quoted) is no date that can be read (\(field.rawValue)): write 2022-03-25 or 2022-03-25T12:00:00Z"))
      isReadable = false
      return nil
    }
    let written = date(.date)
    post.date = written ?? post.file.date ?? post.dateInPath
    item.published = date(.published) ?? post.date
    item.updated = date(.updated)
    item.expires = date(.expires)
    item.timeZone = generator.timeZone
    if let text = post.date, let date = SourceDate(text) {
      let ownDay = text.utf8.count > 10 && generator.keepsZones ? LocalDate(String(text.utf8.prefix(10)) ?? "") : nil
      post.local = (ownDay ?? date.date(in: zone), date.secondOfDay(in: zone) ?? 0)
    }
    // A day that is not after that of publication tells of no edit.
    if let updated = item.updated.flatMap({ SourceDate($0) }),
      let published = item.published.flatMap({ SourceDate($0) }),
      case .day(let day) = updated, day <= published.date(in: zone)
    {
      item.updated = nil
    }
    return isReadable
  }
}

extension SourceDate {
  /// In seconds since midnight; nil for a day alone.
  fileprivate func secondOfDay(in zone: SiteTimeZone) -> Int? {
    switch self {
    case .day: return nil
    case .local(_, let second): return second
    case .instant(let instant):
      let day = zone.date(of: instant)
      return Int(instant.seconds - zone.instant(of: day, at: 0).seconds)
    }
  }
}

extension Site {
  /// The address of a path of the site. A site may live in a folder that its own address lacks: `base`, as `/blog`.
  fileprivate func resolving(path: String, base: String?) -> AbsoluteURL? {
    if let url = AbsoluteURL(path) { return url }
    var path = path.hasPrefix("/") ? path : "/\(path)"
    let root = url.string.hasSuffix("/") ? String(url.string.dropLast()) : url.string
    if let base, case let base = base.trimmingSlashes, !base.isEmpty, !root.hasSuffix("/\(base)") {
      path = "/\(base)\(path)"
    }
    return AbsoluteURL(root + AbsoluteURL.percentEncoded(path, keeping: "/%:@!$&'()*+,;=~"))
  }
}

extension Post {
  /// A day that an address has in its own `path`: `blog/2022/03/25/name`.
  fileprivate var dateInPath: String? {
    guard let path = fields.text(.permalink) else { return nil }
    let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    func number(_ index: Int, _ digits: ClosedRange<Int>) -> Int? {
      var segment = segments[index]
      return segment.takeNumber(digits).flatMap { segment.isEmpty ? $0 : nil }
    }
    for index in segments.indices.dropLast(2) {
      if let year = number(index, 4...4), let month = number(index + 1, 1...2), let day = number(index + 2, 1...2) {
        return LocalDate(year: year, month: month, day: day)?.description
      }
    }
    return nil
  }

  fileprivate var isHidden: Bool {
    let status = fields.value["status"]?.text?.lowercased()
    return fields.all(.draft).contains { $0.value.flag == true } || fields.value["published"]?.flag == false
      || status == "draft" || status == "hidden"
      || fields.value["eleventyExcludeFromCollections"]?.flag == true || fields.value["permalink"]?.flag == false
  }

  /// - Parameter folders: the categories that it has by where it lies.
  fileprivate mutating func readTagsAndCategories(splitting splits: Bool, _ folders: [String]) {
    func list(_ value: DataValue, _ name: String) -> [String] {
      if case .array = value { return value.texts }
      // Maps of names are seen, too.
      if case .object(let members) = value { return members.map(\.name) }
      let text = value.text ?? ""
      for separator in [";", ","] where text.contains(separator) && !(separator == ";" && text.contains("&")) {
        return text.split(separator: separator).map { $0.trimmingSpaces }.filter { !$0.isEmpty }
      }
      // What is called `tag` or `category` is one.
      return splits && name.hasSuffix("s")
        ? text.split(whereSeparator: \.isWhitespace).map(String.init) : [text].filter { !$0.isEmpty }
    }
    categories = (folders + fields.all(.categories).flatMap { list($0.value, $0.name) })
      .reduce(into: []) { all, category in if !all.contains(category) { all.append(category) } }
    tags = fields.first(.tags).map { list($0.value, $0.name) } ?? []
    if tags.isEmpty && categories.isEmpty, let keywords = fields.value["keywords"] {
      tags = keywords.texts.flatMap { $0.split(separator: ",").map { $0.trimmingSpaces } }.filter { !$0.isEmpty }
    }
  }
}

/// A heading of the first level that a text begins with.
private struct Heading {
  var text: String
  /// Behind it, in bytes.
  var end: Int

  init?(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
    var start = min(offset, bytes.count)
    while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
    let stop = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    let line = String(decoding: bytes[start..<stop], as: UTF8.self)
    guard line.hasPrefix("# "), case let text = line.dropFirst(2).trimmingWhitespaceAndMarks, !text.isEmpty else {
      return nil
    }
    self.text = text
    end = min(stop + 1, bytes.count)
  }
}

extension StringProtocol {
  fileprivate var trimmingWhitespaceAndMarks: String {
    var text = String(self).trimmingWhitespace
    while text.hasSuffix("#") { text.removeLast() }
    return text.trimmingWhitespace
  }

  /// `some-name` as `Some Name`.
  fileprivate var capitalisedWords: String {
    split { $0 == "-" || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
  }
}
