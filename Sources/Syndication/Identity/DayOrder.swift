/// Spreads the entries of one day that have no time of day, so that readers, which sort by time, keep their order (rule D3).
struct DayOrder {
  /// A day of somewhere.
  struct Day: Hashable {
    let date: LocalDate
    let zone: SiteTimeZone
  }

  /// The day's seconds.
  let day: ClosedRange<Int64>
  /// What a date without a time means.
  let noon: Int64

  /// - Parameter timeOfDay: in seconds since midnight.
  init(_ day: Day, at timeOfDay: Int) {
    func second(_ second: Int) -> Int64 { day.zone.instant(of: day.date, at: second).seconds }
    self.day = second(0)...second(86_399)
    noon = min(max(second(timeOfDay), self.day.lowerBound), self.day.upperBound)
  }

  /// The instants of the day's entries, in the listing's order, newest first.
  ///
  /// - Parameters:
  ///   - remembered: what the ledger knows of each; these never move. The others go a second above the one below, a
  ///     second below the one above, or between two; where no second is free there, to the nearest that is.
  ///   - reserved: those of entries that are gone, and may come back.
  func instants(remembered: [Timestamp?], reserved: [Timestamp] = []) -> [Timestamp] {
    var result = remembered.map { $0?.seconds }
    var taken = Set(result.compactMap { $0 }).union(reserved.map(\.seconds))
    var end = result.count
    // From the day's last entry upwards, one run of new entries at a time.
    while let last = result[..<end].lastIndex(where: { $0 == nil }) {
      let first = result[..<last].lastIndex { $0 != nil }.map { $0 + 1 } ?? 0
      let count = Int64(last - first + 1)
      let below = last + 1 < result.count ? result[last + 1] : nil
      let above = first > 0 ? result[first - 1] : nil
      var gap: Range<Int64> = 0..<0
      let lowest: Int64
      switch (above, below) {
      case (nil, nil): lowest = max(day.lowerBound, min(noon, day.upperBound - count + 1))
      case (_, nil): lowest = taken.min()! - count
      case (nil, _): lowest = taken.max()! + 1
      case (let above?, let below?):
        lowest = below + 1
        gap = lowest..<max(lowest, above)
      }
      for (offset, index) in (first...last).reversed().enumerated() {
        let second =
          gap.first { !taken.contains($0) } ?? nearestFree(to: lowest + Int64(offset), taken: taken)
        taken.insert(second)
        result[index] = second
      }
      end = first
    }
    return result.map { Timestamp(seconds: $0!) }
  }

  private func nearestFree(to wanted: Int64, taken: Set<Int64>) -> Int64 {
    let wanted = min(max(wanted, day.lowerBound), day.upperBound)
    for distance in 0..<86_400 as Range<Int64> {
      for second in [wanted + distance, wanted - distance] where day.contains(second) && !taken.contains(second) {
        return second
      }
    }
    // More entries in a day than it has seconds: they share one, and are ordered by id.
    return wanted
  }
}
