import Foundation
import Syndication
import SyndicationSite
import SyndicationSources
import Testing

/// Writes `bytes` as `config.json` into a fresh folder and loads it.
func loadConfiguration(_ bytes: some Sequence<UInt8>) throws -> Configuration {
  let folder = FileManager.default.temporaryDirectory.appending(path: "syndicate-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "config.json")
  try Data(bytes).write(to: file)
  var configuration = try Configuration.load(file.path)
  // What depends on the folder is told as if the file were given by its name alone.
  configuration.file = "config.json"
  let here = folder.path + "/"
  configuration.directory = configuration.directory.replacing(folder.path, with: ".")
  configuration.feedDirectory = configuration.feedDirectory.replacing(here, with: "")
  configuration.stateDirectory = configuration.stateDirectory.replacing(here, with: "")
  configuration.sources = configuration.sources.map { source in
    var source = source
    source.path = source.path.replacing(here, with: "")
    if var listing = source.kind as? ListingSource.Options {
      listing.links = listing.links?.replacing(here, with: "")
      source.kind = listing
    }
    return source
  }
  return configuration
}

func loadConfiguration(_ text: String) throws -> Configuration { try loadConfiguration(text.utf8) }

/// The problems of a configuration, each as `pointer: message [rule]`; with a line where there is no pointer.
func configurationProblems(_ bytes: some Sequence<UInt8>) throws -> [String] {
  do {
    _ = try loadConfiguration(bytes)
    return []
  } catch let error as ConfigurationProblems {
    return error.problems.map { problem in
      #expect(problem.severity == .error)
      #expect(problem.place.file.hasSuffix("/config.json"))
      let place = problem.place.pointer ?? problem.place.line.map { "line \($0)" } ?? ""
      return "\(place): \(problem.message) [\(problem.rule)]"
    }
  }
}

/// The problems of a valid configuration to which the members of an object are added.
func configurationProblems(site: String = "", sources: String? = nil, rest: String = "") throws -> [String] {
  let sources = sources ?? #"[{"type": "json", "path": "posts.json"}]"#
  return try configurationProblems(
    "{\"site\": {\"title\": \"A Site\", \"url\": \"https://example.org\"\(site)}, \"sources\": \(sources)\(rest)}".utf8)
}
