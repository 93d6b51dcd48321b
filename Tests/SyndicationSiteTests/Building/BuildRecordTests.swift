import Glibc
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSite

@Suite("The record of a build")
struct BuildRecordTests {
  /// With something in every field.
  private func record(path: String = "a \"b\" \\ ü.txt", message: String = "“x”\n\ty") -> BuildRecord {
    var report = BuildReport(title: "A Site", directory: "feeds", formats: ["atom", "json"])
    report.sources = [.init(path: path, entries: 100_000), .init(path: "", entries: 0)]
    report.problems = [
      .warning(at: Place(file: path, line: 7), rule: "D6", message),
      .warning(at: Place(file: path, pointer: ""), rule: "T2", ""), .warning(at: Place(file: path), rule: "B2", "m"),
    ]
    report.feeds = 2001
    report.documents = 6003
    report.terms = [.tag: 3, .author: 4]
    report.hidden = 5
    report.scheduled = [Timestamp(seconds: 1_963_915_200), Timestamp(seconds: -1)]
    let revision = Revision(path, FileState(device: .max, inode: .max, size: .max, modified: .min))
    return BuildRecord(
      inputs: [revision, Revision([])], ledger: revision, withdrawn: [DocumentPath("tags/ü \"\\.atom")!],
      instant: Timestamp(seconds: 1_700_000_000), report: report)
  }

  @Test("what is written is read back the same")
  func roundTrip() {
    var record = record()
    #expect(BuildRecord(record.text) == record)
    record.report.nextChange = nil
    record.inputs = []
    record.report.problems = []
    #expect(BuildRecord(record.text) == record)
  }

  @Test("what is cut off anywhere is no record")
  func cut() {
    let text = record().text
    for count in text.indices { #expect(BuildRecord(Array(text.prefix(count))) == nil) }
  }

  @Test("a character that JSON does not carry shows, so that no such record is kept")
  func characters() {
    for odd in ["\u{1}", "\u{FFFE}", "\r"] {
      var record = record(path: "a\(odd)b")
      #expect(BuildRecord(record.text) != record)
      record = self.record(message: "a\(odd)b")
      #expect(BuildRecord(record.text) != record)
    }
  }

  @Test("a file is known by device, size, inode and mtime; a missing and a young one are not")
  func file() throws {
    let folder = try TemporaryFolder()
    try folder.write("one", to: "a")
    setModified(folder["a"], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 123_456_789))
    let state = try #require(FileState.settled(folder["a"]))
    #expect(state == FileState.settled(folder["a"]))
    #expect(state.size == 3 && state.modified == 1_600_000_000_123_456_789)
    #expect(
      state.inode == UInt64(status(folder["a"])!.st_ino) && state.device == UInt64(status(folder["a"])!.st_dev))
    symlink("a", folder["link"])
    #expect(FileState.settled(folder["link"]) == state)
    #expect(FileState.settled(folder["missing"]) == nil)

    // A change in the tick of the clock in which it was looked at.
    for _ in 0..<10 {
      var before = timespec()
      clock_gettime(CLOCK_REALTIME_COARSE, &before)
      setModified(folder["a"], to: before)
      let state = FileState.settled(folder["a"])
      var after = timespec()
      clock_gettime(CLOCK_REALTIME_COARSE, &after)
      let isSameTick = before.tv_sec == after.tv_sec && before.tv_nsec == after.tv_nsec
      #expect(state == nil || !isSameTick)
    }
    setModified(folder["a"], to: timespec(tv_sec: 4_000_000_000, tv_nsec: 0))
    #expect(FileState.settled(folder["a"]) == nil)
  }

  @Test("a folder is known whatever is in it")
  func folder() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("a")
    let state = try #require(FileState(ofFolder: folder["a"]))
    try folder.write("x", to: "a/b")
    #expect(FileState(ofFolder: folder["a"]) == state)
    rename(folder["a"], folder["c"])
    try folder.makeFolder("a")
    #expect(FileState(ofFolder: folder["a"]) != state)
  }

  @Test("a configuration that is not what its file says has no inputs that can be known again")
  func configuration() async throws {
    let folder = try TemporaryFolder()
    let text =
      #"{"site": {"title": "A", "url": "https://example.org/"}, "sources": [{"type": "listing", "path": "p", "links": "l"}]}"#
    try folder.write(text, to: "config.json")
    for name in ["p", "l"] { try folder.write("", to: name) }
    for name in folder.files() { setModified(folder[name], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0)) }
    var configuration = try Configuration.load(folder["config.json"])
    let inputs = try #require(await Build(configuration).inputs())
    #expect(
      inputs.map(\.fields.first) == ["/proc/self/exe", folder["config.json"], SiteTimeZone.database, folder["p"]])
    #expect(inputs.last?.fields.contains(folder["l"]) == true)
    configuration.feedDirectory += "2"
    #expect(await Build(configuration).inputs() == nil)
    configuration = try Configuration.load(folder["config.json"])
    try folder.write(text.replacing("\"A\"", with: "\"B\""), to: "config.json")
    setModified(folder["config.json"], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0))
    #expect(await Build(configuration).inputs() == nil)
    unlink(folder["l"])
    #expect(try await Build(Configuration.load(folder["config.json"])).inputs() == nil)
  }
}
