// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The end of a name that stays in sight where the name is too long: what
 * distinguishes `part-00041.parquet` from `part-00042.parquet` is there.
 *
 * @param name - The whole name.
 * @param room - The width that there is for it.
 * @param widthOf - The width of a text, in the same unit.
 *
 * @returns `''` where all of it fits, or where there is no room for both ends.
 */
export function shownEnd(
  name: string,
  room: number,
  widthOf: (text: string) => number
): string {
  if (RIGHT_TO_LEFT.test(name) || widthOf(name) <= room) {
    return '';
  }
  let end = tailOf(name, tailLength(name));
  while (end && widthOf(end) > room * SHARE) {
    end = tailOf(end, Array.from(end).length - 1);
  }
  return Array.from(end).length < LEAST ? '' : end;
}

/** The part of the room that the end may take. */
const SHARE = 0.65;

/** A shorter end says nothing (characters). */
const LEAST = 4;

/** What is kept before the extension (characters). */
const BEFORE_EXTENSION = 5;

/** A longer extension is a part of the name (characters). */
const LONGEST_EXTENSION = 8;

/** The browser cuts such a name on the left, where it ends. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** How many characters the end of a name should have. */
function tailLength(name: string): number {
  const extension = /\.[^.]+$/.exec(name)?.[0] ?? '';
  const length = Array.from(extension).length;
  return BEFORE_EXTENSION + (length <= LONGEST_EXTENSION ? length : LEAST);
}

/** The last characters of a text, which begin with no combining mark. */
function tailOf(text: string, count: number): string {
  const characters = Array.from(text).slice(-Math.max(count, 1));
  const first = characters.findIndex(
    (character, index) =>
      !/\p{M}|\u200D/u.test(character) && characters[index - 1] !== '\u200D'
  );
  return count < 1 || first < 0 ? '' : characters.slice(first).join('');
}

/**
 * Make what measures texts (px) in the font of an element of the document.
 */
export function measureLike(element: Element): (text: string) => number {
  const { fontFamily, fontSize, fontStyle, fontWeight } =
    getComputedStyle(element);
  const canvas = document.createElement('canvas').getContext('2d');
  if (!canvas) {
    return () => 0;
  }
  canvas.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  return text => canvas.measureText(text).width;
}
