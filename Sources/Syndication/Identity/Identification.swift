extension Ledger {
  /// What `identify` makes of the items of all sources.
  public struct Identified: Sendable {
    /// All that may be published now.
    public var entries: [Entry] = []
    /// When those will be due that are dated after the build.
    public var scheduled: [Timestamp] = []
    /// How many are drafts, hidden or expired.
    public var hidden = 0
    /// Names of the sources of which an item could not become an entry.
    public var incomplete: Set<String> = []
    /// When the first of the others is due or expires: until then, time changes nothing.
    public var nextChange: Timestamp?
    /// The items that are not published now.
    var withheld: [Withheld] = []
  }

  /// An item that is not published now, by its position, and under which key it would be known.
  struct Withheld {
    var item: SourceItem
    var index: Int
    var key: Key
    var permalink: AbsoluteURL?
    /// When it was published, or will be.
    var published: Timestamp
    /// When it stops being published.
    var expires: Timestamp?
  }

  /// Gives each item its id, its permalink and its times: from the row that remembers it, else from what the item says.
  ///
  /// - Parameters:
  ///   - items: of all sources, each in its source's order.
  ///   - adopted: of feeds that sources had before, named as these: they lend ids and times to entries that no row remembers.
  ///   - precedence: names of sources; of an entry that several hold, the one named first keeps it. Where it decides
  ///     nothing, that several hold an entry is an error.
  ///   - problems: takes what is wrong with an item; one with an error is left out.
  public func identify(
    _ items: [SourceItem], adopting adopted: [SourceItem] = [], on site: Site, at instant: Timestamp,
    precedence: [String] = [], problems: inout [Problem]
  ) -> Identified {
    var result = Identified()
    var candidates: [Candidate] = []
    candidates.reserveCapacity(items.count)
    for index in items.indices {
      if let candidate = Candidate(items[index], index: index, on: site, at: instant, problems: &problems) {
        candidates.append(candidate)
      } else {
        result.incomplete.insert(items[index].source)
      }
    }
    Ledger.rejectDuplicates(&candidates, problems: &problems)
    var matcher = RowMatcher(rows: entries, site: site)
    matcher.match(&candidates, precedence: SourcePrecedence(precedence), problems: &problems)

    if !adopted.isEmpty { Adoption(adopted, on: site, at: instant).lend(to: candidates, problems: &problems) }
    let times = publicationTimes(of: candidates, on: site)
    var expiries: [Timestamp] = []
    result.entries.reserveCapacity(candidates.count)
    for (candidate, published) in zip(candidates, times) {
      if candidate.isHidden {
        result.hidden += 1
        result.withheld.append(Withheld(candidate, published))
        continue
      }
      if let expires = candidate.expires { expiries.append(expires) }
      if published > instant, !candidate.item.isDue {
        result.scheduled.append(published)
        result.withheld.append(Withheld(candidate, published))
      } else {
        result.entries.append(entry(of: candidate, published: published, on: site))
      }
    }
    result.nextChange = (result.scheduled + expiries).min()
    return result
  }

  /// The entry that `candidate` is, whose row is found where there is one.
  func entry(of candidate: Candidate, published: Timestamp, on site: Site) -> Entry {
    let row = candidate.rowKey.flatMap { entries[$0] }
    let id = row?.id ?? candidate.newID(published: published, on: site)
    let updated = candidate.updated.map { date in
      row.flatMap { $0.updatedDate == date ? $0.updated : nil } ?? candidate.instant(of: date)
    }
    let identified = Entry.Identified(
      candidate.item, at: candidate.index, id: id, permalink: candidate.permalink, published: published,
      key: candidate.key, rowKey: row == nil ? nil : candidate.rowKey, sourceUpdated: updated,
      date: candidate.published.withoutZone, updatedDate: candidate.updated?.withoutZone)
    let known = row?.updated ?? candidate.lentUpdate.map { max($0, published) }
    return Entry(updated: updated ?? known ?? published, identified: identified)
  }

  /// Rules D2 and D3.
  private func publicationTimes(of candidates: [Candidate], on site: Site) -> [Timestamp] {
    var times = candidates.indices.map { index in
      // What was once made of a time without a zone stays, whatever the zone is now.
      rememberedTime(of: candidates[index])
        ?? candidates[index].instant(of: candidates[index].published)
    }
    var days: [DayOrder.Day: [Int]] = [:]
    for (index, candidate) in candidates.enumerated() where !candidate.isHidden {
      guard case .day(let date) = candidate.published else { continue }
      days[.init(date: date, zone: candidate.zone), default: []].append(index)
    }
    guard !days.isEmpty else { return times }
    let claimed = Set(candidates.lazy.filter { !$0.isHidden }.compactMap(\.rowKey))
    let reserved = Dictionary(grouping: entries.lazy.filter { !claimed.contains($0.key) }.map(\.value), by: \.date)
    for (day, indices) in days {
      let instants = DayOrder(day, at: site.timeOfDay).instants(
        remembered: indices.map { rememberedTime(of: candidates[$0]) },
        reserved: (reserved[.day(day.date)] ?? []).map(\.published))
      for (index, time) in zip(indices, instants) { times[index] = time }
    }
    return times
  }

  /// The time that a date without one, or without a zone, was given when it was first published.
  func rememberedTime(of candidate: Candidate) -> Timestamp? {
    guard let row = candidate.rowKey.flatMap({ entries[$0] }) else { return candidate.lentTime }
    return row.date == candidate.published ? row.published : nil
  }

  private static func rejectDuplicates(_ candidates: inout [Candidate], problems: inout [Problem]) {
    var known = HashedPositions(capacity: candidates.count)
    var kept: [Candidate] = []
    kept.reserveCapacity(candidates.count)
    for candidate in candidates {
      if let other = known.insert(candidate.key, at: kept.count, where: { kept[$0].key == candidate.key }) {
        problems.addError(
          at: candidate.item.place, rule: "RFC 4287 §4.2.6",
          "“\(candidate.name)” is the same entry as the one at \(kept[other].item.place): both have "
            + "\(candidate.nameOfKey); give each its own")
      } else {
        kept.append(candidate)
      }
    }
    candidates = kept
  }
}

