import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOSSL
import SyndicationTesting
import Testing

@testable import SyndicationServer

private typealias ByteBuffer = NIOCore.ByteBuffer

/// A blog served with a certificate that it has signed itself.
private struct SecureBlog {
  let blog: ServedBlog

  init() async throws {
    blog = try await ServedBlog(rest: #", "serve": {"tls": {"certificate": "certificate.pem", "key": "key.pem"}}"#)
    try renew()
  }

  /// Another certificate in the place of the last one.
  func renew() throws {
    let openssl = Process()
    openssl.executableURL = URL(filePath: "/usr/bin/env")
    openssl.currentDirectoryURL = URL(filePath: blog.folder.path)
    openssl.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=a.org", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem",
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    try #require(openssl.terminationStatus == 0)
  }

  /// What a client has to know that trusts nothing but the certificate that is there now.
  func trust() throws -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(blog.folder["certificate.pem"]))
    return configuration
  }

  /// Runs a client for as long as `body` does.
  func with(
    _ version: HTTPClient.Configuration.HTTPVersion = .automatic, trusting trust: TLSConfiguration? = nil,
    _ body: (HTTPClient) async throws -> Void
  ) async throws {
    var configuration = HTTPClient.Configuration(tlsConfiguration: try trust ?? self.trust())
    configuration.httpVersion = version
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let result: Result<Void, any Error>
    do { result = .success(try await body(client)) } catch { result = .failure(error) }
    try await client.shutdown()
    return try result.get()
  }
}

extension LiveServer {
  fileprivate func ask(
    _ client: HTTPClient, _ path: String, _ fields: HTTPHeaders = [:], method: HTTPMethod = .GET, body: String? = nil
  ) async throws -> (version: HTTPVersion, status: Int, fields: HTTPHeaders, body: [UInt8]) {
    var request = HTTPClientRequest(url: "https://127.0.0.1:\(port)\(path)")
    request.method = method
    request.headers = fields
    request.body = body.map { .bytes(ByteBuffer(string: $0)) }
    let response = try await client.execute(request, timeout: .seconds(60))
    let bytes = try await response.body.collect(upTo: 1 << 24)
    return (response.version, Int(response.status.code), response.headers, Array(bytes.readableBytesView))
  }
}

@Suite("A server with a certificate") struct SecureServerTests {
  private struct Echo: Endpoint {
    let path = "/hub"

    func answer(_ request: EndpointRequest) async -> EndpointResponse {
      EndpointResponse(status: 202, headers: [("Content-Type", "text/plain")], body: request.body)
    }
  }

