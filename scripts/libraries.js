// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Writes what follows from the snippet libraries in src/snippets/write/libraries: the catalogue, their
// names, the settings and their documentation.
//
//   node scripts/libraries.js          writes the files
//   node scripts/libraries.js --check  writes nothing; prints the lines that differ, and ends with 1

const fs = require('fs');
const path = require('path');
const prettier = require('prettier');

require('./typescript');

const ROOT = path.resolve(__dirname, '..');
const WRITE = path.join(ROOT, 'src/snippets/write');
const { LANGUAGES } = require(path.join(WRITE, 'languages.ts'));

const HEADER = `// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Made from the files of ./libraries by "jlpm libraries".
`;

/** The libraries, each with its file and the name that it is exported by; first those of the first language. */
function found() {
  const files = fs
    .readdirSync(path.join(WRITE, 'libraries'))
    .filter(name => name.endsWith('.ts'));
  const all = files.flatMap(file => {
    const exported = require(path.join(WRITE, 'libraries', file));
    const libraries = Object.entries(exported).filter(
      ([, each]) => each && each.rank && each.write
    );
    return libraries.map(([name, library]) => ({ file, name, ...library }));
  });
  const place = each => LANGUAGES.indexOf(each.language);
  return all.sort(
    (one, other) => place(one) - place(other) || one.order - other.order
  );
}

/** Throws where two libraries cannot be told apart. */
function verify(libraries) {
  const seen = new Map();
  for (const { file, language, library, order } of libraries) {
    for (const mark of [`${language} ${library}`, `${language} ${order}`]) {
      if (seen.has(mark)) {
        throw new Error(`"${mark}" is in ${seen.get(mark)} and in ${file}.`);
      }
      seen.set(mark, file);
    }
  }
}

function catalog(libraries) {
  const files = [...new Set(libraries.map(({ file }) => file))].sort();
  const imports = files.map(file => {
    const names = libraries
      .filter(each => each.file === file)
      .map(({ name }) => name);
    const module = `./libraries/${path.basename(file, '.ts')}`;
    return `import { ${names.sort().join(', ')} } from '${module}';`;
  });
  return `${HEADER}
${imports.join('\n')}
import type { ILibrary } from './types';

/**
 * All libraries.
 */
export const LIBRARIES: readonly ILibrary[] = [${libraries.map(({ name }) => name).join(', ')}];
`;
}

function names(libraries) {
  const titles = new Map();
  for (const { library, displayName } of libraries) {
    titles.set(library, titles.get(library) ?? displayName);
  }
  const text = value => JSON.stringify(value);
  const table = isIn =>
    LANGUAGES.map(language => {
      const own = libraries.filter(
        each => each.language === language && isIn(each)
      );
      return `${language}: [${own.map(each => text(each.library)).join(', ')}]`;
    }).join(',\n');
  const type = `{ readonly [language in ${LANGUAGES.map(text).join(' | ')}]: Libraries }`;
  return `${HEADER}
/**
 * The displayed names of the libraries.
 */
export const LIBRARY_NAMES = {
${Array.from(titles, pair => pair.map(text).join(': ')).join(',\n')}
} as const;

type Libraries = ReadonlyArray<keyof typeof LIBRARY_NAMES>;

/**
 * The libraries that can be the default of a language; it is the first one
 * unless the settings name another.
 */
export const DEFAULT_LIBRARIES: ${type} = {
${table(each => each.setting !== null)}
};

/**
 * The libraries for special files.
 */
export const SPECIAL_LIBRARIES: ${type} = {
${table(each => each.setting === null)}
};
`;
}

/** The settings, with the libraries that can be the default of each language. */
function schema(libraries, old) {
  const settings = JSON.parse(old);
  for (const language of LANGUAGES) {
    const own = choices(libraries, language);
    Object.assign(settings.properties[language], {
      oneOf: own.map(({ library, setting }) => ({
        const: library,
        title: setting
      })),
      default: own[0].library
    });
  }
  return JSON.stringify(settings);
}

/** The documentation of the settings: in a row of each language its default, and a list after the colon. */
function documentation(libraries, old) {
  return LANGUAGES.reduce((text, language) => {
    const row = new RegExp(
      `^(\\| \`jupyterlab-s3-drive:snippets\` +\\| \`${language}\` +\\|)[^|]*\\| ([^:|]*)(:[^|]*)?\\|$`,
      'm'
    );
    if (!row.test(text)) {
      throw new Error(
        `docs/configuration.md has no row for the libraries of "${language}".`
      );
    }
    const own = choices(libraries, language).map(
      ({ library }) => `\`${library}\``
    );
    return text.replace(
      row,
      (_, start, meaning) =>
        `${start} ${own[0]} | ${meaning.trim()}: ${own.join(', ')} |`
    );
  }, old);
}

function choices(libraries, language) {
  return libraries.filter(
    each => each.language === language && each.setting !== null
  );
}

const FILES = {
  'src/snippets/write/catalog.ts': catalog,
  'src/snippets/write/librarynames.ts': names,
  'schema/snippets.json': schema,
  'docs/configuration.md': documentation
};

/** The lines of one text that are not in the other. */
function missing(text, other, mark) {
  const there = new Set(other.split('\n'));
  return text
    .split('\n')
    .filter(line => !there.has(line))
    .map(line => `${mark} ${line}`);
}

async function main(isCheck) {
  const libraries = found();
  verify(libraries);
  for (const [name, make] of Object.entries(FILES)) {
    const file = path.join(ROOT, name);
    const old = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    const options = await prettier.resolveConfig(file);
    const made = await prettier.format(make(libraries, old), {
      ...options,
      filepath: file
    });
    if (made === old) {
      continue;
    }
    if (isCheck) {
      const lines = [...missing(old, made, '-'), ...missing(made, old, '+')];
      console.log([name, ...lines].join('\n'));
      process.exitCode = 1;
    } else {
      fs.writeFileSync(file, made);
      console.log(name);
    }
  }
}

main(process.argv.includes('--check')).catch(error => {
  console.error(error.message);
  process.exitCode = 2;
});