extension Ledger.Withheld {
  fileprivate init(_ candidate: Candidate, _ published: Timestamp) {
    self.init(
      item: candidate.item, index: candidate.index, key: candidate.key, permalink: candidate.permalink,
      published: published, expires: candidate.expires)
  }
}

/// An item on its way to becoming an entry.
final class Candidate {
  let item: SourceItem
  /// The item's position among those of all sources.
  let index: Int
  let published: SourceDate
  let updated: SourceDate?
  let isHidden: Bool
  let expires: Timestamp?
  /// In which its dates without a zone are meant, and the time of day of those without one.
  let zone: SiteTimeZone
  private let timeOfDay: Int
  /// The day, in the site's time zone.
  let date: LocalDate
  var permalink: AbsoluteURL?
  /// Of a listed post, by the title that it has now, until its row is found.
  var key: Ledger.Key
  /// The row that remembers it.
  var rowKey: Ledger.Key?
  /// The same entry in another feed, whose readers know it by the id that it has there.
  var lender: Candidate?

  /// Nil where the item cannot become an entry; `problems` then says why.
  init?(
    _ item: SourceItem, index: Int = 0, on site: Site, at instant: Timestamp, problems: inout [Problem]
  ) {
    self.item = item.withdrawing
    self.index = index
    var faults: [Problem] = []
    func date(_ written: WrittenDate?, _ field: String) -> SourceDate? {
      guard let written else { return nil }
      if let date = written.date { return date }
      let text = written.text
      if !text.isEmpty {
        faults.addError(
          at: item.place, rule: "RFC 3339 §5.6",
          "“\(text.prefix(40))” is no date (\(field)): write 2022-03-25, or 2022-03-25T12:00:00Z")
      }
      return nil
    }
    let publishedDate = date(item.publishedDate, "published")
    updated = date(item.updatedDate, "updated")
    let expires = date(item.expires.map(WrittenDate.init), "expires")
    if faults.isEmpty, publishedDate == nil, updated == nil {
      faults.addError(
        at: item.place, rule: "RFC 4287 §4.2.15", "has no date: give it the date of its publication")
    }

    permalink = nil
    switch item.identity {
    case .listed: key = Ledger.Key(source: item.source, id: "")
    case .item(let id, let address):
      if let url = address?.string, !url.isEmpty {
        permalink = site.url.resolving(url)
        if permalink.map({ $0.string.utf8.count > Limit.addressBytes.value }) == true {
          faults.addError(
            at: item.place, rule: "P3",
            "its address has over \(Limit.addressBytes.value) bytes, which no server takes: shorten it")
        } else if permalink?.isWebAddress != true {
          faults.addError(
            at: item.place, rule: "I5", "“\(url.prefix(80))” is no address of a page: write https://…")
        }
      }
      let name = id.map { XMLCharacters.cleaned($0).text } ?? ""
      key = Ledger.Key(source: item.source, id: name.isEmpty ? permalink?.string ?? "" : name)
      if name.utf8.count > Limit.addressBytes.value {
        faults.addError(
          at: item.place, rule: "P3", "its id has over \(Limit.addressBytes.value) bytes: shorten it")
      }
      if key.id.isEmpty, faults.isEmpty {
        faults.addError(
          at: item.place, rule: "RFC 4287 §4.2.6",
          "has neither an id nor a url: a reader could not tell it again")
      }
    }

    problems += faults
    guard faults.isEmpty, let published = publishedDate ?? updated else { return nil }
    self.published = published
    self.date = published.date(in: site.timeZone)
    zone = item.timeZone ?? site.timeZone
    timeOfDay = site.timeOfDay
    self.expires = expires?.instant(in: zone, at: timeOfDay)
    isHidden = item.isHidden || self.expires.map { $0 <= instant } ?? false
    if case .listed = item.identity { key.id = "\(self.date)/\(slug)" }
    if let updated, self.instant(of: published) <= instant, self.instant(of: updated) > instant {
      problems.append(
        .warning(
          at: item.place, rule: "D5", "the date updated, \(updated), is yet to come: readers will show it so"))
    }
    for (date, field) in [(published, "published"), (updated, "updated")] {
      guard let date, case let day = date.date(in: zone) else { continue }
      func isFarAhead() -> Bool {
        let today = instant.date
        return (day.year - 10, day.month, day.day) > (today.year, today.month, today.day)
      }
      // Of most it is plain.
      if day.year < 1990 || self.instant(of: date) > instant && isFarAhead() {
        problems.addWarning(
          at: item.place, rule: "D6", "the date \(field) is in the year \(day.year): is that meant?")
      }
    }
  }

