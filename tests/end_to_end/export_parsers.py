"""Reads what paperdex-query exports with parsers that are not ours, and compares it with the papers.

  export_parsers.py bibtexparser FILE.bib PAPERS    python3-bibtexparser
  export_parsers.py mods FILE.xml PAPERS            the MODS that bib2xml and ris2xml make
  export_parsers.py csl FILE.json PAPERS            json, and the names and types of CSL's fields
  export_parsers.py csv FILE.csv PAPERS             csv
  export_parsers.py take FILE.jsonl.xz COUNT        writes so many of the lines, from all over the file

PAPERS is the jsonl export of the same papers in the same order. Prints a line for each difference and a sum; the status
is 1 when there are differences.
"""

import csv
import json
import lzma
import re
import sys
import xml.etree.ElementTree

ESCAPES = {
    "\\textdollar{}": "$", "\\textbackslash{}": "\\", "\\textbraceleft{}": "{", "\\textbraceright{}": "}",
    "\\~{}": "~", "\\^{}": "^", "\\%": "%", "\\&": "&", "\\#": "#", "\\_": "_", "\\$": "$", "\\{": "{", "\\}": "}",
}
FORMULA = re.compile(r"((?<!\\)\$[^$]*\$)")
ESCAPE = re.compile("|".join(re.escape(escape) for escape in ESCAPES))


def text_of_tex(tex):
    """Without escapes, but in formulas."""
    parts = FORMULA.split(tex)
    return "".join(part if i % 2 else ESCAPE.sub(lambda m: ESCAPES[m.group()], part) for i, part in enumerate(parts))


def with_sound_formulas(text):
    """A lone % in a formula is exported as \\%."""
    return FORMULA.sub(lambda match: re.sub(r"(?<!\\)([%#])", r"\\\1", match.group()), text)


def letters(text):
    """What parsers leave of names and titles, however they set spaces and signs."""
    return "".join(c for c in text.casefold() if c.isalnum())


def persons(names):
    """As bibutils has them: each once, and never with an "and"."""
    return list(dict.fromkeys(letters(part) for name in names for part in name.split(" and ")))


def names_of_tex(field):
    """Split at "and" outside of braces, which bibtexparser leaves to its users."""
    names, depth, begin = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", field):
        if match.group() in "{}":
            depth += 1 if match.group() == "{" else -1
        elif depth == 0:
            names.append(field[begin : match.start()])
            begin = match.end()
    return names + [field[begin:]] if field else []


def read_bibtexparser(path):
    import bibtexparser
    from bibtexparser.bparser import BibTexParser
    from bibtexparser.customization import splitname

    with open(path, encoding="utf-8") as file:
        entries = bibtexparser.load(file, BibTexParser(common_strings=True, ignore_nonstandard_types=False)).entries
    keys = {entry["ID"] for entry in entries}
    assert len(keys) == len(entries), "keys are there twice"
    assert all(re.fullmatch("[A-Za-z0-9:-]+", key) for key in keys), "a key has other signs"
    for entry in entries:
        title = entry["title"]
        assert title.startswith("{") and title.endswith("}"), title
        authors = []
        for name in names_of_tex(entry.get("author", "")):
            parts = splitname(name)
            words = parts["first"] + parts["von"] + parts["last"] + parts["jr"]
            authors.append(letters(text_of_tex(" ".join(words))))
        yield {
            "title_tex": text_of_tex(title[1:-1]),
            "authors": authors,
            "year": entry.get("year", ""),
            "month": entry.get("month", ""),
            "doi": entry.get("doi", ""),
            "abstract_tex": text_of_tex(entry.get("abstract", "")),
        }


def read_mods(path):
    ns = "{http://www.loc.gov/mods/v3}"
    for mods in xml.etree.ElementTree.parse(path).getroot().findall(ns + "mods"):
        names = []
        for name in mods.findall(ns + "name"):
            kinds = {"given": "", "family": "", "suffix": ""}
            for part in name.findall(ns + "namePart"):
                kind = part.get("type")
                kinds[kind if kind in kinds else "family"] += " " + part.text
            names.append(" ".join(kinds.values()))
        dates = [d.text for tag in ("dateIssued", "date") for d in mods.iter(ns + tag) if d.text]
        dois = [i.text for i in mods.findall(ns + "identifier") if i.get("type") == "doi"]
        yield {
            "title_letters": letters(mods.find(ns + "titleInfo/" + ns + "title").text),
            "persons": persons(names),
            "year": dates[0][:4] if dates else "",
            "doi": dois[0] if dois else "",
        }


