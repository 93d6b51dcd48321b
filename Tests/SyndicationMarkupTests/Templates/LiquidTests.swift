import Syndication
import Testing

@testable import SyndicationMarkup

@Suite struct LiquidInBodies {
  @Test(
    "slugs are those of each generator",
    arguments: [
      ("What's new in v1.10?", "what-s-new-in-v1-10", "whats-new-in-v1-10", "what's-new-in-v1.10"),
      ("R&D and C++", "r-d-and-c", "r-and-d-and-c", "randd-and-c++"),
      ("Über Straße ñ – Łódź", "über-straße-ñ-łódź", "ueber-strasse-n-lodz", "uber-strasse-n---lodz"),
      ("fooBar a_b c.d", "foobar-a-b-c-d", "foobar-a-b-c-d", "foobar-a_b-c.d"),
      ("я люблю ёж", "я-люблю-ёж", "ya-lyublyu-yozh", "ya-lyublyu-yozh"),
      ("100% - x", "100-x", "100-x", "100percent-x"),
      ("日本語", "日本語", "", ""),
    ])
  func slugs(_ text: String, _ jekyll: String, _ slugify: String, _ slug: String) {
    #expect(Expanded("{{ \"\(text)\" | slugify }}", .liquid).text == jekyll)
    #expect(Expanded("{{ \"\(text)\" | slugify }}", .nunjucks).text == slugify)
    #expect(Expanded("{{ \"\(text)\" | slug }}", .nunjucks).text == slug)
  }

  @Test(
    "B1 outputs are what the site, the page and the configuration say",
    arguments: [
      ("{{ site.url }}/a.png", "https://example.org/a.png"),
      ("{{site.url}}{{site.baseurl}}/a", "https://example.org/blog/a"),
      ("{{ site.author.name }}{{ site.author[\"name\"] }}", "AdaAda"),
      ("{{ page.tags[1] }}{{ page.tags.first }}{{ page.tags.size }}", "yx2"),
      ("{{ 'a' }}{{ \"b\" }}{{ 4 }}{{ 1.5 }}{{ true }}", "ab41.5true"),
      ("{{ site.empty }}{{ nil }}", ""),
      ("{{ page.tags | join: ', ' }}", "x, y"),
      ("a {{- ' b ' -}} c", "a b c"),
      ("a  {%- assign x = 1 -%}  b", "ab"),
      // Braces in triples, as in maths.
      ("\\text{{{ 1 }}}", "\\text{1}"),
    ])
  func outputs(_ body: String, _ text: String) {
    let expanded = Expanded(body, .liquid)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }

  @Test(
    "B1 filters do what Liquid's, Jekyll's and Eleventy's do",
    arguments: [
      ("'/a.png' | relative_url", "/blog/a.png"),
      ("'a.png' | absolute_url", "https://example.org/blog/a.png"),
      ("'https://other.org/' | absolute_url", "https://other.org/"),
      ("'/a.png' | url", "/blog/a.png"),
      ("'a.png' | url", "a.png"),
      ("'b' | prepend: 'a' | append: 'c'", "abc"),
      ("'aB c' | upcase | downcase | capitalize", "Ab c"),
      ("'a-a' | replace: 'a', 'b'", "b-b"),
      ("'a-a' | replace('a', 'b')", "b-b"),
      ("'a-a' | replace_first: 'a', 'b' | remove: '-'", "ba"),
      ("' a ' | strip | size", "1"),
      ("page.title | escape", "A &lt;b&gt;"),
      ("'Two Words!' | slugify", "two-words"),
      ("nowhere | default: 'x'", "x"),
      ("none | default('x')", "x"),
      ("'a,b' | split: ',' | last", "b"),
      ("'*x* b' | markdownify | remove: '</p>' | strip", "<p><em>x</em> b"),
      ("2 | plus: 3 | times: 2", "10"),
      ("page.date | date: '%Y-%m-%d %H:%M:%S'", "2022-03-05 09:07:08"),
      ("page.date | date('%-d %B %y, %A')", "5 March 22, Saturday"),
      ("'2022-03-05' | date: '%b %e, %I %p %j'", "Mar  5, 12 AM 064"),
      ("page.date | date_to_string", "05 Mar 2022"),
      ("page.date | date_to_xmlschema", "2022-03-05T09:07:08+00:00"),
    ])
  func filters(_ expression: String, _ text: String) {
    for language in [Template.Language.liquid, .nunjucks] {
      let expanded = Expanded("{{ \(expression) }}", language)
      #expect(expanded.text == text)
      #expect(expanded.unfilled == [:])
    }
  }

