import Foundation
import Glibc
import SyndicationTesting
import Testing

@testable import Syndication
@testable import SyndicationFiles

@Suite("D2 the system's time zones")
struct TimeZoneTests {
  private static let database = "/usr/share/zoneinfo"

  /// Those that the database has of its own.
  private static func names(in table: String) throws -> [String] {
    try String(contentsOfFile: "\(database)/\(table)", encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { String($0.split(separator: "\t")[2]) }
  }

  /// All, with the older names of some.
  private static let names = (FileManager.default.enumerator(atPath: database)?.compactMap { $0 as? String } ?? [])
    .filter { SiteTimeZone($0) != nil }.sorted()

  /// Instants of a zone: each change, what is a second beside it, and many between them.
  private static func instants(of name: String, _ zone: TimeZone, from start: Int64) throws -> Set<Int64> {
    let end: Int64 = 4_102_444_800
    var instants = Set(stride(from: start, to: end, by: 97 * 86_400 + 3_601))
    var changes = try #require(ZoneFile(at: "\(database)/\(name)")).changes
    var last = Date(timeIntervalSince1970: 2_145_916_800)
    while let next = zone.nextDaylightSavingTimeTransition(after: last), next.timeIntervalSince1970 < Double(end) {
      changes.append(Int64(next.timeIntervalSince1970))
      last = next
    }
    for change in changes where (start + 1..<end).contains(change) {
      instants.formUnion([change - 1, change, change + 1])
    }
    return instants
  }

  private static func difference(of name: String, from start: Int64) throws -> String? {
    let zone = try #require(TimeZone(identifier: name))
    let read = try #require(SiteTimeZone(name))
    let instants = try instants(of: name, zone, from: start)
    let wrong = instants.filter {
      read.offset(at: $0) != Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0))))
    }
    return wrong.min().map { "\(name) at \($0), of \(instants.count)" }
  }

  @Test("are at each instant from 1900 to 2100 what Foundation's are")
  func foundation() throws {
    let names = try Self.names(in: "zone1970.tab")
    #expect(names.count > 300)
    #expect(try names.compactMap { try Self.difference(of: $0, from: -2_208_988_800) } == [])
  }

  @Test("are from 1970 on what Foundation's are, by older names, too")
  func olderNames() throws {
    // Foundation has them as other names of Athens and Lisbon, which Debian's database does not.
    let names = Self.names.filter { !["EET", "WET"].contains($0) }
    #expect(names.count > 500)
    #expect(try names.compactMap { try Self.difference(of: $0, from: 0) } == [])
  }

  @Test(
    "are known by the names of the database",
    arguments: [
      "UTC", "GMT", "GMT0", "Etc/UTC", "Etc/GMT+5", "Etc/GMT-14", "Zulu", "EST5EDT", "CET", "W-SU", "NZ-CHAT",
      "America/Port-au-Prince", "America/North_Dakota/New_Salem", "America/Argentina/ComodRivadavia", "Asia/Calcutta",
      "Europe/Kiev", "Antarctica/DumontDUrville",
    ])
  func known(_ name: String) { #expect(SiteTimeZone(name)?.identifier == name) }

  @Test(
    "are not known by any other",
    arguments: [
      "", "/", ".", "..", "Europe", "Europe/", "/Europe/Berlin", "Europe//Berlin", "Europe/Berlin/",
      "Europe/Berlin\u{0}",
      " Europe/Berlin", "europe/berlin", "Europe/../Europe/Berlin", "./UTC", "../zoneinfo/UTC", "/etc/localtime",
      "/usr/share/zoneinfo/UTC", "posix/Europe/Berlin", "right/Europe/Berlin", "localtime", "posixrules", "tzdata.zi",
      "zone.tab", "leapseconds", "PST", "CEST", "GMT+2", "UTC+2", "+02:00", "CET-1CEST",
      String(repeating: "A", count: 5_000),
    ])
  func unknown(_ name: String) { #expect(SiteTimeZone(name) == nil) }
}

@Suite("RFC 8536 a file of a time zone")
struct ZoneFileTests {
  /// A block of data with its header.
  private func block(
    version: UInt8, width: Int, changes: [(Int64, UInt8)], offsets: [Int32], leapSeconds: Int = 0,
    counts: [UInt32]? = nil
  ) -> [UInt8] {
    func bytes(_ number: some FixedWidthInteger, _ width: Int) -> [UInt8] {
      (0..<width).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
    let counts = counts ?? [0, 0, UInt32(leapSeconds), UInt32(changes.count), UInt32(offsets.count), 4]
    var result = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    result += counts.flatMap { bytes($0, 4) }
    result += changes.flatMap { bytes($0.0, width) } + changes.map(\.1)
    result += offsets.flatMap { bytes($0, 4) + [0, 0] } + Array("ABC\0".utf8)
    return result + [UInt8](repeating: 0, count: leapSeconds * (width + 4))
  }

  private func file(
    version: UInt8 = UInt8(ascii: "2"), changes: [(Int64, UInt8)] = [], offsets: [Int32] = [0], footer: String = "",
    leapSeconds: Int = 0
  ) -> [UInt8] {
    block(version: version, width: 4, changes: [], offsets: [0])
      + block(version: version, width: 8, changes: changes, offsets: offsets, leapSeconds: leapSeconds)
      + Array("\n\(footer)\n".utf8)
  }

  private func zone(_ footer: String) throws -> ZoneFile { try #require(ZoneFile(file(footer: footer))) }

  @Test("says what holds before its first change, from each on, and after the last")
  func changes() throws {
    let changes: [(Int64, UInt8)] = [(-10_000_000_000, 1), (0, 2), (100, 0)]
    for version in "234".utf8 {
      let zone = try #require(ZoneFile(file(version: version, changes: changes, offsets: [0, -3600, 7200])))
      let instants: [Int64] = [.min, -10_000_000_001, -10_000_000_000, -1, 0, 99, 100, .max]
      #expect(instants.map(zone.offset) == [0, 0, -3600, -3600, 7200, 7200, 0, 0])
    }
    let first = try #require(
      ZoneFile(block(version: 0, width: 4, changes: [(-5, 1), (5, 0)], offsets: [60, 3600])))
    #expect([-6, -5, 4, 5, .max].map(first.offset) == [60, 3600, 3600, 60, 60])
  }

  @Test("goes on as its footer says")
  func footer() throws {
    let zone = try #require(ZoneFile(file(changes: [(0, 1)], offsets: [3600, 7200], footer: "XST-1XDT,J60,J300")))
    #expect([-1, 0, 86_400 * 180].map(zone.offset) == [3600, 3600, 7200])
    #expect(try self.zone("<+0545>-5:45").offset(at: .max) == 20_700)
    #expect(try self.zone("ABC1:02:03").offset(at: 0) == -3723)
  }

  @Test("counts a change's day in each of the three ways")
  func days() throws {
    func first(_ rule: String, _ year: Int) throws -> String {
      let zone = try zone("XST0XDT,\(rule),J365/24")
      let start = LocalDate(year: year, month: 1, day: 1)!.daysSince1970
      let day = try #require((0..<366).first { zone.offset(at: Int64(start + $0) * 86_400) == 3600 })
      return LocalDate(daysSince1970: start + day).description
    }
    #expect(try first("J59/0", 2024) == "2024-02-28" && first("J59/0", 2023) == "2023-02-28")
    #expect(try first("J60/0", 2024) == "2024-03-01" && first("J60/0", 2023) == "2023-03-01")
    #expect(try first("59/0", 2024) == "2024-02-29" && first("59/0", 2023) == "2023-03-01")
    #expect(try first("M2.1.4/0", 2024) == "2024-02-01" && first("M2.4.4/0", 2024) == "2024-02-22")
    #expect(try first("M2.5.4/0", 2024) == "2024-02-29" && first("M2.5.4/0", 2023) == "2023-02-23")
    #expect(try first("M3.5.0/0", 2024) == "2024-03-31" && first("M12.1.0/0", 2024) == "2024-12-01")
  }

  @Test("may tell a change by hours beyond its day, or have summer all the year, and in the south")
  func rules() throws {
    // RFC 8536 §3.3.1: 00:00 is taken as 24 hours before the day.
    let before = try zone("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
    let nuuk = try #require(SiteTimeZone("America/Nuuk"))
    let south = try zone("AEST-10AEDT,M10.1.0,M4.1.0/3")
    let sydney = try #require(SiteTimeZone("Australia/Sydney"))
    let always = try zone("EST5EDT,0/0,J365/25")
    let late = try zone("IST-2IDT,M3.4.4/26,M10.5.0")
    let jerusalem = try #require(SiteTimeZone("Asia/Jerusalem"))
    for instant in stride(from: 1_735_689_600 as Int64, to: 4_102_444_800, by: 43_199) {
      guard before.offset(at: instant) == nuuk.offset(at: instant), always.offset(at: instant) == -14_400,
        south.offset(at: instant) == sydney.offset(at: instant),
        late.offset(at: instant) == jerusalem.offset(at: instant)
      else {
        Issue.record("\(instant)")
        return
      }
    }
    for instant in [Int64.min, .min + 1, -1, 0, .max - 1, .max] { _ = south.offset(at: instant) }
    let era: Int64 = 146_097 * 86_400
    for instant in stride(from: 0 as Int64, to: 40_000_000, by: 86_399) {
      #expect(south.offset(at: instant) == south.offset(at: instant - 7 * era))
      #expect(south.offset(at: instant) == south.offset(at: instant + 7 * era))
    }
  }

  @Test(
    "is none where its footer says nothing that POSIX knows",
    arguments: [
      "A", "AB1", "ABC", "ABC25", "ABC1:60", "ABC1:", "ABC+", "<AB1", "<+1>1", "ABC1 ", "ABC1DEF", "ABC1DEF,",
      "ABC1DEF,J1",
      "ABC1DEF,J1,J2,J3", "ABC1DEF,J0,J2", "ABC1DEF,J366,J2", "ABC1DEF,366,2", "ABC1DEF,M13.1.0,M2.1.0",
      "ABC1DEF,M1.0.0,M2.1.0", "ABC1DEF,M1.6.0,M2.1.0", "ABC1DEF,M1.1.7,M2.1.0", "ABC1DEF,M1.1,M2.1.0",
      "ABC1DEF,J1/168,J2",
      "ABC1DEF,J1/,J2", "ABC1DEF,J99999999999999999999,J2", ":Europe/Berlin",
    ])
  func badFooters(_ footer: String) { #expect(ZoneFile(file(footer: footer)) == nil) }

  @Test("is none where something of it is missing, absurd or another's")
  func damaged() throws {
    let whole = try Array(Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin")))
    #expect(ZoneFile(whole) != nil)
    for count in whole.indices { #expect(ZoneFile(Array(whole[..<count])) == nil) }
    #expect(ZoneFile(Array("TZjf".utf8) + whole[4...]) == nil)
    #expect(ZoneFile(file(version: UInt8(ascii: "1"))) == nil)
    #expect(ZoneFile(file(offsets: [])) == nil)
    #expect(ZoneFile(file(leapSeconds: 2)) == nil)
    #expect(ZoneFile(file(changes: [(0, 1)], offsets: [0])) == nil)
    #expect(ZoneFile(file(changes: [(5, 0), (5, 0)])) == nil)
    #expect(ZoneFile(file(changes: [(5, 0), (4, 0)])) == nil)
    #expect(ZoneFile(file(offsets: [26 * 3600])) == nil)
    #expect(ZoneFile(file(offsets: [.min])) == nil)
    for index in 0..<6 {
      var counts: [UInt32] = [0, 0, 0, 0, 1, 4]
      counts[index] = .max
      for version in [0, UInt8(ascii: "2")] {
        let absurd = block(version: version, width: 4, changes: [], offsets: [0], counts: counts)
        #expect(ZoneFile(absurd) == nil)
        #expect(ZoneFile(block(version: version, width: 4, changes: [], offsets: [0]) + absurd) == nil || version == 0)
      }
    }
  }

  @Test("ends no process, whatever bytes it has")
  func anyBytes() throws {
    let whole = try Array(Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/America/New_York")))
    var random = SeededGenerator(seed: 8536)
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // Most of what there is to go wrong is in the headers and the footer.
        let headers = [4..<44, 1_744..<1_788, bytes.count - 30..<bytes.count, bytes.indices].randomElement(
          using: &random)!
        bytes[Int.random(in: headers, using: &random)] = .random(in: 0...255, using: &random)
      }
      guard let zone = ZoneFile(bytes) else { continue }
      for instant in [Int64.min, -1, 0, 4_000_000_000, .max] { #expect(abs(zone.offset(at: instant)) < 26 * 3600) }
    }
  }

  @Test("is not waited for, nor read without end")
  func odd() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder["Pipe"], 0o600) == 0)
    try folder.makeFolder("Folder")
    try Data(file() + [UInt8](repeating: 0, count: 1 << 16)).write(to: URL(filePath: folder["Great"]))
    for name in ["Pipe", "Folder", "Great", "None"] { #expect(ZoneFile(at: folder[name]) == nil) }
    #expect(ZoneFile(at: "/dev/zero") == nil)
    try Data(file()).write(to: URL(filePath: folder["Zone"]))
    #expect(ZoneFile(at: folder["Zone"]) != nil)
  }
}
