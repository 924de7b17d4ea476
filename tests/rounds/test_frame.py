"""A DataFrame of indicators gives back exactly the indicators it was made from."""

from decimal import Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.form import DECLARATION, EVALUATION, Form, Indicator, Project, Source
from xlperf.model.place import Place
from xlperf.rounds.frame import COLUMNS, indicators_by_form, indicators_frame

texts = st.none() | st.text() | st.sampled_from(["nan", "None", "=5.00(家)", "1", ""])
amounts = st.none() | st.decimals(allow_nan=False, allow_infinity=False) | st.text()
finite = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.none() | st.integers(min_value=1)
places = st.builds(
    Place,
    sheet=texts,
    cell=texts,
    line=numbers,
    page=numbers,
    box=st.none() | st.tuples(finite, finite, finite, finite),
    table=numbers,
    row=numbers,
    column=numbers,
)
indicators = st.builds(
    Indicator,
    level1=texts,
    level2=texts,
    name=texts,
    target=texts,
    actual=texts,
    weight=amounts,
    score=amounts,
    reason=texts,
    ambiguous=st.booleans(),
    at=places,
    raw=st.dictionaries(st.sampled_from(["name", "target", "level1"]), st.text(), max_size=3),
)
forms = st.builds(
    Form,
    kind=st.sampled_from([DECLARATION, EVALUATION]),
    edition=texts,
    year=st.none() | st.integers(2000, 2100),
    project=st.builds(Project, name=texts),
    department=texts,
    unit=texts,
    indicators=st.lists(indicators, max_size=4).map(tuple),
    source=st.builds(Source, file=texts),
)


def as_filled(indicator: Indicator) -> tuple[object, ...]:
    """With the digits of its amounts: Decimal("1.0") equals Decimal("1") but isn't printed so."""
    return (indicator, str(indicator.weight), str(indicator.score))


@given(st.lists(forms, max_size=5))
def test_back_to_the_same_indicators(many: list[Form]) -> None:
    back = indicators_by_form(indicators_frame(many))
    assert back == {n: form.indicators for n, form in enumerate(many) if form.indicators}
    for number, form in enumerate(many):
        assert list(map(as_filled, back.get(number, ()))) == list(map(as_filled, form.indicators))


@given(st.lists(forms, min_size=2, max_size=5), st.randoms())
def test_rows_in_any_order_and_in_two_parts(many: list[Form], random: object) -> None:
    frame = indicators_frame(many)
    mixed = pd.concat([frame[frame["form"] % 2 == 1], frame[frame["form"] % 2 == 0]])
    assert indicators_by_form(mixed) == indicators_by_form(frame)


def test_one_row_per_indicator_with_the_keys_of_its_form() -> None:
    form = Form(
        kind=EVALUATION,
        edition="somewhere-2030",
        year=2030,
        project=Project(name="帮困"),
        department="某局",
        unit="某单位",
        indicators=(
            Indicator("产出指标", "数量指标", "慰问人数", "≥5(人)", weight=Decimal("10.0")),
            Indicator("效益指标", None, "知晓率", "≥90%"),
        ),
        source=Source(file="某.xlsx"),
    )
    frame = indicators_frame([form])
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["name"]) == ["慰问人数", "知晓率"]
    assert set(frame["unit"]) == {"某单位"}
    assert set(frame["year"]) == {2030}
    assert frame["weight"].tolist() == [Decimal("10.0"), None]
    assert str(frame["weight"][0]) == "10.0"


def test_no_forms_give_the_same_columns() -> None:
    assert tuple(indicators_frame([]).columns) == COLUMNS
    assert indicators_by_form(indicators_frame([])) == {}
