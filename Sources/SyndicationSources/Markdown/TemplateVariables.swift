internal import Syndication

/// What the names in bodies mean: of the site, of the post, and what the configuration adds.
enum TemplateVariables {
  /// What all posts share.
  ///
  /// - Parameter configured: by name; a dot leads into an object: `site.cdn`.
  static func common(of rules: GeneratorRules, _ configured: [String: String], _ site: Site) -> DataValue {
    // Where the site is served, not where its generator believes it to be.
    let parts = site.url.string.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    let origin = parts.prefix(3).joined(separator: "/")
    let path = parts.count > 3 ? "/" + parts[3].split(separator: "/").joined(separator: "/") : ""
    let base =
      path == "/"
      ? rules.base.map { $0.trimmingSlashes }.map { $0.isEmpty ? "" : "/\($0)" } ?? "" : path
    var own = rules.site
    for (name, value) in [("url", origin), ("baseurl", base), ("title", site.title)] {
      if name != "title" || own["title"] == nil { own.set([name[...]], to: .string(value)) }
    }
    var variables: DataValue = .object([DataValue.Member(name: "site", value: own)])
    for (name, value) in configured.sorted(by: { $0.key < $1.key }) {
      variables.set(name.split(separator: "."), to: .string(value))
    }
    return variables
  }

  /// - Parameter isData: whether what the front matter says has names of its own: `title` beside `page.title`.
  static func of(
    _ post: Post, at permalink: AbsoluteURL?, beside common: DataValue, isData: Bool = false
  ) -> DataValue {
    var page = post.fields.value
    // Who writes it puts the base before it.
    let base = common[path: "site.baseurl"]?.string ?? ""
    let url = permalink.map(\.path).map { $0.hasPrefix("\(base)/") ? String($0.dropFirst(base.count)) : $0 }
    for (name, value) in [
      ("url", url), ("title", post.title), ("date", post.date), ("path", post.file.path),
      ("slug", post.file.name), ("fileSlug", post.file.name),
    ] {
      if let value { page.set([name[...]], to: .string(value)) }
    }
    var variables = isData ? .object(common.members + page.members) : common
    variables.set(["page"], to: page)
    return variables
  }
}

extension DataValue {
  /// Sets the value at a path of names, in the objects on the way, which are made where there are none.
  mutating func set(_ path: [Substring], to value: DataValue) {
    guard let first = path.first else {
      self = value
      return
    }
    var members = self.members
    // Held once, it is changed in place.
    self = .null
    if !members.contains(where: { $0.name == first }) {
      members.append(Member(name: String(first), value: .object([])))
    }
    let index = members.lastIndex { $0.name == first }!
    if path.count == 1 {
      members[index].value = value
    } else {
      members[index].value.set(Array(path.dropFirst()), to: value)
    }
    self = .object(members)
  }
}
