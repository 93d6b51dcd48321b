public import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

extension MarkdownSource {
  /// As many posts may be read again at once.
  private static let most = 1_000

  /// Of files that were edited. Of those that come or go, a load tells: which file is a post, and where it lives, its
  /// neighbours have a part in.
  public func changes(since state: SourceState) async throws -> SourceChanges? {
    guard let old = MarkdownNotes(state) else { return nil }
    let folder = folder
    let survey: MarkdownSurvey
    do { survey = try self.survey(folder) } catch is Problem { return nil }
    guard let now = MarkdownNotes(of: survey, in: folder, among: files(of: folder), without: outputs),
      let edited = now.changes(since: old).map(Set.init)
    else { return nil }
    let positions = old.posts.indices.filter { edited.contains(old.posts[$0].file) }
    // Others say something of posts.
    guard positions.count == edited.count, !positions.contains(where: { old.posts[$0].isTold }) else { return nil }
    let replaced = (positions.first ?? 0)..<(positions.last.map { $0 + 1 } ?? 0)
    guard replaced.count <= MarkdownSource.most else { return nil }
    let posts = EditedPosts(old, survey, reader: PostReader(of: self, in: folder, kept: survey.generator))
    guard let items = try posts.items(at: Array(replaced)) else { return nil }
    return SourceChanges(
      replaced: replaced, items: items, hasMoved: false, count: old.posts.count, state: now.with(old.posts).state,
      site: survey.siteDefaults, read: posts.items(at:))
  }
}

/// Reads single posts of a folder again, of which each is what it was among the others.
private struct EditedPosts: Sendable {
  private let notes: MarkdownNotes
  private let survey: MarkdownSurvey
  private let files: Set<String>
  private let reader: PostReader

  init(_ notes: MarkdownNotes, _ survey: MarkdownSurvey, reader: PostReader) {
    self.notes = notes
    self.survey = survey
    self.reader = reader
    files = Set(survey.files)
  }

  /// Nil where one is not what it was, or something is to be told of it that was not told before.
  func items(at positions: [Int]) throws -> [SourceItem]? {
    let found = try concurrentMap(positions.count, chunk: 4) { index -> PostReader.Found? in
      let post = notes.posts[positions[index]]
      guard case .post(let file) = survey.generator.role(of: notes.files[post.file], among: files) else { return nil }
      let found = try reader.read(file)
      guard !found.isForeign, MarkdownNotes.Post(of: found, at: post.file) == post else { return nil }
      return found
    }
    let pages = found.contains { $0?.namesPages == true } ? notes.addresses : PageAddresses([:])
    let items = found.compactMap { $0?.whole(among: pages) }
    return items.count == positions.count ? items : nil
  }
}
