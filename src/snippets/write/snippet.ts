// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFolderFacts } from '../../inspect/facts';
import { LIBRARIES } from './catalog';
import { firstRows } from './firstrows';
import { missingImports, sortedImports } from './imports';
import { pandasQuery } from './query/pandasquery';
import { canQuery, UNQUERIED } from './query/support';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippet,
  ISnippetRequest,
  ISnippetSubject,
  Language,
  Library
} from './types';
import { Names } from './variables';

/**
 * The libraries that support an operation, best first.
 *
 * @param question - The operation and the location. `publicUrl` as for
 * `writeSnippet`, as some libraries only read public files.
 */
export function librariesFor(
  question: ISnippetQuestion,
  language: Language
): Library[] {
  return LIBRARIES.filter(each => each.language === language)
    .map(each => ({ name: each.library, rank: each.rank(question) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .map(({ name }) => name);
}

/**
 * Write a snippet.
 *
 * @throws `RangeError` for a library that `librariesFor` does not return.
 */
export function writeSnippet(request: ISnippetRequest): ISnippet {
  const library = Private.find(request);
  const parts = Private.queried(library, request);
  const imports = sortedImports(parts.imports);
  const rows = request.showsRows && firstRows(request, parts.variable);
  const body = [...parts.body, ...(rows ? [rows] : [])].join('\n');
  const known = new Set(request.known.map(line => line.trimEnd()));
  const isMissing = (statement: string) =>
    !statement.split('\n').every(line => known.has(line));
  const blocks = [
    missingImports(imports, request.known).join('\n'),
    parts.setup.filter(isMissing).join('\n'),
    body
  ];
  return {
    code: `${blocks.filter(block => block).join('\n\n')}\n`,
    imports,
    setup: parts.setup,
    body,
    variable: parts.variable,
    runs: request.language
  };
}

/**
 * Those of some libraries that read the rows and columns of a query, in their
 * order.
 */
export function queryingLibraries(
  { facts, query }: Pick<ISnippetRequest, 'facts' | 'query'>,
  libraries: readonly Library[]
): Library[] {
  return libraries.filter(
    name =>
      !query ||
      LIBRARIES.some(
        each => each.library === name && canQuery(each, facts, query)
      )
  );
}

namespace Private {
  /** What a library writes, with what chooses rows and columns. */
  export function queried(library: ILibrary, request: ISnippetRequest): IParts {
    const { facts, operation, query } = request;
    if (!query || operation !== 'read') {
      return library.write(subject({ ...request, query: null }));
    }
    if (!canQuery(library, facts, query)) {
      const parts = library.write(subject({ ...request, query: null }));
      return { ...parts, body: [UNQUERIED, ...parts.body] };
    }
    const parts = library.write(subject(request));
    if (library.query !== 'pandas') {
      return parts;
    }
    const { body, imports } = pandasQuery(query, parts.variable);
    return {
      ...parts,
      imports: [...parts.imports, ...imports],
      body: [...parts.body, ...body]
    };
  }

  export function find(request: ISnippetRequest): ILibrary {
    const found = LIBRARIES.find(
      each =>
        each.language === request.language &&
        each.library === request.library &&
        each.rank(request) > 0
    );
    if (!found) {
      throw new RangeError(`${request.library} does not do this.`);
    }
    return found;
  }

  export function subject(request: ISnippetRequest): ISnippetSubject {
    const { facts, kind, known, names, location } = request;
    const key = location.key.replace(/\/$/, '');
    return {
      ...request,
      path: location.entryPath,
      folder:
        kind === 'folder' && !facts.doubt && 'partitions' in facts
          ? (facts as IFolderFacts)
          : null,
      names: new Names(key, names.taken, known)
    };
  }
}
