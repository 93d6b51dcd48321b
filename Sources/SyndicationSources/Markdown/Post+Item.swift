internal import Glibc
internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

extension Post {
  /// Fills in what does not depend on where the post lives.
  func fill(_ item: inout SourceItem, _ generator: any Generator, _ folder: SiteFolder) {
    // `a, b` of two words keeps its comma in addresses alone.
    func names(_ texts: [String]) -> [String] {
      guard generator.rules.splitsTags else { return texts }
      return texts.map { String($0[...].trimmingSuffix { $0 == "," || $0 == ";" }) }.filter { !$0.isEmpty }.uniqued()
    }
    item.tags = names((tags + shownCategories).uniqued())
    item.categories = categories.isEmpty ? [generator.section(of: file)].compactMap(\.self) : names(categories)
    item.authors = fields.value(of: .authors).map { Person.people($0, known: generator.rules.authors) } ?? []
    if let summary = fields.text(.summary), !summary.isEmpty {
      item.summary = Content(.text, .text(summary, written: written.text(.summary) ?? ""))
    }
    item.image = fields.value(of: .image).flatMap(Self.address)
    // What is of the site itself is no page elsewhere, but some theme's own.
    item.externalURL = fields.all(.external).lazy.compactMap { ($0.value["url"] ?? $0.value).text }
      .first { AbsoluteURL($0)?.isWebAddress == true }
    item.language = fields.text(.language)?.replacing("_", with: "-")
    item.isMinorEdit = fields.flag(.minor) == true
    if let withdrawn = fields.value(of: .withdrawn), withdrawn.flag != false {
      item.withdrawn = withdrawn.flag == true ? "" : withdrawn.text ?? ""
    }
    item.aliases = fields.value(of: .aliases)?.texts ?? []
    item.attachments = fields.value(of: .attachments).map { attachments($0, folder) } ?? []
    readEpisode(into: &item)
    item.asWritten = AsWritten(
      title: writtenTitle ?? "",
      tags: written.texts(in: .tags, .categories) + (written.value["keywords"]?.allTexts ?? []),
      authors: written.texts(in: .authors),
      files: written.texts(in: .image, .attachments, .duration, .episode, .season, .explicit)
        + [written.value["episodeType"], written.value["itunes_episodeType"]].compactMap { $0?.text })
  }

  /// Of an image that is a text, a map, or the first of a list.
  private static func address(_ value: DataValue) -> String? {
    switch value {
    case .array(let values): return values.first.flatMap(address)
    case .object:
      let names = ["src", "url", "path", "image", "feature", "src.url", "href", "file", "filename", "teaser"]
      return names.lazy.compactMap { value[path: $0]?.text }.first { !$0.isEmpty }
    case .boolean: return nil
    default:
      guard let text = value.text, !["", "false", "true", "none", "null"].contains(text.lowercased())
      else { return nil }
      // Pelican's names of places: the site's root is that of its content.
      return text.replacing(/^[{|](?:static|attach|filename)[}|]/, with: "")
    }
  }

  // MARK: - Files

