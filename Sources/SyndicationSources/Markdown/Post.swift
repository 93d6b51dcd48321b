internal import Syndication

/// A post that was read, before it is known where it lives.
struct Post: Sendable {
  var file: PostFile
  var fields: Fields
  /// What stands in the file itself: no default of the site, and nothing that another file tells.
  var written: Fields
  var title: String?
  /// As it stands in the file, or its name does.
  var writtenTitle: String?
  /// As `SourceDate` reads them.
  var date: String?
  /// The day and time that its address tells.
  var local: (date: LocalDate, secondOfDay: Int)?
  var tags: [String]
  var categories: [String]

  /// The post's own slug, else what `otherwise` is.
  func slug(else otherwise: String) -> String { fields.text(.slug).flatMap { $0.isEmpty ? nil : $0 } ?? otherwise }

  /// What a pattern of an address may name.
  ///
  /// - Parameters:
  ///   - slug: the value of `slug` and its kin.
  ///   - more: other names, which win.
  func values(slug: String, _ more: [String: String] = [:]) -> PermalinkPattern.Values {
    let sections = file.sections.joined(separator: "/")
    var texts = [
      "slug": slug, "name": file.name, "path": sections.isEmpty ? file.name : "\(sections)/\(file.name)",
      "section": file.sections.first ?? "", "sections": sections,
      "categories": categories.map { $0.lowercased() }.joined(separator: "/"),
      "category": categories.first.map(AddressText.ascii) ?? "",
    ]
    texts.merge(more) { $1 }
    let local = local ?? (LocalDate(year: 1970, month: 1, day: 1)!, 0)
    return PermalinkPattern.Values(date: local.date, secondOfDay: local.secondOfDay, texts: texts)
  }
}
