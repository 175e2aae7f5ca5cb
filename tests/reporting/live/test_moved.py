"""Which figures moved since when? Of what is forgotten it is said that it is."""

from services.reporting.live.moved import STEPS, Memory, Step, Sum


def step(number: int, upto: int, *, late: bool = False) -> Step:
    return Step(number, upto, late, frozenset(), frozenset(), frozenset(), 1, frozenset())


def sums(*names: str) -> list[Sum]:
    return [Sum("huancui", "2023", "*", "*", name) for name in names]


def moved(memory: Memory, position: int) -> list[str] | None:
    number = memory.number_at(position)
    found = memory.moved_after(number) if number is not None else None
    return None if found is None else sorted(of.metric for of in found)


def test_a_figure_is_told_once_though_it_moved_often() -> None:
    memory = Memory()
    memory.begin(10)
    memory.keep(step(1, 12), sums("a", "b"))
    memory.keep(step(2, 15), sums("b", "c"))
    assert moved(memory, 10) == ["a", "b", "c"]
    assert moved(memory, 12) == moved(memory, 14) == ["b", "c"]
    assert moved(memory, 15) == []


def test_before_the_beginning_nothing_is_known() -> None:
    memory = Memory()
    memory.keep(step(1, 9), sums("a"))
    assert moved(memory, 9) is None
    memory.begin(10)
    assert moved(memory, 9) is None
    assert moved(memory, 10) == []


def test_what_comes_late_at_the_same_position_is_told_again() -> None:
    memory = Memory()
    memory.begin(10)
    memory.keep(step(1, 12), sums("a"))
    memory.keep(step(2, 12, late=True), sums("b"))
    assert moved(memory, 12) == ["b"]


def test_where_too_much_moved_it_is_forgotten() -> None:
    memory = Memory(most=2)
    memory.begin(10)
    memory.keep(step(1, 12), sums("a", "b", "c"))
    assert moved(memory, 10) is None
    assert moved(memory, 12) is None  # perhaps in the middle of it
    memory.keep(step(2, 14), sums("d"))
    assert moved(memory, 13) == ["d"]


def test_old_steps_are_forgotten() -> None:
    memory = Memory()
    memory.begin(0)
    for n in range(1, STEPS + 3):
        memory.keep(step(n, n), sums("a"))
    assert moved(memory, 1) is None
    assert moved(memory, 5) == ["a"]
    assert len(memory.steps) == STEPS
