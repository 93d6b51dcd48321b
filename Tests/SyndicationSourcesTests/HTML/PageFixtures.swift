/// Pages as programs write them, one for each way that a page tells of its posts.
enum PageFixtures {
  /// Jekyll's theme minima: an h-entry, with microdata beside it.
  static let minima = """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>Bread | A Site</title>
    <meta property="og:title" content="Bread" /><link rel="canonical" href="https://example.org/2022/03/25/bread.html" />
    <meta property="og:site_name" content="A Site" /></head>
    <body><header class="site-header"><a class="site-title" rel="author" href="/">A Site</a></header>
    <main class="page-content" aria-label="Content"><div class="wrapper">
    <article class="post h-entry" itemscope itemtype="http://schema.org/BlogPosting">
      <header class="post-header"><h1 class="post-title p-name" itemprop="name headline">Bread &amp; Salt</h1>
        <p class="post-meta"><time class="dt-published" datetime="2022-03-25T10:00:00+01:00" itemprop="datePublished">
          Mar 25, 2022</time> • <span itemprop="author" itemscope><span class="p-author h-card" itemprop="name">Ann
          Baker</span></span></p></header>
      <div class="post-content e-content" itemprop="articleBody"><p>Flour, <em>water</em>.</p>
        <p><img src="../../a.png" alt="A loaf"><a href="#b">b</a></div>
      <a class="u-url" href="/2022/03/25/bread.html" hidden></a>
    </article></div></main><footer class="site-footer h-card"><a class="u-url" href="/"></a>A Site</footer></body></html>
    """

  /// A page of an IndieWeb site: everything that h-entry has, a reply to a page, and a comment.
  static let indieWeb = """
    <!DOCTYPE html><html lang="de"><head><base href="https://ann.example/"><title>x</title></head><body class="h-feed">
    <div class="h-entry" id="e1">
      <h1 class="p-name">Café</h1>
      <a class="u-url u-uid" href="/notes/1"><time class="dt-published">
        <span class="value">2022-03-25</span> <span class="value">10:30</span></time></a>
      <time class="dt-updated" datetime="2022-03-26T08:00:00Z">later</time>
      <a class="u-in-reply-to h-cite" href="https://other.example/"><span class="p-name">Not this</span></a>
      <div class="p-author h-card"><img class="u-photo" src="ann.jpg" alt=""><a class="p-name u-url" href="/">Ann</a>
        <a class="u-email" href="mailto:ann@example.org?subject=x">mail</a><span class="p-org">ETH</span></div>
      <span class="p-author h-card">Bob</span>
      <p class="p-summary">Short.</p>
      <div class="e-content"><p>Coffee<video controls><source src="v.webm"><source src="v.mp4"></video></p></div>
      <img class="u-featured" src="cover.jpg">
      <audio class="u-audio" src="talk.mp3"></audio>
      <a class="p-category" href="/tags/c">c++</a> <a class="p-category" href="/tags/d">d e</a>
      <div class="p-comment h-entry"><span class="p-name">A comment</span>
        <time class="dt-published" datetime="2022-04-01">1 April</time><a class="u-url" href="/c/1">#</a></div>
    </div></body></html>
    """

  /// WordPress with a classic theme: `hentry`, and comments that are articles.
  static let wordPress = """
    <html lang="en-US"><head><title>Rain &#8211; A Site</title>
    <link rel="canonical" href="https://example.org/2022/03/rain/" /></head><body class="post-template-default single">
    <main id="main"><article id="post-7" class="post-7 post type-post status-publish hentry category-weather tag-rain">
    <header class="entry-header"><h1 class="entry-title">Rain</h1><div class="entry-meta">
    <a href="https://example.org/2022/03/rain/" rel="bookmark"><time class="entry-date published"
      datetime="2022-03-25T10:00:00+00:00">March 25, 2022</time><time class="updated"
      datetime="2022-03-27T10:00:00+00:00">March 27, 2022</time></a>
    <span class="author vcard"><a class="url fn n" href="https://example.org/author/ann/">Ann</a></span></div></header>
    <div class="entry-content"><p>It rains.</p></div>
    <footer class="entry-footer"><a href="https://example.org/category/weather/" rel="category tag">Weather</a>
    <a href="https://example.org/tag/rain/" rel="tag">rain</a></footer></article>
    <div id="comments"><ol><li><article class="comment-body"><time datetime="2022-04-01T10:00:00+00:00">x</time>
    <h3>A comment</h3></article></ol></div></main></body></html>
    """

