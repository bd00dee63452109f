"""Parses the XML of a store, without the features of XML that can be abused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

#: A listing has four levels, a policy of access five.
MAX_DEPTH = 16
#: A listing of 1,000 objects has some 12 elements for each. An element takes a hundred times the
#: memory of its text.
MAX_ELEMENTS = 40_000


class XmlError(ValueError):
    """The text is not XML, or contains something that no store has a reason to send."""


def parse_xml(data: bytes) -> Element:
    """Return the root of a document; the names of its elements have no namespace.

    A document type is refused, so that there are no entities to expand and nothing to fetch. So is
    what is deeper or has more elements than any answer of S3.

    Raises:
        XmlError: for anything other than plain XML in UTF-8.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    depth = elements = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise XmlError("more than an answer of S3 has")
        builder.start(name.rpartition("}")[2], {})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition("}")[2])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise XmlError(str(error)) from error


def _refuse(*declaration: object) -> NoReturn:
    raise XmlError("a document type")
