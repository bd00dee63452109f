"""The towns that the tables, the map and the facilities are about."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Town:
    """One town: official code, name, département, region, inhabitants, position."""

    code: str
    name: str
    department: str
    region: str
    population: int
    longitude: float
    latitude: float

    def row(self) -> dict[str, Any]:
        """Return its columns in their order."""
        return asdict(self)


TOWNS = (
    Town("75056", "Paris", "75", "11", 2145906, 2.352, 48.857),
    Town("13055", "Marseille", "13", "93", 870321, 5.370, 43.296),
    Town("69123", "Lyon", "69", "84", 522250, 4.835, 45.764),
    Town("31555", "Toulouse", "31", "76", 498003, 1.444, 43.605),
    Town("44109", "Nantes", "44", "52", 320732, -1.554, 47.218),
    Town("34172", "Montpellier", "34", "76", 299096, 3.877, 43.611),
    Town("67482", "Strasbourg", "67", "44", 290576, 7.752, 48.573),
    Town("33063", "Bordeaux", "33", "75", 259809, -0.579, 44.838),
    Town("59350", "Lille", "59", "32", 236234, 3.057, 50.629),
    Town("35238", "Rennes", "35", "53", 222485, -1.678, 48.117),
    Town("42218", "Saint-Étienne", "42", "84", 174082, 4.387, 45.440),
    Town("38185", "Grenoble", "38", "84", 158198, 5.724, 45.188),
    Town("30189", "Nîmes", "30", "76", 148561, 4.360, 43.837),
    Town("25056", "Besançon", "25", "27", 117912, 6.024, 47.238),
    Town("45234", "Orléans", "45", "24", 116617, 1.909, 47.903),
    Town("14118", "Caen", "14", "28", 106230, -0.370, 49.183),
    Town("29232", "Quimper", "29", "53", 63513, -4.098, 47.996),
    Town("81004", "Albi", "81", "76", 48902, 2.148, 43.929),
    Town("48095", "Mende", "48", "76", 12318, 3.500, 44.518),
    Town("76217", "Dieppe", "76", "28", 28561, 1.077, 49.922),
    Town("74010", "Annecy", "74", "84", 131481, 6.129, 45.899),
    Town("2A004", "Ajaccio", "2A", "94", 71361, 8.738, 41.927),
    Town("97411", "Saint-Denis de La Réunion", "974", "04", 153810, 55.448, -20.879),
    Town("02691", "Saint-Quentin", "02", "32", 53286, 3.287, 49.847),
)
