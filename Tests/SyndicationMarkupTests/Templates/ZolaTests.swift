import Syndication
import Testing

@testable import SyndicationMarkup

@Suite struct ZolaInBodies {
  @Test(
    "B1 B2 Zola's shortcodes and internal links become what they mean",
    arguments: [
      (
        "{{ youtube(id=\"a-1\") }}",
        "<a href=\"https://www.youtube.com/watch?v=a-1\"><img src=\"https://i.ytimg.com/vi/a-1/hqdefault.jpg\" alt=\"\"><br>https://www.youtube.com/watch?v=a-1</a>"
      ),
      ("{{ streamable(id='ab') }}", "<a href=\"https://streamable.com/ab\">https://streamable.com/ab</a>"),
      (
        "{{ resize_image(path=\"a.png\", width=5, op=\"fit\", alt=\"b\") }}",
        "<figure><img src=\"a.png\" alt=\"b\"></figure>"
      ),
      (
        "{{ gallery(images=[\"a.png\", 'b.png'], caption=\"Two\") }}",
        "<figure><figure><img src=\"a.png\" alt=\"\"></figure><figure><img src=\"b.png\" alt=\"\"></figure>"
          + "<figcaption>Two</figcaption></figure>"
      ),
      ("[a](@/post/x.md#b) [c]: @/post/deep/index.md", "[a](/blog/post/x/#b) [c]: /blog/post/deep/"),
      ("`[a](@/post/x.md)` a@/b", "`[a](@/post/x.md)` a@/b"),
      ("`{{rust-src-base}}` {{ x }} {% raw %} {{ f(", "`{{rust-src-base}}` {{ x }} {% raw %} {{ f("),
      ("{{/* youtube(id=\"a\") */}} {%/* b() */%}", "{{ youtube(id=\"a\") }} {% b() %}"),
    ])
  func tags(_ body: String, _ text: String) {
    let expanded = Expanded(body, .tera)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }

  @Test("B2 of unknown shortcodes the tags go, counted by name, and the body stays")
  func unknown() {
    let expanded = Expanded("{% note(kind=\"x\", n=[1, 2]) %}a {{ chart() }}b{% end %}c", .tera)
    #expect(expanded.text == "a bc")
    #expect(expanded.unfilled == ["shortcode “note”": 1, "shortcode “chart”": 1])
  }
}
