extension Vocabulary {
  /// Elements of other namespaces, by their usual prefixes.
  static let extensions = Vocabulary(
    clauses: "",
    """
    dc:title | Dublin Core 1.1 title | text | |
    dc:creator | Dublin Core 1.1 creator | rdf | |
    dc:subject | Dublin Core 1.1 subject | rdf | |
    dc:description | Dublin Core 1.1 description | rdf | |
    dc:publisher | Dublin Core 1.1 publisher | rdf | |
    dc:contributor | Dublin Core 1.1 contributor | rdf | |
    dc:date | Dublin Core 1.1 date | w3cdtf | |
    dc:type | Dublin Core 1.1 type | rdf | |
    dc:format | Dublin Core 1.1 format | rdf | |
    dc:identifier | Dublin Core 1.1 identifier | rdf | |
    dc:source | Dublin Core 1.1 source | rdf | |
    dc:language | Dublin Core 1.1 language | language | |
    dc:relation | Dublin Core 1.1 relation | rdf | |
    dc:coverage | Dublin Core 1.1 coverage | rdf | |
    dc:rights | Dublin Core 1.1 rights | rdf | |
    dcterms:abstract | DCMI terms abstract | rdf | |
    dcterms:accessRights | DCMI terms accessRights | rdf | |
    dcterms:alternative | DCMI terms alternative | rdf | |
    dcterms:audience | DCMI terms audience | rdf | |
    dcterms:available | DCMI terms available | w3cdtf | |
    dcterms:bibliographicCitation | DCMI terms bibliographicCitation | rdf | |
    dcterms:conformsTo | DCMI terms conformsTo | rdf | |
    dcterms:created | DCMI terms created | w3cdtf | |
    dcterms:creator | DCMI terms creator | rdf | |
    dcterms:contributor | DCMI terms contributor | rdf | |
    dcterms:date | DCMI terms date | w3cdtf | |
    dcterms:dateAccepted | DCMI terms dateAccepted | w3cdtf | |
    dcterms:dateCopyrighted | DCMI terms dateCopyrighted | w3cdtf | |
    dcterms:dateSubmitted | DCMI terms dateSubmitted | w3cdtf | |
    dcterms:description | DCMI terms description | rdf | |
    dcterms:educationLevel | DCMI terms educationLevel | rdf | |
    dcterms:extent | DCMI terms extent | rdf | |
    dcterms:format | DCMI terms format | rdf | |
    dcterms:hasFormat | DCMI terms hasFormat | rdf | |
    dcterms:hasPart | DCMI terms hasPart | rdf | |
    dcterms:hasVersion | DCMI terms hasVersion | rdf | |
    dcterms:identifier | DCMI terms identifier | rdf | |
    dcterms:isFormatOf | DCMI terms isFormatOf | rdf | |
    dcterms:isPartOf | DCMI terms isPartOf | rdf | |
    dcterms:isReferencedBy | DCMI terms isReferencedBy | rdf | |
    dcterms:isReplacedBy | DCMI terms isReplacedBy | rdf | |
    dcterms:isRequiredBy | DCMI terms isRequiredBy | rdf | |
    dcterms:isVersionOf | DCMI terms isVersionOf | rdf | |
    dcterms:issued | DCMI terms issued | w3cdtf | |
    dcterms:language | DCMI terms language | rdf | |
    dcterms:license | DCMI terms license | rdf | |
    dcterms:mediator | DCMI terms mediator | rdf | |
    dcterms:medium | DCMI terms medium | rdf | |
    dcterms:modified | DCMI terms modified | w3cdtf | |
    dcterms:provenance | DCMI terms provenance | rdf | |
    dcterms:publisher | DCMI terms publisher | rdf | |
    dcterms:references | DCMI terms references | rdf | |
    dcterms:relation | DCMI terms relation | rdf | |
    dcterms:replaces | DCMI terms replaces | rdf | |
    dcterms:requires | DCMI terms requires | rdf | |
    dcterms:rights | DCMI terms rights | rdf | |
    dcterms:rightsHolder | DCMI terms rightsHolder | rdf | |
    dcterms:source | DCMI terms source | rdf | |
    dcterms:spatial | DCMI terms spatial | rdf | |
    dcterms:subject | DCMI terms subject | rdf | |
    dcterms:tableOfContents | DCMI terms tableOfContents | rdf | |
    dcterms:temporal | DCMI terms temporal | rdf | |
    dcterms:title | DCMI terms title | rdf | |
    dcterms:type | DCMI terms type | rdf | |
    dcterms:valid | DCMI terms valid | w3cdtf | |
    content:encoded? | RSS profile #namespace-elements-content-encoded | html | |
    content:items? | RSS 1.0 modules: content | any | * |
    slash:comments? | RSS profile #namespace-elements-slash-comments | count | |
    slash:section? | RSS 1.0 modules: slash | filled | |
    slash:department? | RSS 1.0 modules: slash | filled | |
    slash:hit_parade? | RSS 1.0 modules: slash | counts | |
    sy:updatePeriod? | RSS 1.0 modules: syndication | (hourly/daily/weekly/monthly/yearly) | |
    sy:updateFrequency? | RSS 1.0 modules: syndication | positive | |
    sy:updateBase? | RSS 1.0 modules: syndication | w3cdtf | |
    wfw:comment? | The Comment API | url | |
    wfw:commentRss? | The Comment API | url | |
    wfw:commentRSS? | The Comment API | url | |
    admin:generatorAgent? | RSS 1.0 modules: admin | - | rdf:resource!=url |
    admin:errorReportsTo? | RSS 1.0 modules: admin | - | rdf:resource!=url |
    creativeCommons:license | creativeCommons RSS module | url | |
    cc:license | RSS 1.0 modules: cc | - | rdf:resource!=url |
    cc:License | RSS 1.0 modules: cc | any | rdf:about |
    cc:permits | RSS 1.0 modules: cc | - | rdf:resource!=url |
    cc:requires | RSS 1.0 modules: cc | - | rdf:resource!=url |
    cc:prohibits | RSS 1.0 modules: cc | - | rdf:resource!=url |
    cc:Work | RSS 1.0 modules: cc | any | rdf:about |
    trackback:ping? | TrackBack module | resource | rdf:resource=url |
    trackback:about | TrackBack module | resource | rdf:resource=url |
    blogChannel:blogRoll? | blogChannel module | url | |
    blogChannel:mySubscriptions? | blogChannel module | url | |
    blogChannel:blink? | blogChannel module | url | |
    blogChannel:changes? | blogChannel module | url | |
    itunes:author? | Apple podcasts RSS: author | text | |
    itunes:block? | Apple podcasts RSS: block | =yes-no | |
    itunes:category | Apple podcasts RSS: category | - | text!=filled | itunes:category*
    itunes:image? | Apple podcasts RSS: image | text | href!=url |
    itunes:explicit? | Apple podcasts RSS: explicit | =explicit | |
    itunes:keywords? | Apple podcasts RSS: keywords | plain? | |
    itunes:link | Apple podcasts RSS: link | text | rel href type |
    itunes:owner? | Apple podcasts RSS: owner | - | | itunes:name? itunes:email?
    itunes:name? | Apple podcasts RSS: owner | text | |
    itunes:email? | Apple podcasts RSS: owner | mail | |
    itunes:subtitle? | Apple podcasts RSS: subtitle | plain? | |
    itunes:summary? | Apple podcasts RSS: summary | plain? | |
    itunes:title? | Apple podcasts RSS: title | text | |
    itunes:type? | Apple podcasts RSS: type | =(episodic/serial) | |
    itunes:new-feed-url? | Apple podcasts RSS: new-feed-url | url | |
    itunes:complete? | Apple podcasts RSS: complete | =yes-no | |
    itunes:duration? | Apple podcasts RSS: duration | hour-minute-second? | |
    itunes:order? | Apple podcasts RSS: order | count | |
    itunes:isClosedCaptioned? | Apple podcasts RSS: isClosedCaptioned | =yes-no | |
    itunes:episode? | Apple podcasts RSS: episode | positive | |
    itunes:season? | Apple podcasts RSS: season | positive | |
    itunes:episodeType? | Apple podcasts RSS: episodeType | =(full/trailer/bonus) | |
    itunes:pubDate? | Apple podcasts RSS | date822 | |
    itunes:applepodcastsverify? | Apple podcasts RSS: applepodcastsverify | text | |
    media:content | Media RSS 1.5.1 content | any | url=url fileSize=count type=media-type medium=(image/audio/video/document/executable) isDefault=boolean expression=(sample/full/nonstop) bitrate=number framerate=number samplingrate=number channels=count duration=number height=number width=number lang=language |
    media:group | Media RSS 1.5.1 group | any | * |
    media:adult | Media RSS 1.5.1 adult | boolean | |
    media:rating | Media RSS 1.5.1 rating | filled | scheme=filled |
    media:title? | Media RSS 1.5.1 title | text | type=(plain/html) |
    media:description? | Media RSS 1.5.1 description | text | type=(plain/html) |
    media:keywords | Media RSS 1.5.1 keywords | text | |
    media:thumbnail | Media RSS 1.5.1 thumbnail | text | url!=url height=number width=number time=media-time |
    media:category | Media RSS 1.5.1 category | plain? | scheme=iri label=plain |
    media:hash | Media RSS 1.5.1 hash | filled | algo=(md5/sha-1) |
    media:player | Media RSS 1.5.1 player | text | url!=url height=number width=number |
    media:credit | Media RSS 1.5.1 credit | text | role=filled scheme=iri |
    media:copyright? | Media RSS 1.5.1 copyright | plain? | url=url |
    media:text | Media RSS 1.5.1 text | text | type=(plain/html) lang=language start=media-time end=media-time |
    media:restriction | Media RSS 1.5.1 restriction | text | relationship!=(allow/deny) type=(country/uri/sharing) |
    media:community | Media RSS 1.5.1 community | any | * |
    media:comments | Media RSS 1.5.1 comments | any | * |
    media:embed | Media RSS 1.5.1 embed | any | url=url height=number width=number |
    media:responses | Media RSS 1.5.1 responses | any | * |
    media:backLinks | Media RSS 1.5.1 backLinks | any | * |
    media:status | Media RSS 1.5.1 status | any | state reason |
    media:price | Media RSS 1.5.1 price | any | type info price currency |
    media:license | Media RSS 1.5.1 license | any | type href |
    media:subTitle | Media RSS 1.5.1 subTitle | any | type lang href |
    media:peerLink | Media RSS 1.5.1 peerLink | any | type href |
    media:location | Media RSS 1.5.1 location | any | description start end |
    media:rights | Media RSS 1.5.1 rights | any | status |
    media:scenes | Media RSS 1.5.1 scenes | any | * |
    geo:lat? | W3C Basic Geo | latitude | |
    geo:long? | W3C Basic Geo | longitude | |
    geo:alt? | W3C Basic Geo | number | |
    geo:Point | W3C Basic Geo | - | | geo:lat! geo:long! geo:alt?
    georss:point | GeoRSS Simple point | point | featuretypetag featurename relationshiptag elev=number floor radius=number |
    georss:line | GeoRSS Simple line | line | featuretypetag featurename relationshiptag elev=number floor radius=number |
    georss:polygon | GeoRSS Simple polygon | polygon | featuretypetag featurename relationshiptag elev=number floor radius=number |
    georss:box | GeoRSS Simple box | box | featuretypetag featurename relationshiptag elev=number floor radius=number |
    georss:circle | GeoRSS Simple circle | circle | featuretypetag featurename relationshiptag elev=number floor radius=number |
    georss:elev | GeoRSS Simple elev | number | |
    georss:floor | GeoRSS Simple floor | integer | |
    georss:radius | GeoRSS Simple radius | number | |
    georss:featuretypetag | GeoRSS Simple | text | |
    georss:featureTypeTag | GeoRSS Simple | text | |
    georss:relationshipTag | GeoRSS Simple | text | |
    georss:featurename | GeoRSS Simple | text | |
    georss:featureName | GeoRSS Simple | text | |
    georss:relationshiptag | GeoRSS Simple | text | |
    georss:where | GeoRSS GML where | any | * |
    geourl:latitude? | GeoURL module | latitude | |
    geourl:longitude? | GeoURL module | longitude | |
    icbm:latitude? | ICBM module | latitude | |
    icbm:longitude? | ICBM module | longitude | |
    thr:in-reply-to | RFC 4685 §3 | any | ref!=iri href=reference type=media-type source=reference |
    thr:total? | RFC 4685 §5 | count | |
    fh:complete? | RFC 5005 §2 | - | |
    fh:archive? | RFC 5005 §4 | - | |
    fh:incremental? | RFC 5005 | text | |
    opensearch:totalResults? | OpenSearch 1.1 totalResults | count | |
    opensearch:startIndex? | OpenSearch 1.1 startIndex | integer | |
    opensearch:itemsPerPage? | OpenSearch 1.1 itemsPerPage | count | |
    opensearch:Query | OpenSearch 1.1 Query | any | role!=text title totalResults=count searchTerms count=count startIndex=integer startPage=integer language inputEncoding outputEncoding |
    opensearch:link | OpenSearch 1.1 | any | href rel type title |
    opensearch:Url | OpenSearch 1.1 | any | type template method indexOffset pageOffset rel |
    at:deleted-entry | RFC 6721 §3 | any | ref!=iri when!=date3339 |
    at:comment | RFC 6721 §3 | any | type |
    at:by | RFC 6721 §3 | any | * |
    app:edited? | RFC 5023 §10.2 | date3339 | |
    app:control? | RFC 5023 §13.1 | any | * |
    app:draft? | RFC 5023 §13.1.1 | (yes/no) | |
    app:collection | RFC 5023 §8.3.3 | any | href |
    app:categories | RFC 5023 §7.2 | any | fixed scheme href |
    app:accept | RFC 5023 §8.3.4 | text | |
    feedburner:awareness? | FeedBurner namespace | url | |
    feedburner:origLink? | FeedBurner namespace | url | |
    feedburner:origEnclosureLink? | FeedBurner namespace | url | |
    feedburner:browserFriendly? | FeedBurner namespace | text | |
    feedburner:emailServiceId? | FeedBurner namespace | text | |
    feedburner:feedburnerHostname? | FeedBurner namespace | url | |
    feedburner:feedFlare | FeedBurner namespace | text | href=reference src=reference |
    sx:sharing? | FeedSync 1.0 §2.2 | - | since=filled until=filled expires=date3339 | sx:related*
    sx:related | FeedSync 1.0 §2.3 | - | link!=url type!=(complete/aggregated) title=plain? |
    sx:sync? | FeedSync 1.0 §2.5 | - | id!=urn-string updates!=sequence deleted=boolean noconflicts=boolean | sx:history+ sx:conflicts?
    sx:history | FeedSync 1.0 §2.6 | - | sequence!=sequence when=date3339 by=urn-string |
    sx:conflicts | FeedSync 1.0 §2.7 | any | * |
    access:restriction? | Feed Access Control 1.0 | - | relationship!=(allow/deny) |
    conversationsNetwork:image | Conversations Network namespace | url | |
    conversationsNetwork:introMilliseconds? | Conversations Network namespace | count | |
    conversationsNetwork:ratingAverage? | Conversations Network namespace | number | |
    conversationsNetwork:ratingCount? | Conversations Network namespace | count | |
    conversationsNetwork:ratingIndividual? | Conversations Network namespace | positive | |
    conversationsNetwork:ratingTimestamp? | Conversations Network namespace | date3339 | |
    ev:startdate | RSS 1.0 modules: event | local-date | |
    ev:enddate | RSS 1.0 modules: event | local-date | |
    ev:location | RSS 1.0 modules: event | rdf | |
    ev:organizer | RSS 1.0 modules: event | rdf | |
    ev:type | RSS 1.0 modules: event | rdf | |
    cp:server? | RSS 1.0 modules: changed page | - | rdf:resource!=url |
    ag:source | RSS 1.0 modules: aggregation | text | |
    ag:sourceURL | RSS 1.0 modules: aggregation | url | |
    ag:timestamp | RSS 1.0 modules: aggregation | w3cdtf | |
    annotate:reference | RSS 1.0 modules: annotate | - | rdf:resource!=url |
    audio:songname | RSS 1.0 modules: audio | text | |
    audio:artist | RSS 1.0 modules: audio | text | |
    audio:album | RSS 1.0 modules: audio | text | |
    audio:year | RSS 1.0 modules: audio | text | |
    audio:genre | RSS 1.0 modules: audio | text | |
    audio:genre_id | RSS 1.0 modules: audio | text | |
    audio:tracknum | RSS 1.0 modules: audio | text | |
    audio:bitrate | RSS 1.0 modules: audio | text | |
    audio:url | RSS 1.0 modules: audio | url | |
    company:name | RSS 1.0 modules: company | text | |
    company:symbol | RSS 1.0 modules: company | text | |
    company:market | RSS 1.0 modules: company | text | |
    company:category | RSS 1.0 modules: company | text | |
    email:all | RSS 1.0 modules: email | any | * |
    image:item | RSS 1.0 modules: image | any | * |
    image:favicon | RSS 1.0 modules: image | any | * |
    image:width | RSS 1.0 modules: image | count | |
    image:height | RSS 1.0 modules: image | count | |
    l:link | RSS 1.0 modules: link | any | * |
    l:permalink | RSS 1.0 modules: link | any | * |
    ref:by | RSS 1.0 modules: reference | any | * |
    ref:on | RSS 1.0 modules: reference | any | * |
    reqv:html | RSS 1.0 modules: richequiv | any | * |
    search:form | RSS 1.0 modules: search | any | * |
    search:param | RSS 1.0 modules: search | any | * |
    ss:responding | RSS 1.0 modules: servicestatus | text | |
    ss:lastChecked | RSS 1.0 modules: servicestatus | w3cdtf | |
    ss:lastSeen | RSS 1.0 modules: servicestatus | w3cdtf | |
    ss:availability | RSS 1.0 modules: servicestatus | text | |
    ss:averageResponseTime | RSS 1.0 modules: servicestatus | text | |
    ss:aboutStats | RSS 1.0 modules: servicestatus | any | * |
    ss:statusMessage | RSS 1.0 modules: servicestatus | text | |
    str:cost | RSS 1.0 modules: streaming | any | * |
    taxo:topics | RSS 1.0 modules: taxonomy | any | * |
    taxo:topic | RSS 1.0 modules: taxonomy | any | * |
    taxo:link | RSS 1.0 modules: taxonomy | any | * |
    sub:subscriptions | RSS 1.0 modules: subscription | any | * |
    wiki:host | RSS 1.0 modules: wiki | text | |
    wiki:diff | RSS 1.0 modules: wiki | url | |
    wiki:history | RSS 1.0 modules: wiki | url | |
    wiki:importance | RSS 1.0 modules: wiki | (major/minor) | |
    wiki:interwiki | RSS 1.0 modules: wiki | any | * |
    wiki:status | RSS 1.0 modules: wiki | (new/updated/deleted) | |
    wiki:version | RSS 1.0 modules: wiki | positive | |
    rss091:copyright | RSS 1.0 modules: rss091 | text | |
    rss091:language | RSS 1.0 modules: rss091 | language | |
    rss091:rating | RSS 1.0 modules: rss091 | text | |
    rss091:managingEditor | RSS 1.0 modules: rss091 | text | |
    rss091:webmaster | RSS 1.0 modules: rss091 | text | |
    rss091:pubDate | RSS 1.0 modules: rss091 | text | |
    rss091:lastBuildDate | RSS 1.0 modules: rss091 | text | |
    rss091:docs | RSS 1.0 modules: rss091 | url | |
    rss091:width | RSS 1.0 modules: rss091 | count | |
    rss091:height | RSS 1.0 modules: rss091 | count | |
    rss091:hour | RSS 1.0 modules: rss091 | hour24 | |
    rss091:day | RSS 1.0 modules: rss091 | text | |
    rss091:skipHours | RSS 1.0 modules: rss091 | any | * |
    rss091:skipDays | RSS 1.0 modules: rss091 | any | * |
    rdf:Description | RDF 1.1 XML §2.2 | any | * |
    rdf:value | RDF 1.1 XML §2.2 | any | * |
    rdf:type | RDF 1.1 XML §2.2 | any | * |
    rdfs:seeAlso | RDF Schema 1.1 §5.4.1 | any | * |
    rdfs:label | RDF Schema 1.1 §3.6 | any | * |
    rdfs:comment | RDF Schema 1.1 §3.7 | any | * |
    """)
}

extension Vocabulary {
  /// Those that are said of an entry alone.
  static let ofEntries: Set = [
    "trackback:ping", "trackback:about", "slash:comments", "slash:section", "slash:department", "slash:hit_parade",
    "wfw:comment", "thr:in-reply-to", "thr:total", "itunes:duration", "itunes:order", "itunes:isClosedCaptioned",
    "itunes:episode", "itunes:season", "itunes:episodeType",
  ]
  /// Of a document, beside its channel where it has one.
  static let ofDocuments: Set = ["access:restriction"]
  /// And of a feed alone.
  static let ofFeeds: Set = [
    "sy:updatePeriod", "sy:updateFrequency", "sy:updateBase", "fh:complete", "fh:archive", "admin:generatorAgent",
    "admin:errorReportsTo", "blogChannel:blogRoll", "blogChannel:mySubscriptions", "blogChannel:blink",
    "blogChannel:changes", "cp:server", "itunes:owner", "itunes:type", "itunes:new-feed-url", "itunes:complete",
    "opensearch:totalResults", "opensearch:startIndex", "opensearch:itemsPerPage",
  ]
}
