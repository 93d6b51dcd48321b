import Syndication
import Testing

@testable import SyndicationSources

@Suite("A listing that cannot be understood")
struct ListingProblemTests {
  static let good = "Good\n\n26 Mar 2022 | tag Karpathy, Andrej\n\nA summary."
  static let fine = "Fine\n\n24 Mar 2022 |\n\nAnother."

  /// A listing, the line its one problem names, what the problem says, and the titles that are read all the same.
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var line: Int?
    var message: String
    var titles: [String] = ["Good", "Fine"]
  }

  static let cases = [
    Case(testDescription: "nothing", text: "", message: "empty", titles: []),
    Case(testDescription: "blank lines", text: "\n \n\u{A0}\n", message: "empty", titles: []),
    Case(testDescription: "noise alone", text: "7 min read Original article ↗\n", message: "empty", titles: []),
    Case(
      testDescription: "prose", text: "Some\n\ntext\n\n\nof no posts.", message: "no post in this text",
      titles: []),
    Case(
      testDescription: "a site's title", text: "The Site ·\n\nIts posts", message: "no post in this text", titles: []),
    Case(
      testDescription: "control characters", text: String(repeating: "\0\u{1}x", count: 99), message: "no text",
      titles: []),
    Case(
      testDescription: "a day that does not exist", text: posts(good, "Bad\n\n31 Feb 2022 | tag\n\nText.", fine),
      line: 10,
      message: "no day “31 Feb 2022”"),
    Case(
      testDescription: "a date of another language", text: posts(good, "Bad\n\n26 Mrz 2022 | tag\n\nText.", fine),
      line: 10, message: "“26 Mrz 2022” is no date"),
    Case(
      testDescription: "a date without a year", text: good + "\n\nBad\n\n26 Mar | tag\n\nText.\n\n" + fine, line: 9,
      message: "“26 Mar” is no date"),
    Case(
      testDescription: "a date without a bar", text: good + "\n\nBad\n\n26 Mar 2022 tag\n\nText.\n\n" + fine, line: 9,
      message: "a `|` is missing"),
    Case(
      testDescription: "a word for a date", text: posts(good, "Bad\n\nYesterday | tag\n\nText.", fine), line: 10,
      message: "“Yesterday | tag” is no header line, and one has to follow the title “Bad”"),
    Case(
      testDescription: "a word for the first post's date",
      text: posts("Site\n\nBad\n\nYesterday | tag\n\nText.", good, fine),
      line: 3, message: "“Bad” stands between the site's title and the first post"),
    Case(
      testDescription: "no header", text: posts(good, "Only a title", fine), line: 8,
      message: "no header line follows “Only a title”"),
    Case(
      testDescription: "no header at the end", text: posts(good, fine, "Cut tit"), line: 15,
      message: "no header line follows “Cut tit”"),
    Case(
      testDescription: "a summary torn apart", text: posts(good, "More of it.\n\nFine\n\n24 Mar 2022 |\n\nAnother."),
      line: 8, message: "no header line follows “More of it.”"),
    Case(
      testDescription: "no title", text: posts("25 Mar 2022 |\n\nText.", good, fine), line: 1,
      message: "no title stands before"),
    Case(
      testDescription: "no summary", text: posts(good, "Bad\n\n25 Mar 2022 |", fine), line: 10,
      message: "no summary stands between"),
    Case(
      testDescription: "no summary at the end", text: posts(good, fine, "Bad\n\n25 Mar 2022 |"), line: 17,
      message: "cut off after this header line"),
    Case(
      testDescription: "title and header run together", text: posts(good, "Bad\n25 Mar 2022 | tag\n\nText.", fine),
      line: 9, message: "a header line stands alone"),
    Case(
      testDescription: "title and header run together below a single blank line",
      text: good + "\n\nBad\n25 Mar 2022 | tag\n\nText.\n\n" + fine, line: 8, message: "a header line stands alone"),
    Case(
      testDescription: "a stray line below a reader view's noise", text: posts(good, "7 min read\n\nStray", fine),
      line: 10, message: "no header line follows “Stray”"),
    Case(
      testDescription: "a numeric date without a bar",
      text: good + "\n\nBad\n\n2022-03-25 tag\n\nText.\n\n" + fine, line: 9, message: "a `|` is missing"),
    Case(
      testDescription: "neither a day that exists nor a bar",
      text: good + "\n\nBad\n\n31 Feb 2022 tag\n\nText.\n\n" + fine, line: 9, message: "a `|` is missing"),
    Case(
      testDescription: "header and summary run together", text: posts(good, "Bad\n\n25 Mar 2022 | tag\nText.", fine),
      line: 10, message: "a header line stands alone"),
    Case(
      testDescription: "a broken author", text: posts(good, "Bad\n\n25 Mar 2022 | tag Wang, Zichen (A\n\nText.", fine),
      line: 10, message: "not balanced"),
    Case(
      testDescription: "two posts with one title on one day",
      text: posts(good, fine, "fine!\n\n24 Mar 2022 | tag\n\nText."), line: 15,
      message: "lines 8 and 15 begin two posts of 2022-03-24 with one title"),
  ]

  @Test("is refused, naming the line", arguments: cases)
  func refused(item: Case) throws {
    let listing = try listing(item.text)
    #expect(listing.problems.count == 1, "\(listing.problems)")
    let problem = try #require(listing.problems.first)
    #expect(problem.severity == .error)
    #expect(problem.place == Place(file: "list.txt", line: item.line))
    #expect(problem.message.contains(item.message), "\(problem)")
    #expect(listing.posts.map(\.title) == item.titles)
  }

  @Test("names every line at once, in order")
  func all() throws {
    let text = posts(
      "Bad\n\n31 Feb 2022 |\n\nText.", Self.good, Self.good, "Stray", "Torn",
      "Worse\n\n26 Mar 2022 | a, b\n\nText.")
    let listing = try listing(text)
    #expect(listing.problems.map(\.place.line) == [3, 15, 22, 25, 30])
    #expect(listing.posts.map(\.title) == ["Good"])
  }

  @Test("two headers without a title or a summary between are both named")
  func twoHeaders() throws {
    let listing = try listing(posts(Self.good, "Bad\n\n25 Mar 2022 |\n\n24 Mar 2022 |\n\nText.", Self.fine))
    #expect(listing.problems.map(\.place.line) == [10, 12])
    #expect(listing.posts.map(\.title) == ["Good", "Fine"])
  }

  @Test("one title on two days is two posts")
  func otherDay() throws {
    let listing = try listing(posts(Self.fine, Self.fine.replacing("24", with: "25")))
    #expect(listing.problems.isEmpty)
    #expect(listing.posts.count == 2)
  }

  @Test("messages hold no control characters")
  func harmless() throws {
    let listing = try listing(posts(Self.good, "Red \u{1B}[31m title", Self.fine))
    #expect(listing.problems.map(\.message.unicodeScalars).allSatisfy { !$0.contains("\u{1B}") })
    #expect(listing.problems.count == 1)
  }
}
