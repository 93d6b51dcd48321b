/// Lists of small numbers, one behind the other in one piece of memory.
struct NumberLists: Sendable {
  private var numbers: [Int32] = []
  /// Where each list ends.
  private var ends: [Int32] = []

  /// - Parameter count: how many lists are likely.
  init(count: Int = 0) {
    ends.reserveCapacity(count)
  }

  /// The lists of `positions` by what is in them: of each number below `count`, which lists hold it.
  ///
  /// - Parameter lists: each in order.
  init(of lists: [[Int32]], count: Int) {
    ends = [Int32](repeating: 0, count: count)
    for list in lists { for number in list { ends[Int(number)] += 1 } }
    var total: Int32 = 0
    for index in ends.indices {
      // Where its list begins, until it is filled.
      (ends[index], total) = (total, total + ends[index])
    }
    numbers = [Int32](repeating: 0, count: Int(total))
    for (number, list) in lists.enumerated() {
      for index in list.map({ Int($0) }) {
        numbers[Int(ends[index])] = Int32(number)
        ends[index] += 1
      }
    }
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
