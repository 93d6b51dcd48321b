import Syndication
import SyndicationPush
import Testing

@Suite("RFC 6890 addresses") struct PublicAddressTests {
  @Test(
    "of the whole Internet are public",
    arguments: [
      "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808",
      "2002:808:808::1",
    ])
  func open(address: String) throws { #expect(try #require(NetworkAddress(address)).isPublic) }

  @Test(
    "of machines, networks and other purposes are not, however they are written",
    arguments: [
      "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1",
      "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.9",
      "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
      "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1",
      "ff02::1", "2001:db8::1", "2001::1", "100::1", "4000::1",
    ])
  func closed(address: String) throws { #expect(try !#require(NetworkAddress(address)).isPublic) }
}
