/// What a client may send, and how that is answered: one status an answer; none where the connection is closed without one.
struct RawCase: CustomStringConvertible {
  let description: String
  let bytes: String
  let statuses: [Int]
  var isHead = false

  init(_ description: String, _ bytes: String, _ statuses: Int..., isHead: Bool = false) {
    self.description = description
    self.bytes = bytes
    self.statuses = statuses
    self.isHead = isHead
  }

  /// - Parameter field: a line, or several with an end of line between them.
  static func get(_ target: String, _ field: String = "") -> String {
    "GET \(target) HTTP/1.1\r\nHost: a.org\r\n\(field.isEmpty ? "" : field + "\r\n")\r\n"
  }

  static let all =
    targets + traversals + hosts + methods + versions + heads + bodies + pipelines + conditions + codings
    + ranges + types

  // MARK: - RFC 9112 §3: what is asked for

  private static let targets =
    [
      ("/all.atom", 200), ("/all.rss", 200), ("/all.json", 200), ("/tags/graphs.atom", 200), ("/feeds/all.atom", 200),
      ("/", 200), ("/index.html", 200), ("/feeds/", 200), ("/feeds/index.html", 200), ("/feeds", 301),
      ("/feeds.opml", 200), ("/feeds.css", 200), ("/feeds.json", 200), ("/healthz", 200), ("/readyz", 200),
      ("/metrics", 403), ("/all", 200), ("/tags/graphs", 200), ("/tags/%C3%A4%C3%B6.atom", 200),
      ("/tags/äö.atom", 400), ("/tags/%c3%a4%c3%b6.atom", 200), ("/%61ll.atom", 200), ("/all.atom?", 200),
      ("/all.atom?utm_source=x&y=%zz", 200), ("/all.atom?a?b", 200), ("/?", 200),
      ("http://a.org/all.atom", 200), ("HTTP://a.org/all.atom", 200), ("https://a.org/all.atom", 200),
      ("http://b.org:81/all.atom?x", 200), ("http://a.org", 200), ("http://a.org?x", 200), ("http:///all.atom", 400),
      ("http://", 400), ("ftp://a.org/all.atom", 400), ("all.atom", 400), ("*", 400), ("?", 400),
      ("/nowhere", 404), ("/all.atom/", 404), ("/all.atom/x", 404), ("//all.atom", 404), ("/feeds//all.atom", 404),
      ("/ALL.ATOM", 404), ("/all.atom.gz", 404), ("/all.atom%20", 404), ("/all.atom;x", 404), ("/tags", 404),
      ("/tags/", 404), ("/nginx.conf", 404), ("/feeds/nginx.conf", 404), ("/config.json", 404), ("/posts.json", 404),
      ("/.syndicate/ledger.ndjson", 404), ("/feeds/feeds/all.atom", 404), ("/healthz/", 404), ("/hub", 404),
      ("/all.atom#x", 400), ("/%", 400), ("/%z", 400), ("/%zz", 400), ("/%4", 400), ("/all.atom%", 400),
      ("/%00", 400), ("/all.atom%00", 400), ("/%0d%0a", 400), ("/%7f", 400), ("/%ff", 400), ("/%c3", 400),
    ].map { RawCase("GET \($0)", get($0), $1) }

  // MARK: - Out of the folder, in every spelling

  private static let traversals =
    [
      "/../config.json", "/feeds/../config.json", "/./all.atom", "/tags/../all.atom", "/%2e%2e/config.json",
      "/%2E%2E/config.json", "/.%2e/config.json", "/tags/%2e%2e/all.atom", "/..%2fconfig.json", "/..%2Fconfig.json",
      "/%2e%2e%2fconfig.json", "/%2e%2e%5cconfig.json", "/..\\config.json", "/tags%2Fgraphs.atom", "/..;/config.json",
      "/....//config.json", "/%252e%252e/config.json", "/%252e%252e%252fconfig.json", "/..%c0%afconfig.json",
      "/%c0%ae%c0%ae/config.json", "/%uff0e%uff0e/config.json", "/..%00/config.json", "//etc/passwd",
      "/etc/passwd", "/../../../../../../etc/passwd", "/..%2f..%2f..%2f..%2fetc/passwd",
      "http://a.org/../config.json", "http://a.org/%2e%2e/config.json",
    ].map { target in
      RawCase("out by \(target)", get(target), ["%c0", "%u", "%00"].contains { target.contains($0) } ? 400 : 404)
    }

