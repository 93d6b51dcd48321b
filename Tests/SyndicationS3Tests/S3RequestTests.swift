import Crypto
import Syndication
import Testing

@testable import SyndicationS3

/// Requests, keys, dates and signatures that AWS published: of S3 in "Signature Calculations for the Authorization Header",
/// of others in its test suite of Signature Version 4.
struct Vector: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var request: S3Request
  var credentials: S3Credentials
  var instant: Int64
  var service = "s3"
  var signature: String

  static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  /// 2013-05-24T00:00:00Z, 2015-08-30T12:36:00Z.
  static let (instantOfS3, instantOfSuite): (Int64, Int64) = (1_369_353_600, 1_440_938_160)

  /// - Parameter body: nil where there is none.
  static func ofS3(
    _ name: String, _ method: String, _ path: String, _ query: [(name: String, value: String)] = [],
    _ fields: [String: String] = [:], body: String = "", signature: String
  ) -> Vector {
    let hash = S3Request.hexadecimal(SHA256.hash(data: Array(body.utf8)))
    let all = ["host": "examplebucket.s3.amazonaws.com", "x-amz-content-sha256": hash].merging(fields) { $1 }
    return Vector(
      testDescription: name,
      request: S3Request(
        method: method, path: S3Request.encoded(path, keeping: "/"), query: query, fields: all, bodyHash: hash),
      credentials: S3Credentials(
        accessKey: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
      instant: instantOfS3, signature: signature)
  }

  static func ofSuite(_ name: String, _ method: String, token: String? = nil, signature: String) -> Vector {
    Vector(
      testDescription: name,
      request: S3Request(method: method, path: "/", fields: ["host": "example.amazonaws.com"], bodyHash: empty),
      credentials: S3Credentials(
        accessKey: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: token),
      instant: instantOfSuite, service: "service", signature: signature)
  }

  static let token =
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwth"
    + "Ax7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAki"
    + "Y9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="

  static let all = [
    ofS3(
      "a part of an object", "GET", "/test.txt", [], ["range": "bytes=0-9"],
      signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
    ofS3(
      "a put", "PUT", "/test$file.text", [],
      ["date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"],
      body: "Welcome to Amazon S3.", signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
    ofS3(
      "a parameter without a value", "GET", "/", [("lifecycle", "")],
      signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
    ofS3(
      "a list", "GET", "/", [("prefix", "J"), ("max-keys", "2")],
      signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ofSuite(
      "get-vanilla", "GET", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    ofSuite(
      "post-sts-header-before", "POST", token: token,
      signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
  ]
}

@Suite("A request to a store")
struct S3RequestTests {
  @Test("SigV4 has the signatures that AWS published", arguments: Vector.all)
  func published(_ vector: Vector) {
    var request = vector.request
    request.sign(
      by: vector.credentials, at: Timestamp(seconds: vector.instant), in: "us-east-1", of: vector.service)
    #expect(request.fields["authorization"]?.hasSuffix(", Signature=\(vector.signature)") == true)
  }

  @Test("SigV4 says by which key, when, where and what is signed")
  func header() {
    var request = Vector.all[0].request
    request.sign(by: Vector.all[0].credentials, at: Timestamp(seconds: Vector.instantOfS3), in: "us-east-1")
    #expect(
      request.fields["authorization"]?.split(separator: " ").dropLast() == [
        "AWS4-HMAC-SHA256", "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,",
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,",
      ])
    #expect(request.fields["x-amz-date"] == "20130524T000000Z")
  }

  @Test("SigV4 encodes every byte of keys and parameters but A-Z, a-z, 0-9, -, ., _ and ~")
  func encoding() {
    #expect(S3Request.encoded("tags/c++ ü'*(~).atom", keeping: "/") == "tags/c%2B%2B%20%C3%BC%27%2A%28~%29.atom")
    let request = S3Request(
      method: "GET", path: "/", query: [("prefix", "a/b c"), ("list-type", "2")], fields: [:], bodyHash: "")
    #expect(request.encodedQuery == "list-type=2&prefix=a%2Fb%20c")
  }

  @Test("RFC 4648 §10 has its checksum in base 64")
  func base64() {
    let vectors = ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE="]
    for (text, coded) in vectors { #expect(S3Bucket.base64(Array(text.utf8)) == coded) }
    #expect(S3Bucket.base64([0xFB, 0xEF, 0xFF]) == "++//")
  }
}

@Suite("The settings of a store")
struct S3SettingTests {
  func address(_ text: String, _ variables: [String: String] = [:]) throws -> S3Address {
    try S3Address(text) { variables[$0] }
  }

  @Test("say where it is asked: AWS by the bucket's host, others by a path")
  func endpoints() throws {
    let aws = try address("s3://feeds/blog/", ["AWS_REGION": "eu-central-1"])
    #expect(aws.host == "feeds.s3.eu-central-1.amazonaws.com")
    #expect(aws.path(of: "blog/a b") == "/blog/a%20b")
    #expect(aws.path(of: "") == "/")
    #expect(aws.description == "s3://feeds/blog/")
    let own = try address("s3://feeds", ["AWS_ENDPOINT_URL": "http://127.0.0.1:8333/"])
    #expect((own.scheme, own.host, own.region, own.prefix) == ("http", "127.0.0.1:8333", "us-east-1", ""))
    #expect(own.path(of: "a") == "/feeds/a")
    #expect(own.path(of: "") == "/feeds")
    #expect(try address("s3://feeds.example.org").host == "s3.us-east-1.amazonaws.com")
    let both = ["AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_S3": "https://b", "AWS_REGION": ""]
    #expect(try address("s3://feeds", both).endpoint == "https://b")
    #expect(try address("s3://feeds", ["AWS_ENDPOINT_URL": "http://[::1]:9000"]).host == "[::1]:9000")
  }

  @Test(
    "that cannot be used are refused, with what to write instead",
    arguments: [
      ("feeds", [:], "write s3://bucket"), ("https://feeds", [:], "write s3://bucket"),
      ("s3://", [:], "is no name of a bucket"), ("s3://a", [:], "3 to 63"),
      ("s3://-feeds", [:], "is no name of a bucket"),
      ("s3://feeds/a//b", [:], "is no folder"), ("s3://feeds/../b", [:], "is no folder"),
      ("s3://feeds", ["AWS_REGION": "eu central"], "AWS_REGION"),
      ("s3://feeds", ["AWS_ENDPOINT_URL": "127.0.0.1:8333"], "write a scheme"),
      ("s3://feeds", ["AWS_ENDPOINT_URL": "http://a/path"], "write a scheme"),
    ] as [(String, [String: String], String)])
  func refused(text: String, variables: [String: String], advice: String) {
    let error = #expect(throws: S3SettingError.self) { _ = try address(text, variables) }
    #expect(error?.description.contains(advice) == true, "\(error?.description ?? "")")
  }

  @Test("lead to folders below, and no further")
  func folders() throws {
    for base in ["s3://feeds", "s3://feeds/blogs/"] {
      let site = try address(base).folder("ann")
      #expect(try site == address("\(base)/ann".replacing("s//", with: "s/")))
      for name in ["", "..", "a/../b", "/a", "a/"] {
        #expect(throws: S3SettingError.self) { _ = try address(base).folder(name) }
      }
    }
  }

  @Test("are named where credentials are missing, or hold the end of a line")
  func credentials() throws {
    func error(_ variables: [String: String]) -> String? {
      (#expect(throws: S3SettingError.self) { _ = try S3Credentials { variables[$0] } })?.description
    }
    #expect(error([:])?.contains("AWS_ACCESS_KEY_ID is not set") == true)
    #expect(error(["AWS_ACCESS_KEY_ID": "a"])?.contains("AWS_SECRET_ACCESS_KEY is not set") == true)
    let broken = error(["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "hush\n"])
    #expect(broken?.contains("AWS_SECRET_ACCESS_KEY holds white space") == true)
    #expect(broken?.contains("hush") == false)
  }

  @Test("show no secret, however they are printed")
  func secrecy() {
    let credentials = S3Credentials(accessKey: "a", secret: "hush", sessionToken: "quiet")
    var dumped = ""
    dump(credentials, to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), dumped] {
      #expect(!text.contains("hush") && !text.contains("quiet"))
    }
  }
}

@Suite("What a sink of a store is made of")
struct S3PartTests {
  @Test("RFC 1952 bytes are compressed, and expanded, and what is cut is told", arguments: [0, 1, 65_536, 300_000])
  func gzip(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let compressed = try #require(Gzip.compressed([Array(bytes.prefix(10)), [], Array(bytes.dropFirst(10))]))
    #expect(compressed.starts(with: [0x1F, 0x8B, 8]))
    #expect(Gzip.compressed([bytes]) == compressed)
    #expect(Gzip.expanded(compressed) == bytes)
    #expect(Gzip.expanded(compressed.dropLast()) == nil)
    #expect(Gzip.expanded(bytes) == nil)
  }

  @Test("waiting bytes are given back, and leave nothing behind")
  func spool() throws {
    let spool = Spool()
    let parts = (0..<50).map { n in [UInt8](repeating: UInt8(n), count: n * 1_000) }
    let ranges = try parts.map { try spool.append($0) }
    for (part, range) in zip(parts, ranges).reversed() { #expect(try spool.bytes(in: range) == part) }
    #expect(try spool.bytes(in: spool.append([])) == [])
  }

  @Test("a version remembers what may have been stored since, the latest of it")
  func version() {
    var version = S3Version(tag: nil)
    #expect(version.text == "")
    version.pending = ["a=", "b="]
    #expect(version.text == " a= b=")
    let read = S3Version(DocumentRecord(size: 1, hash: ContentHash(value: 1), tag: "\"t\" a= b="))
    #expect(read.tag == "\"t\"" && read.pending == ["a=", "b="])
    #expect(S3Version(DocumentRecord(size: 1, hash: ContentHash(value: 1), tag: " a=")).tag == nil)
    version.pending = (0..<40).map { "\($0)" }
    #expect(version.text.split(separator: " ").count == 16 && version.text.hasSuffix(" 39"))
  }

  @Test("an answer in XML is read, and nothing in it is followed")
  func answers() throws {
    let error = "<?xml version='1.0'?><Error><Code>NoSuchBucket</Code><Message>a &amp; b</Message></Error>"
    let element = try #require(S3Element(Array(error.utf8)))
    #expect(element.name == "Error" && element["Code"] == "NoSuchBucket" && element["Message"] == "a & b")
    #expect(S3Element([]) == nil && S3Element(Array("no XML".utf8)) == nil)
    let entity = "<!DOCTYPE a [<!ENTITY b SYSTEM '/etc/hostname'>]><a><b>&b;</b></a>"
    #expect(S3Element(Array(entity.utf8)).map { $0["b"] ?? "" } ?? "" == "")
  }

  @Test("an error says what, where, which code, and what to do, in a line")
  func errors() {
    let error = S3Error("put", "s3://feeds/all.atom", status: 403, code: "SignatureDoesNotMatch", "one\ntwo\u{1B}[2J")
    #expect(!error.description.contains { $0.isNewline || $0 == "\u{1B}" })
    for text in ["cannot put s3://feeds/all.atom", "403 SignatureDoesNotMatch", "one two", "AWS_SECRET_ACCESS_KEY"] {
      #expect(error.description.contains(text), "\(error)")
    }
  }
}
