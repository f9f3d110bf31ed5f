"""What huggingface_hub does with HF_ENDPOINT: HfApi.list_papers, list_daily_papers, paper_info and read_paper.

python3 huggingface_client.py ENDPOINT    over the papers of huggingface_test.cc
"""

import json
import re
import sys
from datetime import datetime
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

ENDPOINT = sys.argv[1]


def parse_time(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")


class PaperInfo:
    """Takes the members from where the client takes them, and in its order."""

    def __init__(self, members):
        paper = members.pop("paper", {})
        self.id = members.pop("id", None) or paper.pop("id", None)
        authors = paper.pop("authors", None) or members.pop("authors", None)
        self.authors = [author.pop("name") for author in authors] if authors else None
        published = paper.pop("publishedAt", None) or members.pop("publishedAt", None)
        self.published_at = parse_time(published) if published else None
        self.title = members.pop("title", None)
        self.summary = paper.pop("summary", None) or members.pop("summary", None)
        self.upvotes = paper.pop("upvotes", None) or members.pop("upvotes", None)
        self.discussion_id = paper.pop("discussionId", None) or members.pop("discussionId", None)
        self.comments = members.pop("numComments", 0)
        submitted = members.pop("publishedAt", None) or members.pop("submittedOnDailyAt", None)
        self.submitted_at = parse_time(submitted) if submitted else None
        self.submitted_by = members.pop("submittedBy", None) or members.pop("submittedOnDailyBy", None)
        self.github_repo = members.pop("githubRepo", None)
        self.project_page = members.pop("projectPage", None)


def pages(path, **params):
    address = ENDPOINT + path + "?" + urlencode(params)
    while address:
        with urlopen(address, timeout=20) as answer:
            yield from json.load(answer)
            link = re.match(r'<([^>]+)>; rel="next"$', answer.headers.get("Link", ""))
        address = link and link[1]


def search(query, **params):
    return [PaperInfo(item) for item in pages("/api/papers/search", q=query, **params)]


def daily(**params):
    return [PaperInfo(item) for item in pages("/api/daily_papers", **params)]


def main():
    (slots,) = search("slot attention", limit=1)
    assert (slots.id, slots.title) == ("2006.15055", "Object-centric learning with slot attention"), vars(slots)
    assert slots.authors == ["Ada Lovelace", "Alan Turing"]
    assert slots.published_at == slots.submitted_at == datetime(2020, 6, 26)
    assert (slots.upvotes, slots.comments, slots.submitted_by) == (12, 3, None)
    assert slots.github_repo == "https://github.com/example/slots"
    assert slots.project_page == "https://slots.example.org"
    assert re.fullmatch("[0-9a-f]{24}", slots.discussion_id)

    with urlopen(ENDPOINT + "/api/papers/2006.15055", timeout=20) as answer:
        info = PaperInfo(json.load(answer))
    assert (info.id, info.title, info.authors) == (slots.id, slots.title, slots.authors)
    assert info.summary == slots.summary == "Slots bind to objects."
    assert info.submitted_at == datetime(2020, 7, 1)

    with urlopen(ENDPOINT + "/papers/2006.15055.md", timeout=20) as answer:
        assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
        assert answer.read().decode().startswith("# Object-centric learning with slot attention\n")

    # The client follows Link to the end.
    found = daily(limit=7)
    assert len(found) == 33 and len({paper.id for paper in found}) == 33, len(found)
    dates = [paper.published_at for paper in found if paper.published_at]
    assert dates == sorted(dates, reverse=True)
    assert len(daily(date="2021-03-11", limit=2)) == 3

    try:
        urlopen(ENDPOINT + "/api/papers/2609.39403", timeout=20)
        raise AssertionError("an unknown paper was found")
    except HTTPError as error:
        assert error.code == 404 and list(json.load(error)) == ["error"]


main()
