// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A cell with a list or an object in JSON, over several lines; `null` for any
 * other cell. Only blanks are changed: JavaScript would round long numbers.
 */
export function prettyJson(cell: string): string | null {
  if (!/^\s*[[{]/.test(cell) || !isJson(cell)) {
    return null;
  }
  let depth = 0;
  const broken = () => `\n${'  '.repeat(depth)}`;
  return cell.trim().replace(TOKENS, token => {
    switch (token[0]) {
      case '"':
        return token;
      case '{':
      case '[':
        if (token.length > 1) {
          // Nothing is in it.
          return token.replace(/\s+/g, '');
        }
        depth++;
        return token + broken();
      case '}':
      case ']':
        depth--;
        return broken() + token;
      case ',':
        return token + broken();
      case ':':
        return ': ';
      default:
        return '';
    }
  });
}

/** What is between values, and texts, in which nothing is changed. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|\s+/g;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
