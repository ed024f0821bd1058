"""What of a network address one customer of a network has: as much as a limit can count as one."""

from ipaddress import ip_address, ip_network

_ONE_SITE = 56
"""Bits of an IPv6 address that one customer has as a whole, and may change the rest of as they like."""


def network_of(address: str) -> str:
    """An IPv4 address, 56 bits of an IPv6 one; "" of what is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    return str(found) if found.version == 4 else str(ip_network((found, _ONE_SITE), strict=False))
