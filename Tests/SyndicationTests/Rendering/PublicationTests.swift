import Syndication
import Testing

@Suite("A publication")
struct PublicationTests {
  @Test(
    "a path stays below its folder",
    arguments: [
      "", "/", "/all.atom", "tags/", "tags//x.atom", "./all.atom", "tags/./x", "..", "../all.atom", "tags/../../x",
      "a\0b",
      "a\nb", "\u{7F}", String(repeating: "é", count: 128),
    ])
  func refusedPath(_ string: String) { #expect(DocumentPath(string) == nil) }

  @Test(
    "any other path is taken as it is",
    arguments: ["all.atom", "tags/graphs.atom", ".well-known/feed", "tags/深層学習.json", "..x/...", "a b\\c", "~"])
  func path(_ string: String) { #expect(DocumentPath(string)?.string == string) }

  @Test("documents are equal by their bytes and media type, wherever they are cut")
  func documentEquality() {
    let whole = document("abc", "def")
    #expect(whole == document("abcd", "", "ef"))
    #expect(Set([whole, document("abcdef")]).count == 1)
    #expect(whole != document("abc", "deg"))
    #expect(whole != document("abc", "def", "g"))
    #expect(whole != Document(parts: whole.parts, mediaType: "text/xml"))
  }

  @Test("a document's size and hash are those of all its bytes")
  func sizeAndHash() {
    #expect(document("abc", "", "de").size == 5)
    #expect(document().size == 0)
    #expect(document("abc", "de").hash == ContentHash("abcde"))
  }

  private func document(_ parts: String...) -> Document {
    Document(parts: parts.map { Array($0.utf8) }, mediaType: "application/atom+xml")
  }
}
