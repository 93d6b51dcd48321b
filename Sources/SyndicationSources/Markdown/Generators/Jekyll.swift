internal import Syndication
internal import SyndicationMarkup

/// Jekyll: `_posts/2022-03-25-name.md`, in any folder, whose names are categories.
struct Jekyll: Generator {
  static let configurations = ["_config.yml", "_config.yaml", "_config.toml"]

  let rules: GeneratorRules
  /// Whether no folder is called `_posts`, and files are told by their names alone.
  private var isFlat = false
  private let permalink: String
  private let excluded: [String]
  private let scopes: [(path: String, values: [DataValue.Member])]

  init(_ folder: SiteFolder) throws {
    let configured = try folder.metadata(in: Jekyll.configurations)
    let settings = configured ?? .object([])
    // A plugin may read it: CommonMark, CommonMarkGhPages. Without a configuration it is a guess that this is Jekyll's.
    let converter = settings["markdown"]?.text?.lowercased() ?? "kramdown"
    let people = try folder.metadata(in: ["yml", "yaml", "json"].map { "_data/authors.\($0)" })
    rules = GeneratorRules(
      template: .liquid, site: settings,
      // Some write an address.
      base: settings["baseurl"]?.text.map { AbsoluteURL($0)?.path ?? $0 },
      timeZone: settings["timezone"]?.text.flatMap { SiteTimeZone($0) }, keepsZones: false, splitsTags: true,
      dialect: configured == nil || converter.hasPrefix("commonmark") ? .commonMark : .kramdown,
      excerptSeparator: settings["excerpt_separator"]?.string,
      authors: Dictionary((people?.members ?? []).map { ($0.name, $0.value) }) { $1 },
      skippedFolders: [settings["destination"]?.text ?? "_site", "_includes", "_layouts", "_sass", "vendor"])
    permalink = settings[path: "collections.posts.permalink"]?.text ?? settings["permalink"]?.text ?? "date"
    excluded = (settings["exclude"]?.texts ?? []).map { $0.hasSuffix("/") ? $0 : "\($0)/" }
    scopes = (settings["defaults"]?.values ?? []).compactMap { scope in
      guard scope[path: "scope.type"]?.text ?? "posts" == "posts" else { return nil }
      return (scope[path: "scope.path"]?.text ?? "", scope["values"]?.members ?? [])
    }
  }

  mutating func learn(_ files: Set<String>) {
    isFlat = !files.contains { $0.hasPrefix("_posts/") || $0.contains("/_posts/") }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    let segments = file.split(separator: "/").map(String.init)
    guard !excluded.contains(where: "\(file)/".hasPrefix) else { return .other }
    guard let index = segments.dropLast().lastIndex(of: "_posts") else {
      guard PostFile.markdown.contains(PostFile.ending(of: file)) else { return .other }
      let post = PostFile(file)
      if isFlat { return post.date == nil ? .notPost("its name does not begin with a date") : .post(post) }
      if post.date != nil, !segments.contains("_drafts") { return .notPost("it lies in no folder called _posts") }
      guard let folder = segments.dropLast().first(where: { $0.hasPrefix("_") }), folder != "_drafts"
      else { return .other }
      return .notPost("it belongs to the collection \(folder.dropFirst()), which is not that of posts")
    }
    var post = PostFile(file)
    post.sections = Array(segments[..<index])
    let role = PostFile.role(of: file, post)
    guard case .post = role, post.date == nil else { return role }
    return .notPost("its name does not begin with a date: call it 2022-03-25-\(post.name).md")
  }

  func categories(of post: PostFile) -> [String] {
    let outer = ["source", "collections_dir"].map { rules.site[$0]?.text?.trimmingSlashes }
    return Array(post.sections.drop(while: outer.contains))
  }

  func defaults(for post: PostFile) -> [DataValue.Member] {
    let fitting = scopes.filter { post.path.hasPrefix($0.path.split(separator: "*").first ?? $0.path[...]) }
    // What is said of a folder within another wins.
    return fitting.sorted { $0.path.count < $1.path.count }.flatMap(\.values)
  }

  func address(of post: Post) -> String? {
    let styles = [
      "pretty": "/:categories/:year/:month/:day/:title/", "date": "/:categories/:year/:month/:day/:title:output_ext",
      "ordinal": "/:categories/:year/:y_day/:title:output_ext",
      "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext", "none": "/:categories/:title:output_ext",
    ]
    let pattern = post.fields.text(.permalink) ?? permalink
    let title = post.slug(else: post.file.name)
    return PermalinkPattern(styles[pattern] ?? pattern).path(
      for: post.values(
        slug: AddressText.dashed(title),
        [
          "title": AddressText.pretty(title), "output_ext": ".html", "collection": "posts",
          "slugified_categories": post.categories.map(AddressText.dashed).joined(separator: "/"),
        ]))
  }

  /// jekyll-feed: the folder of the page and the slug as it is written, without an ending.
  func feedID(of post: Post, at permalink: AbsoluteURL) -> String? {
    let page = permalink.string[...].trimmingSuffix { $0 == "/" }
    let folder = page[...(page.lastIndex(of: "/") ?? page.startIndex)]
    return folder + AbsoluteURL.percentEncoded(post.slug(else: post.file.name), keeping: "!$&'()*+,;=:@")
  }
}