  private func attachments(_ value: DataValue, _ folder: SiteFolder) -> [Attachment] {
    value.values.compactMap { value -> Attachment? in
      var attachment: Attachment
      if case .object = value {
        guard let url = Self.address(value) else { return nil }
        attachment = Attachment(
          url: url, mediaType: (value["type"] ?? value["mime_type"] ?? value["mimeType"])?.text ?? "",
          title: value["title"]?.text,
          size: (value["length"] ?? value["size"] ?? value["bytes"])?.text.flatMap { Int($0) },
          duration: value["duration"]?.text.flatMap(PlayingTime.seconds))
      } else {
        // `URL`, or WordPress's `URL, length, type`, parted by white space.
        let parts = (value.text ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        guard let url = parts.first, url.contains(".") || url.contains("/") else { return nil }
        attachment = Attachment(
          url: url, mediaType: parts.last { $0.contains("/") && $0 != url } ?? "",
          size: parts.dropFirst().lazy.compactMap { Int($0) }.first)
      }
      if attachment.duration == nil { attachment.duration = fields.text(.duration).flatMap(PlayingTime.seconds) }
      if attachment.size == nil { attachment.size = folder.size(of: attachment, beside: file.path) }
      return attachment
    }
  }

  private func readEpisode(into item: inout SourceItem) {
    let kind = (fields.value["episodeType"] ?? fields.value["itunes_episodeType"])?.text?.lowercased()
    let episode = Episode(
      number: fields.text(.episode).flatMap { Int($0) }, season: fields.text(.season).flatMap { Int($0) },
      kind: kind.flatMap(Episode.Kind.init), isExplicit: fields.flag(.explicit))
    if !item.attachments.isEmpty, episode != Episode() { item.episode = episode }
  }
}

extension SiteFolder {
  /// The size of the file that an attachment's address is served from, as far as it lies where generators keep such files,
  /// and its name tells of what the attachment is.
  fileprivate func size(of attachment: Attachment, beside post: String) -> Int? {
    let address = attachment.url
    guard let type = MediaType.ofFile(at: address), attachment.mediaType.isEmpty || type.isOfKind(attachment.mediaType),
      !address.contains("://"), !address.hasPrefix("//")
    else { return nil }
    let path = String(address.prefix { $0 != "?" && $0 != "#" })
    let name = Path.segments(path).joined(separator: "/")
    guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { return nil }
    var places = ["", "static/", "public/", "assets/", "content/", "src/"].map { $0 + name }
    if !path.hasPrefix("/") { places.insert("\(Directory.parent(of: post) ?? ".")/\(name)", at: 0) }
    return places.lazy.compactMap { place -> Int? in
      let file = self.path(of: place)
      guard let status = stat(file), status.isFile, Directory.holds(file, in: reach) else { return nil }
      return FileState(status).size
    }.first
  }
}

extension String {
  /// Whether both are sounds, say, or films: servers differ in how they call one.
  fileprivate func isOfKind(_ other: String) -> Bool {
    prefix { $0 != "/" }.lowercased() == other.prefix { $0 != "/" }.lowercased()
  }
}

extension Person {
  /// Whom the configuration of a generator names: by a text, a map, or a key of `known`; none where a map is of people by
  /// their keys.
  static func siteAuthors(_ value: DataValue?, known: [String: DataValue] = [:]) -> [Person] {
    guard let value, !value.isNothing else { return [] }
    if case .object = value, value.member("name")?.text == nil { return [] }
    return people(value, known: known)
  }

  /// Those that a value in front matter names.
  ///
  /// - Parameter known: people by the keys that posts may name them by.
  static func people(_ value: DataValue, known: [String: DataValue]) -> [Person] {
    switch value {
    case .object(let members):
      if let person = Person(members: value) { return [person] }
      // `{ann: {…}, bob: {…}}`
      return members.compactMap { Person(members: $0.value, otherwise: $0.name) }
    case .array(let values): return values.flatMap { people($0, known: known) }
    default:
      guard let text = value.text, !text.isEmpty else { return [] }
      if let person = known[text] { return [Person(members: person, otherwise: text)].compactMap(\.self) }
      return AuthorNames.people(in: text).map { person in
        known[person.name].flatMap { Person(members: $0, otherwise: person.name) } ?? person
      }
    }
  }

  /// Nil where there is no name.
  private init?(members value: DataValue, otherwise: String? = nil) {
    func text(_ names: String...) -> String? {
      names.lazy.compactMap { value[$0]?.text }.first { !$0.isEmpty }
    }
    let parts = [text("first", "first_name", "given", "firstname"), text("last", "last_name", "family", "lastname")]
    let full = parts.compactMap(\.self).joined(separator: " ")
    guard let name = text("name", "display_name", "fullname", "full_name", "title") ?? (full.isEmpty ? otherwise : full)
    else { return nil }
    let affiliations = (value["affiliations"] ?? value["affiliation"] ?? value["organization"] ?? value["company"])?
      .values.compactMap { $0["name"]?.text ?? $0.text }.joined(separator: ", ")
    self.init(
      name: value.members.isEmpty ? value.text ?? name : name,
      url: text("url", "uri", "web", "website", "homepage", "link"),
      email: text("email", "mail").flatMap { Person.isEmail($0) ? $0 : nil },
      affiliation: affiliations.flatMap { $0.isEmpty ? nil : $0 })
  }
}
