import SyndicationPush
import Testing

@Test func `a hub is known by its address`() {
  #expect(HubAddress("https://hub.example/").url == "https://hub.example/")
}
