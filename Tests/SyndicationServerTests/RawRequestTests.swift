import Testing

@testable import SyndicationServer

@Suite("What clients send, good, odd and bad") struct RawRequestTests {
  @Test("is answered alike, each case of two hundred and more") func inMemory() async throws {
    let blog = try await ServedBlog()
    #expect(RawCase.all.count >= 200)
    for example in RawCase.all {
      let answers = RawAnswer.all(in: try blog.exchange(example.bytes), isHead: example.isHead)
      #expect(answers.map(\.status) == example.statuses, "\(example)")
    }
  }

  @Test("and over a socket") func overASocket() async throws {
    let blog = try await ServedBlog()
    try await LiveServer.with(blog) { server in
      for example in RawCase.all {
        let answers = RawAnswer.all(in: try await server.exchange(example.bytes), isHead: example.isHead)
        // Who asks from this machine may look after the server.
        let expected = example.bytes.contains("/metrics") ? [200] : example.statuses
        #expect(answers.map(\.status) == expected, "\(example)")
      }
    }
  }

  @Test("each answer says what a client and a cache have to know") func whatIsSaid() async throws {
    let blog = try await ServedBlog()
    for example in RawCase.all {
      for answer in RawAnswer.all(in: try blog.exchange(example.bytes), isHead: example.isHead) {
        #expect(answer["Date"]?.hasSuffix(" GMT") == true, "\(example)")
        let isForAll = answer["Access-Control-Allow-Origin"] == "*" || answer["Cache-Control"] == "no-store"
        #expect(isForAll, "\(example)")
        switch answer.status {
        case 200 where answer["ETag"] != nil, 206, 304:
          #expect(answer["Vary"]?.contains("Accept-Encoding") == true, "\(example)")
          #expect(answer["Cache-Control"] == "max-age=300", "\(example)")
          #expect(answer["Last-Modified"] != nil, "\(example)")
        case 405: #expect(answer["Allow"] == "GET, HEAD, OPTIONS", "\(example)")
        case 301, 303: #expect(answer["Location"]?.isEmpty == false, "\(example)")
        default: break
        }
      }
    }
  }
}
