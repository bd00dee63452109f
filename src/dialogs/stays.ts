// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * How long notices stay on the screen (ms), for all notices. JupyterLab keeps
 * one with `false` as long as the page is open.
 */
export const STAYS = {
  /** Something was done as requested, and the result is in sight. */
  brief: 3000,
  /** Something was done that took a while, or is out of sight. */
  done: 5000,
  /** Something the person should know, and need not act on. */
  news: 10_000,
  /** What was done or found, with a button that shows more or does it. */
  offer: 15_000,
  /** The end of work that took long, with a button that opens what came of it. */
  choice: 30_000,
  /** An explanation to be read beside what it is about, with ways to go on. */
  reading: 60_000,
  /**
   * Something that waits for the person: until they close it, or until the code
   * that shows it removes it because the reason has passed.
   */
  waits: false
} as const;

/**
 * A row of the table.
 */
export type Stay = keyof typeof STAYS;

/**
 * How long a notice of the drive stays.
 *
 * @param hasMore - Whether a button shows more text.
 */
export function stayOf(
  { asks, level }: { asks?: boolean; level: 'info' | 'warning' | 'error' },
  hasMore: boolean
): Stay {
  if (asks ?? level === 'error') {
    return 'waits';
  }
  return hasMore ? 'offer' : 'news';
}
