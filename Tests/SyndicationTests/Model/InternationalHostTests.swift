import Foundation
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("I5 hosts beyond ASCII")
struct InternationalHostTests {
  /// What Foundation's UTS #46 makes of `host`.
  private func foundation(_ host: String) -> String? {
    guard let host = URLComponents(string: "http://\(host.lowercased())/")?.encodedHost, !host.contains("%") else {
      return nil
    }
    return host.lowercased()
  }

  /// Words of many scripts, from the names of languages.
  private static let words =
    """
    afrikaans shqip አማርኛ العربية հայերեն অসমীয়া azərbaycan euskara беларуская বাংলা bosanski български မြန်မာ català \
    中文 繁體中文 hrvatski čeština dansk nederlands རྫོང་ཁ english eesti eʋegbe føroyskt suomi français frysk galego \
    ქართული deutsch ελληνικά Ελλάς ગુજરાતી Ɔkyem עברית हिन्दी magyar íslenska ìgbò indonesia gaeilge italiano 日本語 ドメイン \
    ಕನ್ನಡ қазақ ខ្មែរ 한국어 кыргызча ລາວ latviešu lietuvių македонски മലയാളം मराठी монгол नेपाली norsk ଓଡ଼ିଆ پښتو فارسی \
    polski português ਪੰਜਾਬੀ română русский српски සිංහල slovenčina slovenščina soomaali español svenska தமிழ் татар తెలుగు \
    ไทย བོད་སྐད ትግርኛ türkçe IĞDIR İzmir українська اردو oʻzbek tiếngviệt Việtnam cymraeg ייִדיש yorùbá straße faß Öl ærø \
    ⵜⴰⵎⴰⵣⵉⵖⵜ ꦗꦮ ᮞᮥᮔ᮪ᮓ ꕙꔤ ߒߞߏ ᓄᓇᕗᑦ 𐐔𐐯𐑅𐐨𐑉𐐯𐐻 ❤ i❤ 🍕 ☃ ñandú žluťoučký e\u{301}te\u{301} a\u{323}\u{307}
    """.split(separator: " ").map(String.init)

  @Test("a host is what UTS #46 says, or refused", arguments: words)
  func hosts(word: String) {
    for host in ["\(word).example", "www.\(word).com", "\(word)-1.\(word)", "\(word)。jp", "\(word.uppercased()).org"] {
      let ours = InternationalHost.ascii(host)
      // Right-to-left labels that hold other directions are refused there (RFC 5893), and are harmless here.
      if let theirs = foundation(host) { #expect(ours == theirs, "\(host)") }
    }
  }

  @Test("RFC 3492 a character is encoded as UTS #46 says, or refused: never taken for another")
  func characters() {
    var (same, all) = (0, 0)
    for value in stride(from: UInt32(0x80), to: 0x32000, by: 7) {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned,
        let theirs = foundation("a\(scalar)")
      else { continue }
      let ours = InternationalHost.ascii("a\(scalar)")
      #expect(ours == nil || ours == theirs, "U+\(String(value, radix: 16))")
      all += 1
      if ours != nil { same += 1 }
    }
    #expect(same * 100 > all * 95)
  }

  @Test(
    "what UTS #46 forbids, or maps to others, is refused",
    arguments: [
      "ｅｘａｍｐｌｅ.com", "①.com", "a\u{AD}ü.com", "a\u{200D}ü.com", "-ü.com", "ü-.com", "ab--ü.com", "xn--ü.com", "a..ü",
      ".ü",
      "\u{301}a.com", "a\u{FFFD}.com", "a\u{E000}.com", "a\u{202E}ü.com", "ü b.com", "ü<.com", "ü/a",
      String(repeating: "ü", count: 64) + ".com",
    ])
  func refused(_ host: String) {
    #expect(InternationalHost.ascii(host) == nil)
  }

  @Test("an escaped host is the host it stands for; one that is no UTF-8 is none")
  func escapes() {
    #expect(AbsoluteURL("https://b%C3%BCcher.example/")?.host == "xn--bcher-kva.example")
    #expect(AbsoluteURL("https://b%FCcher.example/") == nil)
    #expect(AbsoluteURL("https://b%C3%.example/") == nil)
    #expect(AbsoluteURL("https://a%2Fb.example/") == nil)
  }
}
