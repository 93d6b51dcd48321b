public import Syndication

/// How `syndicate serve` serves.
public struct ServingSettings: Sendable, Hashable {
  /// Where it listens; what the command line says comes before.
  public var host = "127.0.0.1"
  /// 0 is one that is free.
  public var port = 8080
  /// The path of a Unix socket to listen on instead.
  public var socket: String?
  /// With which it speaks TLS; nil where it does not.
  public var tls: TLS?
  /// For how long a reader need not ask again.
  public var maxAge = Duration.seconds(300)
  /// Those that tell for whom they ask, and are believed.
  public var proxies: [AddressRange] = []
  /// Those that may read the metrics, beside this machine.
  public var monitors: [AddressRange] = []
  /// The file that each request has a line in; `-` for standard output, nil for none.
  public var accessLog: String?
  /// How many are open at once.
  public var connections = 20_000
  /// And of one address, or network of an IPv6 subscriber.
  public var connectionsPerAddress = 500
  /// How many requests of one of these are answered in a minute.
  public var requestsPerMinute = 1_200

  /// As it is where the configuration says nothing: on this machine alone, without TLS.
  public init() {}

  /// Files in PEM.
  public struct TLS: Sendable, Hashable {
    /// The certificate, and those that it is signed by.
    public var certificate: String
    /// The certificate's private key.
    public var key: String

    /// Paths of files.
    public init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }
  }

  /// - Parameter directory: the configuration's, where relative paths begin.
  init(_ object: inout ConfigurationObject, in directory: String) {
    host = object.text("host") ?? host
    if let port = object.count("port") {
      self.port = port
      if port > 65_535 { object.report("this is \(port), and has to be 65535 or less", at: "port") }
    }
    socket = object.read("socket", ConfigurationValue.path).map { Path.join(directory, $0) }
    tls =
      object.object("tls") { object in
        TLS(
          certificate: Path.join(
            directory, object.read("certificate", isRequired: true, ConfigurationValue.path) ?? ""),
          key: Path.join(directory, object.read("key", isRequired: true, ConfigurationValue.path) ?? ""))
      }
    maxAge = object.read("maxAge", ConfigurationValue.duration) ?? maxAge
    proxies = object.list("proxies", ConfigurationValue.addresses) ?? []
    monitors = object.list("monitors", ConfigurationValue.addresses) ?? []
    accessLog = object.read("accessLog", ConfigurationValue.path).map { $0 == "-" ? $0 : Path.join(directory, $0) }
    connections = object.count("connections") ?? connections
    connectionsPerAddress = object.count("connectionsPerAddress") ?? connectionsPerAddress
    requestsPerMinute = object.count("requestsPerMinute") ?? requestsPerMinute
  }
}

extension ConfigurationValue {
  /// An address, or those that begin like it.
  static func addresses(_ text: String) throws(ConfigurationFlaw) -> AddressRange {
    if let range = AddressRange(text) { return range }
    throw ConfigurationFlaw("\"\(text)\" is no address: write one such as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32")
  }
}
