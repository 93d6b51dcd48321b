internal import SyndicationFiles

/// What tells of changes of files, chosen for where they are.
public struct FileWatcher: Sendable {
  public let events: any ChangeEvents
  /// `inotify` or `poll`.
  public let method: WatchSettings.Method
  /// Why it is not the method that was asked for, or not the better one; a sentence.
  public let reason: String?

  private static let interval = Duration.seconds(1)

  public init(events: any ChangeEvents, method: WatchSettings.Method, reason: String? = nil) {
    self.events = events
    self.method = method
    self.reason = reason
  }

  /// Watches from now on, by the kernel's events where these can be had.
  public init(of watched: WatchedPaths, by method: WatchSettings.Method) {
    if method == .poll {
      self.init(pollingFor: nil, watched)
    } else if method == .auto, let reason = Inotify.gap(in: watched.paths) {
      self.init(pollingFor: reason, watched)
    } else {
      do throws(FileError) {
        self.init(events: try Inotify(watching: watched), method: .inotify)
      } catch {
        self.init(pollingAfter: error, watched)
      }
    }
  }

  /// Looks every second, as the kernel gives no more events.
  init(pollingAfter error: FileError, _ watched: WatchedPaths) {
    self.init(pollingFor: Inotify.meaning(of: error), watched)
  }

  /// Looks every second.
  private init(pollingFor reason: String?, _ watched: WatchedPaths) {
    self.init(
      events: PollingEvents(watching: watched, every: Self.interval, timer: ContinuousClock()), method: .poll,
      reason: reason)
  }
}
