"""What is remembered: no more than a bound, and of objects by which they are."""

from servicepoints.catalogue.memory import Shared


def test_what_is_made_of_the_same_objects_is_made_once() -> None:
    made: list[int] = []
    shared: Shared[int] = Shared(8)

    def make() -> int:
        made.append(len(made))
        return made[-1]

    one, equal = [1], [1]
    assert [shared.get(make, one, None), shared.get(make, one, None)] == [0, 0]
    assert [shared.get(make, equal, None), shared.get(make, None, one)] == [1, 2]


def test_an_identity_is_never_taken_for_that_of_an_object_that_is_gone() -> None:
    shared: Shared[list[int]] = Shared(50)
    for n in range(1000):  # a list that is forgotten leaves its identity to the next one
        said = [n]
        assert shared.get(said.copy, said) == [n]
    assert len(shared._values) <= 50
