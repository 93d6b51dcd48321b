internal import Glibc
internal import NIOCore
internal import NIOPosix
public import Syndication

/// Where a callback's host is, found and checked, so that a hub cannot be used to reach what is not of the whole Internet.
///
/// What connects goes to the address that was checked: a name that leads elsewhere a moment later leads nowhere.
public struct CallbackResolver: Sendable {
  /// Networks that callbacks may be in all the same.
  public var allowed: [AddressRange]
  /// The addresses of a host; none where it has none.
  public var resolve: @Sendable (_ host: String) async throws -> [NetworkAddress]

  /// - Parameter resolve: how names are looked up, if not by the system.
  public init(
    allowing allowed: [AddressRange] = [],
    resolve: @escaping @Sendable (_ host: String) async throws -> [NetworkAddress] = CallbackResolver.systemAddresses
  ) {
    self.allowed = allowed
    self.resolve = resolve
  }

  /// Why nothing is sent to a callback.
  public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  /// Finds out whether a callback may be asked now.
  ///
  /// - Throws: `Refusal`, and what looking its name up throws.
  public func check(_ callback: String) async throws { _ = try await address(of: host(of: callback)) }

  /// The host of a callback, or what is wrong with the callback, told without asking anybody.
  func host(of callback: String) throws(Refusal) -> String {
    guard let url = AbsoluteURL(callback), url.isWebAddress, let host = url.host, !host.isEmpty else {
      throw Refusal(description: "hub.callback is no address that begins with https:// or http://")
    }
    guard let parts = URIParts(url.string), let authority = parts.authority, parts.fragment == nil else {
      throw Refusal(description: "hub.callback has a fragment")
    }
    guard !authority.contains("@") else { throw Refusal(description: "hub.callback has a user's name in it") }
    // Below 1024 are the ports of other protocols, which a request might be taken for.
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      let port = Int(authority[authority.index(after: colon)...])
      guard let port, port == 80 || port == 443 || (1024...65_535).contains(port) else {
        throw Refusal(description: "hub.callback has a port that no callback has")
      }
    }
    if let address = CallbackResolver.literal(host), !isAllowed(address) {
      throw Refusal(description: "hub.callback is not at an address of the public Internet")
    }
    return host
  }

  /// The address to connect to.
  func address(of host: String) async throws -> NetworkAddress {
    let addresses =
      if let literal = CallbackResolver.literal(host) { [literal] } else { try await resolve(host) }
    guard let first = addresses.first else { throw Refusal(description: "\(host) has no address") }
    // All of them: one that is private among others is no accident.
    guard addresses.allSatisfy(isAllowed) else {
      throw Refusal(description: "\(host) is not at an address of the public Internet")
    }
    return first
  }

  static func literal(_ host: String) -> NetworkAddress? {
    NetworkAddress(host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host)
  }

  private func isAllowed(_ address: NetworkAddress) -> Bool {
    address.isPublic || allowed.contains { $0.contains(address) }
  }

  /// As the system looks names up, on threads of its own.
  public static let systemAddresses: @Sendable (_ host: String) async throws -> [NetworkAddress] = { host in
    try await threads.runIfActive {
      var hints = addrinfo()
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
      var found: UnsafeMutablePointer<addrinfo>?
      guard getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
      defer { freeaddrinfo(found) }
      return sequence(first: found, next: { $0?.pointee.ai_next }).compactMap { entry in
        guard let entry, let address = entry.pointee.ai_addr else { return nil }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
          getnameinfo(address, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        let name = text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        return NetworkAddress(String(name.prefix { $0 != "%" }))
      }
    }
  }

  private static let threads: NIOThreadPool = {
    let threads = NIOThreadPool(numberOfThreads: 16)
    threads.start()
    return threads
  }()
}
