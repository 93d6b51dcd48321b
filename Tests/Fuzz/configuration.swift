import Syndication
import SyndicationSite

/// A configuration is taken or refused with problems that say where; nothing is done of it.
func check(_ bytes: [UInt8]) {
  Workplace.empty()
  Workplace.put(bytes, at: Array("config.json".utf8))
  let lineCount = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
  do {
    let configuration = try Configuration.load("\(Workplace.path)/config.json")
    require(!configuration.sources.isEmpty, "no source")
    require(Set(configuration.sources.map(\.name)).count == configuration.sources.count, "two sources of one name")
    require(
      configuration.keepsState(outside: configuration.feedDirectory), "the state is in \(configuration.feedDirectory)")
  } catch let problems as ConfigurationProblems {
    require(!problems.problems.isEmpty, "refused without a word")
    for problem in problems.problems {
      require(!problem.message.isEmpty && problem.message.count <= Limit.message.value, "\(problem)")
      require((1...lineCount).contains(problem.place.line ?? 1), "\(problem) in a text of \(lineCount) lines")
    }
  } catch {
    fatalError("\(error)")
  }
}
