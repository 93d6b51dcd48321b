import Syndication

@testable import SyndicationSources

private let site = Site(title: "A Site", url: AbsoluteURL("https://example.org/")!)

/// A feed of others is read or refused with a problem, and the same whenever it is read.
func check(_ bytes: [UInt8]) {
  Workplace.empty()
  Workplace.put(bytes, at: Array("feed.xml".utf8))
  let source = FeedSource(name: "feed", path: "\(Workplace.path)/feed.xml", site: site)
  let contents = try! wait { try await source.load() }
  let lineCount = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
  for problem in contents.problems {
    require((1...lineCount).contains(problem.place.line ?? 1), "\(problem) in a text of \(lineCount) lines")
  }
  let again = try! wait { try await source.load() }
  require(again.items.map(\.title) == contents.items.map(\.title), "other entries the second time")
  require(again.problems == contents.problems, "other problems the second time")
}
