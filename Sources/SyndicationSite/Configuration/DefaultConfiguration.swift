internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// The configuration that a command reads where none is named.
package enum DefaultConfiguration {
  /// `config.json`; or `syndicate.json`, which `init` writes beside a generator's, where the other is missing or no configuration
  /// of ours.
  package static var file: String {
    let (usual, other) = ("config.json", "syndicate.json")
    guard access(other, F_OK) == 0 else { return usual }
    guard access(usual, F_OK) == 0 else { return other }
    guard let bytes = try? FileContents.read(usual), let value = try? DataValue(json: bytes) else { return usual }
    return value["site"] == nil && value["sources"] == nil ? other : usual
  }
}
