"""Every text that people read is in every catalogue, and nothing else is."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from dashboard import formats
from dashboard.api.handover import FIGURES
from dashboard.audit_words import ACTIONS, MEANS, NOUNS, OUTCOMES, ROLES
from dashboard.components.campaign_rows import COLUMNS
from dashboard.components.figures_line import _WORDS as FIGURE_WORDS
from dashboard.components.frame import NOWHERE
from dashboard.components.wall.figures import TILES
from dashboard.components.wall.notes import NOTES
from dashboard.components.wall.pace import SHOWN
from dashboard.figures import flow
from dashboard.figures.pace import LINES
from dashboard.live.views import APP_TITLE
from dashboard.pages import PAGES
from dashboard.texts import CATALOGUES, ENGLISH, LANGUAGES, NAMES, speaking, t
from dashboard.theme import GROUPS
from data.domain.alerts import RULES
from data.domain.asking import SENTENCES
from data.domain.diagnosis import _RULES as DIAGNOSES
from data.domain.metrics import KPIS
from data.domain.presets import PRESETS
from data.domain.states import CAMPAIGN_STATUSES, EVERY, FUNNEL_STEPS, MODES
from data.reports.kinds import KINDS
from data.reports.rows import abandonment, summary

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for pattern in ("dashboard/**/*.py", "data/domain/*.py", "data/reports/**/*.py")
    for path in ROOT.glob(pattern)
    if "cs" not in path.parts
]
SCRIPTS = sorted(ROOT.glob("assets/js/**/*.js"))
OTHERS = [code for code in LANGUAGES if code != ENGLISH]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')

# Tables hold English, and are translated where they are used.
TABLES: dict[str, list[str]] = {
    "key figures": [text for kpi in KPIS for text in (kpi.label, kpi.definition)],
    "states": [text for state in EVERY for text in (state.label, state.meaning)],
    "groups": [text for group in GROUPS for text in (group.label, group.help)],
    "funnel": list(FUNNEL_STEPS),
    "lines": [text for line in LINES for text in (line.label, line.help)],
    "columns": [column.label for column in COLUMNS],
    "statuses": [formats.words(code) for code in CAMPAIGN_STATUSES],
    "modes": [formats.words(code) for code in MODES],
    "audit": [
        text for words in (ACTIONS, NOUNS, OUTCOMES, MEANS, ROLES) for text in words.values()
    ],
    "reports": [
        *SENTENCES.values(),
        *(preset.label for preset in PRESETS.values()),
        *(text for kind in KINDS.values() for text in (kind.title, kind.tells)),
    ],
    "rows": [
        *(
            text
            for kind in KINDS.values()
            for column in kind.columns
            for text in (column.label, column.meaning)
        ),
        *abandonment.WORDS,
        *summary.WORDS,
        *(rule.label for rule in RULES),
    ],
    "figures": [text for words in FIGURE_WORDS.values() for text in words],
    "flow": [window.label for window in flow.WINDOWS],
    "diagnosis": [rule.text for rule in DIAGNOSES],
    "wall": [*(one.label for one in (*TILES, *SHOWN)), *NOTES.values()],
    "shifts": list(FIGURES.values()),
    "pages": [*(page.TITLE for page in PAGES), APP_TITLE, NOWHERE],
}


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call of `t` in a source."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and "t" in (
            getattr(node.func, "id", ""),
            getattr(node.func, "attr", ""),
        ):
            yield node


def literals(node: ast.AST) -> set[str]:
    """Every string that is written in a piece of source."""
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def chosen(argument: ast.expr) -> set[str]:
    """The texts that an argument may be: a literal, or one of two."""
    if isinstance(argument, ast.IfExp):
        return chosen(argument.body) | chosen(argument.orelse)
    return literals(argument) if isinstance(argument, ast.Constant) else set()


@cache
def said() -> frozenset[str]:
    """The texts in all calls of `t`."""
    return frozenset(
        text for path in SOURCES for call in calls(path) for text in chosen(call.args[0])
    )


def test_there_are_texts_to_look_at() -> None:
    assert len(said()) > 25
    assert "Skip to content" in said()


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language: str) -> None:
    assert sorted(said() - set(CATALOGUES[language])) == []


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", OTHERS)
def test_every_table_is_translated(language: str, table: str) -> None:
    assert [text for text in TABLES[table] if text not in CATALOGUES[language]] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_over(language: str) -> None:
    written = {text for path in SOURCES for text in literals(ast.parse(path.read_text()))}
    known = written | {text for table in TABLES.values() for text in table}
    known |= {formats.words(text) for text in written}
    assert sorted(set(CATALOGUES[language]) - known) == []


@pytest.mark.parametrize("language", OTHERS)
def test_translations_name_the_same_values(language: str) -> None:
    for text, translated in CATALOGUES[language].items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(translated)), text


def test_every_value_that_a_text_names_is_given() -> None:
    """All of them, or none: then a script fills them in."""
    for path in SOURCES:
        for call in calls(path):
            given = {keyword.arg for keyword in call.keywords}
            for text in chosen(call.args[0]):
                named = set(PLACEHOLDER.findall(text))
                assert not given or None in given or named == given, (path, text)


@pytest.mark.parametrize("language", OTHERS)
def test_no_two_catalogues_of_a_language_translate_the_same_text(language: str) -> None:
    folder = ROOT / "dashboard" / "texts" / language
    keys = [
        key.value
        for path in folder.glob("[a-z]*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    ]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_every_language_has_its_own_name() -> None:
    assert set(NAMES) == set(LANGUAGES)
    assert len(set(NAMES.values())) == len(LANGUAGES)


def test_a_text_is_said_in_the_language_in_force() -> None:
    assert t("Skip to content") == "Skip to content"
    with speaking("cs") as code:
        assert (code, t("Skip to content")) == ("cs", "Přejít k obsahu")
        assert t("What is {about}?", about="BCW") == "Co znamená BCW?"
    with speaking("tlh") as code:
        assert code == ENGLISH


# The scripts have a table of their own.


def _catalogues() -> dict[str, dict[str, str]]:
    node, _ = compute_driver_executable()
    show = "console.log(JSON.stringify(globalThis.dashboardLive.texts.CATALOGUES))"
    script = f'require("{ROOT}/assets/js/texts.js"); {show}'
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


def _said_by(script: str) -> set[str]:
    """The texts in the calls of `t` of a script, up to the values that they are given."""
    inside = re.findall(r'\bt\(((?:[^{}()"]|"(?:[^"\\\n]|\\.)*")*)', script)
    return {text for arguments in inside for text in QUOTED.findall(arguments)}


@pytest.mark.parametrize("language", OTHERS)
def test_scripts_speak_every_language(language: str) -> None:
    catalogue = _catalogues()[language]
    sources = {path.name: path.read_text() for path in SCRIPTS if path.name != "texts.js"}
    texts = {text for source in sources.values() for text in _said_by(source)}
    assert sorted(texts - set(catalogue)) == []
    assert len(texts) > 10
    everywhere = "\n".join(sources.values())
    assert [text for text in catalogue if f'"{text}"' not in everywhere] == []
    for text, translated in catalogue.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(translated)), text
