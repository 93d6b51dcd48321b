internal import NIOCore
internal import Syndication

/// The end of a head of HTTP/1.1: the date, made once a second for each event loop, and what becomes of the connection.
final class DateLine {
  private var second = 0
  private var text = ""
  private var staying = ByteBuffer()
  private var closing = ByteBuffer()
  private var keptAlive = ByteBuffer()

  /// - Parameters:
  ///   - keeps: whether the connection stays open.
  ///   - isOld: whether it is one of HTTP/1.0, which has to be told so.
  func write(to head: inout ByteBuffer, keeps: Bool, isOld: Bool) {
    update()
    head.writeImmutableBuffer(keeps ? (isOld ? keptAlive : staying) : closing)
  }

  /// The value of the field.
  var value: String {
    update()
    return text
  }

  private func update() {
    let now = HTTPDate.now
    guard now != second else { return }
    second = now
    text = HTTPDate.text(of: Timestamp(seconds: Int64(now)))
    let line = "Date: \(text)\r\n"
    staying = ByteBuffer(string: line + "\r\n")
    closing = ByteBuffer(string: line + "Connection: close\r\n\r\n")
    keptAlive = ByteBuffer(string: line + "Connection: keep-alive\r\n\r\n")
  }
}
