"""What `alert`, `raise` and `when` say in vain."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.lint.findings import Code, Finding, Subject


def find(subject: Subject) -> Iterator[Finding]:
    block = subject.block
    for severity in block.raise_:
        if severity.rank <= block.severity.rank:
            message = f"`{severity}` is no higher than the rule's own severity, {block.severity}"
            yield Finding(("raise", str(severity)), Code.IN_VAIN, message, "leave it out")
    for index, name in enumerate(block.alert.again_if):
        if name in block.alert.once_per:
            message = f"`{name}` is the same in all that one alert is about, so it never changes"
            yield Finding(("alert", "again_if", index), Code.IN_VAIN, message, "leave it out")
    if block.when is not None and block.alert.once_per:
        message = "with `when`, what is counted together is one happening, so `once_per` is in vain"
        yield Finding(("alert", "once_per"), Code.IN_VAIN, message, "name the slots in `by` of `when`")
