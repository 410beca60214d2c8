"""The sandbox that templates run in: no escapes (Jinja2's own part), and bounds on steps, time and memory (ours).

Jinja2's sandbox stops a template from reaching the interpreter, but not from running for ever or from building a
gigabyte. So loops and calls draw on a budget, operators and filters that can multiply text are bounded or missing, and
the output is counted. Only plain values go in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from jinja2 import BaseLoader, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from monitor.delivery.render import filters
from monitor.delivery.render.budget import MAX_ITEMS, check_size, current
from monitor.delivery.render.values import Slot, Slots, Unfilled, Unknown

_TEXT_METHODS = frozenset(
    "capitalize casefold count endswith find isdigit isupper lower lstrip partition removeprefix removesuffix"
    " rpartition rstrip split splitlines startswith strip title upper".split()
)
_MAPPING_METHODS = frozenset({"get", "items", "keys", "values"})
_HTML = ".html.j2"
_SOURCE_LIMIT = 200_000


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of every template. `html` says whether values are escaped; keys of mappings win over methods."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, loader: BaseLoader | None, *, html: bool | Callable[[str | None], bool]) -> None:
        # Without the optimiser nothing is computed while compiling, where no budget runs.
        super().__init__(
            loader=loader,
            autoescape=html,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            optimized=False,
            cache_size=-1,
            finalize=_printed,
        )
        self.globals = {"range": _range, "namespace": self.globals["namespace"], "dict": dict}
        self.filters = filters.allowed(self.filters)
        self.policies["json.dumps_kwargs"] = {"ensure_ascii": True, "sort_keys": False}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        if len(source) > _SOURCE_LIMIT:
            raise SecurityError(f"a template may have at most {_SOURCE_LIMIT:,} characters")
        return super().preprocess(source, name, filename)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Jinja2's hook between parsing and compiling."""
        return super()._generate(_Bounds().visit(source), name, filename, defer_init)

    def join_path(self, template: str, parent: str) -> str:
        """What an HTML template includes or imports must be escaped as well: its text would count as HTML."""
        if parent.endswith(_HTML) and not template.endswith(_HTML):
            raise SecurityError(f"`{parent}` may only use pieces that end in {_HTML}, not `{template}`")
        return template

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        current().spend()
        return check_size(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        current().spend()
        if operator == "**":
            raise SecurityError("`**` is not for templates")
        if operator in "*%" and not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"`{operator}` is for numbers only")
        return check_size(super().call_binop(context, operator, left, right))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`. In a mapping the key wins, so that a slot may be called `items`."""
        return self.getitem(obj, attribute) if isinstance(obj, dict) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Slots) and argument not in obj and argument not in _MAPPING_METHODS:
            return Unfilled(name=argument)
        if isinstance(obj, Slot) and argument == "name":
            return obj["name"] or obj.get("text")
        return super().getitem(obj, argument)

    def wrap_str_format(self, value: Any) -> None:
        """`str.format` can pad without limit: it is an unsafe attribute like any other that is not listed."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, dict):
            return attr in _MAPPING_METHODS
        if isinstance(obj, list | tuple | int | float):
            return False
        return super().is_safe_attribute(obj, attr, value)


class _Bounds(NodeTransformer):
    """Rewrites a template so that its loops draw on the budget and joined text is measured."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  a visitor's methods carry the nodes' names
        self.generic_visit(node)
        node.iter = self._filtered(cast(nodes.Expr, node.iter), "bounded")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return self._filtered(node, "checked")

    def _filtered(self, node: nodes.Expr, name: str) -> nodes.Filter:
        wrapped = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
        if node.environment is not None:
            wrapped.set_environment(node.environment)
        return wrapped


def _printed(value: object) -> object:
    """What `{{ value }}` shows: nothing where there is nothing."""
    return "" if value is None else value


def _range(*bounds: int) -> Iterable[int]:
    numbers = range(*bounds)
    if len(numbers) > MAX_ITEMS:
        raise SecurityError(f"a range may have at most {MAX_ITEMS:,} numbers")
    return numbers