  @Test(
    "RFC 9113 §3.2 speaks HTTP/2 with who offers it, and HTTP/1.1 with who does not, and says the same in both",
    arguments: [
      (HTTPClient.Configuration.HTTPVersion.automatic, HTTPVersion(major: 2, minor: 0)), (.http1Only, .http1_1),
    ])
  func versions(offered: HTTPClient.Configuration.HTTPVersion, version: HTTPVersion) async throws {
    let secure = try await SecureBlog()
    try await LiveServer.with(secure.blog, endpoints: [Echo()]) { server in
      try await secure.with(offered) { client in
        let feed = try await server.ask(client, "/all.atom")
        #expect(feed.version == version && feed.status == 200)
        #expect(feed.body == secure.blog.folder.read("feeds/all.atom"))
        let tag = try #require(feed.fields.first(name: "ETag"))
        #expect(feed.fields.first(name: "Date") != nil && feed.fields["Content-Length"] == ["\(feed.body.count)"])
        let same = try await server.ask(client, "/all.atom", ["If-None-Match": tag])
        #expect(same.version == version && same.status == 304 && same.body.isEmpty)
        let head = try await server.ask(client, "/all.atom", method: .HEAD)
        #expect(head.status == 200 && head.body.isEmpty && head.fields["ETag"] == [tag])
        #expect(try await server.ask(client, "/nowhere").status == 404)
        #expect(try await server.ask(client, "/all.atom", method: .POST, body: "a").status == 405)
        let large = String(repeating: "a", count: ConnectionLimits.body)
        for (body, status) in [("hub.mode=a", 202), (large, 202), (large + "a", 413)] {
          let answer = try await server.ask(client, "/hub", method: .POST, body: body)
          #expect(answer.status == status && (status != 202 || answer.body == Array(body.utf8)))
        }
        // Many at once, on one connection of HTTP/2.
        try await withThrowingTaskGroup(of: Bool.self) { group in
          for _ in 0..<50 {
            group.addTask {
              let answer = try await server.ask(client, "/all.atom")
              return answer.version == version && answer.body == feed.body
            }
          }
          for try await isWhole in group { #expect(isWhole) }
        }
      }
    }
  }

  @Test("takes another certificate when it reads its configuration again, and ends no connection for that")
  func reload() async throws {
    let secure = try await SecureBlog()
    try await LiveServer.with(secure.blog) { server in
      let first = try secure.trust()
      func isServed(_ trust: TLSConfiguration) async throws {
        try await secure.with(trusting: trust) { client in
          let answer = try await server.ask(client, "/healthz")
          #expect(answer.status == 200)
        }
      }
      try await secure.with(trusting: first) { early in
        #expect(try await server.ask(early, "/healthz").status == 200)
        try secure.renew()
        // Files alone are nothing yet.
        try await isServed(first)
        server.server.reload()
        let second = try secure.trust()
        try await isServed(second)
        // On the connection that it has: it would trust no other.
        #expect(try await server.ask(early, "/healthz").status == 200)
        try secure.blog.folder.write("no certificate", to: "certificate.pem")
        server.server.reload()
        try await isServed(second)
      }
    }
  }

  // MARK: - By the clock of a loop that stands still

  private func accepted(by secure: SecureBlog) throws -> EmbeddedChannel {
    let server = try FeedServer(
      try secure.blog.configuration, on: [], threads: 1, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    let channel = EmbeddedChannel()
    let dates = [ObjectIdentifier(channel.embeddedEventLoop): NIOLoopBound(DateLine(), eventLoop: channel.eventLoop)]
    try server.configure(channel, dates).wait()
    try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 4711)).wait()
    return channel
  }

  @Test("closes a connection on which nobody shakes hands, in 10 s, whatever is sent instead")
  func silence() async throws {
    let secure = try await SecureBlog()
    // The second is what a handshake begins with: a record of 512 bytes, of which no more come.
    for bytes in [[], [0x16, 0x03, 0x01, 0x02, 0x00]] as [[UInt8]] {
      let channel = try accepted(by: secure)
      if !bytes.isEmpty { try channel.writeInbound(ByteBuffer(bytes: bytes)) }
      channel.embeddedEventLoop.advanceTime(by: .seconds(9))
      #expect(channel.isActive)
      channel.embeddedEventLoop.advanceTime(by: .seconds(2))
      #expect(!channel.isActive)
      _ = try? channel.finish(acceptAlreadyClosed: true)
    }
  }

  @Test("leaves one open on which hands are shaken, and nothing is asked yet")
  func handshake() async throws {
    let secure = try await SecureBlog()
    for protocols in [["h2", "http/1.1"], ["http/1.1"], []] { try shakeHands(with: secure, offering: protocols) }
  }

  private func shakeHands(with secure: SecureBlog, offering protocols: [String]) throws {
    let server = try accepted(by: secure)
    let client = EmbeddedChannel(loop: server.embeddedEventLoop)
    var trust = try secure.trust()
    trust.applicationProtocols = protocols
    trust.certificateVerification = .noHostnameVerification
    let handler = try NIOSSLClientHandler(context: try NIOSSLContext(configuration: trust), serverHostname: nil)
    try client.pipeline.syncOperations.addHandler(handler)
    try client.connect(to: SocketAddress(ipAddress: "192.0.2.2", port: 443)).wait()
    var isMoving = true
    while isMoving {
      isMoving = false
      while let bytes = try client.readOutbound(as: ByteBuffer.self) {
        try server.writeInbound(bytes)
        isMoving = true
      }
      while let bytes = try server.readOutbound(as: ByteBuffer.self) {
        try client.writeInbound(bytes)
        isMoving = true
      }
    }
    #expect(handler.tlsVersion != nil)
    server.embeddedEventLoop.advanceTime(by: .seconds(30))
    #expect(server.isActive, "\(protocols)")
    for channel in [client, server] { channel.close(promise: nil) }
    server.embeddedEventLoop.advanceTime(by: .seconds(30))
  }
}
