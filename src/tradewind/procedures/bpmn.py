"""A procedure as BPMN 2.0 (OMG formal/2013-12-09), with a diagram, for those who draw their processes in it.

A way out only. Steps are user tasks; where several ways lead on stands a gateway, where several must meet another.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from tradewind.procedures.sop import SOP, Step

_MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
_LINE: Final = "http://www.omg.org/spec/DD/20100524/DI"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_NAMES: Final = {None: _MODEL, "bpmndi": _DI, "dc": _DC, "di": _LINE, "xsi": _XSI}
_SIZES: Final = {"userTask": (180, 70), "startEvent": (36, 36), "endEvent": (36, 36)}
_GATEWAY: Final = (50, 50)


def to_bpmn(sop: SOP, language: str = "en") -> bytes:
    """The procedure as a BPMN 2.0 file with its diagram, in a language it speaks."""
    root = etree.Element(f"{{{_MODEL}}}definitions", nsmap=_NAMES)
    root.set("id", f"definitions_{sop.id}")
    root.set("targetNamespace", "urn:tradewind:procedures")
    made = _Made(root, sop, language)
    made.draw()
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text


class _Made:
    def __init__(self, root: Any, sop: SOP, language: str) -> None:
        self.root, self.sop, self.language = root, sop, language
        self.process = etree.SubElement(
            root, f"{{{_MODEL}}}process", id=f"process_{sop.id}", isExecutable="false"
        )
        self.process.set("name", f"{sop.text('title', language)} ({sop.version})")
        self.places: dict[str, tuple[int, int, int, int]] = {}
        self.flows: list[tuple[str, str, str, str]] = []  # id, from, to, condition

    def draw(self) -> None:
        """Nodes down the page, ways between them, then the diagram of both."""
        note = etree.SubElement(self.process, f"{{{_MODEL}}}documentation")
        note.text = f"{self.sop.name}, SHA-256 {self.sop.digest}. {self.sop.text('note', self.language)}"
        self._node("startEvent", "start", 140, 0)
        self._flow("start", self._entry(self.sop.start))
        for row, step in enumerate(self.sop.steps):
            self._step(step, 90 + row * 150)
        for name, one, other, condition in self.flows:
            flow = etree.SubElement(
                self.process, f"{{{_MODEL}}}sequenceFlow", id=name, sourceRef=one, targetRef=other
            )
            if condition:
                flow.set("name", condition)
                said = etree.SubElement(flow, f"{{{_MODEL}}}conditionExpression")
                said.set(f"{{{_XSI}}}type", "tFormalExpression")
                said.text = condition
        self._diagram()

    def _step(self, step: Step, top: int) -> None:
        title = self.sop.text(f"{step.id}.title", self.language)
        self._node("userTask", step.id, 200, top, title, [
            self.sop.text(f"{step.id}.what", self.language), self.sop.text(f"{step.id}.legal_basis", self.language),
            *([f"for cases where {step.when}"] if step.when else []),
        ])  # fmt: skip
        if step.waits_for:
            self._node("parallelGateway", f"{step.id}_join", 110, top + 10)
            self._flow(f"{step.id}_join", step.id)
        if step.is_end:
            self._node("endEvent", f"{step.id}_end", 420, top + 17, step.outcome)
            self._flow(step.id, f"{step.id}_end")
        elif len(step.next) == 1:
            self._flow(step.id, self._entry(self.sop.by_id[step.next[0].to]), step.next[0].when)
        else:
            kind = "exclusiveGateway" if step.split == "one" else "parallelGateway"
            if step.split == "all" and any(branch.when for branch in step.next):
                kind = "inclusiveGateway"
            self._node(kind, f"{step.id}_split", 420, top + 10)
            self._flow(step.id, f"{step.id}_split")
            for branch in step.next:
                self._flow(f"{step.id}_split", self._entry(self.sop.by_id[branch.to]), branch.when)

    def _entry(self, step: Step) -> str:
        return f"{step.id}_join" if step.waits_for else step.id

    def _node(
        self, kind: str, name: str, left: int, top: int, title: str = "", notes: Iterable[str] = ()
    ) -> None:
        made = etree.SubElement(self.process, f"{{{_MODEL}}}{kind}", id=name)
        if title:
            made.set("name", title)
        text = "\n".join(filter(None, notes))
        if text:
            etree.SubElement(made, f"{{{_MODEL}}}documentation").text = text
        wide, high = _SIZES.get(kind, _GATEWAY)
        self.places[name] = (left, top, wide, high)

    def _flow(self, one: str, other: str, condition: str = "") -> None:
        self.flows.append((f"flow_{len(self.flows) + 1}", one, other, condition))

    def _diagram(self) -> None:
        diagram = etree.SubElement(self.root, f"{{{_DI}}}BPMNDiagram", id="diagram")
        plane = etree.SubElement(
            diagram, f"{{{_DI}}}BPMNPlane", id="plane", bpmnElement=f"process_{self.sop.id}"
        )
        for name, (left, top, wide, high) in self.places.items():
            shape = etree.SubElement(plane, f"{{{_DI}}}BPMNShape", id=f"shape_{name}", bpmnElement=name)
            etree.SubElement(
                shape, f"{{{_DC}}}Bounds", x=str(left), y=str(top), width=str(wide), height=str(high)
            )  # fmt: skip
        for lane, (name, one, other, _condition) in enumerate(self.flows):
            edge = etree.SubElement(plane, f"{{{_DI}}}BPMNEdge", id=f"edge_{name}", bpmnElement=name)
            for x, y in self._points(one, other, 520 + lane % 12 * 18):
                etree.SubElement(edge, f"{{{_LINE}}}waypoint", x=str(x), y=str(y))

    def _points(self, one: str, other: str, lane: int) -> list[tuple[int, int]]:
        """Straight where they stand beside or just below each other, else round the side."""
        left, top, wide, high = self.places[one]
        to_left, to_top, to_wide, to_high = self.places[other]
        middle, to_middle = top + high // 2, to_top + to_high // 2
        if middle == to_middle:
            return [(left + wide, middle), (to_left, to_middle)]
        if left == to_left and 0 < to_top - top <= 150:
            return [(left + wide // 2, top + high), (to_left + to_wide // 2, to_top)]
        above = to_top - 20
        return [
            (left + wide, middle), (lane, middle), (lane, above), (to_left + to_wide // 2, above),
            (to_left + to_wide // 2, to_top),
        ]  # fmt: skip