  /// Plain HTML with an article.
  static let article = """
    <!DOCTYPE html><html lang="en"><title>Stones</title><body><nav><a href="/">Home</a></nav>
    <article lang="fr"><header><h1>Stones</h1></header>
      <p class="byline">By <a rel="author" href="/ann">Ann</a> on <time datetime="2022-03-25">25 March</time></p>
      <p>Grey ones.</p><figure><img src="stone.png" alt="A stone"></figure>
      <aside>Buy stones</aside><footer><a rel="tag" href="/t">geology</a></footer>
      <section id="comments"><article><h2>Re</h2><time datetime="2022-03-26">later</time></article></section>
    </article></body></html>
    """

  /// Ghost: JSON-LD and Open Graph with the instant, an article with the day alone.
  static let ghost = """
    <!DOCTYPE html><html lang="en"><head><title>Trees</title><link rel="canonical" href="https://example.org/trees/">
    <meta property="og:title" content="Trees"><meta property="og:description" content="About trees.">
    <meta property="article:published_time" content="2022-03-25T10:00:00.000Z">
    <meta property="article:tag" content="Wood"><meta property="article:tag" content="Green">
    <meta property="og:image" content="https://example.org/content/images/trees.jpg">
    <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article",
      "author": {"@type": "Person", "name": "Ann", "url": "https://example.org/author/ann/"}, "headline": "Trees",
      "url": "https://example.org/trees/", "datePublished": "2022-03-25T10:00:00.000Z",
      "dateModified": "2022-03-28T10:00:00.000Z", "keywords": "Wood, Green", "description": "About trees."}</script></head>
    <body><main class="gh-main"><article class="gh-article post"><header class="gh-article-header">
    <h1 class="gh-article-title">Trees</h1><time class="gh-article-meta-date" datetime="2022-03-25">Mar 25</time></header>
    <section class="gh-content"><p>Tall.</p></section></article></main>
    <footer><a href="https://ghost.org/">Powered by Ghost</a></footer></body></html>
    """

  /// Yoast's graph for WordPress, on a page without any article.
  static let graph = """
    <!DOCTYPE html><html lang="en-US"><head><title>Snow - A Site</title><script type="application/ld+json">
    {"@context": "https://schema.org", "@graph": [
      {"@type": "Article", "@id": "https://example.org/snow/#article", "headline": "Snow &amp; Ice",
       "mainEntityOfPage": {"@id": "https://example.org/snow/"}, "author": [{"@id": "https://example.org/#/person/1"}],
       "datePublished": "2022-03-25T10:00:00+00:00", "image": {"@id": "https://example.org/snow/#primaryimage"},
       "keywords": ["cold", "white"], "articleSection": ["Weather"], "inLanguage": "en-GB"},
      {"@type": "WebPage", "@id": "https://example.org/snow/", "datePublished": "2022-03-25T10:00:00+00:00"},
      {"@type": "ImageObject", "@id": "https://example.org/snow/#primaryimage", "url": "https://example.org/snow.jpg"},
      {"@type": "Person", "@id": "https://example.org/#/person/1", "name": "Ann", "url": "https://example.org/ann"}]}
    </script></head><body><header>A Site</header><div id="x"><h1>Snow</h1><p>Cold.</p></div><aside>Old</aside></body></html>
    """

  /// A page that only its `meta` elements tell of.
  static let head = """
    <!DOCTYPE html><html lang="en"><head><title>Wind · A Site</title><link rel="canonical" href="/wind">
    <meta property="og:site_name" content="A Site"><meta name="author" content="Ann"><meta name="keywords" content="air, sea">
    <meta name="description" content="About wind."><meta name="date" content="March 25, 2022">
    <meta property="og:image" content="/wind.jpg"></head>
    <body><div role="main"><h1>Wind</h1><p>It blows.</p></div></body></html>
    """

  static let all = [
    "minima": minima, "indieWeb": indieWeb, "wordPress": wordPress, "article": article, "ghost": ghost, "graph": graph,
    "head": head,
  ]
}
