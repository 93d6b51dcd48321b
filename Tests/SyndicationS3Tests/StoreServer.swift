import Crypto
import Foundation
import Glibc
import Synchronization
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationS3

/// SeaweedFS on loopback, with all that it keeps in a folder of its own. It ends with this process, however that ends.
final class StoreServer: Sendable {
  /// The one that tests share, when it answers. Each of them has a folder of its own in one bucket: a bucket takes much room.
  static func running() async throws -> StoreServer { try await starting.value }

  private static let starting = Task {
    let server = try StoreServer()
    try await server.ready()
    return server
  }

  static let isInstalled = program != nil
  static let absence: Comment = "SeaweedFS is not there: make test installs it in .build-venv"

  private static let program: String? = {
    let venv = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.build-venv/bin").path
    let folders = [venv] + (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").map(String.init)
    return folders.map { "\($0)/weed" }.first { access($0, X_OK) == 0 }
  }()

  static let credentials = S3Credentials(accessKey: "AKSYNDICATE", secret: "s3cr3t/with+signs=")
  /// Of a user who may only read.
  static let reader = S3Credentials(accessKey: "AKREADER", secret: "other")

  let port: Int
  private let ports: [Int]
  private let folder: String
  private let process = Mutex<(pid: pid_t, lifeline: Int32)?>(nil)

  init() throws {
    var template = Array("\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/syndicate-weed-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure("mkdtemp: \(errno)") }
    folder = String(cString: made)
    ports = try StoreServer.freePorts(8)
    port = ports[0]
    try FileManager.default.createDirectory(atPath: "\(folder)/data", withIntermediateDirectories: true)
    try Data(
      """
      {"identities": [
        {"name": "writer", "actions": ["Admin", "Read", "Write", "List"],
         "credentials": [{"accessKey": "AKSYNDICATE", "secretKey": "s3cr3t/with+signs="}]},
        {"name": "reader", "actions": ["Read", "List"],
         "credentials": [{"accessKey": "AKREADER", "secretKey": "other"}]}]}
      """.utf8
    ).write(to: URL(filePath: "\(folder)/s3.json"))
    try start()
  }

  deinit { end(keepingData: false) }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// A bucket, and a folder in it that nobody else uses.
  ///
  /// - Parameters:
  ///   - port: of a proxy in front of it.
  ///   - address: of one that is there already.
  func bucket(
    through port: Int? = nil, as credentials: S3Credentials = StoreServer.credentials, at address: S3Address? = nil,
    patience: S3Bucket.Patience = StoreServer.patience
  ) throws -> S3Bucket {
    let text = address?.description ?? "s3://syndicate/\(UUID().uuidString.lowercased())/blog/"
    let address = try S3Address(text) {
      $0 == "AWS_ENDPOINT_URL" ? "http://127.0.0.1:\(port ?? self.port)" : nil
    }
    return S3Bucket(address, credentials: credentials, patience: patience)
  }

  /// As long as no machine takes, and without waiting for what does not come.
  static var patience: S3Bucket.Patience {
    var patience = S3Bucket.Patience()
    patience.first = .milliseconds(2)
    patience.longest = .milliseconds(50)
    patience.timeout = .seconds(60)
    return patience
  }

  // MARK: - Its process

  /// Starts it, on what it has kept.
  func start() throws {
    let (s3, rest) = (ports[0], ports[1...].map(String.init))
    let weed = [
      StoreServer.program!, "-logtostderr=true", "server", "-dir=\(folder)/data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
      "-master.telemetry=false", "-master.port=\(rest[0])", "-master.port.grpc=\(rest[1])",
      "-master.volumeSizeLimitMB=64", "-master.electionTimeout=1s", "-volume.port=\(rest[2])",
      "-volume.port.grpc=\(rest[3])", "-volume.max=50", "-filer", "-filer.port=\(rest[4])",
      "-filer.port.grpc=\(rest[5])", "-filer.localSocket=\(folder)/filer.sock", "-s3", "-s3.port=\(s3)",
      "-s3.port.grpc=\(rest[6])", "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.localSocket=\(folder)/s3.sock",
      "-s3.iam=false", "-s3.config=\(folder)/s3.json",
    ]
    // A shell that holds its end of a pipe outlives us, however we end, and ends the server. It makes sockets in /tmp.
    // What else is open here is none of its business, such as others' ends of such pipes.
    let script = """
      for file in /proc/$$/fd/*; do [ "${file##*/}" -gt 2 ] && eval "exec ${file##*/}>&-"; done
      folder=$1; ports=$2; shift 2
      "$@" >"$folder/log" 2>&1 & server=$!
      read -r wish
      kill -9 $server; wait $server 2>/dev/null
      for port in $ports; do rm -f /tmp/seaweedfs-*-"$port".sock; done
      [ "$wish" = keep ] || rm -rf "$folder"
      """
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure("pipe: \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    let arguments = ["/bin/bash", "-c", script, "bash", folder, ports.map(String.init).joined(separator: " ")] + weed
    var argv = arguments.map { strdup($0) } + [nil]
    defer { for argument in argv { free(argument) } }
    var pid: pid_t = 0
    // In a session of its own: an interrupt from the keyboard reaches it by the pipe alone.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A thread of ours may have blocked the signal that a shell waits for.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    let code = posix_spawn(&pid, "/bin/bash", &actions, &attributes, &argv, environ)
    close(ends[0])
    guard code == 0 else { throw Failure("bash: \(code)") }
    process.withLock { $0 = (pid, ends[1]) }
  }

  /// Kills it (SIGKILL); what it has kept stays.
  func kill() { end(keepingData: true) }

  private func end(keepingData: Bool) {
    guard let (pid, lifeline) = process.withLock({ $0.take() }) else { return }
    _ = write(lifeline, keepingData ? "keep\n" : "gone\n", 5)
    close(lifeline)
    waitpid(pid, nil, 0)
  }

  /// Waits until it answers.
  func ready() async throws {
    let bucket = try bucket()
    let deadline = ContinuousClock.now + .seconds(1200)
    while true {
      do {
        _ = try await bucket.publish("ready", at: "ready")
        return
      } catch {
        guard ContinuousClock.now < deadline else {
          let log = FileManager.default.contents(atPath: "\(folder)/log") ?? Data()
          throw Failure("SeaweedFS does not answer: \(error); \(String(decoding: log.suffix(2_000), as: UTF8.self))")
        }
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  private static func freePorts(_ count: Int) throws -> [Int] {
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    return try (0..<count).map { _ in
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      sockets.append(socket)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
        }
      }
      guard isBound else { throw Failure("bind: \(errno)") }
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }
}

extension S3Bucket {
  /// Publishes one document, as somebody else would who knows nothing of what is there.
  @discardableResult func publish(_ text: String, at path: String) async throws -> String {
    let bytes = Array(text.utf8)
    let tag = try await head(path)?.tag
    return try #require(
      await put(bytes, hash: SHA256.hash(data: bytes), to: path, [:], if: tag.map { .has(tag: $0) } ?? .isNew))
  }

  /// What a reader finds below the address.
  func texts() async throws -> [String: String] {
    let keys = Mutex<[String]>([])
    try await list { key, _ in keys.withLock { $0.append(key) } }
    var texts: [String: String] = [:]
    for key in keys.withLock({ $0 }) {
      texts[key] = try await get(key).map { String(decoding: $0.bytes, as: UTF8.self) }
    }
    return texts
  }
}
