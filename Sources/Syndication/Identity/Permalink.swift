/// Where the posts of a listing live: an address of its own for a title, else a template.
public struct PermalinkRule: Sendable, Hashable {
  /// A path below the site's URL, or an absolute URL; with `{year}`, `{month}`, `{day}` and `{slug}`, the last required.
  public var template: String
  /// Addresses by the slug of a title, so that an address is found again after a change of spelling.
  public var links: [String: AbsoluteURL]

  /// - Parameters:
  ///   - template: a path with placeholders: `/{year}/{month}/{day}/{slug}/`.
  ///   - links: addresses by title, which come before it.
  public init(template: String, links: [String: AbsoluteURL] = [:]) {
    self.template = template
    self.links = links
  }

  /// The address of a post of `date` whose title was first published with `slug`, and now has `currentSlug`.
  package func permalink(date: LocalDate, slug: String, currentSlug: String, on site: Site) -> AbsoluteURL? {
    if let link = links[currentSlug] ?? links[slug] { return link }
    let path = TextTemplate(template).filled(with: [
      "year": padded(date.year, 4), "month": padded(date.month, 2), "day": padded(date.day, 2), "slug": slug,
    ])
    return AbsoluteURL(path) ?? site.url.appending(path: path)
  }
}
