internal import Syndication

/// What a `document` and a `form` have in browsers, whose scripts may meet an element of that id or name in its place.
enum DocumentMembers {
  /// What stands before an id that is one of them.
  static let mark = "user-content-"

  /// The id with the mark before it, if it is one of them.
  static func mark(_ id: String) -> String? {
    var id = id
    return id.withUTF8(contain) ? mark + id : nil
  }

  static func contain(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
    // Most ids have a hyphen or a digit, as no member has.
    guard id.allSatisfy({ $0.isLetter || $0 == UInt8(ascii: "_") }) else { return false }
    return names.contains(String(decoding: id, as: UTF8.self))
  }

  /// A body with the mark in its links to ids that have it before them.
  ///
  /// - Parameters:
  ///   - ids: as they were without it.
  ///   - page: the address that the body's own links begin with.
  static func relinked(_ html: [UInt8], to ids: Set<String>, of page: AbsoluteURL) -> [UInt8] {
    let address = page.resolving("#x")?.string.dropLast() ?? ""
    let link = Array("href=\"\(XMLCharacters.escaped(String(address), .html))".utf8)
    var result: [UInt8] = []
    var copied = 0
    for sign in html.indices
    where html[sign] == UInt8(ascii: "#") && html[...sign].suffix(link.count).elementsEqual(link) {
      let id = html[(sign + 1)...].prefix { $0 != UInt8(ascii: "\"") }
      guard ids.contains(String(decoding: id, as: UTF8.self)) else { continue }
      result += html[copied...sign] + mark.utf8
      copied = sign + 1
    }
    return result + html[copied...]
  }

  private static let names = Set(
    """
    __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ acceptCharset action activeElement \
    activeViewTransition addEventListener adoptedStyleSheets adoptNode alinkColor all anchors append appendChild \
    applets ariaNotify ATTRIBUTE_NODE autocomplete baseURI bgColor body browsingTopics captureEvents \
    caretPositionFromPoint caretRangeFromPoint CDATA_SECTION_NODE characterSet charset checkValidity \
    childElementCount childNodes children clear cloneNode close COMMENT_NODE compareDocumentPosition compatMode \
    constructor contains contentType cookie createAttribute createAttributeNS createCDATASection createComment \
    createDocumentFragment createElement createElementNS createEvent createExpression createNodeIterator \
    createNSResolver createProcessingInstruction createRange createTextNode createTreeWalker currentScript \
    customElementRegistry defaultView designMode dir dispatchEvent doctype DOCUMENT_FRAGMENT_NODE DOCUMENT_NODE \
    DOCUMENT_POSITION_CONTAINED_BY DOCUMENT_POSITION_CONTAINS DOCUMENT_POSITION_DISCONNECTED \
    DOCUMENT_POSITION_FOLLOWING DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC DOCUMENT_POSITION_PRECEDING \
    DOCUMENT_TYPE_NODE documentElement documentURI domain ELEMENT_NODE elementFromPoint elements elementsFromPoint \
    embeds encoding enctype ENTITY_NODE ENTITY_REFERENCE_NODE evaluate execCommand exitFullscreen \
    exitPictureInPicture exitPointerLock featurePolicy fgColor firstChild firstElementChild fonts forms \
    fragmentDirective fullscreen fullscreenElement fullscreenEnabled getAnimations getElementById \
    getElementsByClassName getElementsByName getElementsByTagName getElementsByTagNameNS getRootNode getSelection \
    hasChildNodes hasFocus hasOwnProperty hasPrivateToken hasRedemptionRecord hasStorageAccess \
    hasUnpartitionedCookieAccess head hidden images implementation importNode inputEncoding insertBefore isConnected \
    isDefaultNamespace isEqualNode isPrototypeOf isSameNode lastChild lastElementChild lastModified length linkColor \
    links location lookupNamespaceURI lookupPrefix method moveBefore name nextSibling nodeName nodeType nodeValue \
    normalize NOTATION_NODE noValidate onabort onanimationcancel onanimationend onanimationiteration \
    onanimationstart onauxclick onbeforecopy onbeforecut onbeforeinput onbeforematch onbeforepaste onbeforetoggle \
    onbeforexrselect onblur oncancel oncanplay oncanplaythrough onchange onclick onclose oncommand \
    oncontentvisibilityautostatechange oncontextlost oncontextmenu oncontextrestored oncopy oncuechange oncut \
    ondblclick ondrag ondragend ondragenter ondragleave ondragover ondragstart ondrop ondurationchange onemptied \
    onended onerror onfocus onformdata onfreeze onfullscreenchange onfullscreenerror ongotpointercapture oninput \
    oninvalid onkeydown onkeypress onkeyup onload onloadeddata onloadedmetadata onloadstart onlostpointercapture \
    onmousedown onmouseenter onmouseleave onmousemove onmouseout onmouseover onmouseup onmousewheel onpaste onpause \
    onplay onplaying onpointercancel onpointerdown onpointerenter onpointerleave onpointerlockchange \
    onpointerlockerror onpointermove onpointerout onpointerover onpointerrawupdate onpointerup onprerenderingchange \
    onprogress onratechange onreadystatechange onreset onresize onresume onscroll onscrollend onscrollsnapchange \
    onscrollsnapchanging onsearch onsecuritypolicyviolation onseeked onseeking onselect onselectionchange \
    onselectstart onslotchange onstalled onsubmit onsuspend ontimeupdate ontoggle ontransitioncancel ontransitionend \
    ontransitionrun ontransitionstart onvisibilitychange onvolumechange onwaiting onwebkitanimationend \
    onwebkitanimationiteration onwebkitanimationstart onwebkitfullscreenchange onwebkitfullscreenerror \
    onwebkittransitionend onwheel open ownerDocument parentElement parentNode pictureInPictureElement \
    pictureInPictureEnabled plugins pointerLockElement prepend prerendering previousSibling \
    PROCESSING_INSTRUCTION_NODE propertyIsEnumerable queryCommandEnabled queryCommandIndeterm queryCommandState \
    queryCommandSupported queryCommandValue querySelector querySelectorAll readyState referrer rel releaseEvents \
    relList removeChild removeEventListener replaceChild replaceChildren reportValidity requestStorageAccess \
    requestSubmit reset rootElement scripts scrollingElement startViewTransition styleSheets submit target TEXT_NODE \
    textContent timeline title toLocaleString toString URL valueOf visibilityState vlinkColor wasDiscarded \
    webkitCancelFullScreen webkitCurrentFullScreenElement webkitExitFullscreen webkitFullscreenElement \
    webkitFullscreenEnabled webkitHidden webkitIsFullScreen webkitVisibilityState when write writeln xmlEncoding \
    xmlStandalone xmlVersion
    """.split(separator: " ").map(String.init))
}
