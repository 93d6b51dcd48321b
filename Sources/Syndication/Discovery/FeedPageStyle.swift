/// How the page of all feeds looks, and what it does where there are scripts. Neither has a `<` or an `&`, which XML reads otherwise.
enum FeedPageStyle {
  /// Contrasts are 4.5 : 1 and more in both themes (WCAG 2.2, 1.4.3), and whatever is pressed is 24 pixels high (2.5.8).
  static let css = """
    :root{color-scheme:light dark;--bg:#fbfaf7;--card:#fff;--ink:#201e1a;--soft:#645d52;--line:#e3ddd2;--accent:#9c3a12;--bar:#c8693c}
    @media(prefers-color-scheme:dark){:root{--bg:#161512;--card:#1e1c19;--ink:#ece7dd;--soft:#aaa294;--line:#37332d;--accent:#f4a87f;--bar:#c97a52}}
    *{box-sizing:border-box}
    [hidden]{display:none!important}
    body{margin:0 auto;max-width:62rem;padding:2rem 1.25rem 5rem;font:1rem/1.6 system-ui,sans-serif;background:var(--bg);color:var(--ink)}
    a{color:var(--accent);text-underline-offset:.2em}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
    .skip{position:absolute;left:-99rem}
    .skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--card)}
    h1,h2{font-family:Charter,"Bitstream Charter",Cambria,Georgia,serif;font-weight:600;line-height:1.2;overflow-wrap:anywhere}
    h1{margin:.2rem 0 .75rem;font-size:clamp(2.2rem,7vw,3.2rem);letter-spacing:-.02em}
    h2{margin:3rem 0 .75rem;font-size:1.5rem}
    h2 small{font:.95rem system-ui,sans-serif;color:var(--soft)}
    .site{margin:0;overflow-wrap:anywhere}
    .lead{margin:0 0 .75rem;text-wrap:balance;font-size:1.15rem;color:var(--soft)}
    summary{cursor:pointer;width:fit-content;padding:.15rem 0;color:var(--accent)}
    ol{max-width:40rem;padding-left:1.3rem}
    ol li{margin:.4rem 0}
    .all{margin:2rem 0 2.5rem;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:14px}
    .all h2{margin:0}
    .all p{margin:.35rem 0 0;color:var(--soft)}
    .chart{display:block;width:100%;height:4.5rem;margin:1.25rem 0 .25rem;border-bottom:1px solid var(--line)}
    svg{fill:none;stroke:var(--bar)}
    .chart path{stroke-width:.7;transform:translate(.5px,40px) scale(1,-1)}
    .all .formats{display:flex;flex-wrap:wrap;gap:.6rem;margin-top:1.25rem}
    form{margin:2.5rem 0 0}
    label{display:block;margin-bottom:.35rem;font-weight:600}
    input{width:100%;max-width:30rem;padding:.6rem .8rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:8px}
    #found{min-height:1.6em;margin:.35rem 0 -1.5rem;color:var(--soft)}
    main ul{list-style:none;margin:0;padding:0}
    section li{display:grid;grid-template-columns:minmax(6rem,1fr) 5.5rem 6rem 72px repeat(3,auto);gap:0 .9rem;align-items:center;padding:.45rem 0;border-top:1px solid var(--line);color:var(--soft);font-variant-numeric:tabular-nums}
    section li:hover{background:var(--card)}
    b{unicode-bidi:isolate;font-weight:500;color:var(--ink);overflow-wrap:anywhere}
    li svg{width:72px;height:19px;border-bottom:1px solid var(--line)}
    li path{stroke-width:var(--thick);transform:translate(calc(var(--span)*.5px),18px) scale(var(--span),-1)}
    section li a,.formats a{display:inline-block;min-height:1.75rem;padding:.05rem .55rem;font-size:.9rem;line-height:1.65rem;text-decoration:none;border:1px solid var(--line);border-radius:6px}
    section a:hover,.f button:hover{text-decoration:underline;background:var(--bg)}
    .f{display:inline-flex}
    section .f a{border-radius:6px 0 0 6px}
    .f button{width:1.9rem;padding:0;color:var(--soft);background:none;border:1px solid var(--line);border-left:0;border-radius:0 6px 6px 0;cursor:pointer}
    .f button::before{content:"";display:inline-block;width:8px;height:9px;margin:3px 3px 0 0;border:1.5px solid;border-radius:2px;box-shadow:2px -2px 0 -1px var(--bg),3px -3px 0 -.5px}
    .f .done::before{width:5px;height:10px;margin:0 0 2px;border-width:0 2px 2px 0;border-radius:0;box-shadow:none;rotate:40deg;color:var(--accent)}
    .formats .f a,.formats>a{padding:.3rem .9rem;font-size:1rem}
    .formats .f button{width:2.4rem}
    .letters{display:flex;flex-wrap:wrap;gap:.35rem;margin:1.5rem 0 0}
    nav{margin-top:2rem}
    .letters a{display:block;min-width:2.2rem;padding:.25rem .5rem;text-align:center;text-decoration:none;border:1px solid var(--line);border-radius:6px}
    .letters a[aria-current]{color:var(--bg);background:var(--accent)}
    footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.95rem}
    footer p{margin:.3rem 0}
    #copied{position:fixed;left:50%;bottom:1rem;translate:-50%;width:max-content;max-width:92vw;padding:0 1rem;color:var(--bg);background:var(--ink);border-radius:8px}
    #say{margin:0}
    #say:not(:empty){padding:.55rem 0}
    #address{width:30rem;margin-bottom:.6rem;color:var(--ink)}
    @media(max-width:46rem){
    body{padding-top:1.25rem}
    .all{padding:1.15rem}
    .all .formats{gap:.4rem}
    .formats .f a{padding:.3rem .45rem}
    .formats .f button{width:2rem}
    section li{display:flex;flex-wrap:wrap;gap:.15rem .5rem;padding:.8rem 0}
    li b{order:-2;flex:1 1 calc(100% - 6rem);font-size:1.05rem}
    li svg{order:-1}
    li time{flex:1 1 calc(100% - 6rem)}
    }
    """

