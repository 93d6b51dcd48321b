internal import Foundation
public import Syndication

extension SiteTimeZone {
  /// The zone that the IANA database has under a name: `Europe/Berlin`, `UTC`. Nil for a name that it does not have.
  public init?(_ identifier: String) {
    if identifier == SiteTimeZone.utc.identifier {
      self = .utc
    } else {
      guard let zone = TimeZone(identifier: identifier) else { return nil }
      self.init(identifier: identifier, rules: FoundationRules(zone: zone))
    }
  }
}

private struct FoundationRules: TimeZoneRules {
  let zone: TimeZone

  func offset(at seconds: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
  }
}
