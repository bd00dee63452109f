// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Locator } from '@playwright/test';

/**
 * Where something is dropped.
 */
export interface IGoal {
  /** From the left edge (px). */
  x?: number;
  /** From the upper edge, 0, to the lower one, 1. */
  y?: number;
}

/**
 * Drag something by the mouse, and hold it over a goal.
 */
export async function hold(
  from: Locator,
  to: Locator,
  { x = 40, y = 0.5 }: IGoal = {}
): Promise<void> {
  const { mouse } = from.page();
  // Both stand still now: a note above a list moves its rows.
  await to.scrollIntoViewIfNeeded();
  await from.hover({ position: { x: 40, y: 8 } });
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  if (!start || !end) {
    throw new Error('What is dragged, or its goal, is not drawn.');
  }
  await mouse.move(start.x + 40, start.y + start.height / 2);
  await mouse.down();
  await mouse.move(start.x + 60, start.y + start.height, { steps: 5 });
  await mouse.move(end.x + x, end.y + end.height * y, { steps: 12 });
}

/**
 * Drag something by the mouse, and drop it.
 */
export async function drag(
  from: Locator,
  to: Locator,
  goal: IGoal = {}
): Promise<void> {
  await hold(from, to, goal);
  await from.page().mouse.up();
}
