"""The rooms of the server are no fuller than a person can overlook."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]

#: More modules than these in a folder are two rooms; `src/__tests__/house.spec.ts` has the same rule.
FULL = 18


def test_no_room_is_too_full() -> None:
    counts: dict[str, int] = {}
    for path in PACKAGE.rglob("*.py"):
        room = path.parent.relative_to(PACKAGE).as_posix()
        if path.name != "__init__.py" and room.split("/")[0] != "tests":
            counts[room] = counts.get(room, 0) + 1
    assert len(counts) > 10
    assert {room: count for room, count in counts.items() if count > FULL} == {}
