"""Reads a running server's feeds as feed readers do, and says what is wrong with them.

/usr/bin/python3 feeds_read.py http://127.0.0.1:PORT

Prints one line for each fault, and at the end how many feeds, entries and outlines were read; status 1 with faults.
"""

import sys
import time
import urllib.parse
import urllib.request
import xml.dom.minidom

import feedparser
import listparser

BASE = sys.argv[1]
FAULTS = []
READ = {"feeds": 0, "entries": 0, "outlines": 0}


def check(holds, what):
    if not holds:
        FAULTS.append(what)


def fetch(target):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(BASE + target, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def parse(target, status=200):
    code, body, headers = fetch(target)
    check(code == status, f"{target}: status {code}")
    feed = feedparser.parse(body, response_headers={"content-type": headers["Content-Type"]})
    check(feed.bozo == 0, f"{target}: {feed.get('bozo_exception')}")
    READ["feeds"] += 1
    READ["entries"] += len(feed.entries)
    return feed


def read_feed(target, least, absolute_ids=True):
    feed = parse(target)
    check(feed.feed.get("title"), f"{target}: no title")
    check(len(feed.entries) >= least, f"{target}: {len(feed.entries)} entries")
    for entry in feed.entries:
        name = f"{target}: {entry.get('id')}"
        check(entry.get("id") and entry.get("title") and entry.get("link"), f"{name}: lacks id, title or link")
        date = entry.get("published_parsed")
        check(date is not None and date >= time.gmtime(0), f"{name}: no date")
        check(entry.get("link", "").startswith(("http://", "https://")), f"{name}: link {entry.get('link')}")
        scheme = urllib.parse.urlparse(entry.get("id", "")).scheme
        check(not absolute_ids or scheme in ("http", "https", "urn"), f"{name}: id is no IRI")
    ids = [entry.get("id") for entry in feed.entries]
    check(len(ids) == len(set(ids)), f"{target}: an id twice")
    return feed


def read_atom(target, least):
    feed = read_feed(target, least)
    check(feed.version == "atom10", f"{target}: {feed.version}")
    check(feed.feed.get("id", "").startswith("urn:uuid:"), f"{target}: feed id {feed.feed.get('id')}")
    check(feed.feed.get("updated_parsed") is not None, f"{target}: no date")
    check(any(link.rel == "self" for link in feed.feed.links), f"{target}: no link to itself")
    for entry in feed.entries:
        check(entry.get("updated_parsed") is not None, f"{target}: {entry.id}: no update")
    return feed


def the_hostile_paper(entries, where):
    for entry in entries:
        if "hostile" not in entry.title:
            continue
        check(entry.title.startswith('A hostile "title" & '), f"{where}: {entry.title}")
        check("]]" in entry.title and "\U0001f600" in entry.title and "\u0645\u0631" in entry.title,
              f"{where}: {entry.title}")
        check("1 <2" in entry.title or "1 &lt;2" in entry.title, f"{where}: lost a sign: {entry.title}")
        return entry
    check(False, f"{where}: the hostile paper is not there")
    return None


def atom_feeds():
    feed = read_atom("/feed.atom?q=hostile", 1)
    entry = the_hostile_paper(feed.entries, "/feed.atom")
    if entry:
        check([author.name for author in entry.authors] == ["Ada <Lovelace>", "Paul Erd\u0151s"], "authors")
        check([tag.term for tag in entry.tags] == ["cs.LG", "stat.ML"], "categories")
        check("a < b" in entry.summary, f"summary {entry.summary}")
    the_hostile_paper(read_atom("/papers/2006.15055/related.atom", 3).entries, "related")
    read_atom("/daily.atom", 1)
    read_atom("/daily.atom?category=cs.LG", 1)
    read_atom("/feed.atom", 50)
    check(read_atom("/feed.atom?q=nosuchword", 0).entries == [], "nothing is found by nosuchword")


def rss_feeds():
    feed = read_feed("/rss/cs.LG+stat.ML", 1, absolute_ids=False)
    check(feed.version == "rss20", f"rss: {feed.version}")
    entry = the_hostile_paper(feed.entries, "/rss")
    if entry:
        check(entry.id == "oai:arXiv.org:2601.00001v1", f"guid {entry.id}")
        check(not entry.guidislink, "the guid is no link")
        check(entry.arxiv_announce_type == "new", "announce type")
        check(entry.author == "Ada <Lovelace>, Paul Erd\u0151s", f"dc:creator {entry.get('author')}")
        check("a &lt; b" in entry.summary and "Announce Type: new" in entry.summary, f"description {entry.summary}")


def arxiv_pages():
    """As arxiv.py asks: pages of 100, total from the first, an empty page before the end is a fault."""
    papers, start, total = [], 0, None
    while total is None or start < total:
        parameters = {"search_query": "all:learning OR all:hostile", "id_list": "", "sortBy": "submittedDate",
                      "sortOrder": "descending", "start": start, "max_results": 20}
        feed = parse("/api/query?" + urllib.parse.urlencode(parameters))
        if total is None:
            total = int(feed.feed.opensearch_totalresults)
        check(feed.entries, f"page at {start} of {total} is empty")
        if not feed.entries:
            return
        for entry in feed.entries:
            needed = ("id", "title", "summary", "published_parsed", "updated_parsed", "authors", "links", "tags",
                      "arxiv_primary_category")
            missing = [name for name in needed if not entry.get(name)]
            check(not missing, f"{entry.get('id')}: no {missing}")
            papers.append(entry.id.split("arxiv.org/abs/")[-1])
        start += len(feed.entries)
    check(len(papers) == len(set(papers)) == total, f"{len(set(papers))} papers of {total}")
    check(total > 20, f"{total} papers are one page")
    again = parse("/api/query?" + urllib.parse.urlencode({"search_query": "", "id_list": ",".join(papers[:30])}
                                                          | {"max_results": 100}))
    check([entry.id.split("arxiv.org/abs/")[-1] for entry in again.entries] == papers[:30], "ids give other papers")
    the_hostile_paper(parse("/api/query?search_query=ti:hostile").entries, "/api/query")


def errors():
    for target in ("/feed.atom?sort=x", "/daily.atom?sort=x", "/rss/a,b", "/api/query?id_list=abc"):
        feed = parse(target, 400)
        check([entry.title for entry in feed.entries] == ["Error"], f"{target}: no entry Error")
        check(feed.entries and feed.entries[0].get("summary"), f"{target}: says nothing")


def lists_of_feeds():
    _, body, _ = fetch("/feeds.opml?q=" + urllib.parse.quote('"slot attention" & <more>') + "&q=b&category=cs.LG")
    opml = listparser.parse(body.decode())
    check(not opml.bozo, f"OPML: {opml.get('bozo_exception')}")
    check(opml.meta.title == "Paperdex", "OPML: title")
    check([feed.title for feed in opml.feeds] == ['Paperdex: "slot attention" & <more>, cs.LG', "Paperdex: b, cs.LG"],
          f"OPML: {[feed.title for feed in opml.feeds]}")
    READ["outlines"] = len(opml.feeds)
    for feed in opml.feeds:
        check(feed.url.startswith(BASE), f"OPML: {feed.url}")
        read_atom(feed.url[len(BASE):], 0)
    xml.dom.minidom.parseString(fetch("/opensearch.xml")[1])


atom_feeds()
rss_feeds()
arxiv_pages()
errors()
lists_of_feeds()
for fault in FAULTS:
    print(fault)
print(" ".join(f"{name}={count}" for name, count in READ.items()))
sys.exit(1 if FAULTS else 0)
