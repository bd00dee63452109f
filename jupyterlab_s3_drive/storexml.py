"""The XML that a store answers with, read without anything that XML can be abused for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat


class XmlError(ValueError):
    """The text is no XML, or more than a store has any reason to send."""


def parse_xml(data: bytes) -> Element:
    """Return the root of a document; the names of its elements stand without their namespace.

    A document type is refused, so that there are no entities to expand and nothing to fetch.

    Raises:
        XmlError: for anything else than plain XML in UTF-8.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True

    def start(name: str, attributes: Mapping[str, str]) -> None:
        builder.start(name.rpartition("}")[2], {})

    def end(name: str) -> None:
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
