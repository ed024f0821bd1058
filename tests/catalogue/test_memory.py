"""What is remembered: no more than a bound, and of objects by which they are."""

from servicepoints.catalogue.memory import Shared


def test_a_value_is_found_by_the_very_objects_that_it_was_made_of() -> None:
    shared: Shared[str] = Shared(8)
    one, equal = [1], [1]
    assert shared.keep("示例", one, None) == "示例"
    assert shared.find(one, None) == "示例"
    assert [shared.find(equal, None), shared.find(None, one), shared.find(one, one)] == [None] * 3


def test_an_identity_is_never_taken_for_that_of_an_object_that_is_gone() -> None:
    shared: Shared[int] = Shared(50)
    for n in range(1000):  # a list that is forgotten leaves its identity to the next one
        said = [n]
        assert shared.find(said, None) is None
        shared.keep(n, said, None)
    assert len(shared._values) <= 50
