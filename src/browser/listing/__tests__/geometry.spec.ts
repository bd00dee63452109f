// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Geometry, MAX_HEIGHT, rowForKey, survivor } from '../geometry';

describe('where rows stand', () => {
  const geometry = new Geometry(1000, 24, 240);

  it('has the rows that are seen, and some around them', () => {
    expect(geometry.range(0)).toEqual({ first: 0, end: 10 });
    expect(geometry.range(0, 5)).toEqual({ first: 0, end: 15 });
    expect(geometry.range(36)).toEqual({ first: 1, end: 12 });
    expect(geometry.range(23_760, 5)).toEqual({ first: 985, end: 1000 });
    expect(new Geometry(0, 24, 240).range(0, 5)).toEqual({ first: 0, end: 0 });
  });

  it('stands a row at its index times its height', () => {
    expect(geometry.height).toBe(24_000);
    expect(geometry.top(7, 1234)).toBe(7 * 24);
    expect(geometry.page).toBe(9);
  });

  it('scrolls no further than needed to show a row', () => {
    expect(geometry.reveal(5, 0)).toBe(0);
    expect(geometry.reveal(10, 0)).toBe(24);
    expect(geometry.reveal(10, 500)).toBe(240);
    expect(geometry.reveal(999, 0)).toBe(24_000 - 240);
  });

  it('stays within the height that browsers draw', () => {
    const large = new Geometry(2_000_000, 27, 600);
    const end = MAX_HEIGHT - 600;
    expect(large.isScaled).toBe(true);
    expect(large.height).toBe(MAX_HEIGHT);
    expect(large.range(0).first).toBe(0);
    expect(large.range(end).end).toBe(2_000_000);
    expect(large.scrollTop(large.offset(1_234_567))).toBeCloseTo(1_234_567);
    for (const index of [0, 1, 999_999, 1_500_000, 1_999_999]) {
      const scrollTop = large.reveal(index, end / 3);
      const top = large.top(index, scrollTop);
      expect(top).toBeGreaterThanOrEqual(scrollTop - 0.01);
      expect(top + 27).toBeLessThanOrEqual(scrollTop + 600.01);
      const { first, end: last } = large.range(scrollTop);
      expect(index >= first && index < last).toBe(true);
    }
  });
});

describe('moving by keys', () => {
  it('stays within the list', () => {
    expect(rowForKey('Home', 50, 100, 9)).toBe(0);
    expect(rowForKey('End', 50, 100, 9)).toBe(99);
    expect(rowForKey('PageUp', 5, 100, 9)).toBe(0);
    expect(rowForKey('PageUp', 50, 100, 9)).toBe(41);
    expect(rowForKey('PageDown', 95, 100, 9)).toBe(99);
    expect(rowForKey('x', 95, 100, 9)).toBeNull();
  });
});

describe('what takes the place of what is gone', () => {
  const all = ['a', 'b', 'c', 'd'];

  it('is itself, the next, or the one before', () => {
    expect(survivor(all, 1, () => true)).toBe(1);
    expect(survivor(all, 1, one => one === 'd')).toBe(3);
    expect(survivor(all, 2, one => one < 'c')).toBe(1);
    expect(survivor(all, 2, () => false)).toBe(-1);
  });
});
