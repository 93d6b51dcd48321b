// The limit for any program that writes with libxml2: limit CATALOG FOLDER
//
// Reads a ready-parsed catalog (length-prefixed strings, see generate.py) in one go, chooses the newest twenty posts of every
// feed, and writes each feed in three formats, each entry each time anew: Atom and RSS through xmlTextWriter, JSON Feed with an
// escaper of a few lines. It parses no JSON, cleans no HTML, makes no address absolute, remembers nothing, syncs nothing,
// and checks nothing that libxml2 does not check.
#include <errno.h>
#include <fcntl.h>
#include <libxml/xmlwriter.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ENTRIES = 20, AUTHORS = 3, TAGS = 6 };

typedef struct { const char *bytes; uint32_t length; } Text;
typedef struct { Text label, slug; } Tag;
typedef struct {
  int64_t published;
  Text id, url, title, summary, html;
  uint32_t author_count, tag_count, tags[TAGS];
  struct { Text name, url; } authors[AUTHORS];
} Post;
typedef struct { uint32_t count; const Post *posts[ENTRIES]; } Feed;

static Text site_title, site_url, site_description;
static Tag *tags;

static void fail(const char *what) { perror(what); exit(2); }

static void check(int result) {
  if (result < 0) { fputs("xmlTextWriter failed\n", stderr); exit(2); }
}

// Reading

static const char *cursor;

static uint32_t number(void) {
  uint32_t value;
  memcpy(&value, cursor, 4);
  cursor += 4;
  return value;
}

static Text text(void) {
  Text value;
  value.length = number();
  value.bytes = cursor;
  cursor += value.length + 1;
  return value;
}

static char *contents(const char *path) {
  int file = open(path, O_RDONLY);
  struct stat state;
  if (file < 0 || fstat(file, &state) != 0) fail(path);
  char *bytes = malloc(state.st_size + 1);
  for (off_t done = 0; done < state.st_size;) {
    ssize_t got = read(file, bytes + done, state.st_size - done);
    if (got <= 0) fail(path);
    done += got;
  }
  close(file);
  return bytes;
}

static int newest_first(const void *left, const void *right) {
  const Post *a = left, *b = right;
  if (a->published != b->published) return a->published < b->published ? 1 : -1;
  return strcmp(a->id.bytes, b->id.bytes);
}

// Writing

static void rfc3339(int64_t instant, char out[32]) {
  time_t time = instant;
  strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", gmtime(&time));
}

static void rfc822(int64_t instant, char out[40]) {
  time_t time = instant;
  strftime(out, 40, "%a, %d %b %Y %H:%M:%S +0000", gmtime(&time));
}

#define X(string) ((const xmlChar *)(string))

static xmlTextWriterPtr xml;

static void start(const char *name) { check(xmlTextWriterStartElement(xml, X(name))); }
static void end(void) { check(xmlTextWriterEndElement(xml)); }
static void attribute(const char *name, const char *value) { check(xmlTextWriterWriteAttribute(xml, X(name), X(value))); }
static void string(const char *value) { check(xmlTextWriterWriteString(xml, X(value))); }
static void element(const char *name, const char *value) { check(xmlTextWriterWriteElement(xml, X(name), X(value))); }

static void typed(const char *name, const char *type, const char *value) {
  start(name);
  attribute("type", type);
  string(value);
  end();
}

static void link_to(const char *relation, const char *type, const char *address) {
  start("link");
  attribute("rel", relation);
  attribute("type", type);
  attribute("href", address);
  end();
}

static void atom(const Feed *feed, const char *title, const char *id, const char *self) {
  char date[32];
  start("feed");
  attribute("xmlns", "http://www.w3.org/2005/Atom");
  attribute("xml:lang", "en");
  element("id", id);
  typed("title", "text", title);
  typed("subtitle", "text", site_description.bytes);
  rfc3339(feed->posts[0]->published, date);
  element("updated", date);
  link_to("self", "application/atom+xml", self);
  link_to("alternate", "text/html", site_url.bytes);
  for (uint32_t i = 0; i < feed->count; i++) {
    const Post *post = feed->posts[i];
    start("entry");
    element("id", post->id.bytes);
    typed("title", "text", post->title.bytes);
    link_to("alternate", "text/html", post->url.bytes);
    rfc3339(post->published, date);
    element("published", date);
    element("updated", date);
    for (uint32_t a = 0; a < post->author_count; a++) {
      start("author");
      element("name", post->authors[a].name.bytes);
      if (post->authors[a].url.length) element("uri", post->authors[a].url.bytes);
      end();
    }
    for (uint32_t t = 0; t < post->tag_count; t++) {
      start("category");
      attribute("term", tags[post->tags[t]].slug.bytes);
      attribute("label", tags[post->tags[t]].label.bytes);
      end();
    }
    typed("summary", "text", post->summary.bytes);
    typed("content", "html", post->html.bytes);
    end();
  }
  end();
}

