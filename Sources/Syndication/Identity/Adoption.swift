/// The entries of feeds that a publisher had before: they lend their ids and times to the same posts, where these are published
/// here for the first time, so that no reader is shown them as new.
struct Adoption {
  private var lenders: [Key: Candidate] = [:]
  /// Where each feed is, and the source that goes on with it.
  private var feeds: [(file: String, source: String)] = []

  private struct Key: Hashable {
    var source: String
    var value: Value
  }

  private enum Value: Hashable {
    case address(Substring)
    case title(Candidate.TitleOfDay)
  }

  /// - Parameter items: of such feeds, each by the name of the source that goes on with it.
  init(_ items: [SourceItem], on site: Site, at instant: Timestamp) {
    // What is wrong with them is nobody's concern any more.
    var problems: [Problem] = []
    for item in items {
      if feeds.last?.file != item.place.file { feeds.append((item.place.file, item.source)) }
      guard let lender = Candidate(item, on: site, at: instant, problems: &problems) else { continue }
      for key in Adoption.keys(of: lender) where lenders[key] == nil { lenders[key] = lender }
    }
  }

  /// Finds the lender of each candidate that no row remembers: by its address, else by its title and day.
  ///
  /// - Parameter problems: takes that a source is new here, and has nothing of the feed that it had before.
  func lend(to candidates: [Candidate], problems: inout [Problem]) {
    var taken: Set<ObjectIdentifier> = []
    var used: Set<String> = []
    for isAddress in [true, false] {
      // A draft is shown to nobody, and would take what is another's.
      for candidate in candidates where candidate.rowKey == nil && candidate.lender == nil && !candidate.isHidden {
        for key in Adoption.keys(of: candidate) {
          if case .address = key.value, !isAddress { continue }
          if case .title = key.value, isAddress { continue }
          guard let lender = lenders[key], taken.insert(ObjectIdentifier(lender)).inserted else { continue }
          candidate.lender = lender
          used.insert(lender.item.place.file)
          break
        }
      }
    }
    let remembered = Set(candidates.lazy.filter { $0.rowKey != nil }.map(\.key.source))
    for feed in feeds where !used.contains(feed.file) && !remembered.contains(feed.source) {
      problems.addWarning(
        at: Place(file: feed.file), rule: "adopt",
        "no post has the address, or the title and day, of an entry in it: who reads it will be shown every post again")
    }
  }

  private static func keys(of candidate: Candidate) -> [Key] {
    let values = [
      candidate.permalink.map { Value.address($0.page) },
      candidate.titleOfDay.map { .title($0) },
    ]
    return values.compactMap(\.self).map { Key(source: candidate.item.source, value: $0) }
  }
}

extension Candidate {
  /// What one post is likely to have in two places, whatever its address: nil without a title.
  var titleOfDay: TitleOfDay? {
    let title = PlainText.line(item.title ?? "").text
    return title.isEmpty ? nil : TitleOfDay(title: Slug.folded(title), date: date)
  }

  /// A title and the day of its publication.
  struct TitleOfDay: Hashable {
    var title: String
    var date: LocalDate
  }
}

extension AbsoluteURL {
  /// The address of a page without what moves while that stays: the scheme, `www.`, how its end is written, and what counts
  /// its readers. Of no page, all of it.
  var page: Substring {
    guard isWebAddress else { return string[...] }
    var page = string.drop { $0 != ":" }.dropFirst("://".count)
    if page.hasPrefix("www.") { page = page.dropFirst("www.".count) }
    if let query = page.firstIndex(of: "?"),
      page[query...].dropFirst().split(separator: "&").allSatisfy({ $0.hasPrefix("utm_") })
    {
      page = page[..<query]
    }
    for ending in ["index.html", ".html", "/"] where page.hasSuffix(ending) { page = page.dropLast(ending.count) }
    return page
  }
}
