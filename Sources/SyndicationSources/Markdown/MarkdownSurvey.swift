internal import Syndication
internal import SyndicationFiles

/// What there is in a folder of posts, and how it is kept, before a post is read.
struct MarkdownSurvey: Sendable {
  /// By their paths in the site, in the order of these.
  var files: [String]
  var omissions: [FolderWalk.Omission]
  var generator: any Generator
  var preset: Preset
  /// Whether the preset was guessed by what the files say.
  var isGuessed: Bool

  /// The posts, and what is told of the other files.
  func posts(in folder: SiteFolder) -> (posts: [PostFile], problems: [Problem]) {
    let side = generator.sideFiles
    var problems = side.problems + generator.doubts
    var posts: [PostFile] = []
    let all = Set(files)
    for file in files {
      switch generator.role(of: file, among: all) {
      case .post where side.leaveOut(file): break
      case .post(let post): posts.append(post)
      case .notPost(let reason): problems.append(.notRead(folder.path(of: file), reason))
      case .other: break
      }
    }
    for omission in omissions {
      // What would be no post is no loss.
      if !omission.isFolder {
        guard case .post = generator.role(of: omission.path, among: all) else { continue }
      }
      problems.append(.passedOver(omission, at: folder.path(of: omission.path), rule: "markdown"))
    }
    return (posts, problems)
  }

  /// What the generator's configuration says of the site.
  var siteDefaults: SiteDefaults {
    let rules = generator.rules
    let language = rules.language.flatMap { try? ConfigurationValue.language($0.replacing("_", with: "-")) }
    return SiteDefaults(language: language, timeZone: rules.timeZone, authors: rules.siteAuthors)
  }
}
