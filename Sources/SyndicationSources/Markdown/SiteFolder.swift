internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// The folder of a site, as its generator knows it, and the part of it that posts are read from.
package struct SiteFolder: Sendable {
  /// Where the generator's configuration lies.
  let root: String
  /// The folder that posts are read from, relative to the root; empty where it is the root.
  let posts: String
  /// Whether links may lead out of it.
  var followsLinks = false
}

extension SiteFolder {
  /// The site that `folder` belongs to: the folder itself, or one of the three above it, where a generator is at home.
  package init(of folder: String, followingLinks followsLinks: Bool = false) {
    let folder = Path.trimmed(folder)
    var (root, posts) = (folder, "")
    for _ in 0..<4 {
      if Preset.marked(in: SiteFolder(root: root, posts: posts, followsLinks: followsLinks)) != nil {
        self.init(root: root, posts: posts, followsLinks: followsLinks)
        return
      }
      // A name of `..` or nothing tells no way back.
      let name = root.split(separator: "/").last.map(String.init) ?? ""
      guard !["", ".", ".."].contains(name), let parent = Directory.parent(of: root) else { break }
      // The site of a repository lies in it.
      if access("\(root)/.git", F_OK) == 0 { break }
      (root, posts) = (parent, posts.isEmpty ? name : "\(name)/\(posts)")
    }
    // Jekyll's own name for it is told by the path.
    if folder.hasSuffix("/_posts") || folder == "_posts", let parent = Directory.parent(of: folder) {
      self.init(root: parent, posts: "_posts", followsLinks: followsLinks)
    } else {
      self.init(root: folder, posts: "", followsLinks: followsLinks)
    }
  }

  /// The path of a file of the site, as seen from the working directory.
  func path(of file: String) -> String { root == "/" ? "/\(file)" : "\(root)/\(file)" }

  /// The folders that links may lead into.
  var reach: Set<String> { followsLinks ? ["/"] : [root, path(of: posts)] }

  /// What generators call the folder that they write a site's pages to.
  static let outputs = ["_site", "public", "output", "dist"]

  /// The files that say how the posts' folder is kept and lie above it, or are hidden in it, as far as they are there.
  var filesAbove: [String] {
    let files =
      Preset.configurations + Astro.contentConfigurations + ["_data", "src/_data", "data/authors"]
      + ["yml", "yaml", "toml", "json"].map { "data/authors.\($0)" }
    return files.filter { has($0) && (!posts.isEmpty || $0.hasPrefix(".")) }.map(path) + foldersFilesAbove.map(path)
  }

  /// The folders that the posts' folder lies in, the nearest first.
  private var foldersAbove: [String] { PostFile.folders(around: posts).map { $0 } }

  /// The files in them that say something of all that lies below.
  private var foldersFilesAbove: [String] {
    foldersAbove.flatMap { folder in SiteFolder.namesOfFolderFiles(in: folder).map { "\(folder)/\($0)" } }.filter(has)
  }

  /// What files are called that say something of all that lies in their folder and below.
  static func namesOfFolderFiles(in folder: String) -> [String] {
    let name = PostFile.lastName(of: folder)
    return ["_index.md", "_index.markdown", "_index.html"]
      + ["json", "11tydata.json", "11tydata.js", "11tydata.cjs", "11tydata.mjs"].map { "\(name).\($0)" }
  }

  /// `files`, and those above the posts' folder that say something of all that lies below.
  func withFilesAbove(_ files: Set<String>) -> Set<String> { files.union(foldersFilesAbove) }

  /// The files in the posts' folder and below, by their paths in the site, and what is passed over there.
  ///
  /// - Parameters:
  ///   - skipped: folders that are passed over, by their paths in the site.
  ///   - outputs: the folders that builds write to, which are passed over, too.
  /// - Throws: `FileError` where a folder cannot be listed.
  func files(skipping skipped: Set<String>, without outputs: Set<String>) throws(FileError) -> (
    files: [String], omissions: [FolderWalk.Omission]
  ) {
    func inSite(_ member: String) -> String { posts.isEmpty ? member : "\(posts)/\(member)" }
    let tree = try FileTree(at: posts.isEmpty ? root : path(of: posts), without: outputs, within: reach) {
      skipped.contains(inSite($0))
    }
    let omissions = tree.omissions.map {
      FolderWalk.Omission(path: inSite($0.path), reason: $0.reason, isFolder: $0.isFolder)
    }
    return (tree.files.map(inSite), omissions)
  }

