/// Bodies that would run, load, cover or shadow something, if they were left as they are. What they would do is harmless: it
/// sets a mark.
enum UnsafeShapes {
  static let all = running + spelled + loading + covering + shadowing + torn

  private static let mark = "top.ran=1"

  // MARK: - Scripts

  private static let running: [String] = {
    let elements = [
      "a href=x", "img src=x", "video src=x", "audio src=x", "details open", "input autofocus", "button autofocus",
      "div tabindex=0 autofocus", "body", "svg", "math", "iframe", "object data=x", "select autofocus", "form",
      "marquee",
      "table", "x-element",
    ]
    let events = ["onerror", "onload", "onfocus", "ontoggle", "ONCLICK", "onanimationstart"]
    let handlers = elements.flatMap { element in events.map { "<\(element) \($0)='\(mark)'>a" } }
    return handlers + [
      "<script>\(mark)</script>", "<script src=https://unsafe.invalid/a.js></script>",
      "<SCRIPT type=module>\(mark)</SCRIPT>",
      "<svg><script>\(mark)</script></svg>", "<svg><animate onbegin='\(mark)' attributeName=x dur=1s></svg>",
      "<svg><foreignObject><img src=x onerror='\(mark)'></foreignObject></svg>",
      "<math><mtext><img src=x onerror='\(mark)'></mtext></math>",
      "<iframe srcdoc='<script>\(mark)</script>'></iframe>",
      "<object data='data:text/html,<script>\(mark)</script>'></object>", "<embed src='javascript:\(mark)'>",
      "<template><img src=x onerror='\(mark)'></template>", "<noscript><img src=x onerror='\(mark)'></noscript>",
      "<frameset onload='\(mark)'><frame src='javascript:\(mark)'></frameset>",
      "<p style='width:expression(\(mark))'>a",
      "<p style='behavior:url(#a)'>a", "<link rel=import href='data:text/html,<script>\(mark)</script>'>",
    ]
  }()

  private static let spelled: [String] = {
    let addresses = [
      "javascript:\(mark)", "JaVaScRiPt:\(mark)", " javascript:\(mark)", "java&#10;script:\(mark)",
      "java&Tab;script:\(mark)", "&#106;avascript:\(mark)", "javascript&colon;\(mark)", "\u{1}javascript:\(mark)",
      "vbscript:\(mark)", "data:text/html,<script>\(mark)</script>", "data:image/svg+xml,<svg onload='\(mark)'/>",
      "blob:https://example.org/1", "feed:javascript:\(mark)",
    ]
    let places = [
      "<a href=\"%\">a</a>", "<iframe src=\"%\"></iframe>", "<form action=\"%\"><button>a</button></form>",
      "<img src=\"%\">", "<math href=\"%\"><mi>a</mi></math>", "<svg><a xlink:href=\"%\">a</a></svg>",
      "<base href=\"%\">", "<meta http-equiv=refresh content=\"0;url=%\">",
    ]
    return places.flatMap { place in addresses.map { place.replacing("%", with: $0) } }
  }()

  // MARK: - Loads

