/// What is served, by its address.
protocol DocumentTable: AnyObject, Sendable {
  /// What there is at a path.
  func find(_ path: String, for request: Request) -> Finding

  /// Whether requests had better be sent here, and what is told to who asks: an object of JSON.
  var readiness: (isReady: Bool, json: String) { get }
}

/// What there is at an address, or how to find out.
enum Finding: Sendable {
  case known(Found)
  /// To be waited for.
  case later(@Sendable () async -> Found)
}

/// What there is at an address.
enum Found: Sendable {
  case route(ServedSite.Route)
  case nothing
  /// Nothing is there yet, at no address.
  case unpublished
  /// What may be there cannot be read now.
  case unreadable
}
