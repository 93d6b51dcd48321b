internal import NIOCore
internal import Syndication

/// What a request is answered.
enum Answer: Sendable {
  /// A document, whole; with what is said beside, as it was found by its type.
  case whole(Representation, [Field])
  /// That the client has it.
  case notModified(Representation, [Field])
  case made(Response)

  init(_ response: EndpointResponse) {
    self = .made(Response(status: response.status, fields: response.headers, body: ByteBuffer(bytes: response.body)))
  }

  var status: Int {
    switch self {
    case .whole: 200
    case .notModified: 304
    case .made(let response): response.status
    }
  }

  /// Of its body, in bytes.
  var length: Int {
    switch self {
    case .whole(let form, _): form.body.readableBytes
    case .notModified: 0
    case .made(let response): response.body.readableBytes
    }
  }

  static func text(_ status: Int, _ sentence: String, _ fields: [Field] = []) -> Answer {
    .made(
      Response(
        status: status, fields: [("Content-Type", "text/plain; charset=utf-8")] + Wording.sharing.prefix(1) + fields,
        body: ByteBuffer(string: sentence + "\n")))
  }

  /// To another address.
  static func moved(_ status: Int, to address: String, _ fields: [Field] = []) -> Answer {
    text(status, "It is at \(address) now.", [("Location", address)] + fields)
  }
}

/// An answer that is made for one request.
struct Response: Sendable {
  var status: Int
  /// Without the length of the body.
  var fields: [Field]
  var body = ByteBuffer()

  /// Whether there can be a body (RFC 9110 §6.4.1).
  var mayHaveBody: Bool { status != 204 && status != 304 }

  /// RFC 9110 §15.
  var reason: String {
    switch status {
    case 200: "OK"
    case 202: "Accepted"
    case 204: "No Content"
    case 206: "Partial Content"
    case 226: "IM Used"
    case 301: "Moved Permanently"
    case 303: "See Other"
    case 400: "Bad Request"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 410: "Gone"
    case 411: "Length Required"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 416: "Range Not Satisfiable"
    case 417: "Expectation Failed"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    case 505: "HTTP Version Not Supported"
    default: "Status"
    }
  }
}