static void rss(const Feed *feed, const char *title, const char *id, const char *self) {
  (void)id;
  char date[40];
  start("rss");
  attribute("version", "2.0");
  attribute("xmlns:atom", "http://www.w3.org/2005/Atom");
  attribute("xmlns:content", "http://purl.org/rss/1.0/modules/content/");
  attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/");
  start("channel");
  element("title", title);
  element("link", site_url.bytes);
  element("description", site_description.bytes);
  start("atom:link");
  attribute("rel", "self");
  attribute("type", "application/rss+xml");
  attribute("href", self);
  end();
  element("language", "en");
  rfc822(feed->posts[0]->published, date);
  element("lastBuildDate", date);
  for (uint32_t i = 0; i < feed->count; i++) {
    const Post *post = feed->posts[i];
    start("item");
    element("title", post->title.bytes);
    element("link", post->url.bytes);
    element("description", post->summary.bytes);
    element("content:encoded", post->html.bytes);
    start("guid");
    attribute("isPermaLink", "true");
    string(post->id.bytes);
    end();
    rfc822(post->published, date);
    element("pubDate", date);
    for (uint32_t a = 0; a < post->author_count; a++) element("dc:creator", post->authors[a].name.bytes);
    for (uint32_t t = 0; t < post->tag_count; t++) element("category", tags[post->tags[t]].label.bytes);
    end();
  }
  end();
  end();
}

static char *json;
static size_t json_length, json_capacity;

static void room(size_t more) {
  if (json_length + more <= json_capacity) return;
  json_capacity = 2 * (json_length + more);
  json = realloc(json, json_capacity);
}

static void raw(const char *bytes) {
  size_t length = strlen(bytes);
  room(length);
  memcpy(json + json_length, bytes, length);
  json_length += length;
}

static void quoted(const char *bytes) {
  room(6 * strlen(bytes) + 2);
  char *out = json + json_length;
  *out++ = '"';
  for (; *bytes; bytes++) {
    unsigned char byte = *bytes;
    if (byte == '"' || byte == '\\') { *out++ = '\\'; *out++ = byte; }
    else if (byte == '\n') { *out++ = '\\'; *out++ = 'n'; }
    else if (byte < 0x20) out += sprintf(out, "\\u%04x", byte);
    else *out++ = byte;
  }
  *out++ = '"';
  json_length = out - json;
}

static void member(const char *name, const char *value) {
  raw(name);
  quoted(value);
}

static void json_feed(const Feed *feed, const char *title, const char *self) {
  char date[32];
  json_length = 0;
  member("{\"version\":", "https://jsonfeed.org/version/1.1");
  member(",\"title\":", title);
  member(",\"home_page_url\":", site_url.bytes);
  member(",\"feed_url\":", self);
  member(",\"description\":", site_description.bytes);
  raw(",\"language\":\"en\",\"items\":[\n");
  for (uint32_t i = 0; i < feed->count; i++) {
    const Post *post = feed->posts[i];
    member(i ? ",\n{\"id\":" : "{\"id\":", post->id.bytes);
    member(",\"url\":", post->url.bytes);
    member(",\"title\":", post->title.bytes);
    member(",\"content_html\":", post->html.bytes);
    member(",\"summary\":", post->summary.bytes);
    rfc3339(post->published, date);
    member(",\"date_published\":", date);
    member(",\"date_modified\":", date);
    raw(",\"authors\":[");
    for (uint32_t a = 0; a < post->author_count; a++) {
      member(a ? ",{\"name\":" : "{\"name\":", post->authors[a].name.bytes);
      if (post->authors[a].url.length) member(",\"url\":", post->authors[a].url.bytes);
      raw("}");
    }
    raw("],\"tags\":[");
    for (uint32_t t = 0; t < post->tag_count; t++) member(t ? "," : "", tags[post->tags[t]].label.bytes);
    raw("]}");
  }
  raw("\n]}\n");
}