  @Test(
    "B2 what nothing here knows is gone, and counted by kind",
    arguments: [
      ("a{{ size.url }}b{{ x }}", "ab", ["Liquid variable": 2]),
      ("{{ 'a' | shout }}", "a", ["Liquid filter “shout”": 1]),
      ("{{ 'now' | date: '%Y' }}", "", ["Liquid date": 1]),
      ("{% include demo.html %}{% include plot.html %}", "", ["Liquid tag “include”": 2]),
      ("{% note %}a{% endnote %}", "a", ["Liquid tag “note”": 1]),
      ("{% if a b %}x{% else %}y{% endif %}", "x", ["Liquid tag “if”": 1]),
      ("a {% b", "a  b", ["Liquid tag without an end": 1]),
      ("{% for p in site.posts %}x{% endfor %}", "", ["Liquid variable": 1]),
    ] as [(String, String, [String: Int])])
  func unknown(_ body: String, _ text: String, _ unfilled: [String: Int]) {
    let expanded = Expanded(body, .liquid)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == unfilled)
  }

  @Test(
    "B5 braces of maths and code stay, unless they hold a variable that is there",
    arguments: [
      "$\\frac{{a}}{b}$", "$$x_{{i}}$$", "\\(x^{{n}}\\)", "`{{ name }}`", "```\n{{ name }}\n```",
      "cpp! {{ #include <cmath> }}", "{{ a b }}", "{{", "{{}}", "{ {", "\\mathbf{{x}_i}",
    ])
  func maths(_ body: String) {
    let expanded = Expanded(body, .liquid)
    #expect(expanded.text == body)
    #expect(expanded.unfilled == [:])
  }

  @Test("B5 in code, too, a variable that is there is filled in: Jekyll does so")
  func knownInCode() {
    #expect(
      Expanded("`{{ site.url }}` costs $5 {{ x }} or $6", .liquid).text == "`https://example.org` costs $5  or $6")
  }

  @Test(
    "B2 control tags are followed",
    arguments: [
      ("{% if page.tagged %}a{% else %}b{% endif %}", "a"),
      ("{% unless page.tagged %}a{% else %}b{% endunless %}", "b"),
      ("{% if nowhere %}a{% elsif page.title == 'A <b>' %}b{% endif %}", "b"),
      ("{% if page.tags contains 'x' and zero != 1 %}a{% endif %}", "a"),
      ("{% if zero %}a{% endif %}", "a"),
      ("{% if zero < 1 or nowhere %}a{% endif %}", "a"),
      ("{% case zero %} {% when 1 %}a{% when 0, 2 %}b{% else %}c{% endcase %}", "b"),
      (
        "{% for t in page.tags %}{{ forloop.index }}{{ t }}{% unless forloop.last %},{% endunless %}{% endfor %}",
        "1x,2y"
      ),
      ("{% for i in (1..5) reversed limit: 3 offset: 1 %}{{ i }}{% endfor %}", "43"),
      (
        "{% for i in (1..9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}",
        "13"
      ),
      ("{% for t in none %}a{% else %}b{% endfor %}", "b"),
      ("{% assign x = 'a' | append: 'b' %}{{ x }}", "ab"),
      ("{% capture x %}<{{ zero }}>{% endcapture %}{{ x }}{{ x }}", "<0><0>"),
      ("{% comment %}{{ x }}{% if %}{% endcomment %}a{% # b %}", "a"),
      ("{% raw %}{{ x }}{% if %}{% endraw %}", "{{ x }}{% if %}"),
      // What a variable brings in is not filled in again.
      ("{{ page.code }}", "{{ page.title }}"),
    ])
  func control(_ body: String, _ text: String) {
    let expanded = Expanded(body, .liquid)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }

  @Test(
    "B2 Nunjucks has comments, JavaScript's truth, and its own words",
    arguments: [
      ("a{# {{ b }} {% c %} #}d", "ad"),
      ("{% set x = 'a' %}{{ x }}{% set y %}b{% endset %}{{ y }}", "ab"),
      ("{% if zero %}a{% elif not none %}b{% endif %}", "b"),
      ("{% if 'x' in page.tags %}a{% endif %}", "a"),
      ("{% for k, v in people %}{{ k }}{{ v }}{{ loop.last }} {% endfor %}", "a1false b2true "),
      ("{% highlight \"js\" %}\na\n{% endhighlight %}", "<pre><code class=\"language-js\">a&#10;</code></pre>"),
    ])
  func nunjucks(_ body: String, _ text: String) {
    let expanded = Expanded(body, .nunjucks)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }

  @Test(
    "B2 highlighted code stays code in Markdown, wherever it stands and whatever it holds",
    arguments: [
      (
        "{% highlight js linenos %}\nlet a\n{% endhighlight %}\n",
        "<pre><code class=\"language-js\">let a\n</code></pre>\n"
      ),
      (
        "- a\n  {% highlight c %}\nb\n   c\n  {% endhighlight %}\n",
        "<ul>\n<li>a\n<pre><code class=\"language-c\">b\n   c\n  \n</code></pre>\n</li>\n</ul>\n"
      ),
      (
        "a {% highlight c %}b{% endhighlight %} *d*",
        "<p>a</p>\n<pre><code class=\"language-c\">b\n</code></pre>\n<p><em>d</em></p>\n"
      ),
      (
        "1. {% highlight c %}*b*{% endhighlight %}",
        "<ol>\n<li>\n<pre><code class=\"language-c\">*b*\n</code></pre>\n</li>\n</ol>\n"
      ),
      (
        "> {% highlight md %}\n> ```\n{% endhighlight %}",
        "<blockquote>\n<pre><code class=\"language-md\">&gt; ```\n</code></pre>\n</blockquote>\n"
      ),
      (
        "<div>\n{% highlight js %}\nx < 1 || a[0]\n\n$y$ {{ '*' }}\n{% endhighlight %}\n</div>\n\nEnd *para*.",
        "<div>\n<pre><code class=\"language-js\">x &lt; 1 || a[0]\n\n$y$ *\n</code></pre>\n</div>\n<p>End <em>para</em>.</p>\n"
      ),
    ])
  func highlight(_ body: String, _ html: String) {
    let cleaner = HTMLCleaner(base: AbsoluteURL("https://example.org/")!)
    #expect(cleaner.clean(Markdown.html(Array(Expanded(body, .liquid).text.utf8))).html == html)
  }

  @Test("B2 a listing within a listing is no more than its code, so that many of them do not grow")
  func nestedListings() {
    let body = "{% highlight c %}a{% highlight d %}<b>{% endhighlight %}{% endhighlight %}"
    #expect(Expanded(body, .liquid, as: .html).text == "<pre><code class=\"language-c\">a&lt;b&gt;</code></pre>")
    let nested = Expanded(String(repeating: "{% highlight c %}<", count: 10_000), .liquid)
    #expect(nested.text.utf8.count < 1_000_000)
  }

  @Test("B2 highlighted code is escaped in HTML")
  func highlightedHTML() {
    let expanded = Expanded("{% highlight c %}\na < b\n{% endhighlight %}", .liquid, as: .html)
    #expect(expanded.text == "<pre><code class=\"language-c\">a &lt; b\n</code></pre>")
  }

  @Test(
    "B1 includes of images become figures, of videos and posts links",
    arguments: [
      (
        "{% include figure.html path=\"a.png\" alt='A \"cat\"' caption=\"A <i>cat</i>\" class=\"c\" %}",
        "<figure><img src=\"/blog/a.png\" alt=\"A &quot;cat&quot;\"><figcaption>A <i>cat</i></figcaption></figure>"
      ),
      ("{% include own/thing.html url='/blog/a.png' %}", "<figure><img src=\"/blog/a.png\" alt=\"\"></figure>"),
      ("{% include image.html src=page.image %}", "<figure><img src=\"/blog/i/a.png\" alt=\"\"></figure>"),
      (
        "{% include image.html url=\"{{ site.url }}/b.png\" %}",
        "<figure><img src=\"https://example.org/b.png\" alt=\"\"></figure>"
      ),
      ("{% include video.html path=\"/a.mp4\" %}", "<figure><video src=\"/blog/a.mp4\" controls></video></figure>"),
      (
        "{% include gallery caption=\"Two\" %}",
        "<figure><figure><img src=\"/blog/g/1.png\" alt=\"one\"></figure>"
          + "<figure><img src=\"/blog/g/2.png\" alt=\"\"></figure><figcaption>Two</figcaption></figure>"
      ),
      ("{% include youtube.html id=\"a_B-1\" %}", video("a_B-1")),
      ("{% youtube a_B-1 %}", video("a_B-1")),
      ("{% include vimeo-player.html id=12 title=\"T\" %}", "<a href=\"https://vimeo.com/12\">T</a>"),
      ("{% include video id=\"a_B-1\" provider=\"youtube\" %}", video("a_B-1")),
      ("{% include video.html id=\"12\" provider=\"Vimeo\" %}", link("https://vimeo.com/12")),
      ("{% include video id=\"1m\" provider=\"google-drive\" %}", link("https://drive.google.com/file/d/1m/view")),
      (
        "{% figure \"a.png\", \"an alt\", \"some words\" %}",
        "<figure><img src=\"/blog/a.png\" alt=\"an alt\"><figcaption>some words</figcaption></figure>"
      ),
      ("{% figure \"a.png\", \"an alt\", \"wide\" %}", "<figure><img src=\"/blog/a.png\" alt=\"an alt\"></figure>"),
      ("{% gist ada/12ab notes.md %}", link("https://gist.github.com/ada/12ab")),
      ("{% twitter https://twitter.com/a/status/1 %}", link("https://twitter.com/a/status/1")),
      ("{% img left /a.png 200 A cat %}", "<figure><img src=\"/blog/a.png\" alt=\"A\"></figure>"),
    ])
  func includes(_ body: String, _ text: String) {
    let expanded = Expanded(body, .liquid)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }

  @Test("B1 text right below a figure stays Markdown")
  func textBelowFigure() {
    #expect(
      Expanded("{% include figure.html path='/a.png' %}\n*b*", .liquid).text
        == "<figure><img src=\"/blog/a.png\" alt=\"\"></figure>\n\n*b*")
  }

  @Test(
    "B1 other posts are linked by their file, and with the site's address before it once",
    arguments: [
      ("[a]({% post_url 2022-03-25-name %})", "[a](/blog/2022/name/)"),
      ("[a]({{ site.baseurl }}{% post_url 2022-03-25-name %})", "[a](/blog/2022/name/)"),
      ("[a]({{ site.url }}{% link _posts/2022-03-25-name.md %}#b)", "[a](https://example.org/blog/2022/name/#b)"),
    ])
  func postURL(_ body: String, _ text: String) {
    let expanded = Expanded(body, .liquid)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }

  @Test("B1 a link to a post that is not there leads to the entry itself, and is counted")
  func unknownPost() {
    let expanded = Expanded("[a]({% post_url 2022-01-01-gone %})", .liquid)
    #expect(expanded.text == "[a](/blog/this/)")
    #expect(expanded.unfilled == ["link to an unknown page": 1])
  }

  private static func video(_ id: String) -> String {
    let address = "https://www.youtube.com/watch?v=\(id)"
    return "<a href=\"\(address)\"><img src=\"https://i.ytimg.com/vi/\(id)/hqdefault.jpg\" alt=\"\"><br>\(address)</a>"
  }

  private static func link(_ address: String) -> String { "<a href=\"\(address)\">\(address)</a>" }
}
