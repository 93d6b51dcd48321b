internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// A configuration of a few lines that is yet to be written: what has to be said, and what is other than the default.
public struct ConfigurationDraft: Sendable, Hashable {
  /// `site.title`.
  public var title: String
  /// `site.url`.
  public var url: String
  /// A language tag (BCP 47); nil for the default.
  public var language: String?
  /// A name of the IANA's; nil for the default.
  public var timeZone: String?
  /// As `sources[].type` has it.
  public var type: String
  /// Of the posts, as seen from the file's folder, as are the others.
  public var path: String
  /// The feed that the posts had before.
  public var adopted: String?
  /// Where documents are written; nil for the default.
  public var directory: String?
  /// Where that folder is served; nil for the default.
  public var directoryURL: String?

  /// - Parameters:
  ///   - file: where it is to be written; paths in it are seen from its folder.
  ///   - output: where documents are to be written, as seen from the working directory; nil for a place that fits the site.
  public init(
    of source: FoundSite.Source, in site: FoundSite, title: String, url: String, at file: String, output: String? = nil
  ) {
    let folder = Directory.resolved(Path.folder(of: file))
    func relative(_ path: String) -> String { Path.relative(Directory.resolved(path), to: folder) }
    self.title = title
    self.url = url
    type = source.type
    path = relative(source.path)
    adopted = site.former.map { relative($0.path) }
    let copied = site.copied.flatMap { Directory.exists($0) ? $0 : nil }
    let written = output ?? copied.map { Path.join($0, "feeds") } ?? Path.join(Path.folder(of: file), "feeds")
    let directory = relative(written)
    if directory != "feeds" { self.directory = directory }
    // Where a generator copies what is in a folder, or writes pages to it, that folder is the root of the site.
    let root = [copied, site.output].compactMap(\.self).first {
      Path.isInside(Directory.resolved(written), Directory.resolved($0))
    }
    let served = root.map { Path.relative(Directory.resolved(written), to: Directory.resolved($0)) } ?? directory
    if served != directory || directory.hasPrefix("../") || directory.hasPrefix("/") {
      let names = Path.segments(served).filter { $0 != ".." }
      let below = root == nil ? names.suffix(1) : names[...]
      directoryURL =
        (url.hasSuffix("/") ? url : url + "/") + below.map { AbsoluteURL.percentEncoded($0) + "/" }.joined()
    }
  }

  /// As it stands in its file.
  public var text: String {
    func string(_ text: String) -> String {
      var json = JSONWriter()
      json.string(nil, text)
      return String(decoding: json.bytes, as: UTF8.self)
    }
    func object(_ members: [(String, String?)]) -> String {
      members.compactMap { name, text in text.map { "\"\(name)\": \(string($0))" } }.joined(separator: ", ")
    }
    let site = [("title", title), ("url", url), ("language", language), ("timeZone", timeZone)]
    var lines = [
      "  \"site\": { \(object(site)) }",
      "  \"sources\": [{ \(object([("type", type), ("path", path), ("adopt", adopted)])) }]",
    ]
    if directory != nil || directoryURL != nil {
      lines.append("  \"feeds\": { \(object([("directory", directory), ("url", directoryURL)])) }")
    }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  /// Writes it, and reads it back.
  ///
  /// - Parameter isForced: whether what is there may go.
  /// - Throws: `ConfigurationProblems` where it says what cannot be, and nothing is written then; `ConfigurationIsThere`;
  ///   `FileError`.
  public func write(to file: String, replacing isForced: Bool) throws -> Configuration {
    let bytes = Array(text.utf8)
    let meant = try Configuration(bytes, file: file)
    guard isForced || stat(file, followingLinks: false) == nil else { throw ConfigurationIsThere(path: file) }
    let directory = Path.folder(of: file)
    let name = Path.segments(file).last ?? file
    let temporary = try TemporaryFile(for: name, in: OpenFolder(in: directory))
    do {
      _ = try temporary.write([bytes])
      try temporary.sync()
      try temporary.moveIntoPlace()
    } catch {
      temporary.remove()
      throw error
    }
    try Directory.sync([directory])
    let written = try Configuration.load(file)
    guard written == meant else { throw FileChanged(path: file) }
    return written
  }
}

/// There is a configuration where one was to be written.
public struct ConfigurationIsThere: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where it is.
  public var path: String

  /// - Parameter path: where it is.
  public init(path: String) { self.path = path }

  /// What to do.
  public var description: String {
    "there is one already, and it stays: --force replaces it, and --config names another place"
  }
}

extension Path {
  /// `path` as it is seen from `folder`: both begin at the root, and are plain.
  fileprivate static func relative(_ path: String, to folder: String) -> String {
    let (there, here) = (segments(path), segments(folder))
    let shared = zip(there, here).prefix { $0 == $1 }.count
    let names = Array(repeating: "..", count: here.count - shared) + there[shared...]
    return names.isEmpty ? "." : names.joined(separator: "/")
  }
}
