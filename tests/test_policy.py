"""The security policy of a page: what it names, what it leaves out, and links to other sites."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.policy import Policy

KNOWN = 'start=new URL("{{ config.extra.scope | d(base_url) }}",location)'
HEAD = '<!doctype html><html><head>\n<meta charset="utf-8">\n{}</head><body>{}</body></html>'


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    theme = tmp_path_factory.mktemp("theme")
    scripts = theme / "partials" / "javascripts"
    scripts.mkdir(parents=True)
    (scripts / "base.html").write_text(f"{{#- a note -#}}\n<script>{KNOWN}</script>\n", "utf-8")
    (scripts / "other.html").write_text("{% if more %}<script>let a=1</script>{% endif %}", "utf-8")
    return Policy([theme, theme / "none"])


def said(html: str) -> dict[str, str]:
    found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert len(found) == 1
    return {name: value for name, _, value in (one.partition(" ") for one in found[0].split("; "))}


def hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_the_themes_own_scripts_are_named(policy: Policy) -> None:
    filled = 'start=new URL("..",location)'
    page = HEAD.format(f"<script>{filled}</script>", '<script src="a.js"></script><script>let a=1</script>')
    assert said(policy.apply(page))["script-src"] == f"'self' {hash_of(filled)} {hash_of('let a=1')}"


@pytest.mark.parametrize(
    "script",
    [
        *("alert(1)", "let a=1;alert(1)", " let a=1", "let a=2", 'start=new URL("",alert(1)),location)'),
        'start=new URL("<!--",location)',
    ],
)
def test_no_other_script_is(policy: Policy, script: str) -> None:
    page = HEAD.format("", f"<script>{script}</script><script type=module>{script}</script>")
    assert said(policy.apply(page))["script-src"] == "'self'"


def test_nothing_is_loaded_from_elsewhere_or_inline(policy: Policy) -> None:
    rules = said(policy.apply(HEAD.format("", "")))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == rules["connect-src"] == rules["worker-src"] == "'self'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert not re.search(r"unsafe|https?:|\*", " ".join(rules.values()))


def test_it_stands_before_all_that_it_rules(policy: Policy) -> None:
    html = policy.apply(HEAD.format("<script>let a=1</script><link rel=stylesheet href=a.css>", ""))
    assert html.index("charset") < html.index("Content-Security-Policy") < html.index("<script>")
    assert html.index("charset") < 1024
    bare = policy.apply("<html><head><title>a</title></head></html>")
    assert bare.index("<head>") < bare.index("Content-Security-Policy") < bare.index("<title>")


def test_once_is_enough(policy: Policy) -> None:
    once = policy.apply(HEAD.format("", '<a href="https://example.org/">a</a>'))
    assert policy.apply(once) == once
    assert policy.apply("no page") == "no page"


def test_a_text_about_policies_does_not_stand_in_for_one(policy: Policy) -> None:
    page = HEAD.format('<meta name="description" content="Content-Security-Policy">', "Content-Security-Policy")
    assert said(policy.apply(page))


@pytest.mark.parametrize(
    ("link", "closed"),
    [
        ('<a href="https://example.org/">', '<a href="https://example.org/" rel="noopener noreferrer">'),
        ("<a href='http://example.org/'>", "<a href='http://example.org/' rel=\"noopener noreferrer\">"),
        ("<A HREF=//example.org>", '<A HREF=//example.org rel="noopener noreferrer">'),
        ('<a rel="me" href="https://example.org/">', '<a rel="me noopener noreferrer" href="https://example.org/">'),
        ('<a title="a > b" href="//example.org">', '<a title="a > b" href="//example.org" rel="noopener noreferrer">'),
        ('<area href="https://example.org/" />', '<area href="https://example.org/" rel="noopener noreferrer"/>'),
        ('<a href="../a.html">', '<a href="../a.html">'),
        ('<a href="#b">', '<a href="#b">'),
        ('<abbr title="https://example.org/">', '<abbr title="https://example.org/">'),
        ('<script>"<a href=https://example.org>"</script>', '<script>"<a href=https://example.org>"</script>'),
        ("<!-- <a href=https://example.org> -->", "<!-- <a href=https://example.org> -->"),
    ],
)
def test_links_to_other_sites_tell_them_nothing(policy: Policy, link: str, closed: str) -> None:
    page = policy.apply(HEAD.format("", link))
    assert closed in page
    assert '<meta name="referrer" content="no-referrer">' in page


@given(st.text(alphabet="<>/='\"ahrefscipt!- \n\\https:./{}&;", max_size=80))
def test_no_page_is_too_odd(text: str) -> None:
    page = HEAD.format("", text)
    html = Policy([Path("none")]).apply(page)
    assert said(html)["script-src"] == "'self'"
    assert re.sub(r' rel="[^"]*"', "", html).count("<") == re.sub(r' rel="[^"]*"', "", page).count("<") + 2
