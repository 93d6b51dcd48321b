internal import Syndication

extension DataValue {
  /// Takes from `room` what a name that stands for the value costs: as many as there are values in it, and one more for each
  /// hundred bytes of text.
  ///
  /// - Parameter depth: how deep they may be nested.
  /// - Returns: whether they are no deeper, and there was so much room; where there was not, `room` is below zero.
  func take(from room: inout Int, depth: Int) -> Bool {
    guard depth > 0 else { return false }
    room -= 1
    switch self {
    case .string(let text): room -= text.utf8.count / 100
    case .array(let values):
      for value in values { guard value.take(from: &room, depth: depth - 1) else { return false } }
    case .object(let members):
      for member in members {
        room -= member.name.utf8.count / 100
        guard member.value.take(from: &room, depth: depth - 1) else { return false }
      }
    default: break
    }
    return room >= 0
  }
}
