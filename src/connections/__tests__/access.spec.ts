// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';

import { Access } from '../access';
import { EndNotices, timeReached } from '../endnotices';
import { itemText } from '../statusitem';
import { durationText, kernelText, lastsText, sourceText } from '../texts';
import { statusWith } from './statuses';

const trans = nullTranslator.load('jupyterlab_s3_drive');

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** What nobody knows of an end. */
const ENDLESS = { secondsLeft: null, expiresAt: null };

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  Notification.manager.dismiss();
  jest.useRealTimers();
});

/** An access, and how often the server was asked. */
function watched(...answers: ReturnType<typeof statusWith>[]) {
  const asked: number[] = [];
  const access = new Access(async () => {
    asked.push(Date.now());
    return answers[Math.min(asked.length, answers.length) - 1];
  });
  return { access, asked };
}

describe('the access', () => {
  it.each([
    [{}, 'good'],
    [{ secondsLeft: DAY + MINUTE }, 'good'],
    [{ secondsLeft: DAY }, 'soon'],
    [{ secondsLeft: 0 }, 'ended'],
    [{ state: 'expired' as const, ...ENDLESS }, 'ended'],
    [{ state: 'missing' as const, ...ENDLESS }, 'none'],
    [{ state: 'unknown' as const, ...ENDLESS }, 'unknown'],
    [{ state: 'valid' as const, ...ENDLESS }, 'good']
  ])('stands as the server says: %j is %s', (credentials, standing) => {
    const { access } = watched();
    access.take(statusWith(credentials));
    expect(access.standing).toBe(standing);
    access.dispose();
  });

  it('does not end soon where it is renewed by itself', () => {
    const { access } = watched();
    access.take(statusWith({ secondsLeft: HOUR }, { isAutomatic: true }));
    expect(access.standing).toBe('good');
    expect(itemText(access, trans)).toBe('S3: alice');
    access.dispose();
  });

  it('counts down what the server said is left, whatever the clocks', () => {
    const { access } = watched();
    jest.setSystemTime(new Date('2031-01-01'));
    access.take(statusWith({ secondsLeft: 2 * DAY }));
    expect(access.secondsLeft).toBe(2 * DAY);
    jest.advanceTimersByTime(1.5 * DAY * 1000);
    expect(access.secondsLeft).toBe(DAY / 2);
    expect(access.standing).toBe('soon');
    jest.advanceTimersByTime(DAY * 1000);
    expect(access.standing).toBe('ended');
    expect(itemText(access, trans)).toBe('S3: alice, expired');
    access.dispose();
  });

  it('is asked for at once, every five minutes, and at the end', async () => {
    const first = statusWith({ secondsLeft: 7 * MINUTE });
    const { access, asked } = watched(first, first, statusWith());
    const begun = Date.now();
    access.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(itemText(access, trans)).toBe('S3: alice, 7 min');
    await jest.advanceTimersByTimeAsync(4 * MINUTE * 1000);
    expect(asked).toHaveLength(1);
    expect(itemText(access, trans)).toBe('S3: alice, 3 min');
    // It ends in the middle; the server knows better.
    access.take(statusWith({ secondsLeft: 30 }));
    await jest.advanceTimersByTimeAsync(MINUTE * 1000);
    expect(asked.map(at => (at - begun) / 1000 / MINUTE)).toEqual([0, 5]);
    access.dispose();
  });

  it('is asked for anew when the clock was set back', async () => {
    const { access, asked } = watched(statusWith({ secondsLeft: HOUR }));
    access.start();
    await jest.advanceTimersByTimeAsync(0);
    jest.setSystemTime(Date.now() - DAY * 1000);
    await jest.advanceTimersByTimeAsync(MINUTE * 1000);
    expect(asked).toHaveLength(2);
    expect(itemText(access, trans)).toBe('S3: alice, 1 h 0 min');
    access.dispose();
  });

  it('is shown in the status bar', () => {
    const { access } = watched();
    expect(itemText(access, trans)).toBe('S3: no keys');
    access.take(statusWith());
    expect(itemText(access, trans)).toBe('S3: alice, 7 d 0 h');
    access.take(statusWith({ account: null, ...ENDLESS }));
    expect(itemText(access, trans)).toBe('S3: ASIA…WXYZ');
    access.take(
      statusWith({ account: null, accessKey: null, state: 'expired' })
    );
    expect(itemText(access, trans)).toBe('S3: expired');
    access.dispose();
  });
});