  // MARK: - RFC 9112 §3.2: whose it is

  private static let hosts =
    [
      ("no host", "", 400), ("an empty host", "Host:\r\n", 200), ("another host", "Host: b.org\r\n", 200),
      ("a port", "Host: a.org:8080\r\n", 200), ("an address", "Host: 127.0.0.1\r\n", 200),
      ("an address of IPv6", "Host: [::1]:80\r\n", 200), ("two hosts", "Host: a.org\r\nHost: b.org\r\n", 400),
      ("the same host twice", "Host: a.org\r\nHost: a.org\r\n", 400),
      ("a list of hosts", "Host: a.org, b.org\r\n", 400),
      ("a path in the host", "Host: a.org/x\r\n", 400), ("a user in the host", "Host: u@a.org\r\n", 400),
      ("a space in the host", "Host: a org\r\n", 400), ("a tab in the host", "Host: a\torg\r\n", 400),
      ("a backslash in the host", "Host: a.org\\x\r\n", 400), ("a question in the host", "Host: a.org?x\r\n", 400),
      ("white space before the colon", "Host : a.org\r\n", 400), ("a name in capitals", "HOST: a.org\r\n", 200),
      ("no space behind the colon", "Host:a.org\r\n", 200), ("a folded host", "Host:\r\n a.org\r\n", 400),
    ].map { RawCase($0, "GET /all.atom HTTP/1.1\r\n\($1)\r\n", $2) }

  // MARK: - RFC 9110 §9

