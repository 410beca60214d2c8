"""Mail addresses as settings write them, and as SMTP and headers want them."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr

import idna

from monitor.delivery.render.values import clean


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address. `domain` is in its ASCII form; `local` may hold any letters (then the server needs SMTPUTF8)."""

    name: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def is_ascii(self) -> bool:
        return self.local.isascii()

    def header(self, name: str = "") -> Address:
        """For a header's value; `name` where the address brings none."""
        return Address(self.name or name, self.local, self.domain)


def mailbox(written: str) -> Mailbox:
    """`desk@example.org`, `News desk <desk@example.org>`, `разведка@пример.рф`. Raises ValueError for anything else."""
    name, address = parseaddr(written)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or not written.isprintable() or " " in address:
        raise ValueError(f"{written!r} is no mail address")
    return Mailbox(clean(name).replace("=?", "= ?"), local, _ascii(domain))


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(f"{domain!r} is no domain: {error}") from None
