public import Syndication

/// The hub that `syndicate serve` is itself, where the configuration wants one.
public struct HubSettings: Sendable, Hashable {
  /// Where it is served: the other hubs that documents name are somebody else's. Nil where there is none.
  public var address: AbsoluteURL?
  /// Networks that callbacks may be in, though they are not of the whole Internet.
  public var networks: [AddressRange] = []

  /// There is none.
  public init() {}

  /// Its path below the folder of the feeds.
  public static let path = "hub"

  /// - Returns: it, and all hubs that documents name.
  static func read(_ root: inout ConfigurationObject, below url: AbsoluteURL) -> (HubSettings, hubs: [AbsoluteURL]) {
    var settings = HubSettings()
    let own = url.appending(path: path)
    let hubs: [AbsoluteURL] =
      root.texts("hub") { text throws(ConfigurationFlaw) in
        if text == "built-in" { return own }
        guard let url = AbsoluteURL(text), url.isWebAddress else {
          throw ConfigurationFlaw(
            "\"\(text)\" is neither the address of a hub nor \"built-in\": write one that begins with https:// or http://",
            rule: "WebSub §4")
        }
        return url
      } ?? []
    for (index, hub) in hubs.enumerated() where hubs[..<index].contains(hub) {
      root.report("\(hub == own ? "the built-in hub" : hub.string) is given twice: keep one", at: "hub")
    }
    if hubs.contains(own) { settings.address = own }
    settings.networks =
      root.texts("hubNetworks", ConfigurationValue.addresses) ?? []
    return (settings, hubs)
  }
}
