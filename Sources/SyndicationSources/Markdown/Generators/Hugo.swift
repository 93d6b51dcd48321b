internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Hugo: pages in the sections of `content`, each a file or a folder with `index.md`.
struct Hugo: Generator {
  let template: Template.Language? = .hugo
  let site: DataValue
  let timeZone: SiteTimeZone?
  let ignoresCase = true
  let skippedFolders: Set<String> = ["public", "resources", "themes", "static", "assets", "layouts"]
  let fields: [Field: [String]] = [
    .published: ["publishDate", "pubDate", "pubdate", "published"], .date: ["date"],
    .draft: ["draft", "headless", "hidden", "private"], .permalink: ["url"],
    .summary: ["summary", "excerpt", "description"],
  ]
  /// Empty where there is no such folder, and all of the site's is taken for it.
  private var content: String
  private let language: String
  private let otherLanguages: Set<String>
  private let otherContents: Set<String>
  private let permalinks: DataValue
  private let datesNames: Bool
  private let uglyURLs: DataValue?
  private let mainSections: Set<String>
  private let prefix: String
  private let keepsCase: Bool

  init(_ folder: SiteFolder) throws {
    func files(_ name: String) -> [String] {
      ["toml", "yaml", "yml", "json"].flatMap { ["\(name).\($0)", "config/_default/\(name).\($0)"] }
    }
    var settings = try folder.metadata(in: files("hugo") + files("config")) ?? .object([])
    // Parts of it may be files of their own.
    for part in ["permalinks", "languages", "params", "taxonomies"] {
      if let value = try folder.metadata(in: files(part)), case .object(let members) = settings {
        settings = .object(members + [DataValue.Member(name: part, value: value)])
      }
    }
    // Hugo's names are without case.
    func setting(_ name: String) -> DataValue? {
      settings.members.last { $0.name.lowercased() == name.lowercased() }?.value
    }
    let language = setting("defaultContentLanguage")?.text ?? "en"
    self.language = language
    let languages = setting("languages")?.members ?? []
    let own =
      try languages.first { $0.name == language }?.value
      ?? folder.metadata(in: files("languages.\(language)"))
    var others = Set(languages.map(\.name)).subtracting([language])
    let named = own?["contentDir"]?.text ?? own?["contentdir"]?.text ?? setting("contentDir")?.text ?? "content"
    content = named.trimmingSlashes
    otherContents = Set(
      languages.filter { $0.name != language }.compactMap { $0.value["contentDir"]?.text?.trimmingSlashes })
    if others.isEmpty { others = Hugo.commonLanguages.subtracting([language]) }
    otherLanguages = others
    let permalinks = setting("permalinks") ?? .object([])
    self.permalinks = permalinks
    datesNames = settings[path: "frontmatter.date"]?.texts.contains(":filename") ?? false
    uglyURLs = setting("uglyURLs")
    keepsCase = setting("disablePathToLower")?.flag ?? false
    prefix = setting("defaultContentLanguageInSubdir")?.flag == true ? "/\(language)" : ""
    mainSections = Set((setting("params")?["mainSections"] ?? setting("mainSections"))?.texts ?? [])
    timeZone = (own?["timeZone"] ?? setting("timeZone"))?.text.flatMap { SiteTimeZone($0) }
    site = settings
  }

  func knowing(_ files: Set<String>) -> any Generator {
    var known = self
    if !files.contains(where: { $0.hasPrefix("\(content)/") }) { known.content = "" }
    return known
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard content.isEmpty || file.hasPrefix("\(content)/"), !otherContents.contains(where: { file.hasPrefix("\($0)/") })
    else {
      return .other
    }
    var path = file
    let stem = PostFile.stem(of: file)
    if stem.utf8.contains(UInt8(ascii: ".")),
      let language = stem.split(separator: ".").dropFirst().last.map(String.init)
    {
      if language == self.language {
        path = PostFile.stem(of: stem) + file.dropFirst(stem.count)
      } else if otherLanguages.contains(language) {
        return .notPost("it is a translation into another language than the site's, “\(language)”")
      }
    }
    var post = PostFile(path, below: content, datesNames: datesNames)
    post.path = file
    let name = PostFile.stem(of: PostFile.lastName(of: path))
    switch name {
    case "_index": return .notPost("it is the page of a section")
    case "index" where post.name.isEmpty || post.name == "index": return .notPost("it is the page of the site")
    default: break
    }
    // What else lies in the folder of a page belongs to that page.
    if name != "index" {
      var folder = file
      while let parent = Directory.parent(of: folder), parent != ".", parent.utf8.count > content.utf8.count {
        folder = parent
        if files.contains("\(folder)/index.md") || files.contains("\(folder)/index.html") { return .other }
      }
    }
    let role = PostFile.role(of: path, post)
    guard case .post = role else { return role }
    guard let section = post.sections.first else {
      if content.isEmpty { return role }
      return .notPost("it lies in no section of \(content), and is taken for a page")
    }
    if !mainSections.isEmpty, !mainSections.contains(section) {
      return .notPost("its section, \(section), is none of the site's mainSections")
    }
    return .post(post)
  }

  func section(of post: PostFile) -> String? { post.sections.first }

  func address(of post: Post) -> String? {
    let build = post.fields.value["build"] ?? post.fields.value["_build"]
    if let render = build?["render"], render.flag == false || render.text == "never" { return nil }
    let slug = AddressText.hugo(post.slug(else: post.file.name), keepsCase: keepsCase)
    let sections = post.file.sections.map { AddressText.hugo($0, keepsCase: keepsCase) }
    if let url = post.fields.text(.permalink) { return url.hasPrefix("/") || url.contains("://") ? url : "/\(url)" }
    let section = post.file.sections.first ?? ""
    let pattern = permalinks["page"]?[section]?.text ?? permalinks[section]?.text
    var path = "/" + (sections + [slug]).joined(separator: "/")
    if let pattern {
      let (title, name) = (titled(post), AddressText.hugo(post.file.name, keepsCase: keepsCase))
      let values = post.values(
        slug: post.fields.text(.slug).map { AddressText.hugo($0, keepsCase: keepsCase) } ?? title,
        [
          "title": title, "filename": name, "contentbasename": name, "slugorfilename": slug,
          "slugorcontentbasename": slug, "section": section, "sections": sections.joined(separator: "/"),
        ])
      path = PermalinkPattern(pattern).path(for: values)
    }
    let isUgly = uglyURLs?.flag ?? uglyURLs?[section]?.flag ?? false
    if path.hasSuffix("/") || path.hasSuffix(".html") { return prefix + path }
    return prefix + path + (isUgly ? ".html" : "/")
  }

  private func titled(_ post: Post) -> String {
    AddressText.hugo(post.title ?? post.file.name, keepsCase: keepsCase)
  }

  /// What may stand before the extension of a file where no configuration lists the languages.
  private static let commonLanguages: Set<String> = [
    "ar", "cs", "da", "de", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "no", "pl",
    "pt", "pt-br", "ro", "ru", "sv", "tr", "uk", "vi", "zh", "zh-cn", "zh-tw",
  ]
}

extension String {
  /// Without slashes around.
  var trimmingSlashes: String { split(separator: "/").joined(separator: "/") }
}
