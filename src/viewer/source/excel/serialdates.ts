// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The text of a number that a workbook shows as a date: `2024-05-01`, with a time
 * if it has one. To the millisecond, which is what the numbers are exact to.
 *
 * In workbooks from 1900, Excel takes 1900 for a leap year: the numbers up to 60
 * are a day off, and 60 is the day that there was not.
 *
 * @param isFrom1904 - Whether days are counted from 1904 on.
 *
 * @returns `null` if it is no date in Excel.
 */
export function instantOfSerial(
  serial: number,
  isFrom1904: boolean
): string | null {
  if (!(serial >= 0 && serial < LAST)) {
    return null;
  }
  const [epoch, days] = isFrom1904
    ? [Date.UTC(1904, 0, 1), serial]
    : [Date.UTC(1899, 11, 30), serial < 60 ? serial + 1 : serial];
  const time = new Date(epoch + Math.round(days * DAY_MS));
  const day = time.toISOString().slice(0, 10);
  const clock = time.toISOString().slice(11, 19) + millis(time.getTime());
  return clock === '00:00:00' ? day : `${day} ${clock}`;
}

/** The text of a number that a workbook shows as a time: `25:30:00`. */
export function timeOfSerial(serial: number): string | null {
  if (!Number.isFinite(serial) || Math.abs(serial) >= LAST) {
    return null;
  }
  const whole = Math.round(Math.abs(serial) * DAY_MS);
  const seconds = Math.floor(whole / 1000);
  const parts = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60
  ];
  const clock = parts.map(part => String(part).padStart(2, '0')).join(':');
  return `${serial < 0 ? '-' : ''}${clock}${millis(whole)}`;
}

/** The thousandths of a second of a time, if there are some. */
function millis(time: number): string {
  const rest = ((time % 1000) + 1000) % 1000;
  return rest === 0
    ? ''
    : `.${String(rest).padStart(3, '0').replace(/0+$/, '')}`;
}

const DAY_MS = 86_400_000;

/** The day after 31 December 9999. */
const LAST = 2_958_466;
