internal import Syndication

/// Reads JSON whose members have types of their own: reports each that has another type, and goes on behind it.
struct JSONMembers {
  var reader: JSONReader
  let file: String
  private(set) var problems: [Problem] = []
  /// What was read of items, and the strings that many of them have.
  var rows = ItemRows()
  /// What leads to the value that is read: of each object and array around it the name or index; nil before the first.
  private var path: [Step?] = []

  enum Step {
    case name(String)
    case index(Int)
  }

  init(_ reader: JSONReader, file: String) {
    self.reader = reader
    self.file = file
  }

  /// Goes on with another text.
  mutating func begin(_ reader: JSONReader) {
    self.reader = reader
    path.removeAll(keepingCapacity: true)
  }

  /// Goes on with the elements of an array from the one at `index` on.
  ///
  /// - Parameters:
  ///   - reader: within that array.
  ///   - names: what leads to it.
  mutating func begin(_ reader: JSONReader, at index: Int, under names: [String]) {
    self.reader = reader
    path = names.map(Step.name) + [index == 0 ? nil : .index(index - 1)]
  }

  /// How far the reading has come.
  struct Mark {
    fileprivate var reader: JSONReader
    fileprivate var problems: Int
    fileprivate var depth: Int
    fileprivate var step: Step?
  }

  var mark: Mark { Mark(reader: reader, problems: problems.count, depth: path.count, step: path.last ?? nil) }

  /// Goes back to where the reading was within what it was in then.
  mutating func rollBack(to mark: Mark) {
    reader = mark.reader
    problems.removeLast(problems.count - mark.problems)
    if mark.depth > 0 { path.replaceSubrange((mark.depth - 1)..., with: [mark.step]) } else { path.removeAll() }
  }

  /// Reports what is wrong with the value that was looked at last.
  ///
  /// - Parameter place: another place that it is wrong at.
  mutating func report(_ message: String, rule: String = "JSON Feed 1.1", at place: Place? = nil) {
    problems.append(.error(at: place ?? self.place, rule: rule, message))
  }

  /// Of the element that is read, in the array around it; nil where there is none.
  var index: Int? {
    for case .index(let index)? in path.reversed() { return index }
    return nil
  }

  /// Where the value is that was looked at last.
  var place: Place {
    let pointer = path.reduce(into: "") { pointer, step in
      switch step {
      case .name(let name)?:
        pointer += "/"
        pointer += name
      case .index(let index)?:
        pointer += "/"
        pointer += String(index)
      case nil: break
      }
    }
    return Place(file: file, line: reader.line, pointer: pointer.isEmpty ? nil : pointer)
  }

  // MARK: - Objects and arrays

  /// Enters an object with members of these names; nil for what is none, which is reported and passed over.
  mutating func beginObject<Name>(of names: Name.Type) throws(JSONError) -> SeenNames<Name>? {
    guard try isNext(.object) else { return nil }
    try reader.beginObject()
    path.append(nil)
    return SeenNames()
  }

  /// The name of the object's next member that is of any concern; nil after the last.
  ///
  /// Names that `Name` does not know are passed over, as is a null. A name that comes again is reported.
  mutating func next<Name: JSONName>(_ seen: inout SeenNames<Name>) throws(JSONError) -> Name? {
    while let range = try reader.nextNameRange() {
      guard let name = seen.find(range, in: reader.bytes) else {
        try reader.skip()
        continue
      }
      path[path.count - 1] = .name(name.rawValue)
      let kind = try reader.next()
      if !seen.insert() {
        report("\"\(name.rawValue)\" is given twice: keep one")
        try reader.skip()
      } else {
        if kind != .null { return name }
        try reader.null()
      }
    }
    path.removeLast()
    return nil
  }

  /// Enters an array; what is none is reported and passed over.
  mutating func beginArray() throws(JSONError) -> Bool {
    guard try isNext(.array) else { return false }
    try reader.beginArray()
    path.append(nil)
    return true
  }

  /// Whether another element comes.
  mutating func nextElement() throws(JSONError) -> Bool {
    let last = path.removeLast()
    guard try reader.nextElement() else { return false }
    let index = if case .index(let index)? = last { index + 1 } else { 0 }
    path.append(.index(index))
    return true
  }

  /// What `read` makes of each element of an array.
  mutating func elements<Element>(
    _ read: (inout JSONMembers) throws(JSONError) -> Element?
  ) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    try eachElement { json throws(JSONError) in
      if let element = try read(&json) { elements.append(element) }
    }
    return elements
  }

  /// Has `read` read each element of an array.
  mutating func eachElement(_ read: (inout JSONMembers) throws(JSONError) -> Void) throws(JSONError) {
    guard try beginArray() else { return }
    while try nextElement() { try read(&self) }
  }

  // MARK: - Values

  /// Whether the next value is of `kind`; any other is reported and passed over.
  mutating func isNext(_ kind: JSONReader.Kind) throws(JSONError) -> Bool {
    let found = try reader.next()
    if found == kind { return true }
    report("this is \(found.rawValue), and has to be \(kind.rawValue)")
    try reader.skip()
    return false
  }

  mutating func string() throws(JSONError) -> String? { try isNext(.string) ? try reader.string() : nil }

  mutating func boolean() throws(JSONError) -> Bool? { try isNext(.boolean) ? try reader.boolean() : nil }

  /// Where a string stands that is decoded later.
  mutating func stringRange() throws(JSONError) -> Range<Int>? {
    try isNext(.string) ? try reader.stringRange() : nil
  }

  /// The number of a string that many posts have, such as a tag.
  mutating func recurringNumber() throws(JSONError) -> UInt32? {
    guard let range = try stringRange() else { return nil }
    let bytes = UnsafeBufferPointer(rebasing: reader.bytes[range])
    guard JSONReader.hasEscapes(bytes) else { return rows.strings.number(of: bytes) }
    return JSONReader.decodedBytes(reader.bytes, in: range).withUnsafeBufferPointer { rows.strings.number(of: $0) }
  }

  mutating func recurringString() throws(JSONError) -> String? {
    try recurringNumber().map { rows.strings.strings[Int($0)] }
  }

  mutating func recurringStrings() throws(JSONError) -> [String] {
    try elements { json throws(JSONError) in try json.recurringString() }
  }
}
