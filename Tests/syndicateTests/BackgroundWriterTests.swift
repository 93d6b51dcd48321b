import Foundation
import Testing

@testable import syndicate

@Suite("What is printed for a reader that stalls", .timeLimit(.minutes(20))) struct BackgroundWriterTests {
  @Test("is kept up to a bound; then the oldest goes, and it says how much")
  func bounded() throws {
    let pipe = Pipe()
    let writer = BackgroundWriter { "\($0) dropped\n" }
    let line = String(repeating: "x", count: 999) + "\n"
    let count = 4 * BackgroundWriter.capacity / line.utf8.count
    for number in 0..<count {
      writer.write("\(number) \(line)", to: pipe.fileHandleForWriting.fileDescriptor)
    }
    writer.finish(within: 0.01)
    let reading = Thread {
      writer.finish(within: 60)
      try? pipe.fileHandleForWriting.close()
    }
    reading.start()
    let lines = String(decoding: try #require(try pipe.fileHandleForReading.readToEnd()), as: UTF8.self)
      .split(separator: "\n")
    var next = 0
    for line in lines {
      let number = try #require(Int(line.prefix { $0.isNumber }))
      if line.hasSuffix("dropped") {
        next += number
      } else {
        try #require(number == next)
        next += 1
      }
    }
    #expect(next == count && lines.count < count)
  }
}
