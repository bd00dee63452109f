// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The letters of a language, ASCII left out; one of those after a space has to
 * occur.
 */
type Language = string;

/**
 * A code page with one byte for each character: its name in Python, its label
 * for `TextDecoder`, and the languages that are written in it.
 */
interface IPage {
  readonly python: string;
  readonly decoder: string;
  readonly languages: readonly Language[];
}

/**
 * French, German, Spanish, Portuguese, Italian, Catalan, Dutch, Swedish, Danish,
 * Icelandic, Estonian, Albanian.
 */
const WESTERN: Language[] = [
  ...['àâæçéèêëîïôœùûüÿ', 'äöüßé', 'áéíñóúü', 'àáâãçéêíóôõúü', 'àèéìíîòóù'],
  ...['àçèéíïòóúü', 'áéèëïíöóüú', 'åäöé', 'æøåéóòôöäü'],
  ...['áðéíóúýþæö áéíóúæ', 'äöõüšž äöõü', 'ëç']
];

/** Polish, Czech, Slovak, Hungarian, Romanian, Croatian with Slovene. */
const CENTRAL: Language[] = [
  ...['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž'],
  ...['áéíóöőúüű', 'ăâîşţ', 'čćđšž']
];

const TURKISH: Language[] = ['çğıİöşüâîû'];

const CP1252: IPage = {
  python: 'cp1252',
  decoder: 'windows-1252',
  languages: WESTERN
};

const OTHERS: readonly IPage[] = [
  { python: 'cp1250', decoder: 'windows-1250', languages: CENTRAL },
  { python: 'iso8859_2', decoder: 'iso-8859-2', languages: CENTRAL },
  { python: 'cp1254', decoder: 'windows-1254', languages: TURKISH }
];

/**
 * The page of central Europe or Turkey that a text is written in, or `null`.
 *
 * It is recognised by the letters of its languages: nearly all letters outside
 * ASCII are those of one language, and some are of no western European one.
 * Letters that have the same place in either page prove nothing.
 */
export function pageByLetters(
  bytes: Uint8Array
): Pick<IPage, 'python' | 'decoder'> | null {
  const high = highBytes(bytes);
  const western = bestCover(high, CP1252);
  let best: IPage | null = null;
  let cover = western + MARGIN;
  for (const page of OTHERS) {
    const found = bestCover(high, page);
    if (found >= ENOUGH && found > cover && isProven(high, page)) {
      best = page;
      cover = found;
    }
  }
  return best;
}

/**
 * Whether a text has control characters (U+0080 to U+009F): its page was guessed
 * wrong, as nobody writes them.
 */
export function hasControls(text: string): boolean {
  return /[\x80-\x9f]/.test(text);
}

/** The share of letters that a language has to explain. */
const ENOUGH = 0.9;

/** How much more it has to explain than one of western Europe. */
const MARGIN = 0.05;

/**
 * Where a byte is: `both` sides are letters, with a `small` one before it or
 * not, it begins or ends a word, it follows a `unit` of one or two letters, or it
 * is apart from letters.
 */
type Place = 'both' | 'small' | 'begin' | 'end' | 'unit' | 'apart';

/** The bytes that are not ASCII: how often each is at each place. */
type High = ReadonlyMap<number, ReadonlyMap<Place, number>>;

function highBytes(bytes: Uint8Array): High {
  const found = new Map<number, Map<Place, number>>();
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] >= 0x80) {
      const place = placeOf(bytes, at);
      const places = found.get(bytes[at]) ?? new Map<Place, number>();
      found.set(bytes[at], places.set(place, (places.get(place) ?? 0) + 1));
    }
  }
  return found;
}

function placeOf(bytes: Uint8Array, at: number): Place {
  const isInside = isLetter(bytes[at + 1]);
  if (!isLetter(bytes[at - 1])) {
    return isInside ? 'begin' : 'apart';
  }
  if (isInside) {
    return isSmall(bytes[at - 1]) ? 'small' : 'both';
  }
  return isLetter(bytes[at - 2]) && isLetter(bytes[at - 3]) ? 'end' : 'unit';
}

/** The largest share that the letters of one language of a page explain. */
function bestCover(high: High, page: IPage): number {
  const chars = decoded(page);
  return Math.max(...page.languages.map(each => coverOf(high, chars, each)));
}

/** The share that a language explains; all, if nothing but signs occurs. */
function coverOf(high: High, chars: string[], language: Language): number {
  const [letters, needed] = language.split(' ');
  let good = 0;
  let bad = 0;
  if (needed && ![...high.keys()].some(at => isOf(needed, chars[at - 0x80]))) {
    return 0;
  }
  for (const [byte, places] of high) {
    const char = chars[byte - 0x80];
    for (const [place, count] of places) {
      if (isOf(letters, char) && isLikely(char, place)) {
        good += count;
      } else if (!isSign(char, place)) {
        bad += count;
      }
    }
  }
  return good + bad ? good / (good + bad) : 1;
}

/**
 * Whether the bytes that are other characters in cp1252 are letters for sure:
 * two of them at least, or one within words. A sign may be beside a letter by
 * chance (`£m`).
 */
function isProven(high: High, page: IPage): boolean {
  const western = decoded(CP1252);
  const chars = decoded(page);
  const others = [...high].filter(([byte]) => {
    const char = chars[byte - 0x80];
    return (
      char !== western[byte - 0x80] &&
      page.languages.some(letters => isOf(letters, char))
    );
  });
  return (
    others.length > 1 ||
    others.some(
      ([byte, places]) =>
        places.has('both') ||
        (places.has('small') && isLikely(chars[byte - 0x80], 'small'))
    )
  );
}

/** Whether a letter may be there: no capital follows a small letter. */
function isLikely(char: string, place: Place): boolean {
  return place !== 'small' || char === char.toLowerCase();
}

function isOf(letters: string, char: string): boolean {
  return letters.includes(char) || letters.includes(char.toLowerCase());
}

/** Whether a character is a sign where signs are usual, so that it proves nothing. */
function isSign(char: string, place: Place): boolean {
  return (
    /[’‘“”„‚«»‹›–—…•€°§\xa0\xad]/.test(char) ||
    (/[¡¿£¥µ]/.test(char) && place === 'begin') ||
    (/[²³¹ªº™®©]/.test(char) && place === 'unit') ||
    (place === 'apart' && !/[\p{L}\x80-\x9f]/u.test(char))
  );
}

/** A letter of ASCII, or a byte that is a letter in all of these pages. */
function isLetter(byte: number | undefined): boolean {
  return (
    byte !== undefined &&
    (((byte | 32) >= 97 && (byte | 32) <= 122) ||
      (byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7))
  );
}

/** A small letter of ASCII. */
function isSmall(byte: number): boolean {
  return byte >= 97 && byte <= 122;
}

/** cp1252, which some decoders take for Latin-1: its letters are needed here. */
const WINDOWS = [
  ...'€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ',
  ...Array.from({ length: 96 }, (_, at) => String.fromCharCode(at + 0xa0))
];

const PAGES = new Map<string, string[]>();

/** The characters of a page from byte 128 on. */
function decoded({ decoder }: IPage): string[] {
  const known = PAGES.get(decoder);
  if (known) {
    return known;
  }
  const bytes = Uint8Array.from({ length: 128 }, (_, at) => at + 0x80);
  const chars =
    decoder === CP1252.decoder
      ? WINDOWS
      : [...new TextDecoder(decoder).decode(bytes)];
  PAGES.set(decoder, chars);
  return chars;
}
