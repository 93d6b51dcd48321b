import Syndication
import Testing

@testable import SyndicationSources

@Suite("A listing's posts")
struct PostTests {
  let one = "A Title\n\n26 Mar 2022 | tag Karpathy, Andrej\n\nA summary."

  @Test("a title, a header and a summary are a post, at the title's line")
  func post() throws {
    let listing = try listing("The Site ·\n\n7 min read Original article ↗\n\n" + one)
    #expect(listing.problems.isEmpty)
    #expect(
      try listing.posts == [
        .init(
          title: "A Title", line: 5, header: HeaderLine("26 Mar 2022 | tag Karpathy, Andrej"), summary: ["A summary."])
      ])
  }

  @Test("all paragraphs up to the next title are the summary, however long, with the space within made single")
  func summary() throws {
    let long = String(repeating: "word ", count: 50_000)
    let text = posts(
      one
        + "\n\nA\u{A0}\u{A0}second\t paragraph\nof two lines\n\n\u{A0}\u{A0}▶\u{A0} Some One et al. (2021) 2 | 3 | 4\n\n"
        + long,
      "Next\n\n25 Mar 2022 |\n\nIts summary.")
    let listing = try listing(text)
    #expect(listing.problems.isEmpty)
    #expect(
      listing.posts.map(\.summary) == [
        [
          "A summary.", "A second paragraph of two lines", "▶ Some One et al. (2021) 2 | 3 | 4",
          String(long.dropLast()),
        ], ["Its summary."],
      ])
  }

  @Test("posts are told apart by their headers, blank lines or not")
  func singleBlankLines() throws {
    let listing = try listing(one + "\n\nNext\n\n25 Mar 2022 |\n\nIts summary.")
    #expect(listing.problems.isEmpty)
    #expect(listing.posts.map(\.title) == ["A Title", "Next"])
    #expect(listing.posts.map(\.summary) == [["A summary."], ["Its summary."]])
  }

  @Test("blank lines beyond one may part a title, its header and its summary")
  func manyBlankLines() throws {
    let listing = try listing("\n\n\nSite\n\n\n\n" + one.replacing("\n\n", with: "\n\n \n\u{A0}\n") + "\n\n\n")
    #expect(listing.problems.isEmpty)
    #expect(listing.posts.map(\.title) == ["A Title"])
    #expect(listing.posts.map(\.summary) == [["A summary."]])
  }

  @Test("a listing may begin with a post")
  func noPreface() throws {
    #expect(try listing(one).posts.map(\.line) == [1])
    #expect(try listing(one).problems.isEmpty)
  }

  @Test(
    "lines may end in any way, a byte order mark may stand first",
    arguments: ["\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"])
  func lineEnds(end: String) throws {
    let text = posts("Site\n\n" + one, "Next\n\n25 Mar 2022 |\n\nIts summary.\n")
    let other = try listing("\u{FEFF}" + text.replacing("\n", with: end))
    #expect(other.problems.isEmpty)
    #expect(try other.posts == listing(text).posts)
    #expect(other.posts.map(\.line) == [3, 10])
  }

  @Test("bullets around a title are not part of it, one within is", arguments: ["•", "·", "‣", "▪", "◦"])
  func bullets(bullet: String) throws {
    let listing = try listing("\(bullet)\u{A0}A \(bullet) Title \(bullet)\n\n26 Mar 2022 |\n\n\(bullet) A summary.")
    #expect(listing.posts.map(\.title) == ["A \(bullet) Title"])
    #expect(listing.posts.map(\.summary) == [["\(bullet) A summary."]])
  }

  @Test(
    "what a reader view adds is dropped wherever it stands alone",
    arguments: [
      "7 min read", "12 mins read", "5–7 minutes read", "Original article", "1 Minute Read",
      "7 min read · Original article ↗",
      "Original article ↗", "7\u{A0}min\u{A0}read", "·",
    ])
  func noise(noise: String) throws {
    let text = posts(
      ["Site", noise, "A Title", noise, "26 Mar 2022 |", noise, "A summary."].joined(separator: "\n\n"),
      [noise, "Next", "25 Mar 2022 |", "End.", noise].joined(separator: "\n\n"))
    let listing = try listing(text)
    #expect(listing.problems.isEmpty)
    #expect(listing.posts.map(\.title) == ["A Title", "Next"])
    #expect(listing.posts.map(\.summary) == [["A summary."], ["End."]])
  }

  @Test("a sentence about reading is a sentence")
  func noNoise() throws {
    let listing = try listing(
      "A Title\n\n26 Mar 2022 |\n\nA 7 min read.\n\nOriginal article: none\n\n7 min read, then rest")
    #expect(listing.posts.map(\.summary) == [["A 7 min read.", "Original article: none", "7 min read, then rest"]])
  }

  @Test("every white space of Unicode is a space, and parts paragraphs where it fills a line")
  func whiteSpace() throws {
    let lineEnds: [UInt32] = [0x0A, 0x0D, 0x85, 0x2028, 0x2029]
    let scalars = (UInt32(0)...0x3000).compactMap { Unicode.Scalar($0) }
    let spaces = scalars.filter { $0.properties.isWhitespace && !lineEnds.contains($0.value) }
    #expect(spaces.count == 20)
    for space in spaces {
      let listing = try listing(
        "\(space)A\(space)\(space)Title\(space)\n\(space)\n26 Mar\(space)2022 |\n\nÅ\(space)é—…\u{200B}x")
      #expect(listing.problems.isEmpty, "U+\(String(space.value, radix: 16))")
      #expect(listing.posts.map(\.title) == ["A Title"])
      #expect(listing.posts.map(\.summary) == [["Å é—…\u{200B}x"]])
    }
  }

  @Test("what stands before a header is its title, whatever it looks like")
  func titleLikeHeader() throws {
    let listing = try listing(posts(one, "2022-03-25: a week's notes\n\n25 Mar 2022 |\n\nThem."))
    #expect(listing.problems.isEmpty)
    #expect(listing.posts.map(\.title) == ["A Title", "2022-03-25: a week's notes"])
  }
}
