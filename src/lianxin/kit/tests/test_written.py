from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.divisions.models import Division
from lianxin.divisions.testing import make_places
from lianxin.kit.written import Ask, Written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places() -> None:
    make_places()


def test_a_written_query_gives_what_the_orm_gives_for_each_value() -> None:
    inside = Written(lambda: Division.objects.filter(parent_id=Ask("code"), valid_to=None).order_by("code"))
    for code in ("53", "5323", "532301"):
        expected = list(Division.objects.filter(parent_id=code, valid_to=None).order_by("code"))
        assert expected
        found = inside(code=code)
        assert found == expected
        assert [d.short_name for d in found] == [d.short_name for d in expected]


def test_values_of_constants_and_related_rows_stay_the_querysets() -> None:
    named = Written(
        lambda: Division.objects.filter(code=Ask("code"), level=2).values_list("code", "parent__code")[:1]
    )
    assert named.first(code="5323") == ("5323", "53")
    assert named.first(code="53") is None


def test_any_number_of_values_is_one_statement() -> None:
    these = Written(lambda: Division.objects.filter(code__any=Ask("codes"), parent_id__any=Ask("above")))
    with CaptureQueriesContext(connection) as asked:
        assert {d.code for d in these(codes=["5323", "532301"], above=["53"])} == {"5323"}
        assert {d.code for d in these(codes=["532301"], above=["53", "5323"])} == {"532301"}
        assert list(these(codes=[], above=["53"])) == []
    assert len(asked) == 3


def test_a_value_that_is_not_given_is_an_error_and_not_an_empty_list() -> None:
    inside = Written(lambda: Division.objects.filter(parent_id=Ask("code")))
    with pytest.raises(KeyError, match="code"):
        inside(place="53")


def test_the_orm_writes_the_query_once() -> None:
    built = []

    def build() -> object:
        built.append(1)
        return Division.objects.filter(code=Ask("code"))

    one = Written(build)  # type: ignore[arg-type]  # a queryset, said loosely
    assert [d.code for code in ("53", "5323") for d in one(code=code)] == ["53", "5323"]
    assert built == [1]
