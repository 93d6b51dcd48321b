// The same feeds with Go's gorilla/feeds, Atom, RSS and JSON Feed: with_gorilla CATALOG FOLDER
//
// An entry is made once and put into every feed that holds it; posts that no feed holds are not turned into entries. An entry
// of gorilla/feeds has one author and no tags.
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/gorilla/feeds"
)

const (
	site    = "https://bench.example/"
	entries = 20
)

type post struct {
	ID        string    `json:"id"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Summary   string    `json:"summary"`
	Content   string    `json:"content_html"`
	Published time.Time `json:"date_published"`
	Authors   []struct {
		Name string `json:"name"`
	} `json:"authors"`
	Tags []string `json:"tags"`
}

type catalog struct {
	Title string  `json:"title"`
	Items []*post `json:"items"`
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// Entries by the id of their post.
var made = map[string]*feeds.Item{}

func entryOf(p *post) *feeds.Item {
	if entry, ok := made[p.ID]; ok {
		return entry
	}
	entry := &feeds.Item{
		Id: p.ID, Title: p.Title, Link: &feeds.Link{Href: p.URL}, Description: p.Summary, Content: p.Content,
		Created: p.Published, Updated: p.Published,
	}
	if len(p.Authors) > 0 {
		entry.Author = &feeds.Author{Name: p.Authors[0].Name}
	}
	made[p.ID] = entry
	return entry
}

func publish(folder, scope, title string, posts []*post) {
	feed := &feeds.Feed{
		Title: title, Link: &feeds.Link{Href: site}, Description: "Posts that nobody wrote, to be published by every program alike",
		Id: "tag:bench.example,2004-01-01:feeds/" + scope, Created: posts[0].Published, Updated: posts[0].Published,
	}
	for _, p := range posts {
		feed.Add(entryOf(p))
	}
	for kind, write := range map[string]func(io.Writer) error{"atom": feed.WriteAtom, "rss": feed.WriteRss, "json": feed.WriteJSON} {
		file, err := os.Create(folder + "/" + scope + "." + kind)
		check(err)
		writer := bufio.NewWriterSize(file, 1<<16)
		check(write(writer))
		check(writer.Flush())
		check(file.Close())
	}
}

func main() {
	bytes, err := os.ReadFile(os.Args[1])
	check(err)
	folder := os.Args[2]
	var read catalog
	check(json.Unmarshal(bytes, &read))
	posts := read.Items
	sort.Slice(posts, func(a, b int) bool {
		if posts[a].Published.Equal(posts[b].Published) {
			return posts[a].ID > posts[b].ID
		}
		return posts[a].Published.After(posts[b].Published)
	})
	chosen := map[string][]*post{}
	for _, p := range posts {
		for _, tag := range p.Tags {
			if len(chosen[tag]) < entries {
				chosen[tag] = append(chosen[tag], p)
			}
		}
	}

	check(os.MkdirAll(folder+"/tags", 0o755))
	for tag, held := range chosen {
		publish(folder, "tags/"+strings.ReplaceAll(tag, " ", "-"), "Tag: "+tag+" · "+read.Title, held)
	}
	if len(posts) > entries {
		posts = posts[:entries]
	}
	publish(folder, "all", read.Title, posts)
}
