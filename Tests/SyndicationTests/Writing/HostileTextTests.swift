import Foundation
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

/// A field of an item that takes any text.
enum HostileField: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case id, url, title, summary, content, author, authorURL, email, affiliation, tag, image, bannerImage, externalURL,
    language, attachmentURL
  case attachmentType, attachmentTitle, published, updated, expires

  var testDescription: String { rawValue }

  func put(_ text: String, into item: inout SourceItem) {
    switch self {
    case .id: item.identity = .item(id: text, url: "https://example.com/1/")
    case .url: item.identity = .item(id: "urn:example:1", url: "https://example.com/\(text)")
    case .title: item.title = text
    case .summary: item.summary = .text(text)
    case .content: item.content = Content(.text, .text(text))
    case .author: item.authors[0].name = text
    case .authorURL: item.authors[0].url = text
    case .email: item.authors[0].email = text
    case .affiliation: item.authors[0].affiliation = text
    case .tag: item.tags = [text]
    case .image: item.image = text
    case .bannerImage: item.bannerImage = text
    case .externalURL: item.externalURL = text
    case .language: item.language = text
    case .attachmentURL: item.attachments[0].url = text
    case .attachmentType: item.attachments[0].mediaType = text
    case .attachmentTitle: item.attachments[0].title = text
    case .published: item.published = text
    case .updated: item.updated = text
    case .expires: item.expires = text
    }
  }
}

@Suite("XML 1.0 §2.2 hostile text in every field")
struct HostileTextTests {
  static let texts =
    ItemGenerator.strange + [
      "\u{0}", " ", "a b", "a+b", "a?b", "a#b#c", "[x]", "http://[::1", "//evil.example/", "javascript:alert(1)",
      "data:text/html,<script>", "vbscript:x", "{slug}", "-->", "<?php ?>", "<!DOCTYPE x [<!ENTITY y 'z'>]>&y;",
      "\u{202B}\u{5D0}\u{5D1}\u{202C}", "..", "/etc/passwd", "C:\\con", "\u{301}", "%00", "‮",
      "\u{1F3F4}\u{E0067}\u{E007F}",
      String(repeating: "é", count: Limit.nameCharacters.value),
    ]

  private func post() -> SourceItem {
    var item = SourceItem.post(
      "urn:example:1", url: "https://example.com/1/", summary: "Short.", text: "Long.",
      authors: [Person(name: "Ada")], tags: ["graphs"])
    item.attachments = [Attachment(url: "https://example.com/1.mp3", mediaType: "audio/mpeg")]
    return item
  }

  @Test(
    "X1 and X5: every document is well-formed XML or JSON, whatever a field holds", arguments: HostileField.allCases)
  func wellFormed(_ field: HostileField) throws {
    for text in HostileTextTests.texts {
      var item = post()
      field.put(text, into: &item)
      // The other keeps the feeds alive where the first is refused.
      let edition = try Blog([item, .post("urn:example:2", url: "https://example.com/2/")]).preview()
      for path in edition.paths where field == .tag || path.hasPrefix("all") {
        if path.hasSuffix(".json") { _ = try edition.json(path) } else { _ = try XMLTree(edition.bytes(of: path)!) }
        let scalars = edition.text(of: path).unicodeScalars
        #expect(
          scalars.allSatisfy { $0 == "\n" || XMLCharacters.cleaned(String($0)).dropped == 0 && $0 != "\r" },
          "\(text.debugDescription)")
        #expect(!edition.text(of: path).contains("<![CDATA["))
      }
      let ledger = edition.ledger
      #expect(try Ledger(ledger.text, file: "ledger.ndjson") == ledger, "\(text.debugDescription)")
    }
  }

  @Test("T1 a title comes back as it was, but for what no feed may hold, from all formats")
  func title() throws {
    for text in HostileTextTests.texts {
      var item = post()
      item.title = text
      let edition = try Blog([item]).preview()
      // Atom makes one where there is none.
      let expected = Expected.line(text).isEmpty ? nil : Expected.line(text)
      let titles = try edition.readEntries().map { $0.title?.scalars }
      #expect(titles == [expected ?? "Short.", expected, expected].map { $0?.scalars })
    }
  }

  @Test("X1 a name comes back as it was, but for what no feed may hold, from all formats")
  func author() throws {
    for text in HostileTextTests.texts {
      var item = post()
      item.authors = [Person(name: text), Person(name: "Second")]
      let edition = try Blog([item]).preview()
      let expected = (Expected.line(text).isEmpty ? [] : [Expected.line(text)]) + ["Second"]
      for entry in try edition.readEntries() {
        #expect(entry.authors.scalars == expected.joined(separator: ", ").scalars)
      }
    }
  }

  @Test("X1 plain content comes back to the letter, but for what no feed may hold, from all formats")
  func content() throws {
    for text in HostileTextTests.texts {
      var item = post()
      let content = "Longer than the summary: x " + text + " y"
      item.content = Content(.text, .text(content))
      let expected = Expected.clean(content).scalars
      for entry in try Blog([item]).preview().readEntries() { #expect(entry.content?.scalars == expected) }
    }
  }

  @Test("X1 a summary comes back as its words were, from all formats")
  func summary() throws {
    for text in HostileTextTests.texts where Expected.line(text).isEmpty == false {
      var item = post()
      item.summary = .text(text)
      // Of a shorter one RSS has the content alone.
      item.content = Content(.text, .text("More than \(text)"))
      for entry in try Blog([item]).preview().readEntries() {
        #expect(entry.summary.map(Expected.line)?.scalars == Expected.line(text).scalars)
      }
    }
  }

  @Test("X1 a tag comes back as it was written, from all formats")
  func tag() throws {
    for text in HostileTextTests.texts {
      var item = post()
      item.tags = [text]
      let expected = Expected.line(text).isEmpty ? [] : [Expected.line(text)]
      for entry in try Blog([item]).preview().readEntries() {
        #expect(entry.tags.map(\.scalars) == expected.map(\.scalars))
      }
    }
  }

  @Test("X1 what was dropped is warned of, with the place of the item, and is no error")
  func warning() throws {
    var item = post()
    item.title = "a\u{0}b"
    item.content = Content(.text, .text("x\u{B}\u{C}y"))
    let edition = try Blog([item]).preview()
    #expect(edition.problems.map(\.severity) == [.warning, .warning])
    #expect(edition.problems.allSatisfy { $0.place == item.place && $0.rule == "XML 1.0 §2.2" })
    #expect(edition.problems.contains { $0.message.contains("1 character ") && $0.message.contains("title") })
    #expect(edition.problems.contains { $0.message.contains("2 characters ") && $0.message.contains("content") })
  }

  @Test("X1 plain content of a megabyte comes back whole")
  func megabyte() throws {
    var item = post()
    let text = String(repeating: "ab&<]]> 模", count: 100_000)
    item.content = Content(.text, .text(text))
    var blog = Blog([item])
    blog.pipeline.feeds.bytes = 10_000_000
    let edition = try blog.preview()
    #expect(text.utf8.count > 1_000_000)
    for entry in try edition.readEntries() {
      let isWhole = entry.content?.scalars == text.scalars
      #expect(isWhole)
    }
  }
}