static void put(const char *path, const char *bytes, size_t length) {
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) fail(path);
  for (size_t done = 0; done < length;) {
    ssize_t wrote = write(file, bytes + done, length - done);
    if (wrote < 0) fail(path);
    done += wrote;
  }
  if (close(file) != 0) fail(path);
}

static void make_folder(const char *path) {
  if (mkdir(path, 0755) != 0 && errno != EEXIST) fail(path);
}

static void publish(const char *folder, const char *scope, const char *title, const Feed *feed) {
  static const struct { const char *extension; void (*write)(const Feed *, const char *, const char *, const char *); } kinds[] = {
    {"atom", atom}, {"rss", rss}};
  char path[4096], self[4096], id[4096];
  snprintf(id, sizeof id, "tag:bench.example,2004-01-01:feeds/%s", scope);
  xmlBufferPtr buffer = xmlBufferCreateSize(128 * 1024);
  for (int kind = 0; kind < 2; kind++) {
    xmlBufferEmpty(buffer);
    xml = xmlNewTextWriterMemory(buffer, 0);
    if (!xml) fail("xmlNewTextWriterMemory");
    snprintf(path, sizeof path, "%s/%s.%s", folder, scope, kinds[kind].extension);
    snprintf(self, sizeof self, "%sfeeds/%s.%s", site_url.bytes, scope, kinds[kind].extension);
    check(xmlTextWriterStartDocument(xml, NULL, "UTF-8", NULL));
    kinds[kind].write(feed, title, id, self);
    check(xmlTextWriterEndDocument(xml));
    xmlFreeTextWriter(xml);
    put(path, (const char *)xmlBufferContent(buffer), xmlBufferLength(buffer));
  }
  xmlBufferFree(buffer);
  snprintf(path, sizeof path, "%s/%s.json", folder, scope);
  snprintf(self, sizeof self, "%sfeeds/%s.json", site_url.bytes, scope);
  json_feed(feed, title, self);
  put(path, json, json_length);
}

static void add(Feed *feed, const Post *post) {
  if (feed->count < ENTRIES) feed->posts[feed->count++] = post;
}

int main(int count, char **arguments) {
  if (count != 3) return fputs("limit CATALOG FOLDER\n", stderr), 64;
  xmlInitParser();
  cursor = contents(arguments[1]);
  if (memcmp(cursor, "SYNB", 4) != 0) return fputs("not a packed catalog\n", stderr), 1;
  cursor += 4;
  uint32_t post_count = number(), tag_count = number();
  site_title = text(), site_url = text(), site_description = text();
  tags = malloc(tag_count * sizeof *tags);
  for (uint32_t i = 0; i < tag_count; i++) {
    tags[i].label = text();
    tags[i].slug = text();
  }
  Post *posts = malloc(post_count * sizeof *posts);
  for (uint32_t i = 0; i < post_count; i++) {
    Post *post = &posts[i];
    memcpy(&post->published, cursor, 8);
    cursor += 8;
    post->id = text(), post->url = text(), post->title = text(), post->summary = text(), post->html = text();
    post->author_count = number();
    if (post->author_count > AUTHORS) return fputs("too many authors\n", stderr), 1;
    for (uint32_t a = 0; a < post->author_count; a++) {
      post->authors[a].name = text();
      post->authors[a].url = text();
    }
    post->tag_count = number();
    if (post->tag_count > TAGS) return fputs("too many tags\n", stderr), 1;
    for (uint32_t t = 0; t < post->tag_count; t++) post->tags[t] = number();
  }
  qsort(posts, post_count, sizeof *posts, newest_first);

  Feed all = {0}, *feeds = calloc(tag_count, sizeof *feeds);
  for (uint32_t i = 0; i < post_count; i++) {
    add(&all, &posts[i]);
    for (uint32_t t = 0; t < posts[i].tag_count; t++) add(&feeds[posts[i].tags[t]], &posts[i]);
  }

  char path[4096], scope[512], title[1024];
  make_folder(arguments[2]);
  snprintf(path, sizeof path, "%s/tags", arguments[2]);
  make_folder(path);
  for (uint32_t i = 0; i < tag_count; i++) {
    if (feeds[i].count == 0) continue;
    snprintf(scope, sizeof scope, "tags/%s", tags[i].slug.bytes);
    snprintf(title, sizeof title, "Tag: %s · %s", tags[i].label.bytes, site_title.bytes);
    publish(arguments[2], scope, title, &feeds[i]);
  }
  publish(arguments[2], "all", site_title.bytes, &all);
  return 0;
}