  func has(_ file: String) -> Bool { access(path(of: file), F_OK) == 0 }

  /// The bytes of a file of the site; nil where there is none.
  ///
  /// - Throws: as `check`; `FileError`.
  func bytes(of file: String) throws -> [UInt8]? {
    guard has(file) else { return nil }
    try check(file)
    return try FileContents.read(path(of: file))
  }

  /// - Throws: a `Problem` where a file or folder of the site is not to be read: it lies elsewhere, or is neither.
  func check(_ file: String) throws {
    let path = path(of: file)
    func problem(_ message: String) -> Problem { .error(at: Place(file: path), rule: "markdown", message) }
    guard Directory.holds(path, in: reach) else { throw problem(Problem.leadsOut) }
    guard let status = stat(path), !status.isFile, !status.isFolder else { return }
    throw problem("it is \(status.kind), and no file: put one there, or remove it")
  }

  /// The same as a text.
  func text(of file: String) throws -> String? {
    try bytes(of: file).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The front matter of a file of the site; nil where there is no such file, or it has none.
  ///
  /// - Throws: a `Problem` where it cannot be read; `FileError`.
  func frontMatter(
    of file: String, as scalars: YAMLScalars? = nil, mayBeDotted: Bool = false
  ) throws -> DataValue? {
    guard let bytes = try bytes(of: file) else { return nil }
    if let invalid = SourceText.firstInvalidUTF8(bytes) {
      throw SourceText.problem(ofEncodingAt: invalid, in: path(of: file))
    }
    return try bytes.withUnsafeBufferPointer { bytes in
      try FrontMatter(
        bytes, mayBeHeaders: false, mayBeDotted: mayBeDotted, scalars: scalars, file: path(of: file))?.meant
    }
  }

  /// People by the names of their files in a folder, or in the one file of that name.
  ///
  /// - Parameter side: is told which of them cannot be read.
  /// - Throws: `FileError`.
  func people(in path: String, as scalars: YAMLScalars? = nil, _ side: inout SideFiles) throws -> [String: DataValue] {
    let endings = ["yml", "yaml", "toml", "json"]
    let one = try side.read { try metadata(in: endings.map { "\(path).\($0)" }, as: scalars) }
    var people = Dictionary((one?.members ?? []).map { ($0.name, $0.value) }) { $1 }
    guard has(path) else { return people }
    for file in try FileTree(at: self.path(of: path), within: reach).files.sorted() {
      guard endings.contains(String(PostFile.ending(of: file))),
        let value = try side.read({ try metadata(in: ["\(path)/\(file)"], as: scalars) })
      else { continue }
      people[PostFile.stem(of: file)] = value
    }
    return people
  }

  /// What the first of `files` that is there says, in the language of its name.
  ///
  /// - Parameter scalars: how YAML is taken.
  /// - Throws: a `Problem` where it cannot be read; `FileError`.
  func metadata(in files: [String], as scalars: YAMLScalars? = nil) throws -> DataValue? {
    for file in files {
      guard let bytes = try bytes(of: file) else { continue }
      let text = try SourceText(bytes, file: path(of: file))
      return try text.bytes.withUnsafeBufferPointer { bytes in
        do throws(MetadataError) {
          switch file.split(separator: ".").last {
          case "toml": return try TOMLReader.fields(of: bytes, atMost: .fileValues)
          case "json": return try Metadata.json(bytes, atMost: .fileValues)
          default:
            let found = try YAMLReader.fields(of: bytes, as: scalars, atMost: .fileValues)
            return found.meant ?? found.fields
          }
        } catch {
          let place = Place(file: path(of: file), line: error.line)
          throw Problem.error(at: place, rule: "markdown", error.message)
        }
      }
    }
    return nil
  }
}
