// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { customLife, DAY, HOUR, LONGEST, offersOf } from '../linklife';

const NOW = Date.UTC(2026, 10, 23, 12);
const inSeconds = (seconds: number) => new Date(NOW + seconds * 1000);

describe('what lives are offered for a link', () => {
  it('all, for credentials without an end', () => {
    expect(offersOf(null, NOW)).toEqual({
      usual: [HOUR, DAY, LONGEST],
      longest: LONGEST,
      endsWith: null
    });
  });

  it('none that the credentials do not live', () => {
    const end = inSeconds(2 * DAY);
    expect(offersOf(end, NOW)).toEqual({
      usual: [HOUR, DAY],
      longest: 2 * DAY,
      endsWith: end
    });
    expect(offersOf(inSeconds(900), NOW)).toMatchObject({
      usual: [],
      longest: 900
    });
    expect(offersOf(inSeconds(DAY - 1), NOW)?.usual).toEqual([HOUR]);
    expect(offersOf(inSeconds(DAY), NOW)?.usual).toEqual([HOUR, DAY]);
  });

  it('nothing, when they have ended', () => {
    expect(offersOf(inSeconds(0), NOW)).toBeNull();
    expect(offersOf(inSeconds(-5), NOW)).toBeNull();
  });

  it('credentials that live longer than a link change nothing', () => {
    expect(offersOf(inSeconds(LONGEST + 5), NOW)?.endsWith).toBeNull();
  });
});

describe('a life that a person writes', () => {
  it('is read in hours and days, with either decimal mark', () => {
    expect(customLife('2', 'hours', LONGEST)).toBe(2 * HOUR);
    expect(customLife(' 1,5 ', 'days', LONGEST)).toBe(1.5 * DAY);
    expect(customLife('0.5', 'hours', LONGEST)).toBe(1800);
  });

  it.each(['', ' ', 'x', '-1', '0', '0.001', '1e9', 'Infinity', 'NaN'])(
    'is refused: "%s"',
    text => {
      expect(customLife(text, 'hours', LONGEST)).toBeNull();
    }
  );

  it('is at most what is possible', () => {
    expect(customLife('7', 'days', LONGEST)).toBe(LONGEST);
    expect(customLife('7.01', 'days', LONGEST)).toBeNull();
    expect(customLife('2', 'hours', HOUR)).toBeNull();
  });
});
