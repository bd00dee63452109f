// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ColumnFit } from '../columnfit';

let shown: string[];
let forgot: number;
let fit: ColumnFit;

beforeEach(() => {
  shown = [];
  forgot = 0;
  fit = new ColumnFit(
    (column, isVisible) => shown.push(`${isVisible ? '+' : '-'}${column}`),
    () => forgot++
  );
});

it('leaves out the size first, then the date, and brings them back', () => {
  fit.choose('file_size', true);
  fit.fit(500);
  expect(shown.splice(0)).toEqual(['+file_size']);
  fit.fit(339);
  expect(shown.splice(0)).toEqual(['-file_size']);
  fit.fit(219);
  expect(shown.splice(0)).toEqual(['-last_modified']);
  fit.fit(340);
  expect(shown.splice(0)).toEqual(['+file_size', '+last_modified']);
  expect(forgot).toBe(4);
});

it('keeps the widths where the same columns have room', () => {
  fit.choose('file_size', true);
  fit.fit(500);
  fit.fit(400);
  expect(forgot).toBe(0);
});

it('shows nothing that people have hidden', () => {
  fit.choose('file_size', false);
  fit.choose('last_modified', false);
  shown.splice(0);
  fit.fit(100);
  fit.fit(1000);
  expect(shown).toEqual([]);
});

it('shows what people choose once there is room', () => {
  fit.fit(300);
  fit.choose('file_size', true);
  expect(shown.splice(0)).toEqual(['-file_size']);
  fit.fit(400);
  expect(shown).toEqual(['+file_size']);
});

it('leaves the check boxes alone', () => {
  fit.fit(10);
  shown.splice(0);
  fit.choose('is_selected', true);
  expect(shown).toEqual(['+is_selected']);
});

it('shows all of them while no width is known', () => {
  fit.choose('file_size', true);
  fit.fit(0);
  expect(shown).toEqual(['+file_size']);
});
