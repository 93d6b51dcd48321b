internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// In which states the files of a folder were read, and which of them its items are: by which those posts are found again that
/// were edited.
struct MarkdownNotes {
  /// What a post was found to be, as far as other posts have a part in it.
  struct Post: Hashable {
    /// The position of its file.
    var file: Int
    /// Nil for one that lives nowhere.
    var address: String?
    /// Of `PostReader.Found.order`.
    var order: ContentHash
    /// Whether something is told of it.
    var isTold: Bool
  }

  private(set) var files: [String]
  private var states: [FileState?]
  /// Of what lies above the folder and says how it is kept, and of what is passed over in it.
  private var surroundings: ContentHash
  /// In the order of the items.
  private(set) var posts: [Post] = []

  /// Nil where that cannot be told: where something above the folder is too young, or what the folder is was guessed.
  ///
  /// - Parameters:
  ///   - sources: the files and folders that the source is read from.
  ///   - outputs: the folders that builds write to, which count for nothing.
  init?(of survey: MarkdownSurvey, in folder: SiteFolder, among sources: [String], without outputs: Set<String>) {
    // What is passed over holds no posts, but files that they name, whose sizes they tell.
    let skipped = survey.generator.rules.skippedFolders.sorted().map(folder.path(of:)).filter(Directory.exists)
    guard !survey.isGuessed, let above = Revision(ofFiles: sources.dropFirst() + skipped, without: outputs) else {
      return nil
    }
    let tick = FileState.tick
    files = survey.files
    // Of one so young, an edit might not show.
    states = files.map { file in FileState(at: folder.path(of: file)).flatMap { $0.modified < tick ? $0 : nil } }
    let omitted = survey.omissions.map { "\($0.path)\0\($0.reason)" }
    surroundings = ContentHash(texts: [survey.preset.name] + above.fields + ["\0"] + omitted)
  }

  /// The positions of the files that are not as they were in `old`; nil where others are there, or something around them is
  /// otherwise.
  func changes(since old: MarkdownNotes) -> [Int]? {
    guard surroundings == old.surroundings, files == old.files else { return nil }
    return files.indices.filter { states[$0] == nil || states[$0] != old.states[$0] }
  }

  /// Of items that were found so; nil where one is of another language, as which others there are decides which of them it is.
  ///
  /// - Parameter order: theirs.
  mutating func state(of found: [PostReader.Found], in order: [Int]) -> SourceState? {
    let positions = Dictionary(uniqueKeysWithValues: zip(files, files.indices))
    posts = []
    for index in order {
      guard !found[index].isForeign, let position = positions[found[index].file] else { return nil }
      posts.append(Post(of: found[index], at: position))
    }
    return state
  }

  /// The same files with the posts of other notes.
  func with(_ posts: [Post]) -> MarkdownNotes {
    var notes = self
    notes.posts = posts
    return notes
  }

  /// Where all posts live.
  var addresses: PageAddresses {
    PageAddresses(
      Dictionary(uniqueKeysWithValues: posts.compactMap { post in post.address.map { (files[post.file], $0) } }))
  }

  // MARK: - As bytes

  private static let format = "markdown 1"

  private struct Row: BitwiseCopyable {
    var device, inode: UInt64
    /// That of no file where the file is not known.
    var size: Int
    var modified: Int64
  }

  var state: SourceState {
    var writer = StateWriter()
    writer.text(MarkdownNotes.format)
    writer.table([surroundings.value])
    writer.number(files.count)
    for file in files { writer.text(file) }
    writer.table(
      states.map { state in
        Row(
          device: state?.device ?? 0, inode: state?.inode ?? 0, size: state?.size ?? -1, modified: state?.modified ?? 0)
      })
    writer.table(posts.map(\.file))
    writer.table(posts.map(\.order.value))
    writer.table(posts.map { $0.isTold ? 1 : 0 as UInt8 })
    for post in posts { writer.text(post.address) }
    return SourceState(writer.bytes)
  }

  /// Nil where `state` is of another version.
  init?(_ state: SourceState) {
    do {
      var reader = StateReader(state.bytes)
      guard try reader.text() == MarkdownNotes.format, let hash = try reader.table(of: UInt64.self).first else {
        return nil
      }
      surroundings = ContentHash(value: hash)
      files = []
      for _ in 0..<(try reader.count()) { files.append(try reader.text()) }
      states = try reader.table(of: Row.self).map { row in
        row.size < 0
          ? nil : FileState(device: row.device, inode: row.inode, size: row.size, modified: row.modified)
      }
      let places = try reader.table(of: Int.self)
      let orders = try reader.table(of: UInt64.self)
      let told = try reader.table(of: UInt8.self)
      guard states.count == files.count, orders.count == places.count, told.count == places.count,
        places.allSatisfy(files.indices.contains)
      else { return nil }
      for index in places.indices {
        posts.append(
          Post(
            file: places[index], address: try reader.optionalText(), order: ContentHash(value: orders[index]),
            isTold: told[index] != 0))
      }
      guard reader.isAtEnd else { return nil }
    } catch { return nil }
  }
}

extension MarkdownNotes.Post {
  init(of found: PostReader.Found, at position: Int) {
    self.init(
      file: position, address: found.item?.address?.string, order: ContentHash(found.order),
      isTold: !found.problems.isEmpty || found.undated != nil || found.refusal != nil)
  }
}
