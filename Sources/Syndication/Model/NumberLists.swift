/// Lists of small numbers, one behind the other in one piece of memory.
struct NumberLists: Sendable {
  private var numbers: [Int32] = []
  /// Where each list ends.
  private var ends: [Int32] = []

  /// - Parameter count: how many lists are likely.
  init(count: Int = 0) {
    ends.reserveCapacity(count)
  }

  private var start: Int { ends.last.map(Int.init) ?? 0 }

  /// Adds a number to the last list, which is not ended.
  mutating func append(_ number: Int) { numbers.append(Int32(number)) }

  /// Whether the last list, which is not ended, holds a number.
  func lastHolds(_ number: Int) -> Bool { numbers[start...].contains(Int32(number)) }

  mutating func endList() { ends.append(Int32(numbers.count)) }

  var count: Int { ends.count }

  subscript(index: Int) -> some RandomAccessCollection<Int> {
    let start = index > 0 ? Int(ends[index - 1]) : 0
    return numbers[start..<Int(ends[index])].lazy.map(Int.init)
  }
}
