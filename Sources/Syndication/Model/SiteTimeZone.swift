/// How far the clocks of a zone are from UTC, and when they change: tables that are kept outside of the core.
public protocol TimeZoneRules: Sendable {
  /// Seconds east of UTC at an instant, in seconds since 1970.
  func offset(at seconds: Int64) -> Int64
}

/// A zone of the IANA time zone database: turns the days and times that a source gives into instants.
///
/// Two of one name are equal.
public struct SiteTimeZone: Sendable, Hashable, Fingerprinted {
  /// Its name in the tz database: `Europe/Berlin`.
  public let identifier: String
  /// Nil for UTC, which has none.
  private let rules: (any TimeZoneRules)?

  /// Coordinated universal time.
  public static let utc = SiteTimeZone()

  private init() {
    identifier = "UTC"
    rules = nil
  }

  /// A zone with the offsets that `rules` tell.
  public init(identifier: String, rules: some TimeZoneRules) {
    self.identifier = identifier
    self.rules = rules
  }

  /// As its name.
  public static let layout = FingerprintLayout { (zone: SiteTimeZone, fingerprint) in
    fingerprint.write(zone.identifier)
  }

  public static func == (a: SiteTimeZone, b: SiteTimeZone) -> Bool { a.identifier == b.identifier }
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

  /// The instant of a local time. One that a change of clocks skips is taken as if they had not yet changed;
  /// of one that occurs twice, the first is meant.
  package func instant(of date: LocalDate, at secondOfDay: Int) -> Timestamp {
    let local = Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay)
    let before = local - offset(at: local - 86_400)
    let after = local - offset(at: local + 86_400)
    if before == after || before + offset(at: before) == local { return Timestamp(seconds: before) }
    return Timestamp(seconds: after + offset(at: after) == local ? after : before)
  }

  package func date(of instant: Timestamp) -> LocalDate {
    Timestamp(seconds: instant.seconds + offset(at: instant.seconds)).date
  }

  /// Seconds east of UTC.
  package func offset(at seconds: Int64) -> Int64 { rules?.offset(at: seconds) ?? 0 }
}
