import SyndicationServer
import Testing

@Test func `codings are named as HTTP spells them`() {
  #expect(ContentCoding.allCases.map(\.rawValue) == ["identity", "gzip", "br"])
}
