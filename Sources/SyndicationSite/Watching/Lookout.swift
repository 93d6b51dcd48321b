internal import CLinux
internal import Glibc
public import SyndicationFiles

/// The way in which files are watched, chosen for where they are.
public struct Lookout: Sendable {
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
  public init(over watched: WatchedPaths, by method: WatchSettings.Method) {
    if method == .poll {
      self.init(pollingFor: nil, watched)
    } else if method == .auto, let reason = Self.silence(of: watched.paths) {
      self.init(pollingFor: reason, watched)
    } else {
      do throws(FileError) {
        self.init(events: try InotifyEvents(watching: watched), method: .inotify)
      } catch {
        self.init(pollingFor: Self.sentence(for: error), watched)
      }
    }
  }

  /// Looks every second.
  public init(pollingFor reason: String?, _ watched: WatchedPaths) {
    self.init(
      events: PollingEvents(watching: watched, every: Self.interval, timer: ContinuousClock()), method: .poll,
      reason: reason)
  }

  /// What the kernel's refusal means, and what to do about it.
  public static func sentence(for error: FileError) -> String {
    switch error.code {
    case ENOSPC:
      "the kernel grants no more watches for \(error.path): raise the sysctl fs.inotify.max_user_watches"
    case EMFILE:
      "the kernel grants no more inotify instances: raise the sysctl fs.inotify.max_user_instances, or the limit of open files (ulimit -n)"
    default: "\(error)"
    }
  }

  /// Why the kernel may not hear of every change of `files`, or in them; nil where it does.
  private static func silence(of files: Set<String>) -> String? {
    for file in files.sorted() {
      let folder = Trail(to: file).steps.last?.folder ?? file
      if let name = remote[linux_file_system(folder)] ?? remote[linux_file_system(file)] {
        return "\(file) is on \(name), where others' changes give no events here"
      }
    }
    return nil
  }

  /// The numbers are those of statfs(2) and linux/magic.h.
  private static let remote: [Int: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB", 0xFF53_4D42: "CIFS", 0x6573_5546: "FUSE", 0x0102_1997: "9P",
    0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x0BD0_0BD0: "Lustre",
  ]
}
