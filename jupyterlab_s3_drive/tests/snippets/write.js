// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Writes snippets for programs in another language, with the sources as they stand:
// a JSON list of questions on standard input gives the list of answers on standard output.
//   {"question": …, "language": …}  the libraries that are offered
//   {"request": …}                  the snippet, or {"error": …}

const fs = require('fs');
const path = require('path');
const typescript = require('typescript');

const root = path.resolve(__dirname, '../../..');

require.extensions['.ts'] = (module, file) => {
  const { outputText } = typescript.transpileModule(
    fs.readFileSync(file, 'utf8'),
    {
      compilerOptions: {
        module: typescript.ModuleKind.CommonJS,
        target: typescript.ScriptTarget.ES2020
      }
    }
  );
  module._compile(outputText, file);
};

const { librariesFor, writeSnippet } = require(
  path.join(root, 'src/snippets/write/index.ts')
);
const literals = require(path.join(root, 'src/snippets/write/literals.ts'));

const answer = each => {
  if (each.question) {
    return librariesFor(each.question, each.language);
  }
  if (each.literal) {
    return literals[each.literal](each.text);
  }
  try {
    return writeSnippet(each.request);
  } catch (error) {
    return { error: String(error) };
  }
};

process.stdout.write(
  JSON.stringify(JSON.parse(fs.readFileSync(0, 'utf8')).map(answer))
);
