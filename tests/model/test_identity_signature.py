"""Who a workbook is, and what its signature is worth."""

from dataclasses import fields, replace

import pytest

from xlperf.model.identity import Identity, Signature

KEY = b"key of a round"
FULL = Identity(**{field.name: f"{field.name}的值" for field in fields(Identity)})


def test_pairs_give_the_same_back() -> None:
    assert Identity.from_pairs(dict(FULL.pairs())) == FULL
    assert Identity.from_pairs({"unit": "甲", "future": "x"}) == Identity(unit="甲")


def test_a_signature_holds_for_its_own_key_alone() -> None:
    signed = FULL.signed(KEY)
    assert signed.judged(KEY) is Signature.GOOD
    assert signed.judged(b"another") is Signature.BAD
    assert signed.judged(None) is Signature.UNCHECKED
    assert replace(signed, signature=None).judged(KEY) is Signature.NONE


@pytest.mark.parametrize("name", [f.name for f in fields(Identity) if f.name != "signature"])
def test_a_signature_covers_everything(name: str) -> None:
    for value in (None, "", "另一个"):
        assert replace(FULL.signed(KEY), **{name: value}).judged(KEY) is Signature.BAD


def test_a_value_cannot_pass_for_another_pair() -> None:
    one = Identity(edition="a\nunit:1:b").signed(KEY)
    other = Identity(edition="a", unit="b").signed(KEY)
    assert one.signature != other.signature
