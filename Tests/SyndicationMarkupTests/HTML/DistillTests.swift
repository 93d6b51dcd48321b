import Syndication
import SyndicationMarkup
import Testing

@Suite("Distill elements") struct DistillElements {
  @Test(
    "B2 an element of a Distill article becomes text that can be read, without a warning",
    arguments: [
      ("a <d-cite key=\"b,c\"></d-cite> d", "a [b, c] d"), ("<d-cite bibtex-key='a , b'/>c", "[a, b]c"),
      ("<dt-cite key=a></dt-cite>", "[a]"), ("<d-cite key='&lt;&amp;a'></d-cite>", "[&lt;&amp;a]"),
      ("a<d-cite></d-cite>b<d-cite key=','>c</d-cite>", "abc"),
      ("a<d-footnote>b <em>c</em></d-footnote>.", "a (b <em>c</em>)."), ("a <d-footnote>b</d-footnote>", "a (b)"),
      ("<d-footnote>a<d-footnote>b</d-footnote></d-footnote>", "(a (b))"), ("a<dt-fn>b</dt-fn>", "a (b)"),
      ("<p>a<d-footnote>b</p><p>c", "<p>a (b)</p><p>c</p>"),
      ("<d-math>a_1 < b & c</d-math>", "$a_1 &lt; b &amp; c$"), ("<d-math block>x^2</d-math>", "$$x^2$$"),
      ("<d-math block=''>x</d-math><d-math>", "$$x$$$$"),
      ("<d-code language=c>a &lt; b</d-code>", "<code>a &lt; b</code>"),
      ("<p>a<d-code block language=c>b\n  c</d-code>d", "<p>a</p><pre>b\n  c</pre>d"),
      ("<d-article><d-figure id=f><figure>a</figure></d-figure></d-article>", "<figure>a</figure>"),
      ("a<d-byline>b</d-byline><d-toc>c</d-toc><d-bibliography src=d.bib></d-bibliography>e", "ae"),
      ("<d-front-matter><script type=text/json>{}</script></d-front-matter>a", "a"),
      (
        "<d-appendix><h3>a</h3><d-footnote-list>b</d-footnote-list><d-citation-list></d-citation-list></d-appendix>",
        "<h3>a</h3>"
      ),
    ])
  func elements(_ html: String, _ expected: String) { #expect(clean(html) == CleanHTML(html: expected)) }

  @Test("B2 what is unsafe within them goes all the same")
  func unsafe() {
    #expect(
      clean("<d-footnote onclick=x>a<script>b</script></d-footnote><d-code onclick=x>c</d-code>")
        == CleanHTML(html: "(a)<code>c</code>", removed: ["script": 1, "on… attribute": 1]))
  }
}
