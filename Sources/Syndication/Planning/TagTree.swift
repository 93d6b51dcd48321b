/// Which tags stand above others, as the configuration has it: the feed of a tag holds the entries of all below it.
struct TagTree: Sendable {
  /// By the slug of a tag, all above it, sorted.
  private(set) var above: [String: [String]] = [:]
  /// By the slug of a tag that stands above another, how it is written there.
  private(set) var spellings: [String: String] = [:]

  var isEmpty: Bool { above.isEmpty }

  /// Why there is none.
  struct Flaw: Error {
    var message: String
  }

  /// - Throws: where a tag would stand above itself, or too many above one.
  init(_ settings: TagSettings) throws(Flaw) {
    if settings.parents.isEmpty { return }
    let names = Vocabulary(of: .tag, settings)
    var parents: [String: Set<String>] = [:]
    var children: [String: [String]] = [:]
    for (tag, listed) in settings.parents.sorted(by: { $0.key < $1.key }) {
      let slug = names.slug(of: tag)
      for parent in listed {
        let above = names.slug(of: parent)
        guard above != slug else { throw Flaw(message: "“\(tag)” would stand above itself: leave that out") }
        if spellings[above] == nil { spellings[above] = parent }
        if parents[slug, default: []].insert(above).inserted { children[above, default: []].append(slug) }
      }
    }
    // From the top down: each comes when all above it are known.
    var missing = parents.mapValues(\.count)
    var settled = Set(children.keys).subtracting(parents.keys).sorted()
    while let tag = settled.popLast() {
      for child in children[tag] ?? [] {
        missing[child]! -= 1
        guard missing[child] == 0 else { continue }
        let all = parents[child]!.union(parents[child]!.flatMap { above[$0] ?? [] })
        guard all.count <= Limit.tagsAbove.value else {
          throw Flaw(message: "over \(Limit.tagsAbove.value) tags stand above “\(child)”: leave some out")
        }
        above[child] = all.sorted()
        settled.append(child)
      }
    }
    guard above.count == parents.count else {
      let circle = parents.keys.filter { above[$0] == nil }.sorted().map { "“\($0)”" }.joined(separator: ", ")
      throw Flaw(message: "among \(circle) some stand above themselves: leave one out")
    }
  }
}
