import Foundation
import Testing

@testable import syndicate

@Suite("What is printed for a reader that stalls", .timeLimit(.minutes(1))) struct OutletTests {
  @Test("is kept up to a bound; then the oldest goes, and it says how much")
  func bounded() throws {
    let pipe = Pipe()
    let outlet = Outlet { "\($0) dropped\n" }
    let line = String(repeating: "x", count: 999) + "\n"
    let count = 4 * Outlet.bound / line.utf8.count
    for number in 0..<count {
      outlet.write("\(number) \(line)", to: pipe.fileHandleForWriting.fileDescriptor)
    }
    outlet.finish(within: 0.01)
    let reading = Thread {
      outlet.finish(within: 60)
      try? pipe.fileHandleForWriting.close()
    }
    reading.start()
    let lines = String(decoding: try #require(try pipe.fileHandleForReading.readToEnd()), as: UTF8.self)
      .split(separator: "\n")
    let notice = try #require(lines.firstIndex { $0.hasSuffix("dropped") })
    let dropped = try #require(Int(lines[notice].prefix { $0.isNumber }))
    #expect(lines.count - 1 + dropped == count)
    var numbers = Array(0..<count)
    numbers.removeSubrange(notice..<notice + dropped)
    #expect(lines.filter { !$0.hasSuffix("dropped") }.map { Int($0.prefix { $0.isNumber }) } == numbers)
    #expect(lines.suffix(from: notice + 1).reduce(0) { $0 + $1.utf8.count } <= Outlet.bound)
  }
}
