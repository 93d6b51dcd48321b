import SyndicationPush
import Testing

@Suite("Forms") struct WebFormTests {
  @Test(
    "what is written is read as it was",
    arguments: ["a b", "ä&=+%", "", "100%", "https://a.org/?x=1&y=2#z", "\u{1F600}"])
  func roundTrip(value: String) {
    #expect(WebForm(reading: WebForm([("hub.topic", value)]).text.utf8)["hub.topic"] == value)
  }

  @Test("the first of two fields of one name counts, and what is no escape stays")
  func odd() {
    let form = WebForm(reading: "a=1&a=2&b=%zz&c&=x&d=%4".utf8)
    #expect(form["a"] == "1")
    #expect(form["b"] == "%zz")
    #expect(form["c"] == "")
    #expect(form["d"] == "%4")
    #expect(form["e"] == nil)
  }
}
