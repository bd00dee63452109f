// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { findRows, type IRowMarks } from '../rowends';

const PLAIN: IRowMarks = {
  newline: 10,
  separator: [59],
  quote: 34,
  escape: null,
  initialSpaces: false,
  comment: [],
  blanks: false
};

/** The rows that are found in a text. */
function rows(
  text: string,
  marks: Partial<IRowMarks> = {},
  isEnd = true,
  isForced = false
) {
  const units = new TextEncoder().encode(text);
  const all = { ...PLAIN, ...marks };
  const { starts, ends, next } = findRows(units, 0, all, isEnd, isForced);
  return {
    found: starts.map((start, at) => text.slice(start, ends[at])),
    rest: text.slice(next)
  };
}

describe('rows of a text', () => {
  it('end with their lines, but not inside of quotes', () => {
    expect(rows('a;"b\nc"\n"d";e\n').found).toEqual(['a;"b\nc"', '"d";e']);
  });

  it.each([
    ['in the middle of a cell', 'a"b;c\nd"e;f\n', ['a"b;c', 'd"e;f']],
    ['that is doubled', '"a""\n";b\nc\n', ['"a""\n";b', 'c']],
    ['before blanks and a separator', '"a" ;b\nc\n', ['"a" ;b', 'c']],
    ['before text goes on as one', '"a"b\n";c\nd\n', ['"a"b\n";c', 'd']]
  ])('with a quote %s', (_, text, wanted) => {
    expect(rows(text).found).toEqual(wanted);
  });

  it('with a quote that is escaped', () => {
    const text = '"a\\"\n";b\nc\n';
    expect(rows(text, { escape: 92 }).found).toEqual(['"a\\"\n";b', 'c']);
  });

  it('with quotes after spaces', () => {
    const text = 'a; "b\nc"\nd;e\n';
    expect(rows(text, { initialSpaces: true }).found).toHaveLength(2);
    expect(rows(text).found).toHaveLength(3);
  });

  it('with ordinary quotes end with their lines', () => {
    expect(rows('"a\nb"\n', { quote: null }).found).toEqual(['"a', 'b"']);
  });

  it('with a separator of several signs', () => {
    const marks = { separator: [124, 124] };
    expect(rows('a||"b\nc"\nd|"e\n', marks).found).toEqual([
      'a||"b\nc"',
      'd|"e'
    ]);
  });

  it('are no empty lines and no comments', () => {
    const text = 'a\r\n\r\n#"x\r\nb\r\n';
    expect(rows(text, { comment: [35] }).found).toEqual(['a', 'b']);
    expect(rows(' \nb\n', { blanks: true }).found).toEqual(['b']);
  });

  it('are whole: the last one waits for its end', () => {
    expect(rows('a\nb', {}, false)).toEqual({ found: ['a'], rest: 'b' });
    expect(rows('a\n"b\nc', {}, false)).toEqual({
      found: ['a'],
      rest: '"b\nc'
    });
    expect(rows('a\nb').found).toEqual(['a', 'b']);
  });

  it('end with their line where a quote never closes', () => {
    expect(rows('"a\nb\n', {}, false).found).toEqual([]);
    expect(rows('"a\nb\n', {}, false, true).found).toEqual(['"a', 'b']);
  });
});
