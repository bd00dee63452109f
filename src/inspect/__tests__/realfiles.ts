// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/**
 * Files as pandas, PyArrow and Python's own library write them, by name.
 */
export function makeRealFiles(): Map<string, Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  try {
    execFileSync('python', ['-c', SCRIPT], { cwd: folder });
    const names = readdirSync(folder);
    return new Map(
      names.map(name => [
        name,
        new Uint8Array(readFileSync(join(folder, name)))
      ])
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SCRIPT = `
import bz2, gzip, io, json, lzma, pickle, sqlite3, tarfile, warnings, zipfile
import numpy as np, pandas as pd, pyarrow as pa
from pyarrow import feather, orc, parquet

warnings.simplefilter("ignore")
df = pd.DataFrame({"code": ["01001", "2A004"] * 50, "né": range(100), "x": 0.5})
table = pa.Table.from_pandas(df)

df.to_parquet("index.parquet", index=True)
df.set_index("x").to_parquet("named.parquet")
df.set_index(pd.Index(range(5, 105))[::-1]).to_parquet("hidden.parquet")
nested = pa.table({"a": [{"b": 1, "c": [1, 2]}], "d": [[{"e": 1}]], "f": [1]})
parquet.write_table(nested, "nested.parquet")
wide = pa.table({f"column number {i} with a long name": [1.5] for i in range(3000)})
parquet.write_table(wide, "wide.parquet")
big = pa.table({"a": np.random.default_rng(0).random(50000)})
parquet.write_table(big, "big.parquet")
geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {}}
parquet.write_table(
    pa.table({"geometry": [b"x"], "n": [1]}).replace_schema_metadata({"geo": json.dumps(geo)}),
    "geo.parquet",
)
feather.write_feather(table, "v2.feather")
feather.write_feather(pa.table({"a": [1]}), "v1.feather", version=1)
with pa.ipc.new_stream("stream.arrow", table.schema) as writer:
    writer.write_table(table)
orc.write_table(pa.table({"a": [1, 2]}), "x.orc")
for version in (114, 117, 118):
    df.drop(columns="né").to_stata(f"v{version}.dta", version=version)
df.to_pickle("frame.pkl")
for protocol in (2, 5):
    with open(f"p{protocol}.pickle", "wb") as file:
        pickle.dump({"a": [1, 2]}, file, protocol=protocol)

csv = df.to_csv(index=False, sep=";", decimal=",").encode()
for name, pack in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
    with open(f"x.csv.{name}", "wb") as file:
        file.write(pack(csv))
pa.CompressedOutputStream("x.csv.zst", "zstd").write(csv)
df.to_json("x.jsonl.gz", orient="records", lines=True)

def zipped(name, files, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", method) as file:
        for inner, content in files.items():
            file.writestr(inner, content)

zipped("x.csv.zip", {"dossier/x.csv": csv})
zipped("stored.zip", {"__MACOSX/._x.csv": b"x", "x.csv": csv}, zipfile.ZIP_STORED)
zipped("large.zip", {"x.csv": csv * 3000, "lisez-moi.txt": b"x"})
zipped("one.zip", {"x.csv": np.random.default_rng(0).bytes(300000).hex().encode()})
zipped("shapes.zip", {f"a/x.{end}": b"x" for end in ("shp", "shx", "dbf", "prj")})
zipped("big.zip", {"a.dbf": np.random.default_rng(0).bytes(300000), "a.shp": b"x"})
zipped("none.zip", {})
office = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
zipped("x.xlsx", office)
zipped("x.xlsb", {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"})
zipped("x.docx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"x"})
ods = b"application/vnd.oasis.opendocument.spreadsheet"
zipped("x.ods", {"mimetype": ods, "content.xml": b"<x/>"}, zipfile.ZIP_STORED)
np.savez("x.npz", a=[1], b=[2])
np.save("x.npy", [1])
class Pipe(io.FileIO):
    """Written without going back: the sizes stand after the data."""

    def seekable(self):
        return False

    def tell(self):
        raise OSError

with Pipe("streamed.zip", "w") as pipe:
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("x.csv", csv)

with sqlite3.connect("x.sqlite") as base:
    base.execute("create table a (b int)")
with sqlite3.connect("x.gpkg") as base:
    base.execute("pragma application_id = 1196444487")
    base.execute("create table gpkg_contents (b int)")
with tarfile.open("x.tar", "w") as plain, tarfile.open("x.tar.gz", "w:gz") as packed:
    for file in (plain, packed):
        info = tarfile.TarInfo("a.csv")
        info.size = len(csv)
        file.addfile(info, io.BytesIO(csv))
with gzip.open("x.rds", "wb") as file:
    file.write(b"X\\n\\0\\0\\0\\3" + b"\\0" * 99)
with gzip.open("x.RData", "wb") as file:
    file.write(b"RDX3\\nX\\n" + b"\\0" * 99)
with gzip.open("members.csv.gz", "wb") as file:
    file.write(csv)
with open("members.csv.gz", "ab") as file:
    file.write(gzip.compress(csv))
`;
