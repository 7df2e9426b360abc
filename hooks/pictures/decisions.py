"""A decision tree as the nested list that it is."""

from .model import Branch, Tree
from .parts import Place, figure, marked, tone_class
from .tree import Element, classes, element

_WAY = "●"  # stands before what the run came through
_NOTE = f"{_WAY} 是这次走过的路。"


def draw(picture: Tree, place: Place) -> Element:
    """The tree from its root downwards; lines from a node to its answers are the list's own."""
    listed = element("ol", {"class": "kb-tree"}, _branch(picture, 0))
    return figure(picture.kind, place, (picture.note, _NOTE), listed)


def _branch(picture: Tree, number: int) -> Element:
    node = picture.nodes[number]
    below = [_branch(picture, n) for n, each in enumerate(picture.nodes) if each.parent == number]
    return element(
        "li",
        {"class": classes("kb-branch", "kb-taken" if node.taken else "", tone_class(node.tone))},
        element("div", {"class": "kb-branch__node"}, *_words(node)),
        element("ol", {}, *below) if below else None,
    )


def _words(node: Branch) -> tuple[Element, ...]:
    sign = element("span", {"class": "kb-branch__sign"}, f"{_WAY if node.taken else '○'} ")
    edge = element("span", {"class": "kb-branch__edge"}, f"{node.edge}：")
    label = element("span", {"class": "kb-branch__label"}, marked(node.label, node.tone))
    detail = element("span", {"class": "kb-branch__detail"}, node.detail)
    kept = (sign, edge if node.edge else None, label, detail if node.detail else None)
    return tuple(part for part in kept if part is not None)
