"""Answers kept between pages are never older than the last write, and never another viewer's."""

import pytest

from offices import agency, person
from tradewind_web.sharing.actions import make_group
from tradewind_web.sharing.kept import kept
from tradewind_web.sharing.once import while_reading

pytestmark = pytest.mark.django_db


class Asked:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def reading(rf):
    """Ask while a page is read: each call is a page of its own."""

    def ask(viewer, asked):
        answers = []
        while_reading(lambda request: answers.append(kept(viewer, "a count", asked)))(rf.get("/"))
        return answers[0]

    return ask


def test_a_second_page_has_the_answer_of_the_first_until_something_is_written(reading):
    viewer, asked = person("Salma", agency("Own"), "supervisor"), Asked()
    assert (reading(viewer, asked), reading(viewer, asked)) == (1, 1)
    make_group(acting=viewer, name="Islands", late_joiner="from_joining", reason="a network")
    assert reading(viewer, asked) == 2


def test_what_others_write_counts_and_what_others_were_told_does_not(reading):
    own, other = (
        person("Salma", agency("Own"), "supervisor"),
        person("Noor", agency("Other", "UGA"), "supervisor"),
    )
    asked = Asked()
    assert (reading(own, asked), reading(other, asked)) == (1, 2)
    make_group(acting=other, name="Islands", late_joiner="from_joining", reason="a network")
    assert reading(own, asked) == 3


def test_outside_a_page_everything_is_asked_anew():
    viewer, asked = person("Salma", agency("Own"), "supervisor"), Asked()
    assert [kept(viewer, "a count", asked) for _ in range(3)] == [1, 2, 3]
