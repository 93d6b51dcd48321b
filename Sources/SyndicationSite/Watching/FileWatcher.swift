internal import SyndicationFiles

/// What tells of changes of files, chosen for where they are.
public struct FileWatcher: Sendable {
  /// What tells of changes.
  public let events: any ChangeEvents
  /// `inotify` or `poll`.
  public let method: WatchSettings.Method
  /// Why it is not the method that was asked for, or not the better one; a sentence.
  public let reason: String?

  /// One that was chosen elsewhere.
  public init(events: any ChangeEvents, method: WatchSettings.Method, reason: String? = nil) {
    self.events = events
    self.method = method
    self.reason = reason
  }

  /// Watches from now on, by the kernel's events where these can be had.
  public init(of watched: WatchedPaths, by method: WatchSettings.Method) {
    let gap = method == .auto ? Inotify.gap(in: watched.paths) : nil
    guard method != .poll, gap == nil else {
      self.init(polling: watched, because: gap)
      return
    }
    do throws(FileError) {
      self.init(events: try Inotify(watching: watched), method: .inotify)
    } catch {
      self.init(polling: watched, because: Inotify.meaning(of: error))
    }
  }

  /// Looks every second.
  init(polling watched: WatchedPaths, because reason: String?) {
    self.init(
      events: PollingEvents(watching: watched, every: .seconds(1), timer: ContinuousClock()), method: .poll,
      reason: reason)
  }
}