  /// Searches, and copies addresses, or where it may not, selects them.
  static let script = """
    (function(){
    var d=document,at=function(id){return d.getElementById(id)},say=at('say'),address=at('address'),form=at('find'),q=at('q'),timer;
    function copy(url,what,button){
    function tell(text){say.textContent=text;clearTimeout(timer);timer=setTimeout(function(){say.textContent='';address.hidden=true;button.classList.remove('done')},4000)}
    function done(){button.classList.add('done');tell('Copied the '+what)}
    function select(){
    address.hidden=false;address.value=url;address.focus();address.select();
    var isCopied=false;try{isCopied=d.execCommand('copy')}catch(e){}
    if(isCopied){address.hidden=true;button.focus();done()}else{say.textContent='Copy the address from here:'}
    }
    if(navigator.clipboard){navigator.clipboard.writeText(url).then(done,select)}else{select()}
    }
    (at('main').dataset.more||'').split(' ').filter(Boolean).forEach(function(format){
    var parts=format.split('=');
    d.querySelectorAll('section li').forEach(function(row){
    var link=row.querySelector('a').cloneNode(true);
    link.href=link.getAttribute('href').replace(/[^.]*$/,parts[0]);link.textContent=parts[1];row.append(link);
    });
    at('more').hidden=true;
    });
    d.querySelectorAll('section li a,.formats a').forEach(function(link){
    var row=link.closest('li'),of=row?row.querySelector('b').textContent:'everything',what=link.textContent+' address of '+of;
    var pair=d.createElement('span'),button=d.createElement('button');
    pair.className='f';button.type='button';button.title='Copy';button.setAttribute('aria-label','Copy the '+what);
    button.addEventListener('click',function(){copy(link.href,what,button)});
    link.replaceWith(pair);pair.append(link,button);
    });
    if(!form){return}
    function folded(text){return text.normalize('NFKD').replace(/[\\u0300-\\u036f]/g,'').toLowerCase()}
    var rows=Array.from(d.querySelectorAll('section li')),names=rows.map(function(row){return folded(row.querySelector('b').textContent)});
    var lists=Array.from(d.querySelectorAll('section')).filter(function(list){return list.querySelector('li')});
    form.hidden=false;form.addEventListener('submit',function(event){event.preventDefault()});
    q.addEventListener('input',function(){
    var words=folded(q.value).split(/\\s+/).filter(Boolean),count=0,found=at('found');
    rows.forEach(function(row,index){row.hidden=!words.every(function(word){return names[index].includes(word)});if(!row.hidden){count++}});
    lists.forEach(function(list){list.hidden=!list.querySelector('li:not([hidden])')});
    found.textContent=words.length?(count||'No')+(count===1?' feed':' feeds'):'';
    if(!words.length){return}
    d.querySelectorAll('.letters a').forEach(function(link){
    if(folded(link.textContent)!==words[0].charAt(0)){return}
    var more=link.cloneNode(true);more.textContent='All with '+link.textContent;found.append(', ',more);
    });
    });
    })();
    """
}
