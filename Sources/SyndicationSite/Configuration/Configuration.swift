internal import Glibc
public import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// What `config.json` says, checked, with what it leaves out filled in. `docs/config.schema.json` describes every key.
public struct Configuration: Sendable, Equatable {
  /// The path of the file, as given.
  public var file: String
  /// The folder of the file, to which the paths in it are relative: `.` where the path names none.
  public var directory: String
  /// Whose feeds they are.
  public var site: Site
  /// What it does not say of the site, and its sources may.
  public var siteDefaults: Set<Site.DefaultKey> = []
  /// At least one; their names differ.
  public var sources: [SourceConfiguration]
  /// Names of sources: of an entry that several hold, the one named first keeps it.
  public var precedence: [String]
  /// Which feeds there are, and where.
  public var feeds: FeedSettings
  /// How tags are spelled, and which count.
  public var tags: TagSettings
  /// How changes are noticed.
  public var watch: WatchSettings
  /// How it is served.
  public var serving: ServingSettings
  /// The hub that the server is itself.
  public var hub: HubSettings
  /// Whether nothing is published where something has an error.
  public var isStrict: Bool
  /// Whether documents are checked before they are published.
  public var checksDocuments: Bool
  /// Where documents are written.
  public var feedDirectory: String
  /// Where the ledger and the like are kept: never within `feedDirectory`.
  public var stateDirectory: String

  /// Reads the configuration at `path`.
  ///
  /// - Throws: `MissingConfiguration`, `FileError` where the file cannot be read; `ConfigurationProblems`, all of them, where it has any.
  public static func load(_ path: String) throws -> Configuration {
    guard access(path, F_OK) == 0 || errno != ENOENT else { throw MissingConfiguration(path: path) }
    return try Configuration(FileContents.read(path), file: path)
  }

  /// What a file says that holds `bytes`.
  ///
  /// - Throws: `ConfigurationProblems`, all of them, where it has any.
  ///
  /// - Parameter source: where the posts are, of a file that does not say.
  package init(
    _ bytes: [UInt8], file: String, reading source: SourceConfiguration? = nil
  ) throws(ConfigurationProblems) {
    var root: ConfigurationObject
    do { root = try Configuration.object(in: bytes, file: file) } catch {
      throw ConfigurationProblems(problems: [error])
    }
    let configuration = Configuration(&root, file: file, reading: source)
    root.finish()
    guard root.problems.isEmpty else { throw ConfigurationProblems(problems: root.problems) }
    self = configuration
  }

  fileprivate static func object(in bytes: [UInt8], file: String) throws(Problem) -> ConfigurationObject {
    let text = try SourceText(bytes, file: file)
    let place = Place(file: file)
    guard !text.bytes.allSatisfy({ $0 <= 0x20 }) else {
      throw .error(at: place, rule: "configuration", "the file is empty: write an object with \"site\" and \"sources\"")
    }
    let value: DataValue
    do { value = try DataValue(json: text.bytes) } catch { throw text.problem(error) }
    guard case .object(let members) = value else {
      throw .error(at: place, rule: "configuration", "this is \(value.kind), and has to be an object")
    }
    return ConfigurationObject(members, at: place)
  }

  /// What `root` says; where it reports problems, what stands in for the values that have them.
  private init(_ root: inout ConfigurationObject, file: String, reading source: SourceConfiguration?) {
    self.file = file
    let directory = Path.folder(of: file)
    self.directory = directory
    _ = root.text("$schema")
    var siteDefaults: Set<Site.DefaultKey> = []
    var site =
      root.object("site", isRequired: true) { object in
        siteDefaults = Set(Site.DefaultKey.allCases.filter { object.value($0.rawValue) == nil })
        return Site(&object) { name throws(ConfigurationFlaw) in
          if let zone = SiteTimeZone(name) { return zone }
          do throws(FileError) { try SiteTimeZone.checkDatabase() } catch {
            throw ConfigurationFlaw("\(error)", rule: "IANA tz")
          }
          return nil
        }
      }
      ?? Site(title: "", url: ConfigurationValue.noURL)
    site.podcast = root.object("podcast", Podcast.init)
    self.site = site
    self.siteDefaults = siteDefaults
    sources = source.map { [$0] } ?? SourceConfiguration.read(&root, in: directory)
    precedence = SourceConfiguration.readPrecedence(&root, among: sources)
    let languages = root.list("languages", ConfigurationValue.language)
    var (feeds, feedDirectory) = root.settings("feeds") { [site] in FeedSettings.read(&$0, on: site) }
    feeds.languages = languages
    if languages?.isEmpty == false, feeds.scopes[.language] == nil { feeds.scopes[.language] = .init(of: .language) }
    (hub, feeds.hubs) = HubSettings.read(&root, below: feeds.url)
    self.feeds = feeds
    self.feedDirectory = Path.join(directory, feedDirectory)
    let format = FeedFormats.all.first(where: \.isForPodcasts)!.name
    if site.podcast != nil, !feeds.formats.contains(format) {
      root.report(
        "a podcast is a feed in \(format.uppercased()), which is not among the formats: add \"\(format)\" to \"feeds\"",
        at: "podcast")
    }
    tags = root.settings("tags", TagSettings.init)
    watch = root.settings("watch", WatchSettings.init)
    serving = root.settings("serve") { ServingSettings(&$0, in: directory) }
    isStrict = root.flag("strict") ?? false
    checksDocuments = root.flag("check") ?? false
    stateDirectory = Path.join(directory, root.read("state", ConfigurationValue.path) ?? ".syndicate")
    if Path.segments(stateDirectory) == Path.segments(directory)
      || Directory.resolved(stateDirectory) == Directory.resolved(directory)
    {
      root.report(
        "the state wants a folder of its own, which is not the configuration's: write \".syndicate\"", at: "state")
    }
    if !keepsState(outside: self.feedDirectory) {
      root.report(
        "the state \(stateDirectory) lies in the folder that is published, \(self.feedDirectory): "
          + "choose a \"state\" outside of it", at: "state")
    }
  }

  /// Whether the state stays out of `folder`, as it has to where that is published, also where links lead.
  public func keepsState(outside folder: String) -> Bool {
    !Path.isInside(stateDirectory, folder)
      && !Path.isInside(Directory.resolved(stateDirectory), Directory.resolved(folder))
  }
}

/// All that is wrong with a configuration.
public struct ConfigurationProblems: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with it: one at least.
  public var problems: [Problem]

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// There is no configuration where one was looked for.
public struct MissingConfiguration: Error, Sendable, Hashable, CustomStringConvertible {
  /// Of the file.
  public var path: String

  public var description: String {
    "there is no configuration at \(path): start in the folder that has one, name one with --config, or have one written "
      + "by syndicate init"
  }
}

extension ServingSettings {
  /// What a file says that holds an object such as `serve` of a configuration.
  ///
  /// - Throws: `ConfigurationProblems`, all of them, where it has any; `FileError`.
  package static func load(_ path: String) throws -> ServingSettings {
    var root: ConfigurationObject
    do { root = try Configuration.object(in: FileContents.read(path), file: path) } catch let error as Problem {
      throw ConfigurationProblems(problems: [error])
    }
    let settings = ServingSettings(&root, in: Path.folder(of: path))
    root.finish()
    guard root.problems.isEmpty else { throw ConfigurationProblems(problems: root.problems) }
    return settings
  }
}
