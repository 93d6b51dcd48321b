import Syndication

/// Bodies beyond what HTML and Markdown may cost.
extension LimitsTests {
  static let large = #""feeds": {"bytes": 20000000}"#

  static func html(_ html: String) -> [String: String] {
    json(item("\"content_html\": \"\(html.replacing("\"", with: "\\\""))\""))
  }

  static func feed(_ item: String) -> [String: String] {
    [
      "feed.xml": """
      <rss version="2.0"><channel><title>A</title><link>https://example.org/</link><description>A</description>
      <item><title>One</title><link>https://example.org/1</link><pubDate>Fri, 25 Mar 2022 12:00:00 GMT</pubDate>
      \(item)</item></channel></rss>
      """
    ]
  }

  static let markup = [
    Beyond(
      limit: .copiedBytes, source: .json, files: { html(text("<p>Some words.</p>", 60_000) + "<p>The last.</p>") },
      settings: large, holds: ["<p>The last.</p>"]),
    Beyond(
      limit: .copiedDepth, source: .json, files: { html(text("<div>", 120) + "deep" + text("</div>", 120)) },
      holds: [text("<div>", 120) + "deep" + text("</div>", 120)]),
    Beyond(
      limit: .parsedDepth, source: .json,
      files: { html(text("<b>", 1_500) + "deep" + text("</b>", 1_500) + "<p>after</p>") },
      tells: ["deeply nested element"], holds: ["deep", "<p>after</p>"], lacks: [text("<b>", 201)]),
    Beyond(
      limit: .parsedBytes, source: .json, files: { html("<p>near</p>" + text("<b>", 3_300_000) + "far") },
      settings: large,
      tells: ["what follows elements that are nested deep again and again"], holds: ["<p>near</p>"], lacks: ["far"]),
    Beyond(
      limit: .attributes, source: .json,
      files: { html("<p title=a \(list(80_000) { "a\($0)" }.replacing(",", with: "")) lang=b>x</p>") },
      tells: ["surplus attributes of a tag"], holds: [#"<p title=\"a\">x</p>"#]),
    Beyond(
      limit: .attributes, source: .feed,
      files: { feed("<description \(list(80_000) { "a\($0)='x'" }.replacing(",", with: ""))>x</description>") },
      code: 1, tells: ["feed.xml:3: ", "an element has over 1000 attributes"], documents: 0),
    Beyond(
      limit: .attributes, source: .feed,
      files: { feed("<description \(list(80_000) { "xmlns:a\($0)='x'" }.replacing(",", with: ""))>x</description>") },
      code: 1, tells: ["an element has over 1000 attributes"], documents: 0),
    Beyond(
      limit: .attributes, source: .feed,
      files: { feed("<description \(list(1_001) { "a\($0)='x'" }.replacing(",", with: ""))>x</description>") },
      code: 1, tells: ["an element has over 1000 attributes"], documents: 0),
    Beyond(
      limit: .declarationBytes, source: .json,
      files: { html("a<!DOCTYPE x [<!ENTITY y '\(text("z", 5_000))'>]>b") }, holds: ["zzz", "b"]),
    Beyond(
      limit: .pixels, source: .json,
      files: {
        html(
          "<img src='https://example.org/a.png' width='10001' height='10000' style='width: 10001px; max-width: 10000px'>"
        )
      }, holds: [#"height=\"10000\" style=\"max-width: 10000px\""#], lacks: ["10001"]),
    Beyond(
      limit: .enlargedTexts, source: .json,
      files: { html(text("<big>", 5) + "a" + text("</big>", 5) + text("<i style='font-size:2em'>", 5) + "b") },
      holds: [text("<big>", 3) + "a", text(#"<i style=\"font-size:2em\">"#, 3) + "<i><i>b"], lacks: [text("<big>", 4)]),
    Beyond(
      limit: .feedDepth, source: .feed,
      files: { feed("<description>\(text("<b>", 300))deep\(text("</b>", 300))</description>") },
      code: 1, tells: ["feed.xml:3: ", "elements are nested over 256 deep"], documents: 0),
    Beyond(
      limit: .mailSigns, files: { markdown(text("a@b ", 5_001) + "*c*") }, tells: ["over 5000 signs @ in Markdown"],
      holds: ["<pre>", "*c*"]),
    Beyond(
      limit: .noteSigns, files: { markdown(text("^ ", 5_001)) }, tells: ["over 5000 signs ^ in Markdown"],
      holds: ["<pre>"]),
    Beyond(
      limit: .markers, files: { markdown(text("- ", 300_000) + "x") },
      tells: ["over 500 quotes and list items that begin in a line"], holds: ["<pre>"]),
    Beyond(
      limit: .markers, files: { markdown(text("> ", 501) + "x") },
      tells: ["over 500 quotes and list items that begin in a line"], holds: ["<pre>"]),
    Beyond(
      limit: .rowBars, files: { markdown(text("|a", 2_001)) }, tells: ["over 2000 bars in a line"], holds: ["<pre>"]),
    Beyond(
      limit: .tableBars, files: { markdown(text("|a", 1_500) + text("\nb", 1_500)) },
      tells: ["over 2000000 lines times the most bars of one"], holds: ["<pre>"]),
    Beyond(
      limit: .referenceBytes, files: { markdown("[a]: /\(text("b", 200_000))\n\n\(text("[a] ", 1_001))") },
      tells: ["over 200000000 closing brackets times"], holds: ["<pre>"]),
    Beyond(
      limit: .abbreviations,
      files: { markdown((1...600).map { "*[W\($0)]: t\($0)\n" }.joined() + "\nW1 and W600") },
      holds: [#"<abbr title=\"t1\">W1</abbr> and W600"#]),
    Beyond(
      limit: .tableColumns,
      files: { markdown(text("|a", 250) + "|\n" + text("|-", 250) + "|\n" + text("|b", 250) + "|\n") },
      holds: ["<td>b</td>"]),
    Beyond(
      limit: .tagBytes, files: { markdown("a <b title=\"\(text("c", 2_500))\">*d*</b>") }, holds: ["<em>d</em></b>"]),
    Beyond(
      limit: .attributeListBytes, files: { markdown("a *b*{: title=\"\(text("c", 1_100))\"}") },
      holds: ["{: title="]),
    Beyond(
      limit: .linkAddressBytes, files: { markdown("[near](a b.pdf) [far](a \(text("b", 1_100)).pdf)") },
      holds: [">near</a>", "[far](a "]),
  ]
}
