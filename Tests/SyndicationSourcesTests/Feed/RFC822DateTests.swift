import Testing

@testable import SyndicationSources

@Suite("RFC 822 §5.1: a date of RSS") struct RFC822DateTests {
  @Test(
    "in any spelling that feeds have becomes one of RFC 3339",
    arguments: [
      ("Sat, 07 Sep 2002 00:00:01 GMT", "2002-09-07T00:00:01Z"),
      ("07 Sep 2002 00:00:01 UT", "2002-09-07T00:00:01Z"),
      ("Sat,7 Sep 02 9:05 EST", "2002-09-07T09:05:00-05:00"),
      ("Saturday, 07 September 2002 00:00:01 PDT", "2002-09-07T00:00:01-07:00"),
      ("Sat, 07 Sep 2002 00:00:01 +0200", "2002-09-07T00:00:01+02:00"),
      ("Sat, 07 Sep 2002 00:00:01 -02:30", "2002-09-07T00:00:01-02:30"),
      ("Sat, 07 Sep 2002 00:00:01 GMT+0100", "2002-09-07T00:00:01+01:00"),
      ("Sat, 07 Sep 2002 00:00:01Z", "2002-09-07T00:00:01Z"),
      ("Sat, 07 Sep 2002 00:00:01 CEST", "2002-09-07T00:00:01+02:00"),
      ("Sat, 07 Sep 2002 00:00:01 XYZ", "2002-09-07T00:00:01Z"),
      ("Sat, 07 Sep 2002 00:00:01", "2002-09-07T00:00:01"),
      ("07-Sep-2002 00:00:01 GMT", "2002-09-07T00:00:01Z"),
      ("Sat Sep  7 00:00:01 2002", "2002-09-07T00:00:01"),
      ("September 7, 2002", "2002-09-07"),
      ("7 Sep 99", "1999-09-07"), ("7 Sep 49", "2049-09-07"), ("7 Sep 102", "2002-09-07"),
      ("SAT, 07 SEP 2002 00:00:01 gmt", "2002-09-07T00:00:01Z"),
      ("2002-09-07T00:00:01Z", "2002-09-07T00:00:01Z"), ("2002-09-07", "2002-09-07"),
    ])
  func dates(_ text: String, _ date: String) { #expect(DateSpelling.normalised(text) == date) }

  @Test(
    "that cannot be made out is none",
    arguments: ["", "yesterday", "Sat, 31 Feb 2002 00:00:01 GMT", "7 Sep", "Sep 2002", "7 Sep 2002 25:00 GMT", "12:00"])
  func others(_ text: String) { #expect(DateSpelling.normalised(text) == nil) }
}
