// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Language } from '../write/types';

/**
 * The code around an insertion target, one string per cell.
 */
export interface ISurroundings {
  /** The code that has run before the target. */
  readonly before: readonly string[];
  /** All code. */
  readonly all: readonly string[];
}

/**
 * The surroundings without any code.
 */
export const NOTHING_AROUND: ISurroundings = { before: [], all: [] };

/**
 * The lines that a snippet need not repeat, because they affect later code:
 * none from functions, comments or strings, and none from cells in another
 * language.
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
 * The names that code assigns. An approximation: too many names do no harm, as
 * a snippet then uses another one.
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
  /** Magics that run the cell as Python in the notebook's namespace. */
  const OWN_MAGIC = /^%%(time|capture|python3?\s*$)\b/;

  /** Whether a cell is Python code that runs in the notebook's namespace. */
  export function isPython(source: string): boolean {
    const start = source.trimStart();
    return !start.startsWith('%%') || OWN_MAGIC.test(start);
  }

  /** Empty multi-line strings, so that their lines are not taken for code. */
  export function withoutTexts(source: string): string {
    return source.replace(
      /(#[^\n]*)|("""|''')(?:\\[\s\S]|(?!\2)[\s\S])*\2|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
      (text: string, _comment: string, long?: string) =>
        long && text.includes('\n') ? `${long}${long}` : text
    );
  }

  /**
   * Remove the lines of functions and classes, which only have local effects.
   */
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

  /** What may precede a name in a tuple or list of targets. */
  const OPEN = '[(\\[*]*';

  /**
   * Patterns for assignments in each language. The first group contains the
   * names.
   */
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
