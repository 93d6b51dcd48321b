internal import Syndication
internal import SyndicationFiles

/// What the files of a Hugo site's configuration say together.
enum HugoConfiguration {
  private static let endings = ["toml", "yaml", "yml", "json"]

  /// One file beside the content, and those in the folders of `config` that hold for a site as it is published, of which
  /// each may be a part: `params.toml`, `languages.de.toml`, `params.de.toml`. The later, the stronger.
  ///
  /// - Throws: a `Problem` where one cannot be read; `FileError`.
  static func settings(in folder: SiteFolder) throws -> DataValue {
    let names = ["hugo", "config"].flatMap { name in endings.map { "\(name).\($0)" } }
    var settings = try folder.metadata(in: names, as: .goccy) ?? .object([])
    for place in ["config/_default", "config/production"] where folder.has(place) {
      let files = try FileTree(at: folder.path(of: place), without: [], skipping: { _ in false }).files
        .filter { endings.contains(String(PostFile.ending(of: $0))) }.sorted()
      for file in files.filter(names.contains) + files.filter({ !names.contains($0) }) {
        guard let value = try folder.metadata(in: ["\(place)/\(file)"], as: .goccy) else { continue }
        let part = names.contains(file) ? value : DataValue.of(PostFile.stem(of: file).split(separator: "."), value)
        settings = settings.merged(with: part)
      }
    }
    return settings
  }
}

extension DataValue {
  /// What a file says that is called by parts of a configuration.
  fileprivate static func of(_ name: [Substring], _ value: DataValue) -> DataValue {
    var value = value
    // The part may be named within, too.
    if value.members.count == 1, let inner = value.member(String(name[0])) { value = inner }
    func object(_ name: Substring, _ value: DataValue) -> DataValue {
      .object([Member(name: String(name), value: value)])
    }
    guard name.count == 2 else { return object(name[0], value) }
    if name[0] == "languages" { return object(name[0], object(name[1], value)) }
    return object("languages", object(name[1], object(name[0], value)))
  }

  /// With what `other` says, object by object; names are without case.
  fileprivate func merged(with other: DataValue) -> DataValue {
    guard case .object(var members) = self, case .object(let more) = other else { return other }
    for member in more {
      if let index = members.firstIndex(where: { $0.name.lowercased() == member.name.lowercased() }) {
        members[index].value = members[index].value.merged(with: member.value)
      } else {
        members.append(member)
      }
    }
    return .object(members)
  }
}
