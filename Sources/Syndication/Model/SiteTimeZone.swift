internal import Foundation

/// A zone of the IANA time zone database: turns the days and times that a source gives into instants.
public struct SiteTimeZone: Sendable, Hashable, Encodable {
  public let identifier: String
  private let zone: TimeZone
  private let isUTC: Bool

  public static let utc = SiteTimeZone("UTC")!

  /// Nil for a name that the database does not have.
  public init?(_ identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    self.identifier = identifier
    self.zone = zone
    isUTC = ["UTC", "GMT"].contains(identifier)
  }

  /// As its name.
  public func encode(to encoder: any Encoder) throws { try identifier.encode(to: encoder) }

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
  package func offset(at seconds: Int64) -> Int64 {
    isUTC ? 0 : Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
  }
}
