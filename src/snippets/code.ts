// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Language } from './write/types';

/**
 * The code around the place where a snippet goes: one text a cell.
 */
export interface ISurroundings {
  /** What has run when the place is reached. */
  readonly before: readonly string[];
  /** All of it. */
  readonly all: readonly string[];
}

/**
 * A place without code around it.
 */
export const NOTHING_AROUND: ISurroundings = { before: [], all: [] };

/**
 * The lines that a snippet has not to repeat: those that hold for what comes
 * after them, so none of functions, comments or texts, and none of cells that
 * another language runs.
 */
export function knownLines(
  sources: readonly string[],
  language: Language
): string[] {
  return sources.flatMap(source => {
    if (language !== 'python') {
      return lines(source).filter(line => !/^\s*#/.test(line));
    }
    return Private.isPython(source)
      ? Private.withoutBodies(lines(Private.withoutTexts(source)))
      : [];
  });
}

/**
 * The names that code gives to something. A light scan: a name too many does
 * no harm, as another one is taken then.
 */
export function takenNames(
  sources: readonly string[],
  language: Language
): string[] {
  const found = new Set<string>();
  for (const source of sources) {
    if (language !== 'python' || Private.isPython(source)) {
      Private.scan(source, language, found);
    }
  }
  return Array.from(found);
}

function lines(source: string): string[] {
  return source.split(/\r?\n/).map(line => line.trimEnd());
}

namespace Private {
  /** Magics that run the cell as Python in the notebook's own names. */
  const OWN_MAGIC = /^%%(time|capture|python3?\s*$)\b/;

  /** Whether a cell's code is Python which leaves its names behind. */
  export function isPython(source: string): boolean {
    const start = source.trimStart();
    return !start.startsWith('%%') || OWN_MAGIC.test(start);
  }

  /** Texts of several lines are emptied, so that nothing in them is code. */
  export function withoutTexts(source: string): string {
    return source.replace(
      /(#[^\n]*)|("""|''')(?:\\[\s\S]|(?!\2)[\s\S])*\2|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
      (text: string, _comment: string, long?: string) =>
        long && text.includes('\n') ? `${long}${long}` : text
    );
  }

  /** Lines of functions and classes hold in these alone. */
  export function withoutBodies(all: string[]): string[] {
    let isInside = false;
    return all.filter(line => {
      if (/^[^\s#)\]}]/.test(line)) {
        isInside = /^(async\s+def|def|class)\b/.test(line);
      }
      return !isInside && line !== '' && !/^\s*#/.test(line);
    });
  }

  const NAME = '[\\p{L}_][\\p{L}\\p{N}_]*';

  /** Before a name that is one of several. */
  const OPEN = '[(\\[*]*';

  /** What of a language gives names; the first group holds one or more. */
  const GIVING: { readonly [language in Language]: readonly RegExp[] } = {
    python: [
      // a = …, a: int = …, a, (b, *c) = …, a += …
      patternOf(
        `^[ \\t]*(${OPEN}${NAME}(?:[)\\]]*[ \\t]*,[ \\t]*${OPEN}${NAME})*[,)\\]]*)[ \\t]*(?::[^=\\n]+)?(?:[-+*/%&|^@]|//|\\*\\*|<<|>>)?=(?!=)`
      ),
      // a = b = …
      patternOf(`=[ \\t]*(${NAME})[ \\t]*(?==(?!=))`),
      patternOf(`\\b(${NAME})[ \\t]*:=`),
      patternOf(`\\bas[ \\t]+(${NAME})`),
      patternOf(`\\bfor[ \\t]+([^\\n]+?)[ \\t]+in\\b`),
      patternOf(`^[ \\t]*(?:async[ \\t]+)?(?:def|class)[ \\t]+(${NAME})`),
      patternOf(`^[ \\t]*import[ \\t]+([^\\n]+)`),
      patternOf(`\\bimport[ \\t]+\\(?([^\\n)]+)`)
    ],
    r: [
      patternOf(`([\\p{L}.][\\p{L}\\p{N}_.]*)[ \\t]*(?:<<?-|=(?!=))`),
      patternOf(`->>?[ \\t]*([\\p{L}.][\\p{L}\\p{N}_.]*)`),
      patternOf(`\\bfor[ \\t]*\\([ \\t]*([\\p{L}.][\\p{L}\\p{N}_.]*)`),
      patternOf(`\\bassign\\([ \\t]*["']([^"'\\n]+)`)
    ],
    julia: [
      patternOf(`^[ \\t]*(${NAME}(?:[ \\t]*,[ \\t]*${NAME})*)[ \\t]*=(?!=)`),
      patternOf(`\\b(?:const|global|local)[ \\t]+(${NAME})`),
      patternOf(`\\b(?:function|struct|module|for)[ \\t]+(${NAME})`)
    ],
    shell: [patternOf(`^[ \\t]*(?:export[ \\t]+)?(${NAME})=`)]
  };

  export function scan(
    source: string,
    language: Language,
    found: Set<string>
  ): void {
    const word =
      language === 'r'
        ? /[\p{L}.][\p{L}\p{N}_.]*/gu
        : /[\p{L}_][\p{L}\p{N}_]*/gu;
    for (const pattern of GIVING[language]) {
      for (const [, names] of source.matchAll(pattern)) {
        names.match(word)?.forEach(name => found.add(name));
      }
    }
  }

  function patternOf(source: string): RegExp {
    return new RegExp(source, 'gmu');
  }
}
