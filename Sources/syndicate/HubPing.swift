internal import Glibc
internal import Synchronization
internal import SyndicationOptions
internal import SyndicationSite

/// Has `syndicate-serve ping` tell hubs what builds left for them to be told.
final class HubPing: Sendable {
  private let site: SiteOptions
  /// The one that was started last and may not have ended.
  private let process = Mutex<pid_t?>(nil)
  private let hasToldOfAbsence = Mutex(false)

  init(_ site: SiteOptions) { self.site = site }

  /// Tells them, each once; what fails is told by a later build.
  ///
  /// - Returns: what there is to say where that is not possible.
  func tell(after report: BuildReport) -> String? {
    if report.untold == 0 { return nil }
    guard let process = Companion.serve.spawn(arguments + ["--once"]) else { return sentence(report.untold) }
    Companion.hasEnded(process, waiting: true)
    return nil
  }

  /// Starts telling them, again and again where that fails, unless it is under way.
  ///
  /// - Returns: what there is to say where that is not possible: once.
  func begin(after report: BuildReport) -> String? {
    if report.untold == 0 { return nil }
    let isBegun = process.withLock { process in
      if let running = process, !Companion.hasEnded(running, waiting: false) { return true }
      process = Companion.serve.spawn(arguments)
      return process != nil
    }
    let isNew = hasToldOfAbsence.withLock { told in
      defer { told = !isBegun }
      return !told
    }
    return isBegun || !isNew ? nil : sentence(report.untold)
  }

  private var arguments: [String] { ["ping", "--quiet"] + site.words }

  private func sentence(_ count: Int) -> String {
    "no hub is told of \(counted(count, "feed")): \(Companion.serve.absence)"
  }
}
