import Foundation
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("F2 JSON as it is written")
struct JSONWriterTests {
  private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    json.object(nil, body)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test("members stand in the order of the calls, parted by commas, at every depth")
  func nesting() {
    let text = written { json in
      json.string("b", "1")
      json.array("a") { json in
        json.string(nil, "x")
        json.object { $0.number("n", 1) }
        json.array { _ in }
        json.object { _ in }
      }
      json.boolean("t", true)
      json.number("f", 1.5)
    }
    #expect(text == #"{"b":"1","a":["x",{"n":1},[],{}],"t":true,"f":1.5}"#)
  }

  @Test("what is nil is left out, and leaves no comma")
  func absent() {
    let text = written { json in
      json.string("a", nil)
      json.number("b", nil as Int?)
      json.string("c", "x")
      json.number("d", Double.nan)
      json.number("e", nil as Double?)
    }
    #expect(text == #"{"c":"x"}"#)
  }

  @Test("numbers are JSON's: whole ones without a fraction")
  func numbers() throws {
    for (number, expected) in [(61.0, "61"), (61.5, "61.5"), (0, "0"), (1e21, "1e+21"), (0.1, "0.1")] {
      let text = written { $0.number("n", number) }
      #expect(text == "{\"n\":\(expected)}")
      #expect(try DataValue(json: Array(text.utf8))["n"] == .number(number))
    }
  }

  @Test("only what must be is escaped, and what no feed may hold is dropped")
  func escapes() {
    #expect(
      written { $0.string("k", "a\"b\\c/d\ne\tf\rg\u{0}h\u{1F}i\u{7F}j\u{85}k") } == #"{"k":"a\"b\\c/d\ne\tf\ngh"#
        + #"ijk"}"#)
    #expect(written { $0.string("k", "é模🏷️\u{2028}") } == "{\"k\":\"é模🏷️\u{2028}\"}")
  }

  @Test("every text comes back, read by this program and by another", arguments: 1...10)
  func roundTrip(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    for _ in 0..<20 {
      let text = generator.text(1...20)
      let bytes = Array(written { $0.string("k", text) }.utf8)
      #expect(try DataValue(json: bytes)["k"]?.string?.scalars == Expected.clean(text).scalars)
      let other = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: String]
      #expect(other?["k"]?.scalars == Expected.clean(text).scalars)
    }
  }
}
