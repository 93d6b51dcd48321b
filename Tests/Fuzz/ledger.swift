@testable import Syndication
@testable import SyndicationFolder
@testable import SyndicationSite

/// What earlier builds left is read as it was written, or counts for nothing; of a ledger a problem says where it is not one.
func check(_ bytes: [UInt8]) {
  let lineCount = 1 + bytes.count { $0 == 0x0A }
  do throws(Problem) {
    let ledger = try Ledger(bytes, file: "ledger.ndjson")
    let text = ledger.text
    let again = try Ledger(text, file: "again.ndjson")
    require(again.text == text, "once:  \(text.shown)\ntwice: \(again.text.shown)")
  } catch {
    require(error.place.file == "ledger.ndjson", "what was written cannot be read: \(error)")
    require((1...lineCount).contains(error.place.line ?? 1), "\(error) in a text of \(lineCount) lines")
  }
  let directory = "/srv/feeds"
  let manifest = Manifest(bytes, of: directory, by: "fuzz")
  require(Manifest.intactDocuments(bytes, of: directory)?.isEmpty ?? true, "documents in a folder that is not there")
  _ = manifest.warnings
  if let record = BuildRecord(bytes) { require(record.text == bytes, "another record: \(record.text.shown)") }
}
