internal import Syndication

/// Reads JSON whose members have types of their own: reports each that has another type, and goes on behind it.
struct JSONMembers {
  var reader: JSONReader
  let file: String
  private(set) var problems: [Problem] = []
  private var recurring = RecurringStrings()

  init(_ reader: JSONReader, file: String) {
    self.reader = reader
    self.file = file
  }

  /// Reports what is wrong with the value that was looked at last.
  mutating func report(_ message: String, at pointer: String) {
    problems.append(.error(at: place(pointer), rule: "JSON Feed 1.1", message))
  }

  mutating func report(_ problem: Problem) { problems.append(problem) }

  /// How far the reading has come, to go back there.
  var mark: (reader: JSONReader, problems: Int) { (reader, problems.count) }

  mutating func rollBack(to mark: (reader: JSONReader, problems: Int)) {
    reader = mark.reader
    problems.removeLast(problems.count - mark.problems)
  }

  func place(_ pointer: String) -> Place {
    Place(file: file, line: reader.line, pointer: pointer.isEmpty ? nil : pointer)
  }

  /// The name of the object's next member that is of any concern; nil after the last.
  ///
  /// Names that `Name` does not know are passed over, as is a null. A name that comes again is reported.
  mutating func next<Name: JSONName>(
    _ seen: inout SeenNames<Name>, at pointer: @autoclosure () -> String
  ) throws(JSONError) -> Name? {
    while let range = try reader.nextNameRange() {
      guard let name = seen.find(range, in: reader.bytes) else {
        try reader.skip()
        continue
      }
      let kind = try reader.next()
      if !seen.insert() {
        report("\"\(name.rawValue)\" is given twice: keep one", at: "\(pointer())/\(name.rawValue)")
        try reader.skip()
      } else {
        if kind != .null { return name }
        try reader.null()
      }
    }
    return nil
  }

  /// Whether the next value is of `kind`; any other is reported and passed over.
  mutating func isNext(
    _ kind: JSONReader.Kind, at pointer: @autoclosure () -> String
  ) throws(JSONError) -> Bool {
    let found = try reader.next()
    if found == kind { return true }
    report("this is \(found.rawValue), and has to be \(kind.rawValue)", at: pointer())
    try reader.skip()
    return false
  }

  mutating func string(at pointer: @autoclosure () -> String) throws(JSONError) -> String? {
    try isNext(.string, at: pointer()) ? try reader.string() : nil
  }

  /// A string that many posts have, such as a tag.
  mutating func recurringString(at pointer: @autoclosure () -> String) throws(JSONError) -> String? {
    guard let range = try stringRange(at: pointer()) else { return nil }
    let bytes = UnsafeBufferPointer(rebasing: reader.bytes[range])
    guard JSONReader.hasEscapes(bytes) else { return recurring.string(of: bytes) }
    return JSONReader.decoded(reader.bytes, in: range)
  }

  /// A string that may be the same as `other`.
  mutating func string(
    perhaps other: String?, at pointer: @autoclosure () -> String
  ) throws(JSONError) -> String? {
    guard let range = try stringRange(at: pointer()) else { return nil }
    if let other, other.isMade(of: UnsafeBufferPointer(rebasing: reader.bytes[range])) { return other }
    return JSONReader.decoded(reader.bytes, in: range)
  }

  /// Where a string stands that is decoded later.
  mutating func stringRange(at pointer: @autoclosure () -> String) throws(JSONError) -> Range<Int>? {
    try isNext(.string, at: pointer()) ? try reader.stringRange() : nil
  }

  mutating func boolean(at pointer: @autoclosure () -> String) throws(JSONError) -> Bool? {
    try isNext(.boolean, at: pointer()) ? try reader.boolean() : nil
  }

  /// A number that is not negative, of bytes or seconds.
  mutating func amount(at pointer: @autoclosure () -> String) throws(JSONError) -> Double? {
    guard try isNext(.number, at: pointer()) else { return nil }
    let text = try reader.numberText()
    if let number = Double(text), number >= 0, number < 0x1p53 { return number }
    report("this is \(text), and has to be from 0 to 2^53", at: pointer())
    return nil
  }

  /// The strings of an array, each one that many posts have.
  mutating func recurringStrings(at pointer: @autoclosure () -> String) throws(JSONError) -> [String] {
    var strings: [String] = []
    var index = 0
    guard try beginArray(at: pointer()) else { return strings }
    while try reader.nextElement() {
      if let string = try recurringString(at: "\(pointer())/\(index)") { strings.append(string) }
      index += 1
    }
    return strings
  }

  /// Enters an array; what is none is reported and passed over.
  mutating func beginArray(at pointer: @autoclosure () -> String) throws(JSONError) -> Bool {
    guard try isNext(.array, at: pointer()) else { return false }
    try reader.beginArray()
    return true
  }
}
