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
    var taken = TakenSeconds()
    for second in result { if let second { taken.take(second) } }
    for time in reserved { taken.take(time.seconds) }
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
      case (_, nil): lowest = taken.lowest - count
      case (nil, _): lowest = taken.highest + 1
      case (let above?, let below?):
        lowest = below + 1
        gap = lowest..<max(lowest, above)
      }
      for (offset, index) in (first...last).reversed().enumerated() {
        let inGap = gap.isEmpty ? nil : taken.firstFree(from: gap.lowerBound, towards: .above)
        let second =
          inGap.flatMap { gap.contains($0) ? $0 : nil } ?? nearestFree(to: lowest + Int64(offset), &taken)
        taken.take(second)
        result[index] = second
      }
      end = first
    }
    return result.map { Timestamp(seconds: $0!) }
  }

  private func nearestFree(to wanted: Int64, _ taken: inout TakenSeconds) -> Int64 {
    let wanted = min(max(wanted, day.lowerBound), day.upperBound)
    let above = taken.firstFree(from: wanted, towards: .above)
    let below = taken.firstFree(from: wanted, towards: .below)
    switch (day.contains(above), day.contains(below)) {
    case (true, true): return above - wanted <= wanted - below ? above : below
    case (true, false): return above
    case (false, true): return below
    // More entries in a day than it has seconds: they share one, and are ordered by id.
    case (false, false): return wanted
    }
  }
}

/// Seconds of which some are taken. What is free beside one is found in a time that hardly grows with their number.
private struct TakenSeconds {
  enum Direction: Int { case above, below }

  private(set) var lowest = Int64.max
  private(set) var highest = Int64.min
  /// By direction, for each that is taken, one further on from which to look for a free one.
  private var next: [[Int64: Int64]] = [[:], [:]]

  mutating func take(_ second: Int64) {
    lowest = min(lowest, second)
    highest = max(highest, second)
    // What was learnt of one that is taken twice stays.
    if next[0][second] == nil { (next[0][second], next[1][second]) = (second + 1, second - 1) }
  }

  /// `second`, or the first beyond it that is not taken.
  mutating func firstFree(from second: Int64, towards direction: Direction) -> Int64 {
    var free = second
    while let further = next[direction.rawValue][free] { free = further }
    // Whoever asks again is there at once.
    var passed = second
    while passed != free, let further = next[direction.rawValue][passed] {
      next[direction.rawValue][passed] = free
      passed = further
    }
    return free
  }
}
