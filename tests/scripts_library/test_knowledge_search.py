"""Looking up beside a call: by signs, pinyin, initials and mixtures of them, the best first (B3, D1)."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from scripts_library.finding import best
from scripts_library.models import Entry
from scripts_library.sounds import asked
from tests.scripts_library.knowing import an_entry

pytestmark = pytest.mark.django_db

SIGNS = (
    "产科门诊妇儿急心内外骨眼皮肤检查超声血常规尿胃肠镜孕准备"
    "空腹价格挂号住院办理停车路线医保窗口重行长率曾单乐调"
)
TITLES = st.lists(
    st.sampled_from([*SIGNS, "CT", "B", "HbA1c", "24", " ", "（", "-"]), min_size=1, max_size=12
).map("".join)


def found(text: str) -> list[str]:
    return [e.title for e in best(asked(text), 50)]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TITLES, start=st.integers(0, 11), length=st.integers(1, 12))
@example(title="重症医学科", start=0, length=5)
@example(title="B超检查", start=0, length=2)
def test_every_entry_is_found_by_title_pinyin_initials_and_any_part_of_them(
    title: str, start: int, length: int
) -> None:
    if not any(c.isalnum() for c in title):
        return
    Entry.objects.all().delete()
    an_entry(title)
    # Read off pypinyin itself, sign by sign; a word of Latin letters sounds as it is written.
    pieces = [p for p in lazy_pinyin(title) if any(c.isalnum() for c in p)]
    said = ["".join(c for c in p.lower() if c.isalnum()) for p in pieces]
    if "（" not in title and "-" not in title and " " not in title:
        assert found("".join(said)[:40]) == [title]
        assert found("".join(p[0] for p in said)) == [title]
    assert found(title) == [title]
    part = title[start : start + length].strip()
    cut = (part[:1].isascii() and part[:1].isalnum()) or len(part) < 1 or not any(c.isalnum() for c in part)
    if not cut:
        assert found(part) == [title]


@pytest.mark.parametrize(
    "text",
    ["产科门诊", "产科", "门诊", "产", "chankemenzhen", "ckmz", "CKMZ", "ck", "c", "mz", "menzhen", "产科mz",
     "chan科", "ckmenz", "chan ke men zhen", "产 诊", " ckmz ", "产科门诊！", "ｃｋｍｚ"],
)  # fmt: skip
def test_signs_pinyin_initials_and_mixtures_find_it(text: str) -> None:
    an_entry("产科门诊")
    an_entry("骨科")
    assert found(text) == ["产科门诊"]


@pytest.mark.parametrize(
    "text", ["", "   ", "！？", "%", "_", "\\", "(", "xyz", "产科骨", "ckz", "骨门", "科产"]
)
def test_what_is_not_there_is_not_found(text: str) -> None:
    an_entry("产科门诊")
    assert found(text) == []


def test_the_exact_title_comes_first_then_what_begins_so_then_initials_then_what_has_it_inside() -> None:
    for title in ("高危产科门诊", "采空门诊", "产科门诊预约", "产科门诊"):
        an_entry(title)
    an_entry("生孩子", keywords="产科门诊")
    assert found("产科门诊") == ["产科门诊", "产科门诊预约", "高危产科门诊", "生孩子"]
    assert found("chankemenzhen")[:2] == ["产科门诊", "产科门诊预约"]
    assert found("ckmz") == ["采空门诊", "产科门诊", "产科门诊预约", "高危产科门诊", "生孩子"]


@pytest.mark.parametrize("text", ["产科", "ck", "c", "产", "ckmz", "chanke", "产科mz", "12"])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(text: str) -> None:
    """The first few are asked for in another way than all."""
    for title in ("产科", "产科门诊", "产科门诊12", "12产科", "采空", "高危产科", "产后门诊", "妇产科门诊"):
        an_entry(title)
    question = asked(text)
    everything = best(question, 50)
    assert everything
    assert all(best(question, n) == everything[:n] for n in range(1, 9))


def test_keywords_sound_too_and_the_text_is_found_by_its_signs() -> None:
    an_entry("血常规", keywords="白细胞 WBC", text="成人参考值，抽血前不必空腹")
    assert [found(t) for t in ("bxb", "wbc", "baixibao", "空腹", "抽血前")] == [["血常规"]] * 5
    assert found("kongfu") == []


def test_a_sign_with_several_readings_is_found_by_each() -> None:
    an_entry("曾丽")
    assert [found(t) for t in ("zengli", "cengli", "zl", "cl")] == [["曾丽"]] * 4


def test_a_department_finds_what_belongs_to_it() -> None:
    from tests import people

    an_entry("林晓东", kind="doctor", department=people.a_department("胃肠外科"))
    assert found("wcwk") == found("胃肠") == ["林晓东"]


def test_a_retired_entry_is_not_found() -> None:
    entry = an_entry("产科门诊")
    Entry.objects.filter(pk=entry.pk).update(active=False)
    assert found("产科门诊") == []
