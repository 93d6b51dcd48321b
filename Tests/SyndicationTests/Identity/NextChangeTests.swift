import SyndicationTesting
import Testing

@testable import Syndication

@Suite("When time alone changes something")
struct NextChangeTests {
  private func next(_ items: SourceItem...) throws -> String? {
    try Blog(items).preview(at: "2022-06-01T00:00:00Z").nextChange?.rfc3339
  }

  private func post(_ id: String, on date: String = "2022-01-01", expires: String? = nil, isHidden: Bool = false)
    -> SourceItem
  {
    var item = SourceItem.post("urn:example:\(id)", on: date)
    item.expires = expires
    item.isHidden = isHidden
    return item
  }

  @Test("never, where all is published for good")
  func never() throws { #expect(try next(post("1"), post("2")) == nil) }

  @Test("when the first scheduled entry is due")
  func due() throws {
    #expect(
      try next(post("1", on: "2022-06-03T10:00:00Z"), post("2", on: "2022-06-02T10:00:00Z"), post("3"))
        == "2022-06-02T10:00:00Z")
  }

  @Test("when the first entry expires, a day's at the site's time of day")
  func expires() throws {
    #expect(try next(post("1", expires: "2022-06-05"), post("2", expires: "2022-06-04")) == "2022-06-04T12:00:00Z")
    #expect(
      try next(post("1", on: "2022-06-03T10:00:00Z"), post("2", expires: "2022-06-02T10:00:00Z"))
        == "2022-06-02T10:00:00Z")
  }

  @Test("not by what has expired, is a draft, or is hidden")
  func hidden() throws {
    #expect(
      try next(
        post("1", expires: "2022-06-01T00:00:00Z"), post("2", expires: "2023-01-01", isHidden: true),
        post("3", on: "2023-01-01", isHidden: true)) == nil)
  }
}
