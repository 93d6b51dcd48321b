/// The entries of feeds that a publisher had before: they lend their ids and times to the same posts, where these are published
/// here for the first time, so that no reader is shown them as new.
struct Adoption {
  private var lenders: [Key: Candidate] = [:]

  private struct Key: Hashable {
    var source: String
    var value: Value
  }

  private enum Value: Hashable {
    case address(Substring)
    case title(String, LocalDate)
  }

  /// - Parameter items: of such feeds, each by the name of the source that goes on with it.
  init(_ items: [SourceItem], on site: Site, at instant: Timestamp) {
    // What is wrong with them is nobody's concern any more.
    var problems: [Problem] = []
    for item in items {
      guard let lender = Candidate(SharedItem(item), on: site, at: instant, problems: &problems) else { continue }
      for key in Adoption.keys(of: lender) where lenders[key] == nil { lenders[key] = lender }
    }
  }

  /// Finds the lender of each candidate that no row remembers: by its address, else by its title and day.
  func lend(to candidates: [Candidate]) {
    var taken: Set<ObjectIdentifier> = []
    for isAddress in [true, false] {
      // A draft is shown to nobody, and would take what is another's.
      for candidate in candidates where candidate.rowKey == nil && candidate.lender == nil && !candidate.isHidden {
        for key in Adoption.keys(of: candidate) {
          if case .address = key.value, !isAddress { continue }
          if case .title = key.value, isAddress { continue }
          guard let lender = lenders[key], taken.insert(ObjectIdentifier(lender)).inserted else { continue }
          candidate.lender = lender
          break
        }
      }
    }
  }

  private static func keys(of candidate: Candidate) -> [Key] {
    let title = PlainText.line(candidate.item.title ?? "").text
    let values = [
      candidate.permalink.map { Value.address(place(of: $0)) },
      title.isEmpty ? nil : .title(Slug.folded(title), candidate.date),
    ]
    return values.compactMap(\.self).map { Key(source: candidate.item.source, value: $0) }
  }

  /// An address without what moves while the page stays: the scheme, and how its end is written.
  private static func place(of url: AbsoluteURL) -> Substring {
    var place = url.string.drop { $0 != ":" }
    for ending in ["index.html", ".html", "/"] where place.hasSuffix(ending) { place = place.dropLast(ending.count) }
    return place
  }
}
