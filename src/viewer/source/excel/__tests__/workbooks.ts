// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { keptRanges } from '../../ranges';
import { openExcelTable } from '../opentable';

/** Workbooks, by name. */
export function makeWorkbooks(): ReadonlyMap<string, Uint8Array> {
  const text = execFileSync('python', ['-c', SCRIPT], { maxBuffer: 2 ** 27 });
  const files: { [name: string]: string } = JSON.parse(text.toString());
  return new Map(
    Object.entries(files).map(([name, base64]) => [
      name,
      new Uint8Array(Buffer.from(base64, 'base64'))
    ])
  );
}

/** Open a workbook in memory, and count how many of its bytes are read. */
export async function openWorkbook(
  bytes: Uint8Array,
  choice: Parameters<typeof openExcelTable>[1] = {}
) {
  const read = { bytes: 0 };
  const get = async (first: number, end: number) => {
    if (first < 0 || first > end || end > bytes.length) {
      throw new Error(`no such range: ${first} to ${end}`);
    }
    read.bytes += end - first;
    return bytes.slice(first, end);
  };
  const ranges = keptRanges(bytes.length, [], get);
  return { read, ...(await openExcelTable(ranges, choice)) };
}

const SCRIPT = String.raw`
import base64, io, json, zipfile
from xml.sax.saxutils import escape

files = {}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

def keep(name, members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as zipped:
        for member, text in members.items():
            zipped.writestr(member, text)
    files[name] = base64.b64encode(file.getvalue()).decode()

def letters(column):
    return (letters(column // 26 - 1) if column > 25 else "") + chr(65 + column % 26)

class Book:
    """A workbook, written as Excel and openpyxl write it: texts are shared."""

    def __init__(self):
        self.sheets, self.texts = {}, {}

    def sheet(self, name, rows):
        lines = []
        for row, cells in enumerate(rows, 1):
            line = "".join(self.cell(f"{letters(column)}{row}", *(cell if isinstance(cell, tuple) else (cell,)))
                           for column, cell in enumerate(cells) if cell is not None)
            if cells:
                lines.append(f'<row r="{row}" spans="1:9">{line}</row>')
        self.sheets[name] = (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
                             f'<sheetData>{"".join(lines)}</sheetData></worksheet>')

    def cell(self, place, value, style=0, kind=None):
        if isinstance(value, bool):
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        if kind:
            return f'<c r="{place}" t="{kind}"><v>{value}</v></c>'
        if isinstance(value, str):
            index = self.texts.setdefault(value, len(self.texts))
            return f'<c r="{place}" t="s"><v>{index}</v></c>'
        return f'<c r="{place}" s="{style}"><v>{value!r}</v></c>'

    def members(self, properties=""):
        names = list(self.sheets)
        sheets = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
        targets = "".join(f'<Relationship Id="rId{n}" Type="{R}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                          for n in range(1, len(names) + 1))
        texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.texts)
        return {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{R}">{properties}<sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm:ss"/></numFmts>'
                             '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
                             '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>',
            **{f"xl/worksheets/sheet{n}.xml": self.sheets[name] for n, name in enumerate(names, 1)},
        }

DAY, INSTANT, TIME = 1, 2, 3
book = Book()
book.sheet("Ventes", [
    ["code", "prix", "n", "jour", "instant", "heure", "oui", "faute", "mixte"],
    ["01001", 0.1, 12, (45351, DAY), (45413.5210098380, INSTANT), (0.336805555555556, TIME), True, ("#DIV/0!", 0, "e"), "a"],
    ["2A004", 1234567.891, -3, (61, DAY), (36525.9999884259, INSTANT), (1.25138888888889, TIME), False, ("#N/A", 0, "e"), 5],
    [], [],
    ['é & < " \n fin'],
])
book.sheet("Sans titre", [[1, 2.5], [3, 4]])
book.sheet("Titre", [["Population en 2024"], [], ["dep", "pop", "part"], ["01", 5, 0.5]])
book.sheet("Vide", [])
content = book.members()
keep("types", content)

old = Book()
old.sheet("a", [["jour"], [(45351 - 1462, DAY)]])
keep("1904", old.members('<workbookPr date1904="1"/>'))

large = Book()
large.sheet("n", [["n", "mot"], *([n, f"mot {n % 500}"] for n in range(60_000))])
keep("large", large.members())

# As other writers do it: prefixes of namespaces, texts in the cells, absolute targets, stored members.
X = f'xmlns:x="{MAIN}"'
keep("other writer", {
    "xl/workbook.xml": f'<x:workbook {X} xmlns:r="{R}"><x:sheets><x:sheet name="Un" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
                                  f'<Relationship Id="rId1" Type="{R}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml":
        f'<x:worksheet {X}><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c t="str"><x:f>A1</x:f><x:v>b</x:v></x:c></x:row>'
        '<x:row><x:c><x:v>1E3</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>x</x:t></x:r><x:r><x:t>y</x:t></x:r>'
        '<x:rPh sb="0" eb="1"><x:t>no</x:t></x:rPh></x:is></x:c></x:row>'
        '<x:row r="5"><x:c r="C5"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
}, zipfile.ZIP_STORED)

def changed(name, member, change):
    keep(name, {**content, member: change(content[member])})

SHEET = "xl/worksheets/sheet1.xml"
changed("no such text", "xl/sharedStrings.xml", lambda text: '<sst/>')
changed("rows back", SHEET, lambda text: text.replace('r="3"', 'r="1"'))
changed("too far", SHEET, lambda text: text.replace('r="A3"', 'r="ZZZ3"'))
changed("long text", SHEET, lambda text: text.replace("<sheetData>", "<sheetData>" + "x" * 2_000_000))
changed("bomb", SHEET, lambda text: text.replace("<sheetData>", "<sheetData><row>" + "<c><v>1</v></c>" * 20_000 + "</row>"))
changed("entities", SHEET, lambda text: '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>' + text.replace("<v>12</v>", "<v>&b;</v>"))
print(json.dumps(files))
`;