  /// What the source means by one of its dates.
  func instant(of date: SourceDate) -> Timestamp { date.instant(in: zone, at: timeOfDay) }

  /// Its title, or what else it is known by.
  var name: String { item.title ?? key.id }

  /// What the key is, for people.
  fileprivate var nameOfKey: String {
    if case .listed = item.identity { return "the day \(date) and the slug “\(slug)”" }
    return hasNoID ? "the address \(key.id)" : "the id “\(key.id)”"
  }

  /// The slug of its title.
  var slug: String { Slug.of(PlainText.line(item.title ?? "").text) }

  /// Whether nothing but its address and text tells it from others.
  var hasNoID: Bool {
    if case .item(let id?, _) = item.identity { id.isEmpty } else { true }
  }

  /// When the lender has it, where its own date leaves the time open.
  var lentTime: Timestamp? {
    guard let lender, published.withoutZone != nil, lender.date == date else { return nil }
    return lender.instant(of: lender.published)
  }

  /// When the lender says that it was updated.
  var lentUpdate: Timestamp? { lender.flatMap { lender in lender.updated.map(lender.instant) } }

  /// The id of an entry that no row remembers: the lender's; the item's own where it is a URI of a known scheme, else one
  /// made from it; else the one that its generator's feed has; else the URL.
  func newID(published: Timestamp, on site: Site) -> String {
    // What a generator's own feed has is its id to the letter, URI or not.
    if let lender, lender.key.id == item.feedID { return lender.key.id }
    if let lender { return lender.newID(published: lender.instant(of: lender.published), on: site) }
    if hasNoID, let permalink { return item.feedID ?? permalink.string }
    if AbsoluteURL.isIdentifier(key.id) { return key.id }
    return "tag:\(site.host),\(site.timeZone.date(of: published)):\(AbsoluteURL.percentEncoded(key.id, keeping: "/:"))"
  }
}
