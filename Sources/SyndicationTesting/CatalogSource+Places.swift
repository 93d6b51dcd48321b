package import Syndication

extension CatalogSource {
  /// What is loaded, with its places as they are seen from `folder`, or from where that is called `name`.
  package func load(seenFrom folder: String, as name: String? = nil) async throws -> SourceContents {
    func seen(_ place: Place) -> Place {
      guard place.file.hasPrefix(folder) else { return place }
      var place = place
      let rest = place.file.dropFirst(folder.count)
      place.file = name.map { $0 + rest } ?? String(rest.drop { $0 == "/" })
      return place
    }
    var contents = try await load()
    for index in contents.items.indices { contents.items[index].place = seen(contents.items[index].place) }
    for index in contents.problems.indices { contents.problems[index].place = seen(contents.problems[index].place) }
    return contents
  }
}
