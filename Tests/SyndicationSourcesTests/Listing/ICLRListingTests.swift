import Foundation
import Syndication
import Testing

@testable import SyndicationSources

@Suite("The ICLR Blog Track's listing")
struct ICLRListingTests {
  @Test(
    "the real one is 11 posts, 31 tags and 40 authors",
    .enabled(if: ListingFiles.hasReal, "the real listing is not in ../shared/data: not tested"))
  func real() async throws {
    let real = try await ListingFiles.source(ListingFiles.real).load()
    #expect(real.problems.isEmpty)
    #expect(real.items.count == 11)
    #expect(Set(real.items.flatMap(\.tags)).count == 31)
    #expect(Set(real.items.flatMap(\.authors)).count == 40)
    #expect(try real.items.allSatisfy { try $0.summary!.read().string.count > 200 })
    #expect(try real.items[10].summary?.read().string.hasSuffix("Check our TL;DR.") == true)
  }

  @Test(
    "the sample says what the real one says, but for the summaries",
    .enabled(if: ListingFiles.hasReal, "the real listing is not in ../shared/data: not tested"))
  func facts() async throws {
    let real = try await ListingFiles.source(ListingFiles.real).load().items
    let sample = try await ListingFiles.source(ListingFiles.sample).load().items
    #expect(sample.map(\.title) == real.map(\.title))
    #expect(sample.map(\.published) == real.map(\.published))
    #expect(sample.map(\.tags) == real.map(\.tags))
    #expect(sample.map(\.authors) == real.map(\.authors))
    #expect(sample.map(\.place.line) == real.map(\.place.line))
    let summaries = try sample.map { try $0.summary?.read().string }
    #expect(try Set(summaries).isDisjoint(with: real.map { try $0.summary?.read().string }))
  }

  @Test("the sample is read field by field")
  func sample() async throws {
    let contents = try await ListingFiles.source(ListingFiles.sample, links: ListingFiles.links).load()
    let items = contents.items
    #expect(contents.problems.isEmpty)
    #expect(items.map(\.place.line) == [5, 12, 19, 26, 33, 48, 55, 62, 69, 76, 83])
    #expect(items.map(\.published) == ["2022-03-26"] + Array(repeating: "2022-03-25", count: 10))
    #expect(items[0].title == "Deep Neural Nets: 33 years ago and 33 years from now (Invited Post)")
    #expect(items[0].tags == ["historical", "computer-vision", "reproducibility"])
    #expect(items[0].authors == [Person(name: "Andrej Karpathy")])
    #expect(items[1].authors[4] == Person(name: "Sébastien Bubeck"))
    #expect(items[4].authors[1] == Person(name: "Luis Müller", affiliation: "TU Berlin"))
    #expect(items[5].authors[1] == Person(name: "Rousslan Fernand Julien Dossa"))
    #expect(items[6].authors[0] == Person(name: "Zichen Wang", affiliation: "Amazon Web Services"))
    #expect(items[9].authors[0] == Person(name: "Chaitanya K. Joshi"))
    #expect(items[10].authors.map(\.name).last == "Christin Seifert")
    #expect(items[10].authors.count == 8)
    let paragraphs = try items[4].summary!.read().string.components(separatedBy: "\n\n")
    #expect(paragraphs.count == 5)
    #expect(paragraphs[1].hasPrefix("▶ Jaehoon Oh, Hyungjun Yoo, ChangHwan Kim, Se-Young Yun (ICLR, 2021) BOIL:"))
    #expect(items.allSatisfy { $0.source == "listing" && $0.place.file == ListingFiles.sample })
  }

  @Test("each post of the sample has its real address, by the name of its file")
  func links() async throws {
    let items = try await ListingFiles.source(ListingFiles.sample, links: ListingFiles.links).load().items
    let addresses = items.map { item -> String? in
      guard case .listed(let rule) = item.identity, let title = item.title else { return nil }
      return rule.links[Slug.of(title)]?.string
    }
    #expect(addresses.first == "https://iclr-blog-track.github.io/2022/03/26/lecun1989/")
    #expect(addresses[3] == "https://iclr-blog-track.github.io/2022/03/25/understanding_mtr_meta/")
    #expect(addresses.last == "https://iclr-blog-track.github.io/2022/03/25/PPLM/")
    #expect(Set(addresses.compactMap(\.self)).count == 11)
  }

  @Test("cut at a line's end, it is refused or whole posts are read")
  func truncation() throws {
    let lines = try Self.sampleLines()
    let whole = try listing(lines.joined(separator: "\n")).posts
    for count in 0...lines.count {
      let cut = try listing(lines.prefix(count).joined(separator: "\n"))
      guard cut.problems.isEmpty else { continue }
      let last = try #require(cut.posts.last)
      let same = whole[cut.posts.count - 1]
      #expect(cut.posts.dropLast() == whole.prefix(cut.posts.count - 1), "cut after line \(count)")
      #expect(last.title == same.title && last.header == same.header, "cut after line \(count)")
      #expect(last.summary[...] == same.summary.prefix(last.summary.count), "cut after line \(count)")
    }
  }

  @Test("cut anywhere within a header line, it is refused")
  func headerTruncation() throws {
    let lines = try Self.sampleLines()
    for (index, line) in lines.enumerated() where line.contains("2022 |") {
      let before = Array("First\n\n27 Mar 2022 |\n\nText.\n\n\n\(lines[index - 2])\n\n".utf8)
      for end in 0...line.utf8.count {
        // Within a character it is no UTF-8, which is refused before it is parsed.
        guard let text = try? SourceText(before + line.utf8.prefix(end), file: "list.txt") else { continue }
        let listing = Listing(text)
        #expect(listing.problems.map(\.place.line) == [end == 0 ? 8 : 10], "line \(index + 1) cut at byte \(end)")
        #expect(listing.posts.map(\.title) == ["First"])
      }
    }
  }

  @Test("a line that is lost from the sample is noticed, unless it is of a summary")
  func lostLine() throws {
    let lines = try Self.sampleLines()
    for (index, line) in lines.enumerated() where line.contains("2022 |") {
      for lost in [index, index - 2] {
        var rest = lines
        rest[lost] = ""
        let listing = try listing(rest.joined(separator: "\n"))
        #expect(!listing.problems.isEmpty, "line \(lost + 1) lost")
      }
    }
  }

  static func sampleLines() throws -> [String] {
    try String(contentsOfFile: ListingFiles.sample, encoding: .utf8).components(separatedBy: "\n")
  }
}
