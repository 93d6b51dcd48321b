internal import Syndication

/// A folder whose files are content of a Hugo site: `contentDir`, or a source of `module.mounts`.
struct HugoMount: Sendable {
  /// By its path in the site; empty for the site's own.
  var source: String
  /// Where it is among the content: `content`, `content/posts`.
  var target = "content"
  /// Where its pages are in another language than the site's.
  var language: String?
  /// The first that fits decides.
  private var filters: [(pattern: PathPattern, keeps: Bool)] = []

  init(_ source: String, language: String? = nil) {
    self.source = source
    self.language = language
  }

  /// What of `module.mounts` is content.
  ///
  /// - Parameters:
  ///   - languages: the other languages of the site.
  /// - Returns: the mounts, and what is not followed of them.
  static func mounts(
    _ values: [DataValue], language: String, others languages: Set<String>
  ) -> (mounts: [HugoMount], unread: [String]) {
    var unread: [String] = []
    let mounts = values.compactMap { value -> HugoMount? in
      let target = value.member("target")?.text?.withoutDots ?? ""
      guard target == "content" || target.hasPrefix("content/"), let source = value.member("source")?.text
      else { return nil }
      if source.hasPrefix("/") || source.split(separator: "/").contains("..") {
        unread.append("the source \(source), which lies elsewhere")
        return nil
      }
      var mount = HugoMount(source.withoutDots)
      mount.target = target
      let matrix = value.member("sites")?.member("matrix")
      let named = value.member("lang")?.texts ?? matrix?.member("languages")?.texts ?? []
      if named.count > 1 || !languages.union([language]).isSuperset(of: named) {
        unread.append("the languages of \(source)")
      }
      mount.language = named.contains(language) ? nil : named.first { languages.contains($0) }
      if matrix?.members.contains(where: { $0.name.lowercased() != "languages" }) == true {
        unread.append("the sites of \(source)")
      }
      func texts(_ name: String) -> [String] { value.member(name)?.texts ?? [] }
      let patterns = texts("excludeFiles").map { "! \($0)" } + texts("includeFiles") + texts("files")
      mount.filters = patterns.map { text in
        let isKept = !text.hasPrefix("! ")
        return (PathPattern(text.dropFirst(isKept ? 0 : 2).lowercased().trimmingSlashes), isKept)
      }
      return mount
    }
    return (mounts, unread)
  }

  func holds(_ file: String) -> Bool { source.isEmpty || file.hasPrefix("\(source)/") }

  /// Where a file of it is among the content: `content/posts/a.md`; nil where it is left out.
  func path(of file: String) -> String? {
    if filters.isEmpty, source == target { return file }
    let inner = source.isEmpty ? file : String(file.dropFirst(source.utf8.count + 1))
    return keeps(inner.lowercased()) ? "\(target)/\(inner)" : nil
  }

  private func keeps(_ path: String) -> Bool {
    let decisive = filters.first { $0.keeps ? reaches(path, by: $0.pattern) : $0.pattern.covers(path) }
    return decisive?.keeps ?? !filters.contains { $0.keeps }
  }

  /// Whether a pattern means a file and, as Hugo looks for files there, the folders around it: not so `**.md`.
  private func reaches(_ path: String, by pattern: PathPattern) -> Bool {
    pattern.matches(path)
      && PostFile.folders(around: path).allSatisfy { pattern.matches($0) || pattern.matches("\($0)/x") }
  }
}
