// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Asks the sources of the frontend, as they stand, for programs in another language:
// a JSON list of questions on standard input gives the list of answers on standard output.
//   {"question": …, "language": …}  the libraries that are offered
//   {"request": …}                  the snippet, or {"error": …}
//   {"literal": …, "text": …}       a text as a literal
//   {"look": path}                  the facts of a file
//   {"plan": [paths], "empty": [paths]}  what the names in a folder tell

const fs = require('fs');
const path = require('path');
const typescript = require('typescript');

const root = path.resolve(__dirname, '../../..');
const PART = 65536;

require.extensions['.ts'] = (module, file) => {
  const { outputText } = typescript.transpileModule(
    fs.readFileSync(file, 'utf8'),
    {
      compilerOptions: {
        esModuleInterop: true,
        // Leaves dynamic imports, by which modules of the newer kind are loaded.
        module: typescript.ModuleKind.Node16,
        moduleResolution: typescript.ModuleResolutionKind.Node16,
        target: typescript.ScriptTarget.ES2022
      }
    }
  );
  module._compile(outputText, file);
};

const source = name => require(path.join(root, 'src', `${name}.ts`));

const { librariesFor, writeSnippet } = source('snippets/write/index');
const literals = source('literals');

const look = file => {
  const { detect } = source('snippets/look/detect');
  const bytes = new Uint8Array(fs.readFileSync(file));
  return detect({
    name: path.basename(file),
    size: bytes.length,
    head: bytes.subarray(0, PART),
    tail: bytes.subarray(Math.max(0, bytes.length - PART))
  });
};

const plan = (paths, empty = []) => {
  const { planOf } = source('snippets/look/plan');
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
    return librariesFor(each.question, each.language);
  }
  if (each.literal) {
    return literals[each.literal](each.text);
  }
  if (each.look) {
    return look(each.look);
  }
  if (each.plan) {
    return plan(each.plan, each.empty);
  }
  try {
    return writeSnippet(each.request);
  } catch (error) {
    return { error: String(error) };
  }
};

Promise.all(JSON.parse(fs.readFileSync(0, 'utf8')).map(answer)).then(
  answers => process.stdout.write(JSON.stringify(answers))
);
