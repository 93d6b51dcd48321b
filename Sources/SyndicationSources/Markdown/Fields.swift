internal import Syndication

/// What a post may say of itself.
package enum Field: String, Sendable, Hashable, CaseIterable {
  case id, title, date, published, updated, authors, tags, categories, summary, image, external, draft, unlisted, listed
  case expires, language, aliases
  case permalink, slug, attachments, duration, episode, season, explicit, withdrawn, minor

  /// What it is, for who looks up how it may be called, and the names that it goes by, the better first. `cover.image` is
  /// a field of a field.
  var usual: (meaning: String, names: [String]) {
    func called(_ names: String..., meaning: String) -> (String, [String]) { (meaning, names) }
    return switch self {
    // The id that the generator's own feed has comes before what was another program's.
    case .id: called(meaning: "an id of its own that never changes")
    case .title: called("title", meaning: "the title")
    case .date:
      called(
        "date", "pubDate", "pubDatetime", "pubdate", "publishDate", "publish_date", "published_at",
        "publishedAt", "published", "created", "created_at", "createdAt",
        meaning: "the date, also in addresses")
    case .published: called(meaning: "the date of publication where it is another")
    case .updated:
      called(
        "lastmod", "updated", "last_modified_at", "modified", "updatedDate", "modDatetime", "updated_at",
        "updatedAt", "last_updated", "lastUpdated", "last_modified", "lastModified", "date_updated",
        meaning: "when it was last changed")
    case .authors:
      called(
        "authors", "author", "taxonomies.authors", "extra.authors", "extra.author", "by",
        meaning: "who wrote it")
    case .tags: called("tags", "tag", "taxonomies.tags", meaning: "its tags")
    case .categories:
      called(
        "categories", "category", "taxonomies.categories", meaning: "its categories, which are tags, too")
    case .summary: called("summary", "excerpt", "description", "abstract", meaning: "its summary")
    case .image:
      called(
        "image", "cover", "featured_image", "featuredImage", "feature_image", "heroImage", "hero", "ogImage",
        "og_image", "socialImage", "social_image", "thumbnail", "banner", "images", "extra.image",
        "extra.cover", "header.image", "header.teaser", meaning: "the picture it is shown with")
    case .external:
      (
        "the page elsewhere that it is about, of a link post",
        Field.spellings(of: ["external_url", "link", "link_url"]) + ["extra.external_url", "extra.link", "url"]
      )
    case .draft:
      (
        "whether it is kept back",
        ["draft", "hidden", "hide", "private"] + Field.spellings(of: ["is_draft"])
      )
    case .unlisted:
      (
        "whether it is on the site, and in no feed",
        ["unlisted", "eleventyExcludeFromCollections"]
          + Field.spellings(
            of: ["feed", "feeds", "rss"].flatMap { feed in
              ["no", "exclude", "exclude_from", "hide_from", "hidden_from", "hidden_in", "skip"].map { "\($0)_\(feed)" }
                + ["no\(feed)", "\(feed).exclude", "\(feed)_exclude", "\(feed)_ignore"]
            })
      )
    case .listed:
      (
        "what is false where it is on the site, and in no feed",
        ["feed", "rss", "listed"]
          + Field.spellings(
            of: ["feed", "feeds", "rss"].flatMap { ["in_\($0)", "include_in_\($0)", "show_in_\($0)"] })
      )
    case .expires:
      called(
        "expiryDate", "expires", "unpublishDate", "expiry_date", meaning: "when it stops being published")
    case .language: called("lang", "language", "locale", meaning: "its language")
    case .aliases: called("aliases", "alias", "redirect_from", meaning: "where it lived before")
    case .permalink: called("permalink", meaning: "where it lives")
    case .slug: called("slug", meaning: "the last part of its address")
    case .attachments:
      called(
        "enclosure", "enclosures", "attachments", "audio", "podcast", "video", "audio_url", "audioUrl",
        meaning: "audio, video and other files")
    case .duration:
      called(
        "duration", "itunes_duration", "podcast.duration", meaning: "how long its first file plays")
    case .episode:
      called("episode", "episodeNumber", "itunes_episode", meaning: "its number in a podcast")
    case .season: called("season", "itunes_season", meaning: "its season in a podcast")
    case .explicit:
      called("explicit", "itunes_explicit", meaning: "whether its podcast wants a warning")
    case .withdrawn: called("withdrawn", "retracted", meaning: "why it was withdrawn")
    case .minor:
      ("whether its last edit moves no date", ["minor"] + Field.spellings(of: ["minor_edit"]))
    }
  }

  /// `no_rss` is also written `no-rss`, `noRss` and `noRSS`.
  private static func spellings(of names: [String]) -> [String] {
    names.flatMap { name -> [String] in
      let words = name.split(separator: "_")
      guard let first = words.first, words.count > 1 else { return [name] }
      let humps = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
      let abbreviated = humps.replacing("Rss", with: "RSS").replacing("Url", with: "URL")
      return [name, words.joined(separator: "-")] + [first + humps, first + abbreviated].uniqued()
    }
  }
}

