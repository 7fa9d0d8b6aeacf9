"""Whether passkeys can work at this address: browsers need a name (not a number) and TLS, or localhost."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest
from django.http.request import split_domain_port


def passkeys_work(request: HttpRequest) -> bool:
    """True where a browser would offer a passkey at the address it asked."""
    name, _port = split_domain_port(request.get_host())
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return request.is_secure() or name == "localhost" or name.endswith(".localhost")
    return False
