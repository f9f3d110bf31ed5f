"""What the package semanticscholar does when it is given another api_url.

python3 semantic_scholar_client.py API_URL    over the papers of semantic_scholar_test.cc
"""

import json
import sys
from datetime import datetime
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

API = sys.argv[1]
# All that the client asks for unless told otherwise.
SEARCH_FIELDS = (
    "abstract authors citationCount citationStyles corpusId externalIds fieldsOfStudy influentialCitationCount "
    "isOpenAccess journal openAccessPdf paperId publicationDate publicationTypes publicationVenue referenceCount "
    "s2FieldsOfStudy title url venue year").split()
PAPER_FIELDS = SEARCH_FIELDS + (
    "authors.affiliations authors.aliases authors.authorId authors.citationCount authors.externalIds authors.hIndex "
    "authors.homepage authors.name authors.paperCount authors.url citations citations.abstract citations.authors "
    "citations.title citations.year embedding references references.citationStyles references.title tldr").split()


class BadQuery(Exception):
    pass


class NotFound(Exception):
    pass


def get(path, parameters, payload=None):
    address = quote(f"{API}{path}?{parameters}", safe="/:?&=,%+-@!$'()*;[]")
    body = json.dumps(payload).encode() if payload else None
    headers = {"Content-Type": "application/json"} if payload else {}
    try:
        with urlopen(Request(address, body, headers), timeout=20) as answer:
            data = json.load(answer)
            return {} if len(data) == 1 and "error" in data else data
    except HTTPError as error:
        kinds = {400: BadQuery, 404: NotFound}
        raise kinds[error.code](json.load(error)["error"]) from error


class Paper:
    """Goes through the members that the client goes through."""

    def __init__(self, data):
        self.data = data
        self.authors = [author["name"] for author in data["authors"]] if "authors" in data else None
        for lists in ("citations", "references"):
            if lists in data:
                [Paper(item) for item in data[lists]]
        if data.get("publicationDate") is not None:
            self.date = datetime.strptime(data["publicationDate"], "%Y-%m-%d")
        if data.get("journal") is not None:
            data["journal"]["name"]


class PaginatedResults:
    def __init__(self, query, limit=100, max_results=1000):
        self.query, self.limit, self.max_results = query, limit, max_results
        self.offset, self.next, self.items, self.pages = -limit, 0, [], 0
        self.next_page()

    def next_page(self):
        parameters = f"query={self.query}&fields={','.join(SEARCH_FIELDS)}&offset={self.offset + self.limit}"
        results = get("/graph/v1/paper/search", f"{parameters}&limit={self.limit}")
        self.total, self.offset = results["total"], results["offset"]
        self.next = results["next"] if "next" in results else 0
        self.pages += 1
        page = [Paper(item) for item in results["data"]]
        self.items += page
        return page

    def __iter__(self):
        yield from list(self.items)
        while self.offset + self.limit == self.next and self.offset + self.limit < self.max_results - 1:
            yield from self.next_page()


def get_paper(paper_id, fields=PAPER_FIELDS):
    return Paper(get(f"/graph/v1/paper/{paper_id}", f"&fields={','.join(fields)}"))


def main():
    papers = PaginatedResults("widget", limit=7)
    found = [paper.data["paperId"] for paper in papers]
    assert papers.total == 30 and len(found) == len(set(found)) == 30 and papers.pages == 5, (papers.total, found)

    # Filters are put behind the query, as the client does.
    assert PaginatedResults("widget&year=2021-2022").total == 30
    assert PaginatedResults("widget&year=-2020").total == 0
    assert PaginatedResults("widget&publicationDateOrYear=2021-03-11:2021-03-12").total == 6
    for unsupported in ("&openAccessPdf", "&publicationTypes=Review", "&fieldsOfStudy=Physics", "&minCitationCount=1"):
        try:
            PaginatedResults("widget" + unsupported)
            raise AssertionError(unsupported)
        except BadQuery as error:
            assert unsupported[1:].split("=")[0] in str(error)

    # What a search gives as paperId is asked for again as it is.
    for paper in list(PaginatedResults("slot")) + list(PaginatedResults("odd")):
        assert get_paper(paper.data["paperId"]).data["paperId"] == paper.data["paperId"]

    slots = get_paper("ARXIV:2006.15055")
    assert slots.authors == ["Ada Lovelace", "Alan Turing"] and slots.date == datetime(2020, 6, 26)
    assert slots.data["citationCount"] is None and "citations" not in slots.data
    try:
        get_paper("CorpusId:215416146")
        raise AssertionError("a corpus id was found")
    except NotFound as error:
        assert "CorpusId:215416146" in str(error)

    batch = get("/graph/v1/paper/batch", f"&fields={','.join(SEARCH_FIELDS)}",
                {"ids": ["DOI:10.1000/slots", "CorpusId:1", "ARXIV:hep-th/9901001"]})
    assert [paper and paper["paperId"] for paper in batch] == ["2006.15055", None, "hep-th/9901001"]

    matches = get("/graph/v1/paper/autocomplete", "query=object-centric learning with sl")["matches"]
    assert matches[0] == {"id": "2006.15055", "title": "Object-centric learning with slot attention",
                          "authorsYear": "Lovelace & Turing, 2020"}, matches

    near = get("/recommendations/v1/papers/forpaper/n/3", "&fields=title,authors&limit=5&from=recent")
    assert len(near["recommendedPapers"]) == 5
    near = get("/recommendations/v1/papers/", "&fields=title&limit=3", {"positivePaperIds": ["n/3"],
                                                                         "negativePaperIds": []})
    assert len(near["recommendedPapers"]) == 3


main()