  private static let methods =
    ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "SEARCH", "LOCK", "MKCOL", "PURGE", "REPORT"].map {
      RawCase("\($0) is not allowed", "\($0) /all.atom HTTP/1.1\r\nHost: a.org\r\n\r\n", 405)
    } + [
      RawCase("HEAD", "HEAD /all.atom HTTP/1.1\r\nHost: a.org\r\n\r\n", 200, isHead: true),
      RawCase("HEAD of nothing", "HEAD /x HTTP/1.1\r\nHost: a.org\r\n\r\n", 404, isHead: true),
      RawCase("HEAD of what is moved", "HEAD /feeds HTTP/1.1\r\nHost: a.org\r\n\r\n", 301, isHead: true),
      RawCase("OPTIONS", "OPTIONS /all.atom HTTP/1.1\r\nHost: a.org\r\n\r\n", 204),
      RawCase("OPTIONS of the server", "OPTIONS * HTTP/1.1\r\nHost: a.org\r\n\r\n", 204),
      RawCase("a method in small letters", "get /all.atom HTTP/1.1\r\nHost: a.org\r\n\r\n", 501),
      RawCase("an unknown method", "GIVE /all.atom HTTP/1.1\r\nHost: a.org\r\n\r\n", 501),
      RawCase("a method with a sign", "G@T /all.atom HTTP/1.1\r\nHost: a.org\r\n\r\n", 501),
      RawCase("CONNECT", "CONNECT a.org:443 HTTP/1.1\r\nHost: a.org\r\n\r\n", 400),
    ]

  // MARK: - RFC 9112 §2.3

  private static let versions =
    [
      ("1.0 without a host", "GET /all.atom HTTP/1.0\r\n\r\n", 200),
      ("1.0 with a host", "GET /all.atom HTTP/1.0\r\nHost: a.org\r\n\r\n", 200),
      ("2.0", "GET /all.atom HTTP/2.0\r\nHost: a.org\r\n\r\n", 505),
      ("1.2", "GET /all.atom HTTP/1.2\r\nHost: a.org\r\n\r\n", 505),
      ("0.9 with a version", "GET /all.atom HTTP/0.9\r\n\r\n", 505),
      ("0.9", "GET /all.atom\r\n\r\n", 505),
      ("no number", "GET /all.atom HTTP/\r\nHost: a.org\r\n\r\n", 505),
      ("small letters", "GET /all.atom http/1.1\r\nHost: a.org\r\n\r\n", 400),
      ("another protocol", "GET /all.atom FTP/1.0\r\nHost: a.org\r\n\r\n", 400),
      ("more behind it", "GET /all.atom HTTP/1.1 x\r\nHost: a.org\r\n\r\n", 505),
      ("two digits", "GET /all.atom HTTP/1.10\r\nHost: a.org\r\n\r\n", 505),
    ].map { RawCase("version: \($0)", $1, $2) }

  // MARK: - RFC 9112 §5

  private static let heads: [RawCase] = [
    RawCase("an empty line first", "\r\n" + get("/all.atom"), 200),
    RawCase("a space in the target", "GET /all atom HTTP/1.1\r\nHost: a.org\r\n\r\n", 400),
    RawCase("nothing", ""),
    RawCase("half a head", "GET /all.atom HTTP/1.1\r\nHost: a.o"),
    RawCase("no request", "hello\r\n\r\n", 501),
    RawCase("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", 501),
    RawCase("bytes", "\u{0}\u{1}\u{2}\r\n\r\n", 501),
    RawCase("a field without a colon", get("/all.atom", "nothing"), 400),
    RawCase("a field without a name", get("/all.atom", ": x"), 400),
    RawCase("a space in a name", get("/all.atom", "a b: c"), 400),
    RawCase("a sign in a name", get("/all.atom", "a(b): c"), 400),
    RawCase("NUL in a value", get("/all.atom", "A: b\u{0}c"), 400),
    RawCase("CR in a value", get("/all.atom", "A: b\rc"), 400),
    RawCase("a folded field", get("/all.atom", "A: b\r\n c"), 400),
    RawCase("text of all the world in a value", get("/all.atom", "A: äöü"), 200),
    RawCase("an empty value", get("/all.atom", "A:"), 200),
    RawCase("a value of 10 KB", get("/all.atom", "A: " + String(repeating: "a", count: 10_000)), 200),
    RawCase("a value of 20 KB", get("/all.atom", "A: " + String(repeating: "a", count: 20_000)), 431),
    RawCase("a name of 20 KB", get("/all.atom", String(repeating: "a", count: 20_000) + ": a"), 431),
    RawCase(
      "fields of 40 KB",
      get(
        "/all.atom",
        (0..<40).map { "A\($0): " + String(repeating: "a", count: 1000) }
          .joined(separator: "\r\n")), 431),
    RawCase("90 fields", get("/all.atom", (0..<90).map { "A\($0): a" }.joined(separator: "\r\n")), 200),
    RawCase("200 fields", get("/all.atom", (0..<200).map { "A\($0): a" }.joined(separator: "\r\n")), 431),
    RawCase("a target of 8 KB", get("/" + String(repeating: "a", count: 8_000)), 404),
    RawCase("a target of 9 KB", get("/" + String(repeating: "a", count: 9_000)), 414),
    RawCase("a target of 20 KB", get("/" + String(repeating: "a", count: 20_000)), 431),
    RawCase("an expectation", get("/all.atom", "Expect: 200-ok"), 417),
    RawCase("that to go on is expected, without a body", get("/all.atom", "Expect: 100-continue"), 200),
    RawCase("an upgrade that nobody knows", get("/all.atom", "Upgrade: h2c\r\nConnection: upgrade"), 200),
  ]

  // MARK: - RFC 9112 §6: where a request ends, and what would be taken for another by somebody else

  private static let bodies: [RawCase] = [
    RawCase("a body of nothing", get("/all.atom", "Content-Length: 0"), 200),
    RawCase("a body to what is read", get("/all.atom", "Content-Length: 3") + "abc", 200),
    RawCase("a body that never comes", get("/all.atom", "Content-Length: 3"), 200),
    RawCase("a request in a body", get("/all.atom", "Content-Length: 40") + get("/all.rss"), 200),
    RawCase("chunks to what is read", get("/all.atom", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n", 200),
    RawCase(
      "a request in a chunk", get("/all.atom", "Transfer-Encoding: chunked") + "0\r\n\r\n" + get("/all.rss"), 200),
    RawCase("a length that is none", get("/all.atom", "Content-Length: x"), 400),
    RawCase("a length below nothing", get("/all.atom", "Content-Length: -1"), 400),
    RawCase("a length with a sign", get("/all.atom", "Content-Length: +3") + "abc", 400),
    RawCase("a length in base 16", get("/all.atom", "Content-Length: 0x3") + "abc", 400),
    RawCase("a list of lengths", get("/all.atom", "Content-Length: 3, 3") + "abc", 400),
    RawCase("two lengths", get("/all.atom", "Content-Length: 3\r\nContent-Length: 4") + "abcd", 400),
    RawCase("the same length twice", get("/all.atom", "Content-Length: 3\r\nContent-Length: 3") + "abc", 400),
    RawCase(
      "a length that no number holds", get("/all.atom", "Content-Length: 99999999999999999999999"), 400),
    RawCase(
      "a length and chunks", get("/all.atom", "Content-Length: 3\r\nTransfer-Encoding: chunked") + "0\r\n\r\n", 400),
    RawCase(
      "chunks and a length", get("/all.atom", "Transfer-Encoding: chunked\r\nContent-Length: 3") + "0\r\n\r\n", 400),
    RawCase("chunks that are none", get("/all.atom", "Transfer-Encoding: chunked, identity") + "abc", 400),
    RawCase("an unknown coding", get("/all.atom", "Transfer-Encoding: x") + "abc", 501),
    RawCase("chunks before a coding", get("/all.atom", "Transfer-Encoding: chunked, gzip") + "abc", 400),
    RawCase("a space before the colon of a coding", get("/all.atom", "Transfer-Encoding : chunked") + "0\r\n\r\n", 400),
    RawCase(
      "a POST with a body", "POST /all.atom HTTP/1.1\r\nHost: a.org\r\nContent-Length: 3\r\n\r\nabc", 405),
    RawCase(
      "a POST with chunks", "POST / HTTP/1.1\r\nHost: a.org\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 405),
  ]

  // MARK: - RFC 9112 §9

  private static let pipelines: [RawCase] = [
    RawCase("two requests at once", get("/all.atom") + get("/all.rss"), 200, 200),
    RawCase(
      "ten requests at once", String(repeating: get("/x"), count: 10), 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    RawCase("a good one and a bad one", get("/all.atom") + "x\r\n\r\n", 200, 501),
    RawCase("a bad one and a good one", "x\r\n\r\n" + get("/all.atom"), 501),
    RawCase("one behind a last one", get("/all.atom", "Connection: close") + get("/all.rss"), 200),
    RawCase("one behind one of 1.0", "GET /all.atom HTTP/1.0\r\n\r\n" + get("/all.rss"), 200),
    RawCase(
      "one behind one of 1.0 that stays", "GET /all.atom HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + get("/all.rss"),
      200, 200),
    RawCase("one behind one without a host", "GET / HTTP/1.1\r\n\r\n" + get("/all.rss"), 400),
    RawCase("one behind one that is too long", get("/" + String(repeating: "a", count: 9_000)) + get("/all.rss"), 414),
    RawCase("a good one and half a one", get("/all.atom") + "GET /al", 200),
    RawCase("an empty line between", get("/all.atom") + "\r\n" + get("/all.rss"), 200, 200),
  ]

  // MARK: - RFC 9110 §13

  private static let conditions =
    [
      ("any tag", "If-None-Match: *", 304), ("another tag", "If-None-Match: \"x\"", 200),
      ("no tag", "If-None-Match: ", 200), ("a tag without quotes", "If-None-Match: x", 200),
      ("a tag that does not end", "If-None-Match: \"x", 200), ("commas", "If-None-Match: ,,,", 200),
      ("a star among tags", "If-None-Match: \"x\", *", 200),
      ("since long ago", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", 200),
      ("since later", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT", 304),
      ("since later, as RFC 850 writes", "If-Modified-Since: Friday, 01-Jan-60 00:00:00 GMT", 304),
      ("since later, as asctime writes", "If-Modified-Since: Fri Jan  1 00:00:00 2100", 304),
      ("since long ago, as RFC 850 writes", "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT", 200),
      ("since long ago, as asctime writes", "If-Modified-Since: Sun Nov  6 08:49:37 1994", 200),
      ("since no time", "If-Modified-Since: yesterday", 200), ("since an empty time", "If-Modified-Since: ", 200),
      ("since a number", "If-Modified-Since: 4102444800", 200),
      ("since a day that is not", "If-Modified-Since: Fri, 32 Jan 2100 00:00:00 GMT", 200),
      ("since an hour that is not", "If-Modified-Since: Fri, 01 Jan 2100 25:00:00 GMT", 200),
      ("since a time elsewhere", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 CET", 200),
      ("a tag before a date", "If-None-Match: \"x\"\r\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT", 200),
      ("if it has any tag", "If-Match: *", 200), ("if it has another tag", "If-Match: \"x\"", 412),
      ("unless modified long ago", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT", 412),
      ("unless modified later", "If-Unmodified-Since: Fri, 01 Jan 2100 00:00:00 GMT", 200),
      ("unless modified at no time", "If-Unmodified-Since: x", 200),
      ("if it has any tag, unless it has any", "If-Match: *\r\nIf-None-Match: *", 304),
      ("if it has another tag, unless it has any", "If-Match: \"x\"\r\nIf-None-Match: *", 412),
      ("what came since nobody knows what", "A-IM: feed\r\nIf-None-Match: \"x\"", 200),
      ("what came, of no tag", "A-IM: feed", 200), ("another manipulation", "A-IM: gzip\r\nIf-None-Match: \"x\"", 200),
    ].map { RawCase($0, get("/all.atom", $1), $2) }

  // MARK: - RFC 9110 §12.5.3

  private static let codings =
    [
      "gzip", "br", "gzip, br", "gzip;q=0", "*", "*;q=0", "identity;q=0", "gzip;q=2", "gzip;q=-1", "gzip;q=x",
      "gzip;q=",
      ";q=1", "", ",", "deflate", "x-gzip", "GZIP", "gzip;q=0.001", "gzip ; q=0.5", "gzip;q=0.5;x=y", "gzip;q=1.001",
    ].map { RawCase("coding \($0)", get("/all.atom", "Accept-Encoding: \($0)"), 200) }

  // MARK: - RFC 9110 §14

  private static let ranges =
    [
      ("bytes=0-0", 206), ("bytes=0-", 206), ("bytes=-1", 206), ("bytes=10-19", 206), ("bytes=0-99999999", 206),
      ("bytes=-99999999", 206), ("Bytes=0-0", 206), ("bytes= 0-0", 206), ("bytes=99999999-", 416),
      ("bytes=99999999999999999999999-", 416), ("bytes=-0", 416), ("bytes=0-0,2-2", 200), ("bytes=5-4", 200),
      ("bytes=", 200), ("bytes=-", 200), ("bytes=a-b", 200), ("bytes=0-x", 200), ("bytes 0-0", 200), ("items=0-0", 200),
      ("", 200), ("bytes=0--1", 200), ("bytes=+0-1", 200), ("bytes=0-99999999999999999999999", 206),
    ].map { RawCase("range \($0)", get("/all.atom", "Range: \($0)"), $1) } + [
      RawCase(
        "a range of a head", "HEAD /all.atom HTTP/1.1\r\nHost: a.org\r\nRange: bytes=0-0\r\n\r\n", 200, isHead: true),
      RawCase("a range of what it was", get("/all.atom", "Range: bytes=0-0\r\nIf-Range: \"x\""), 200),
      RawCase("a range of what it was weakly", get("/all.atom", "Range: bytes=0-0\r\nIf-Range: W/\"x\""), 200),
      RawCase(
        "a range of what it was then",
        get("/all.atom", "Range: bytes=0-0\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT"), 200),
    ]

  // MARK: - RFC 9110 §12.5.1

  private static let types =
    [
      ("application/atom+xml", 200), ("application/rss+xml", 200), ("application/feed+json", 200),
      ("application/json", 200), ("application/xml", 200), ("text/xml", 200), ("*/*", 200), ("application/*", 200),
      ("text/html", 303), ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 303), ("image/png", 406),
      ("image/*", 406), ("application/atom+xml;q=0", 406), ("*/*;q=0", 406), ("", 200), ("x", 406), (";;", 406),
      ("application/atom+xml;q=0, */*", 200), ("APPLICATION/ATOM+XML", 200), ("application/atom+xml;type=feed", 200),
    ].map { RawCase("type \($0)", get("/tags/graphs", "Accept: \($0)"), $1) }
}
