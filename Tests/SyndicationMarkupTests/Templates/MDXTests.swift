import Syndication
import Testing

@testable import SyndicationMarkup

@Suite struct MDXInBodies {
  @Test(
    "B1 B2 imports and comments go, components become what they show, expressions what they say",
    arguments: [
      ("import A from './a'\nexport const b = {\n\n  c: 1\n}\n\n# d\n", "\n\n# d\n"),
      ("a {/* b */}c", "a c"),
      ("a {'b'} {\"c\"} {`d`} {4} {frontmatter.title}", "a b c d 4 A <b>"),
      ("<Image src=\"a.png\" alt={'b'} width={5} />", "<figure><img src=\"a.png\" alt=\"b\"></figure>"),
      (
        "<YouTube id=\"a-1\" />",
        "<a href=\"https://www.youtube.com/watch?v=a-1\"><img src=\"https://i.ytimg.com/vi/a-1/hqdefault.jpg\" alt=\"\"><br>https://www.youtube.com/watch?v=a-1</a>"
      ),
      ("<Code code={`let a`} lang=\"js\" />", "<pre><code class=\"language-js\">let a&#10;</code></pre>"),
      ("<Figure src=\"a.png\">b</Figure>", "<figure><img src=\"a.png\" alt=\"\"><figcaption>b</figcaption></figure>"),
      ("<div style={{ color: 'red' }}>a</div>", "<div style=\"\">a</div>"),
      ("<>a</>", "a"),
      ("`<A b={c}>` $\\frac{a}{b}$ \\{d} ```e```", "`<A b={c}>` $\\frac{a}{b}$ \\{d} ```e```"),
      ("```jsx\nimport a\n<A>{b}</A>\n```\n", "```jsx\nimport a\n<A>{b}</A>\n```\n"),
      ("- ```js\n  {b}\n  ```\n", "- ```js\n  {b}\n  ```\n"),
      ("\\begin{align}\na_{b}\n\\end{align}", "\\begin{align}\na_{b}\n\\end{align}"),
      ("$$\na_{b}\n\nc_{d}\n$$", "$$\na_{b}\n\nc_{d}\n$$"), ("$ a_{b} $", "$ a_{b} $"),
      ("a < B and {", "a < B and {"),
      ("We then\nimport the data into R and\nexport it.\n\nb", "We then\nimport the data into R and\nexport it.\n\nb"),
      ("import the data, we said.\n\nexport it\n", "import the data, we said.\n\nexport it\n"),
      (
        "import 'a.css'\nimport b, { c,\n d } from \"e\"\nexport { f }\n\n# g\nimport * as h from 'h'\n\ni\n",
        "\n\n# g\n\n\ni\n"
      ),
    ])
  func tags(_ body: String, _ text: String) {
    let expanded = Expanded(body, .mdx)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }

  @Test("B2 of unknown components the tags go, counted by name, and what is in them stays")
  func unknown() {
    let expanded = Expanded("<Tabs.Item label=\"x\" {...a}>\n*b* <Chart data={d} />{c + 1}\n</Tabs.Item>", .mdx)
    #expect(expanded.text == "\n*b* \n")
    #expect(expanded.unfilled == ["component “Tabs.Item”": 1, "component “Chart”": 1, "MDX expression": 1])
  }

  @Test(
    "B2 an attribute that is written as no component has it ends nothing but its component",
    arguments: ["<A d=e>b</A>", "<A d=\"e>b</A>", "<A d='e>b", "<A d={e>b", "<A d=>b</A>", "<A d"])
  func broken(_ body: String) {
    #expect(Expanded(body, .mdx).text.contains("b") == body.contains("b"))
  }
}
