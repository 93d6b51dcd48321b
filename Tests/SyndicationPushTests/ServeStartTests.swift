import SyndicationTesting
import Testing

@Suite("syndicate-serve that cannot begin") struct ServeStartTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func outcome(_ serving: String) throws -> Command.Outcome {
    try folder.write(
      #"""
      {"site": {"title": "T", "url": "https://example.org/"}, "serve": {\#(serving)},
       "sources": [{"type": "json", "path": "posts.json"}]}
      """#, to: "config.json")
    return try Command.run([Command.serve, "serve"], in: folder)
  }

  @Test("says which other program's address it is to leave, and how")
  func address() async throws {
    let other = try await WebServer()
    let outcome = try outcome(#""port": \#(other.port)"#)
    #expect(outcome.code == 2)
    #expect(
      outcome.err.contains(
        "cannot listen at 127.0.0.1:\(other.port): Address already in use: end the other program that answers there, or "
          + "choose another address or port"), "\(outcome.err)")
    let unknown = try self.outcome(#""host": "nobody.invalid""#)
    #expect(
      unknown.code == 2
        && unknown.err.contains(/cannot listen at nobody\.invalid:8080: .+: choose an address that this machine has/),
      "\(unknown.err)")
  }

  @Test("says which file of a certificate is missing, or is none")
  func certificate() throws {
    let settings = #""tls": {"certificate": "a.pem", "key": "b.pem"}"#
    let missing = try outcome(settings)
    #expect(
      missing.code == 2 && missing.err.contains("a.pem: No such file or directory: \"tls\" wants"),
      "\(missing.err)")
    for name in ["a.pem", "b.pem"] { try folder.write("not in PEM\n", to: name) }
    let none = try outcome(settings)
    #expect(none.code == 2 && none.err.contains("a.pem: it holds no certificate: \"tls\" wants"), "\(none.err)")
  }
}
