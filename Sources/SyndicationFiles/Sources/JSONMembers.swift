internal import Syndication

/// Reads JSON whose members have types of their own: reports each that has another type, and goes on behind it.
struct JSONMembers {
  var reader: JSONReader
  let file: String
  private(set) var problems: [Problem] = []

  init(_ reader: JSONReader, file: String) {
    self.reader = reader
    self.file = file
  }

  /// Reports what is wrong with the value that was looked at last.
  mutating func report(_ message: String, at pointer: String) {
    problems.append(.error(at: place(pointer), rule: "JSON Feed 1.1", message))
  }

  mutating func report(_ problem: Problem) { problems.append(problem) }

  func place(_ pointer: String) -> Place {
    Place(file: file, line: reader.line, pointer: pointer.isEmpty ? nil : pointer)
  }

  /// The name of the object's next member that is of any concern; nil after the last.
  ///
  /// Names that `Name` does not know are passed over, as is a null. A name that comes again is reported.
  mutating func next<Name: RawRepresentable<String> & Equatable>(
    _ seen: inout [Name], at pointer: String
  ) throws(JSONError) -> Name? {
    while let text = try reader.nextName() {
      guard let name = Name(rawValue: text) else {
        try reader.skip()
        continue
      }
      let kind = try reader.next()
      if seen.contains(name) {
        report("\"\(text)\" is given twice: keep one", at: "\(pointer)/\(text)")
        try reader.skip()
      } else {
        seen.append(name)
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

  /// The strings of an array.
  mutating func strings(at pointer: String) throws(JSONError) -> [String] {
    var strings: [String] = []
    try elements(at: pointer) { json, pointer throws(JSONError) in
      if let string = try json.string(at: pointer()) { strings.append(string) }
    }
    return strings
  }

  /// Reads an array; `element` reads the value at each pointer.
  mutating func elements(
    at pointer: String, _ element: (inout JSONMembers, () -> String) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard try isNext(.array, at: pointer) else { return }
    try reader.beginArray()
    var index = 0
    while try reader.nextElement() {
      try element(&self) { "\(pointer)/\(index)" }
      index += 1
    }
  }
}
