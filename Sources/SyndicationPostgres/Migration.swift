/// A step from one schema to the next.
struct Migration: Sendable {
  /// From 1; the steps are done in the order of their numbers.
  let number: Int
  let name: String
  /// Whether programs that know nothing of it can go on beside it: those that know up to this number.
  let sparesProgramsFrom: Int
  let sql: String

  /// - Parameter sparesProgramsFrom: none before it where not given.
  init(number: Int, name: String, sparesProgramsFrom: Int? = nil, sql: String) {
    self.number = number
    self.name = name
    self.sparesProgramsFrom = sparesProgramsFrom ?? number
    self.sql = sql
  }
}
