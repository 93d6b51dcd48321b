internal import Syndication

/// Makes build instants of what the wall clock shows, which may jump.
///
/// A clock that was set back by up to a day is not followed until it has caught up, so that what was due stays published;
/// one that was set back by more was wrong before.
struct BuildClock: Sendable {
  /// The instant of the last build.
  var last: Timestamp?

  /// The instant of a build that starts when the wall clock shows `time`, since 1970.
  func instant(at time: Duration) -> Timestamp {
    let now = Timestamp(seconds: time.components.seconds)
    guard let last, now < last, last <= now + 86_400 else { return now }
    return last
  }
}
