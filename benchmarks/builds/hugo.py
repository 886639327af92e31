"""A plain Hugo project with what an archive needs: contents, tags, neighbours, lists, and Pagefind for the search."""

from __future__ import annotations

from pathlib import Path

SITE = "public"
CONFIG = """title = "资料库"
languageCode = "zh-CN"
hasCJKLanguage = true
uglyURLs = true
pluralizeListTitles = false
[taxonomies]
tag = "tags"
"""
LAYOUTS = {
    "baseof.html": """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ .Title }} - {{ site.Title }}</title><link rel="stylesheet" href="{{ "style.css" | relURL }}">
<link rel="stylesheet" href="{{ "pagefind/pagefind-ui.css" | relURL }}">
<script src="{{ "pagefind/pagefind-ui.js" | relURL }}" defer></script></head>
<body>{{ partialCached "header.html" . }}<main>{{ block "main" . }}{{ end }}</main>
<script>addEventListener("load", () => new PagefindUI({element: "#search"}))</script></body></html>
""",
    "single.html": """{{ define "main" }}<p>{{ range .Ancestors.Reverse }}
<a href="{{ .RelPermalink }}">{{ .Title }}</a> /{{ end }}</p>
<nav>{{ .TableOfContents }}</nav><article data-pagefind-body><h1>{{ .Title }}</h1>
<p><time>{{ .Date.Format "2006-01-02" }}</time>{{ range .GetTerms "tags" }}
<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>{{ .Content }}</article>
<nav>{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
""",
    "list.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range (.Paginate .Pages 50).Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>{{ end }}</ul>
{{ partial "pagination.html" . }}{{ end }}
""",
    "partials/header.html": """<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a><div id="search"></div><nav><ul>
{{ range site.Home.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></header>
""",
    "partials/pagination.html": """{{ with .Paginator }}<p>{{ with .Prev }}<a href="{{ .URL }}">上一页</a>{{ end }}
{{ .PageNumber }} / {{ .TotalPages }} {{ with .Next }}<a href="{{ .URL }}">下一页</a>{{ end }}</p>{{ end }}
""",
}


def program(programs: Path) -> Path:
    """The program itself: the script beside it only looks for it."""
    return next(programs.parent.glob("lib/python*/site-packages/hugo/binaries/hugo"))


def lay_out(folder: Path) -> None:
    """Make a folder with ``content/`` a project."""
    (folder / "hugo.toml").write_text(CONFIG, "utf-8")
    for name, text in LAYOUTS.items():
        place = folder / "layouts" / (name if "/" in name else f"_default/{name}")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    (folder / "static").mkdir(exist_ok=True)
    (folder / "static" / "style.css").write_text("main { max-width: 60rem; margin: auto }\n", "utf-8")