  private static let loading: [String] = {
    let values = [
      "url(https://unsafe.invalid/a)", "URL( 'ftp://unsafe.invalid/a' )", "image-set('https://unsafe.invalid/a' 1x)",
      "url(data:image/svg+xml,%3Csvg/%3E)", "u\\72l(https://unsafe.invalid/a)", "u/**/rl(https://unsafe.invalid/a)",
    ]
    let properties = [
      "background", "background-image", "list-style", "list-style-image", "border-image", "cursor", "content",
      "mask-image", "filter", "clip-path", "shape-outside", "src", "--a", "color",
    ]
    return properties.flatMap { property in
      values.map { "<p style=\"\(property):\($0.replacing("\"", with: "'"))\">a</p>" }
    } + [
      "<link rel=stylesheet href=https://unsafe.invalid/a.css>",
      "<style>@import 'https://unsafe.invalid/a.css'</style>",
      "<link rel=prefetch href=https://unsafe.invalid/a>", "<iframe src=https://unsafe.invalid/a></iframe>",
      "<object data=https://unsafe.invalid/a></object>", "<embed src=https://unsafe.invalid/a>",
      "<svg><image href=https://unsafe.invalid/a.png /><use href=https://unsafe.invalid/a.svg#b /></svg>",
      "<input type=image src=https://unsafe.invalid/a.png>", "<body background=https://unsafe.invalid/a.png>",
      "<table background=https://unsafe.invalid/a.png><tr><td>a", "<img src=ftp://unsafe.invalid/a.png>",
      "<video poster='data:image/svg+xml,<svg/>'></video>",
      "<meta http-equiv=refresh content='0;url=https://unsafe.invalid/'>",
      "<frame src=https://unsafe.invalid/a>", "<portal src=https://unsafe.invalid/a></portal>",
    ]
  }()

  // MARK: - What covers the page

  private static let covering: [String] = {
    let link = "<a href=https://unsafe.invalid/>a</a>"
    let styles = [
      "position:fixed;inset:0", "position:absolute;top:0;left:0;width:100vw;height:100vh", "position:sticky;top:0",
      "POSITION : fixed ; top:0", "position/**/:fixed;top:0", "pos\\69tion:fixed;top:0",
      "transform:translate(-400px,-400px)",
      "transform:scale(50)", "translate:-400px -400px", "scale:50", "rotate:45deg", "zoom:40", "margin:-400px",
      "margin-top:-400px", "margin-left:-9999px", "margin-block-start:-400px", "margin:0 0 0 -50em",
      "text-indent:-400px", "letter-spacing:-200px", "line-height:0;font-size:48px", "font-size:900px",
      "font-size:9999%",
      "width:99999px", "min-height:99999px", "padding:99999px", "border:9999px solid transparent",
      "outline:9999px solid transparent", "box-shadow:0 0 0 9999px red", "text-shadow:-400px -400px red",
      "z-index:9;position:relative;top:-400px", "float:left;margin-top:-400px", "vertical-align:400px",
      "vertical-align:9000%", "display:flex;flex-direction:column-reverse;height:1px;padding-bottom:1px",
      "display:flex;flex-flow:column;justify-content:flex-end;height:1px", "display:flex;align-items:end;height:0",
      "display:grid;place-content:end;height:1px", "writing-mode:vertical-rl;height:1px", "height:1px;overflow:visible",
      "animation:a 1s", "offset-path:path('M0 0')", "anchor-name:--a", "inset:0", "top:-400px", "column-width:1px",
      "opacity:0.001", "border-width:999em", "margin:calc(0px - 400px)", "margin:min(-400px,0px)",
      "all:unset;margin:-9px",
    ]
    let tall = String(repeating: "<br>a", count: 60)
    return styles.flatMap {
      ["<div style='\($0)'>\(link)\(tall)</div>", "a<span style=\"\($0.replacing("'", with: ""))\">\(link)</span>"]
    }
      + [
        "<img width=999999 height=999999 src=https://images.invalid/a.png>",
        "<table border=99999><tr><td>\(link)</table>",
        "<img hspace=99999 vspace=99999 border=9999 src=https://images.invalid/a.png>",
        "<img srcset='https://images.invalid/a.png 0.0001x' src=https://images.invalid/b.png>",
        "<img srcset='https://images.invalid/a.png 9w' sizes=999999px src=https://images.invalid/b.png>",
        "<math><mpadded voffset=400px lspace=-400px height=0 depth=0><mtext>a</mtext></mpadded></math>",
        "<math><mspace width=-400px height=99999px /><mi mathsize=9999px>a</mi></math>",
        "<math><mpadded height=0><mi>\(link)\(tall)</mi></mpadded></math>",
        "<math><mstyle scriptlevel=-90><mi>a</mi></mstyle></math>", String(repeating: "<big>", count: 90) + link,
        String(repeating: "<span style='font-size:200%'>", count: 90) + link,
        String(repeating: "<span style='vertical-align:10px'>", count: 9) + link,
        "<dialog open style='inset:0'>\(link)</dialog>",
        "<div popover=manual style='display:block;inset:0'>\(link)</div>",
        "<marquee behavior=alternate height=999>a</marquee>",
        "<hr size=99999 width=99999>", "<pre width=99999>a</pre>", "<video width=99999 height=99999 controls></video>",
      ]
  }()

  // MARK: - What shadows members of the document

  private static let shadowing: [String] = {
    let members = ["body", "cookie", "getElementById", "querySelector", "title", "forms", "createElement", "location"]
    let places = [
      "<img name=% src=https://images.invalid/a.png>", "<form name=%><input name=%></form>", "<embed name=% src=x>",
      "<object id=% data=x></object>", "<iframe name=%></iframe>", "<img id=% name=% src=https://images.invalid/a.png>",
      "<a id=% name=%>a</a><a id=% href=#%>b</a>", "<h2 id=%>a</h2>",
    ]
    return places.flatMap { place in members.map { place.replacing("%", with: $0) } }
  }()

  // MARK: - What parsers read in different ways

  private static let torn: [String] = [
    "<p title=\"</p><img src=x onerror='\(mark)'>\">a",
    "<noscript><p title=\"</noscript><img src=x onerror='\(mark)'>\">a",
    "<textarea><p title=\"</textarea><img src=x onerror='\(mark)'>\"></textarea>a",
    "<!--><img src=x onerror='\(mark)'>-->a",
    "<![CDATA[<img src=x onerror='\(mark)'>]]>a", "<svg><style><!--</style><p title='--><img src=x onerror=\(mark)>'>a",
    "<math><b>a</b><mi>b<table><tr><td>c</td></tr></table></mi></math>d", "<table><a href=x>a<tr><td>b</a></table>c",
    "<a href=x>a<table><tr><td><a href=y>b</a></table></a>", "<ul><p>a<li>b<div>c</ul>d</p>", "<b><p>a</b>b</p>",
    "<select><option><img src=x onerror='\(mark)'></select>a", "<title><img src=x onerror='\(mark)'></title>a",
    "<xmp><img src=x onerror='\(mark)'></xmp>a", "<plaintext><img src=x onerror='\(mark)'>",
    "<img src=\"x\"onerror=\"\(mark)\">a", "<img/src=x/onerror='\(mark)'>a",
    "<a title=`><img src=x onerror='\(mark)'>`>a",
  ]
}
