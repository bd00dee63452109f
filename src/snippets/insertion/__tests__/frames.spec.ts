// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Language, Library } from '../../write/types';
import { framesIn } from '../frames';

const FOUND: [Language, Library, string, string[]][] = [
  ['python', 'pandas', 'df = pd.read_csv("a.csv")', ['df']],
  [
    'python',
    'pandas',
    'with fs.open("a") as f:\n    df = pd.read_csv(f)',
    ['df']
  ],
  [
    'python',
    'pandas',
    'a = pd.read_csv("x")\nb = a.query("n > 1").reset_index()\nc = b[["n"]]\nd = c[c["n"] > 1]\ne = d.copy()',
    ['e', 'd', 'c', 'b', 'a']
  ],
  [
    'python',
    'pandas',
    'a = (\n    pd.read_csv("x")\n    .dropna(subset=["n"])  # none (\n)\nb = a',
    ['b', 'a']
  ],
  [
    'python',
    'pandas',
    'a = pd.DataFrame({"n": [1, (2)]})\nn = a["n"]\nm = a.n.sum()\ns = a.shape[0]\nt = "pd.read_csv()"\nm2 = fit(a)\nf = open("x")',
    ['a']
  ],
  ['python', 'pandas', 'a = pd.read_csv("x")\na = 3', []],
  [
    'python',
    'pandas',
    'a = pd.read_csv("x")\nb = pd.read_csv("y")\na = a.drop("n")',
    ['a', 'b']
  ],
  ['python', 'pandas', 'def f():\n    a = pd.read_csv("x")\n', []],
  ['python', 'pandas', '# a = pd.read_csv("x")', []],
  ['python', 'pandas', 'x = duckdb.sql("FROM t").df()', ['x']],
  ['python', 'pandas', 'x: pd.DataFrame = pd.read_parquet("x")', ['x']],
  ['python', 'pandas', 'd["n"] = pd.concat([a, b])', []],
  ['python', 'pandas', 'p = pl.read_csv("x")', []],
  [
    'python',
    'polars',
    'p = pl.scan_csv("x").filter(pl.col("n") > 1).collect()\nd = pd.read_csv("y")',
    ['p']
  ],
  ['python', 'polars', 'l = pl.scan_csv("x")', []],
  ['python', 'geopandas', 'g = gpd.read_file("x").to_crs(4326)', ['g']],
  ['python', 'pyarrow', 't = dataset.to_table()', ['t']],
  ['python', 'ibis', 't = con.read_csv("x")', ['t']],
  [
    'python',
    'duckdb',
    'p = pl.read_csv("x")\nd = pd.read_csv("y")',
    ['d', 'p']
  ],
  [
    'r',
    'aws.s3',
    'a <- readr::read_delim("x")\nb <- a |>\n  dplyr::filter(n > 1)\nn <- nrow(b)\nv <- a$n',
    ['b', 'a']
  ],
  ['julia', 'AWSS3', 'a = CSV.read("x", DataFrame)\nn = nrow(a)', ['a']],
  ['shell', 'mc', 'a=1', []]
];

it.each(FOUND)('%s, %s: %j has %j', (language, library, code, names) => {
  expect(framesIn([code], language, library)).toEqual(names);
});

it('reads no other language, and all cells in their order', () => {
  const cells = ['a = pd.read_csv("x")', '%%bash\nb=1', 'b = a.head()'];
  expect(framesIn(cells, 'python', 'pandas')).toEqual(['b', 'a']);
});

it('ends on long and hostile code', () => {
  const whole = `c = ${'('.repeat(5000)}pd.read_csv()${')'.repeat(5000)}`;
  const code = `${whole}\na = pd.read_csv(${'('.repeat(5000)}${'['.repeat(5000)}\n`;
  expect(
    framesIn([code, `b = ${'x.'.repeat(20_000)}`], 'python', 'pandas')
  ).toEqual([]);
});