describe('the notices before the end', () => {
  /** What is on the screen. */
  const shown = () =>
    Notification.manager.notifications.map(({ message }) => message);

  it.each([
    [25 * HOUR, [24, 1], null],
    [24 * HOUR, [24, 1], 24],
    [HOUR + 1, [1, 24], 24],
    [HOUR, [24, 1], 1],
    [0, [24, 1], 0],
    [10, [], null],
    [0, [], 0]
  ])('%i s before the end, told %j hours before: %s', (left, hours, time) => {
    expect(timeReached(left, hours)).toBe(time);
  });

  it('come once at each time, one in place of the other, and go when it is renewed', () => {
    const { access } = watched();
    const renewed: string[] = [];
    new EndNotices(access, () => renewed.push('asked'), trans);
    access.take(statusWith({ secondsLeft: 25 * HOUR }));
    expect(shown()).toEqual([]);
    access.take(statusWith({ secondsLeft: 23 * HOUR }));
    const first = shown();
    expect(first).toEqual([expect.stringContaining('ends in 23 h 0 min')]);
    access.take(statusWith({ secondsLeft: 22 * HOUR }));
    expect(shown()).toEqual(first);
    access.take(statusWith({ secondsLeft: 50 * MINUTE }));
    expect(shown()).toEqual([expect.stringContaining('ends in 50 min')]);
    access.take(statusWith({ state: 'expired', secondsLeft: 0 }));
    expect(shown()).toEqual([expect.stringContaining('has expired')]);
    const [{ options }] = Notification.manager.notifications;
    options.actions?.[0].callback(new MouseEvent('click'));
    expect(renewed).toEqual(['asked']);
    access.take(statusWith());
    expect(shown()).toEqual([]);
    access.take(statusWith({ state: 'expired', secondsLeft: 0 }));
    expect(shown()).toHaveLength(1);
    access.dispose();
  });

  it('come at once where the access has ended before JupyterLab started', () => {
    const { access } = watched();
    new EndNotices(access, () => undefined, trans);
    access.take(statusWith({ state: 'expired', ...ENDLESS }));
    expect(shown()).toEqual([expect.stringContaining('has expired')]);
    access.dispose();
  });

  it('do not come where the access is renewed by itself, but at its end', () => {
    const { access } = watched();
    new EndNotices(access, () => undefined, trans);
    access.take(statusWith({ secondsLeft: MINUTE }, { isAutomatic: true }));
    expect(shown()).toEqual([]);
    access.take(statusWith({ state: 'expired' }, { isAutomatic: true }));
    expect(shown()).toHaveLength(1);
    access.dispose();
  });

  it('come at the times of the settings', () => {
    const { access } = watched();
    new EndNotices(access, () => undefined, trans);
    access.take(statusWith({ secondsLeft: 3 * DAY }));
    access.hours = [96];
    expect(shown()).toEqual([expect.stringContaining('ends in 3 d 0 h')]);
    access.dispose();
  });
});

describe('the texts', () => {
  it.each([
    [0, 'less than a minute'],
    [59, 'less than a minute'],
    [60, '1 min'],
    [HOUR - 1, '59 min'],
    [DAY - 1, '23 h 59 min'],
    [6 * DAY + 5 * HOUR, '6 d 5 h']
  ])('%i s are %s', (seconds, text) => {
    expect(durationText(seconds, trans)).toBe(text);
  });

  it.each([
    ['none', null, 'has no keys'],
    ['ended', 0, 'have expired'],
    ['unknown', null, 'is not known'],
    ['good', null, 'no end that is known'],
    ['soon', HOUR, 'last 1 h 0 min']
  ] as const)('say how it stands: %s', (standing, left, text) => {
    expect(lastsText(standing, left, statusWith(), trans)).toContain(text);
  });

  it.each([null, 'env', 'config-file', 'paste', 'command', 'iam-role'])(
    'say where keys from %s come from',
    source => {
      expect(sourceText(source, trans)).toMatch(/^[A-Z][a-z]+ .*[a-z.]$/);
    }
  );

  it.each([
    [{ renewedKernels: true }, {}, 'go on after a renewal'],
    [{}, { renewedKernels: 'AWS_PROFILE' }, 'of their own. AWS_PROFILE'],
    [{}, {}, 'was started']
  ])('say which keys kernels have: %j', (features, reasons, text) => {
    const status = statusWith({}, {}, { features, reasons });
    expect(kernelText(status, trans)).toContain(text);
  });

  it('name a source as botocore does where it is a rare one', () => {
    expect(sourceText('sso', trans)).toBe('sso');
  });
});
