// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Asks the sources of the frontend, as they stand, for programs in another language:
// each line on standard input is a JSON list of questions, and gives a line with the list of
// answers on standard output. One process answers all lines: it takes a second to load the sources.
//   {"question": …, "language": …}  the libraries that are offered
//   {"request": …}                  the snippet, or {"error": …}
//   {"literal": …, "text": …}       a text as a literal
//   {"look": path}                  the facts of a file
//   {"rows": path, …}               what a view shows of a table: its rows, and the query in words
//   {"plan": [paths], "empty": [paths]}  what the names in a folder tell

const fs = require('fs');
const path = require('path');
const readline = require('readline');

const root = path.resolve(__dirname, '../../..');
const PART = 65536;
const LONG = 2 ** 20;

require(path.join(root, 'scripts', 'typescript.js'));

const source = name => require(path.join(root, 'src', `${name}.ts`));

const { librariesFor, writeSnippet } = source('snippets/write/snippet');
const { S3Location } = source('s3/location');
const literals = source('literals');

/** With its bucket and key as a location. */
const located = ({ location, ...rest }) => ({
  ...rest,
  location: S3Location.of(location)
});

/** As `src/inspect/file.ts` reads it: both ends, and more of a text table. */
const look = async file => {
  const { detect, isWorthMore } = source('inspect/detect');
  const bytes = new Uint8Array(fs.readFileSync(file));
  const known = { name: path.basename(file), size: bytes.length };
  const ends = part => ({
    ...known,
    head: bytes.subarray(0, part),
    tail: bytes.subarray(Math.max(0, bytes.length - part))
  });
  const first = await detect(ends(PART));
  const { head } = ends(PART);
  return isWorthMore(first, { ...known, head, tail: head })
    ? detect(ends(bytes.length > LONG ? LONG / 2 : LONG))
    : first;
};

/**
 * As the viewer shows a table: `conditions` and `order` name columns, `columns` are those shown.
 * Gives the `id` of each row that is shown, and the query as the snippet gets it.
 */
const rows = async ({ rows: file, conditions, order, columns }) => {
  const { keptRanges } = source('viewer/source/ranges');
  const { QueryModel } = source('viewer/query/querymodel');
  const { namedQuery } = source('viewer/query/namedquery');
  const bytes = new Uint8Array(fs.readFileSync(file));
  const facts = await look(file);
  const get = async (first, end) => bytes.slice(first, end);
  const ranges = () => keptRanges(bytes.length, [], get);
  const table = facts.table
    ? await source('viewer/source/text/opentable').openTextTable(
        ranges(),
        facts.table,
        facts.encoding
      )
    : await source('viewer/source/parquet/opentable').openParquetTable(ranges);
  const columnOf = name => table.columns.findIndex(each => each.name === name);
  const failures = [];
  const model = new QueryModel(table, facts.table, error =>
    failures.push(error)
  );
  for (const { column, kind, value = '', to = '' } of conditions) {
    await model.add({ column: columnOf(column), kind, value, to });
  }
  if (order) {
    const { column, isDescending } = order;
    await model.sort({ column: columnOf(column), isDescending });
  }
  if (failures.length > 0) {
    throw failures[0];
  }
  const ids = [];
  for (const row of model.result.rows) {
    await table.load(row, row);
    ids.push(Number(table.cell(row, columnOf('id'))));
  }
  const query = namedQuery(
    model.query,
    columns?.map(columnOf) ?? null,
    table.columns,
    column => model.reading(column)
  );
  return { facts, ids, query };
};

const plan = (paths, empty = []) => {
  const { planOf } = source('inspect/foldersample');
  const folders = paths.filter(each => each.includes('/'));
  const prefixes = new Set(folders.map(each => each.replace(/\/.*/s, '/')));
  // As a listing gives them: what lies below only where there are partitions.
  const isDeep = [...prefixes].some(each => each.includes('='));
  const listed = paths.filter(each => isDeep || !each.includes('/'));
  const objects = listed.map(key => ({
    key,
    size: empty.includes(key) ? 0 : 1
  }));
  const { extension, partitions, zarr, isDelta, traits } = planOf('', objects, [
    ...prefixes
  ]);
  return { extension, partitions, zarr, isDelta, traits };
};

const answer = async each => {
  if (each.question) {
    return librariesFor(located(each.question), each.language);
  }
  if (each.literal) {
    return literals[each.literal](each.text);
  }
  if (each.look) {
    return look(each.look);
  }
  if (each.rows) {
    return rows(each);
  }
  if (each.plan) {
    return plan(each.plan, each.empty);
  }
  try {
    return writeSnippet(located(each.request));
  } catch (error) {
    return { error: String(error) };
  }
};

const main = async () => {
  for await (const line of readline.createInterface(process.stdin)) {
    const answers = await Promise.all(JSON.parse(line).map(answer));
    process.stdout.write(`${JSON.stringify(answers)}\n`);
  }
};

void main();
