internal import Syndication

extension Template.Language {
  func mayOccur(in t: UnsafeBufferPointer<UInt8>) -> Bool { true }
  func mayNamePages(in t: UnsafeBufferPointer<UInt8>) -> Bool { false }
}
extension Template { func filled(_ t: String) -> String { t } }