/// The front matter of a post, with what stands in for what it does not say.
struct Fields: Sendable {
  let value: DataValue
  private let names: FieldNames
  /// Those of which a name stands there: so few of all that may that a set takes longer.
  private let present: [Field]

  init(value: DataValue, names: FieldNames) {
    self.value = value
    self.names = names
    present = value.members.flatMap { names.fields[$0.name] ?? [] }
  }

  /// A name of a field.
  struct Name: Sendable {
    let text: String
    /// Where the name is that of a field of a field: those of all, from the outermost.
    let path: [String]

    init(_ text: String) {
      self.text = text
      path = text.contains(".") ? text.split(separator: ".").map(String.init) : []
    }
  }

  /// What each field goes by: the names that are configured alone, else those that the generator knows alone, else its own
  /// and the usual ones.
  static func names(configured: [Field: [String]], of rules: GeneratorRules) -> FieldNames {
    let own = rules.fields
    let pairs = Field.allCases.map { field in
      let names = configured[field] ?? rules.onlyFields[field] ?? (own[field] ?? []) + field.usual.names
      return (field, names.map(Name.init))
    }
    return FieldNames(Dictionary(uniqueKeysWithValues: pairs))
  }

  private func names(of field: Field) -> [Name] { present.contains(field) ? names.byField[field] ?? [] : [] }

  /// What stands under the first of a field's names that has a value.
  func value(of field: Field) -> DataValue? { first(field)?.value }

  /// The same, with the name.
  func first(_ field: Field) -> (name: String, value: DataValue)? {
    // A loop, as a lazy sequence costs ten times as much.
    for name in names(of: field) {
      if let value = value(under: name) { return (name.text, value) }
    }
    return nil
  }

  /// The first value of a field that is no flag, as `published: true` is where a date is looked for.
  func firstText(_ field: Field) -> (name: String, text: String)? {
    for name in names(of: field) {
      if let value = value(under: name), value.flag == nil, let text = value.text { return (name.text, text) }
    }
    return nil
  }

  /// What stands under each of a field's names, as far as something does.
  func all(_ field: Field) -> [(name: String, value: DataValue)] {
    names(of: field).compactMap { name in value(under: name).map { (name.text, $0) } }
  }

  private func value(under name: Name) -> DataValue? {
    guard let value = value[name.text] ?? value(at: name.path), !value.isNothing else { return nil }
    return value
  }

  private func value(at path: [String]) -> DataValue? {
    path.isEmpty ? nil : path.reduce(Optional(value)) { $0?[$1] }
  }

  /// Where it is a text, or can be written as one.
  func text(_ field: Field) -> String? { value(of: field)?.text }

  /// All texts that stand in fields, told apart by their names.
  func texts(in fields: Field...) -> [String] {
    fields.flatMap { field in value(of: field).map { [field.rawValue] + $0.allTexts } ?? [] }
  }

  func flag(_ field: Field) -> Bool? { value(of: field)?.flag }
}

/// What the fields of a folder's posts go by.
struct FieldNames: Sendable {
  /// The better first.
  let byField: [Field: [Fields.Name]]
  /// Which fields a name, or the first of a path of names, may be of.
  let fields: [String: [Field]]
  /// Every name.
  var texts: [String] { byField.values.flatMap { $0.map(\.text) } }

  init(_ byField: [Field: [Fields.Name]]) {
    self.byField = byField
    var fields: [String: [Field]] = [:]
    for (field, names) in byField {
      for name in Set(names.flatMap { [$0.text] + $0.path.prefix(1) }) { fields[name, default: []].append(field) }
    }
    self.fields = fields
  }
}

extension DataValue {
  /// Whether nothing is said.
  var isNothing: Bool {
    switch self {
    case .null: true
    case .string(let text): text.utf8.allSatisfy { $0 <= 0x20 }
    case .array(let values): values.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }

  /// A scalar as it is written.
  var text: String? {
    switch self {
    case .string(let text): text.trimmingWhitespace
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .boolean(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  var flag: Bool? {
    switch self {
    case .boolean(let flag): flag
    case .string(let text) where text.utf8.count <= 5:
      switch text.lowercased() {
      case "true", "yes", "on", "1": true
      case "false", "no", "off", "0": false
      default: nil
      }
    case .number(let number): number != 0
    default: nil
    }
  }

  /// The texts of a list, and of lists within it, or of the one that stands for it.
  var texts: [String] {
    values.flatMap { value -> [String] in
      if case .array = value { value.texts } else { value.text.map { $0.isEmpty ? [] : [$0] } ?? [] }
    }
  }

  /// All scalars in it, and the names of members.
  var allTexts: [String] {
    switch self {
    case .array(let values): values.flatMap(\.allTexts)
    case .object(let members): members.flatMap { [$0.name] + $0.value.allTexts }
    default: [text].compactMap(\.self)
    }
  }

  /// The members of an object.
  var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// The values of a list, or the one that stands for it.
  var values: [DataValue] {
    switch self {
    case .array(let values): values
    case .null: []
    default: [self]
    }
  }
}
