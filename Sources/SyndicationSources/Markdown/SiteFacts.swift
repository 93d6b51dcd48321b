package import Syndication
internal import SyndicationFiles

/// What the configuration of a generator says of the site that it makes, beside how its posts are kept: for whoever begins to
/// publish feeds of it.
package struct SiteFacts: Sendable, Hashable {
  /// The publication's name.
  package var title: String?
  /// The address of its home page, as it is written.
  package var url: String?
  /// The folder that the pages are written to.
  package var output: String?
  /// The feeds that the generator writes, by their paths in that folder, that of everything first.
  package var feeds: [String] = []
  /// The folder whose files the generator copies to the root of the site as they are: empty for the site's own, nil where
  /// there is none.
  package var copied: String?
}

/// A folder of posts as `MarkdownSource` reads it, and what its generator knows of the site.
package struct SurveyedSite: Sendable {
  /// What its generator calls itself: `Jekyll`.
  package var generator: String
  /// Whether that was guessed by what the posts look like, as no configuration tells.
  package var isGuessed: Bool
  /// The folder that the generator's configuration lies in, as seen from the working directory.
  package var root: String
  /// The file by which the generator was told, by its path there.
  package var configuration: String?
  package var facts: SiteFacts
  /// What it says of language, time zone and authors.
  package var defaults: SiteDefaults
}

extension MarkdownSource {
  /// How the folder is kept, told without reading a post.
  ///
  /// - Throws: `FileError`; a `Problem` where that cannot be told.
  package func surveyed() throws -> SurveyedSite {
    let folder = folder
    let survey = try survey(folder)
    return SurveyedSite(
      generator: survey.preset.name, isGuessed: survey.isGuessed, root: folder.root,
      configuration: survey.isGuessed ? nil : Preset.configurations.first(where: folder.has),
      facts: try survey.generator.facts(in: folder), defaults: survey.siteDefaults)
  }

  /// What keeps the post of a file back, or why the file is none: for people. Nil where that cannot be told, or nothing does.
  ///
  /// - Parameter path: as seen from the working directory.
  /// - Throws: as `load`.
  package func reasonForHiding(_ path: String) throws -> String? {
    let folder = folder
    let survey = try survey(folder)
    guard let file = survey.files.first(where: { Path.plain(folder.path(of: $0)) == Path.plain(path) }) else {
      return nil
    }
    guard case .post(let post) = survey.generator.role(of: file, among: Set(survey.files)) else {
      return
        "\(survey.preset.name) passes it over, for its name, the folder that it is in, or what the configuration leaves out"
    }
    let found = try PostReader(of: self, in: folder, kept: survey.generator).read(post)
    guard let hiding = found.hiding else {
      return found.item?.isHidden == true ? "\(survey.preset.name) keeps it out of its lists and feeds" : nil
    }
    let place = hiding.isOwn ? "in its front matter" : "by a default of the site"
    return "`\(hiding.name): \(hiding.value)` \(place)"
  }

  /// The files by which generators are told, for whoever asks what was looked for.
  package static let configurations = Preset.configurations

  /// Whether a generator takes a `config.json` in `folder` for its own: Hugo does where there is no other in its root.
  package static func readsConfigurationInJSON(in folder: String) -> Bool {
    let site = SiteFolder(root: folder, posts: "")
    let others =
      ["hugo", "config"].flatMap { name in ["toml", "yaml", "yml"].map { "\(name).\($0)" } } + ["hugo.json"]
    return site.has("config/_default") && !others.contains(where: site.has)
  }
}
