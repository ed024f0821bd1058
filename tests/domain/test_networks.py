"""What counts as one customer of a network."""

import pytest

from servicepoints.domain.networks import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:0:1ff:1::1", "2001:db8:0:100::/56"),
        ("2001:db8:0:100::2", "2001:db8:0:100::/56"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_what_one_customer_has_of_it(address: str, network: str) -> None:
    assert network_of(address) == network