CSL_TYPES = {
    "id": str, "type": str, "title": str, "author": list, "issued": dict, "container-title": str, "DOI": str,
    "PMID": str, "PMCID": str, "archive": str, "archive_location": str, "publisher": str, "number": str, "URL": str,
    "keyword": str, "abstract": str, "note": str,
}
CSL_NAMES = {"family", "given", "non-dropping-particle", "suffix", "literal"}


def read_csl(path):
    with open(path, encoding="utf-8") as file:
        items = json.load(file)
    assert isinstance(items, list)
    assert len({item["id"] for item in items}) == len(items), "ids are there twice"
    for item in items:
        for name, value in item.items():
            assert isinstance(value, CSL_TYPES[name]) and value, name
        assert item["type"] in ("article", "article-journal", "paper-conference"), item["type"]
        for author in item.get("author", []):
            assert author and set(author) <= CSL_NAMES, author
            assert ("literal" in author) != ("family" in author), author
        parts = item.get("issued", {"date-parts": [[""]]})["date-parts"][0]
        assert all(isinstance(part, int) for part in parts) or parts == [""], parts
        yield {
            "id": item["id"],
            "title": item["title"],
            "authors": [
                letters("".join(a.get(p, "") for p in ("given", "non-dropping-particle", "family", "suffix", "literal")))
                for a in item.get("author", [])
            ],
            "year": str(parts[0]),
            "doi": item.get("DOI", ""),
            "abstract": item.get("abstract", ""),
        }


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    assert text.count("\n") == text.count("\r\n"), "lines end with CR LF"
    for row in csv.DictReader(text.splitlines(keepends=True), strict=True):
        assert None not in row and None not in row.values(), row
        yield {
            "id": row["id"],
            "title": row["title"].removeprefix("'"),
            "authors": [letters(name) for name in row["authors"].split("; ") if name],
            "year": row["published"][:4],
            "doi": row["doi"],
            "abstract": row["abstract"].removeprefix("'"),
        }


READERS = {"bibtexparser": read_bibtexparser, "mods": read_mods, "csl": read_csl, "csv": read_csv}
MONTHS = " January February March April May June July August September October November December".split(" ")


def facts_of(paper):
    published = paper.get("published", "")
    authors = [letters(author) for author in paper.get("authors", [])]
    return {
        "id": paper["id"],
        "title": paper["title"],
        # bib2xml makes Unicode of the TeX in formulas, so that these titles are not compared.
        "title_letters": None if re.search(r"[$\\]", paper["title"]) else letters(paper["title"]),
        "authors": authors,
        "persons": persons(paper.get("authors", [])),
        "year": published[:4],
        "month": MONTHS[int(published[5:7] or 0)],
        "doi": paper.get("doi", ""),
        "abstract": paper.get("abstract", ""),
        "title_tex": with_sound_formulas(paper["title"]),
        "abstract_tex": with_sound_formulas(paper.get("abstract", "")),
    }


def compare(kind, path, papers_path):
    with open(papers_path, encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    read = list(READERS[kind](path))
    differences = int(len(read) != len(papers))
    for record, paper in zip(read, papers):
        expected = facts_of(paper)
        for name, value in record.items():
            if expected[name] is not None and value != expected[name]:
                differences += 1
                print(f"{paper['id']} {name}: {value!r} is not {expected[name]!r}")
    print(f"read={len(read)} papers={len(papers)} differences={differences}")
    return 1 if differences else 0


def take(path, count):
    with lzma.open(path, "rt", encoding="utf-8") as file:
        lines = file.readlines()
    step = max(1, len(lines) // count)
    sys.stdout.write("".join(lines[::step][:count]))
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "take":
        sys.exit(take(sys.argv[2], int(sys.argv[3])))
    sys.exit(compare(*sys.argv[1:4]))
