import Syndication
import Testing

@Suite("An address of the network") struct NetworkAddressTests {
  @Test(
    "is read and written in the usual notation",
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("::1", "::1"), ("2001:DB8:0:0::1", "2001:db8::1"), ("::ffff:192.0.2.1", "192.0.2.1"),
    ])
  func notation(text: String, written: String) {
    #expect(NetworkAddress(text)?.description == written)
  }

  @Test("is nothing else", arguments: ["", "x", "1.2.3", "1.2.3.4.5", "256.1.1.1", "::1%lo", "[::1]", "1.2.3.4:80"])
  func others(text: String) {
    #expect(NetworkAddress(text) == nil)
    #expect(AddressRange(text) == nil)
  }

  @Test(
    "lies in a range where it begins with the same bits",
    arguments: [
      ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.0.0.0/8", "::a00:1", false),
      ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("0.0.0.0/0", "203.0.113.1", true),
      ("0.0.0.0/0", "2001:db8::1", false), ("2001:db8::/32", "2001:db8:1::", true),
      ("2001:db8::/32", "2001:db9::", false),
      ("2001:db8::/65", "2001:db8::7fff:0:0:0", true), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
      ("::/0", "192.0.2.1", true), ("192.0.2.0/31", "192.0.2.1", true), ("192.0.2.0/31", "192.0.2.2", false),
    ])
  func ranges(range: String, address: String, isInside: Bool) throws {
    let (range, address) = (try #require(AddressRange(range)), try #require(NetworkAddress(address)))
    #expect(range.contains(address) == isInside)
  }

  @Test(
    "a range has no length that no address has",
    arguments: ["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/+8"])
  func lengths(text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test("stands for what one subscriber has") func networks() throws {
    let network = try #require(NetworkAddress("2001:db8:1:2:3:4:5:6")).network
    #expect(network.description == "2001:db8:1:2::")
    #expect(NetworkAddress("192.0.2.1")?.network.description == "192.0.2.1")
    #expect(NetworkAddress("127.9.9.9")?.isLoopback == true)
    #expect(NetworkAddress("::1")?.isLoopback == true)
    #expect(NetworkAddress("128.0.0.1")?.isLoopback == false)
  }
}
