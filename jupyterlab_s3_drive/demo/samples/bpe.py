"""The open-data file: facilities of towns, in the layout of Insee's BPE of 2019."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .sample import OPEN_DATA, Sample

KEY = "BPE/2019/BPE_ENS.csv"
ROWS = 50_000

#: Kinds of facility with their name and how often they occur.
TYPES = {
    "A101": ("Police", 2),
    "A104": ("Gendarmerie", 4),
    "A203": ("Banque, caisse d'épargne", 20),
    "A206": ("Bureau de poste", 9),
    "A401": ("Maçon", 60),
    "A501": ("Coiffure", 50),
    "A504": ("Restaurant, restauration rapide", 110),
    "B101": ("Hypermarché", 2),
    "B201": ("Supérette", 14),
    "B203": ("Boulangerie", 34),
    "C101": ("École maternelle", 10),
    "C104": ("École élémentaire", 24),
    "C201": ("Collège", 6),
    "D201": ("Médecin généraliste", 45),
    "D221": ("Chirurgien-dentiste", 30),
    "D301": ("Pharmacie", 18),
    "E101": ("Taxi, VTC", 40),
    "F101": ("Bassin de natation", 3),
    "F303": ("Cinéma", 2),
    "G102": ("Hôtel", 13),
}

#: Départements with the region that they belong to.
_DEPARTMENTS = {
    "01": "84",
    "02": "32",
    "06": "93",
    "13": "93",
    "14": "28",
    "21": "27",
    "29": "53",
    "2A": "94",
    "31": "76",
    "33": "75",
    "34": "76",
    "35": "53",
    "38": "84",
    "44": "52",
    "45": "24",
    "59": "32",
    "67": "44",
    "69": "84",
    "75": "11",
    "77": "11",
    "92": "11",
    "974": "04",
}


def samples() -> Iterator[Sample]:
    """Yield the file of facilities, and the one that explains its codes."""
    kind = "text/csv; charset=utf-8"
    yield Sample(OPEN_DATA, KEY, facilities().encode(), kind)
    lines = ["TYPEQU;LIBELLE", *(f"{code};{name}" for code, (name, _) in TYPES.items())]
    yield Sample(OPEN_DATA, "BPE/2019/BPE_TYPEQU.csv", ("\n".join(lines) + "\n").encode(), kind)


def facilities(rows: int = ROWS) -> str:
    """Return the file's text: `rows` lines after the line of column names.

    A row says how many facilities of one kind a town has; towns are numbered within their département,
    the first ones are the large ones.
    """
    dice = random.Random(2019)
    codes = list(TYPES)
    weights = [TYPES[code][1] for code in codes]
    departments = list(_DEPARTMENTS.items())
    lines = ["REG;DEP;DEPCOM;DCIRIS;AN;TYPEQU;NB_EQUIP"]
    for _ in range(rows):
        department, region = dice.choice(departments)
        rank = min(int(dice.expovariate(1 / 90)) + 1, 10 ** (5 - len(department)) - 1)
        town = f"{department}{rank:0{5 - len(department)}}"
        district = f"{town}{dice.randint(101, 119):04}" if rank < 20 else town
        count = 1 + int(dice.expovariate(1.2 if rank > 20 else 0.2))
        kind = dice.choices(codes, weights)[0]
        lines.append(f"{region};{department};{town};{district};2019;{kind};{count}")
    return "\n".join(lines) + "\n"
