// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { EntryActions } from '../../src/browser/actions/actions';
import type { S3BrowserModel } from '../../src/browser/model/browsermodel';
import type { Lab } from './lab';
import type { Probed } from './probe';

const ROW = '#jp-s3-browser .jp-DirListing-item';
const TEXT = '.jp-DirListing-itemText';
const CONTENT = '#jp-s3-browser .jp-DirListing-content';

/** The count of loaded entries must grow within this time, in ms. */
const PATIENCE = 20_000;

/** How often one clicks while a folder is being listed. */
const CLICKS = 5;

/** How long the scroll position moves from top to bottom, in ms. */
const SCROLLING = 3000;

/**
 * The panel's model, with the members of its actions that the bench uses.
 */
type Model = S3BrowserModel & { readonly actions: EntryActions };

/**
 * A window with the probe, and with the panel's model after `findModel`.
 */
export type BenchWindow = Probed & typeof window & { benchModel: Model };

/**
 * Go to a place; waits for nothing but the listing's first entries.
 */
export async function leave(lab: Lab, path: string): Promise<void> {
  await lab.panel.open();
  await findModel(lab);
  await lab.page.evaluate(
    path => (window as BenchWindow).benchModel.cd(path),
    `/${path}`
  );
}

/**
 * Open a folder by a double click, as a person does.
 *
 * @param first - The name that stands first in it.
 *
 * @returns The time from the click to the painted row.
 */
export async function openFolder(
  lab: Lab,
  name: string,
  first: string
): Promise<number> {
  const row = lab.panel.row(name);
  await row.waitFor();
  await lab.page.evaluate(
    ([row, text, first]) =>
      (window as BenchWindow).benchProbe.expectPaint(
        'dblclick',
        () =>
          document.querySelector(`${row} ${text}`)?.textContent?.trim() ===
          first
      ),
    [ROW, TEXT, first]
  );
  await row.dblclick();
  return painted(lab);
}

/**
 * Open a folder and wait until all of it is loaded, with a click now and then.
 *
 * @throws When the listing ends, or does not grow, before all is there.
 */
export async function listAll(
  lab: Lab,
  name: string,
  first: string,
  total: number
): Promise<{ seconds: number; clicks: number[]; frame: number }> {
  await findModel(lab);
  let ended = false;
  const whole = untilLoaded(lab, name, total).finally(() => {
    ended = true;
  });
  // Its failure is told below, after the last click.
  whole.catch(() => undefined);
  await openFolder(lab, name, first);
  await lab.page.evaluate(() =>
    (window as BenchWindow).benchProbe.watchFrames()
  );
  const clicks: number[] = [];
  while (!ended && clicks.length < CLICKS) {
    clicks.push(await clickRow(lab, 1 + clicks.length));
    await lab.page.waitForTimeout(100);
  }
  const seconds = await whole;
  const frame = await lab.page.evaluate(() =>
    (window as BenchWindow).benchProbe.longestFrame()
  );
  return { seconds, clicks, frame };
}

/**
 * The seconds from the next double click until the folder is loaded whole.
 */
function untilLoaded(lab: Lab, name: string, total: number): Promise<number> {
  return lab.page.evaluate(
    async ([name, total, patience]) => {
      const model = (window as BenchWindow).benchModel;
      const started = await new Promise<number>(done =>
        document.addEventListener('dblclick', event => done(event.timeStamp), {
          capture: true,
          once: true
        })
      );
      const count = () =>
        model.path.endsWith(`/${name}`) ? model.folder.loadedCount : 0;
      let loaded = 0;
      let grown = performance.now();
      while (loaded < Number(total)) {
        await new Promise(done => setTimeout(done, 10));
        if (count() > loaded) {
          loaded = count();
          grown = performance.now();
        } else if (performance.now() - grown > Number(patience)) {
          throw new Error(`The listing stands still at ${loaded} of ${total}.`);
        }
      }
      return (performance.now() - started) / 1000;
    },
    [name, total, PATIENCE]
  );
}

/**
 * Click one of the rows on the screen.
 *
 * @param index - Which, from the first one that is whole.
 *
 * @returns The time from the press of the button to the painted selection.
 */
export async function clickRow(lab: Lab, index: number): Promise<number> {
  const place = await lab.page.evaluate(
    ([row, content, index]) => {
      const view = document
        .querySelector(`${content}`)!
        .getBoundingClientRect();
      const shown = Array.from(document.querySelectorAll<HTMLElement>(`${row}`))
        .map(node => node.getBoundingClientRect())
        .filter(box => box.top >= view.top && box.bottom <= view.bottom)
        .sort((a, b) => a.top - b.top);
      const box = shown[Number(index) % shown.length];
      return { x: box.left + 60, y: box.top + box.height / 2 };
    },
    [ROW, CONTENT, index]
  );
  await lab.page.evaluate(
    ([row, place]) =>
      (window as BenchWindow).benchProbe.expectPaint('mousedown', () => {
        const { x, y } = place as { x: number; y: number };
        const hit = document.elementFromPoint(x, y)?.closest(row as string);
        return hit?.classList.contains('jp-mod-selected') ?? false;
      }),
    [ROW, place] as const
  );
  await lab.page.mouse.click(place.x, place.y);
  return painted(lab);
}

/**
 * Move through the whole list, by small steps and by leaps.
 *
 * @returns The longest frame meanwhile and at rest, and the most rows that stood
 * in the document.
 */
export async function scroll(
  lab: Lab
): Promise<{ frame: number; rest: number; rows: number }> {
  return lab.page.evaluate(
    async ([row, content, time]) => {
      const node = document.querySelector(`${content}`)!;
      const pause = (ms: number) => new Promise(done => setTimeout(done, ms));
      const countRows = () => document.querySelectorAll(`${row}`).length;
      (window as BenchWindow).benchProbe.watchFrames();
      await pause(1000);
      const rest = (window as BenchWindow).benchProbe.longestFrame();
      let rows = countRows();
      const end = node.scrollHeight - node.clientHeight;
      const started = performance.now();
      (window as BenchWindow).benchProbe.watchFrames();
      for (let passed = 0; passed < Number(time);) {
        await new Promise(done => requestAnimationFrame(done));
        passed = performance.now() - started;
        const part = passed / Number(time);
        // First by a few rows a frame, as a wheel does, then as the bar is drawn.
        node.scrollTop =
          part < 0.5 ? node.scrollTop + 80 : end * Math.min(1, 2 * part - 1);
        rows = Math.max(rows, countRows());
      }
      const frame = (window as BenchWindow).benchProbe.longestFrame();
      node.scrollTop = 0;
      await pause(200);
      return { frame, rest, rows };
    },
    [ROW, CONTENT, SCROLLING]
  );
}

/**
 * Refresh, and wait until all entries are there again.
 */
export async function refresh(
  lab: Lab,
  total: number
): Promise<{ seconds: number; frame: number }> {
  await findModel(lab);
  return lab.page.evaluate(async total => {
    const model = (window as BenchWindow).benchModel;
    const started = performance.now();
    (window as BenchWindow).benchProbe.watchFrames();
    await window.jupyterapp.commands.execute('s3-drive:refresh');
    const loaded = () =>
      !model.folder.isLoading && model.folder.loadedCount >= total;
    while (!loaded() && performance.now() - started < 600_000) {
      await new Promise(done => setTimeout(done, 20));
    }
    await new Promise(done => requestAnimationFrame(done));
    const frame = (window as BenchWindow).benchProbe.longestFrame();
    return { seconds: (performance.now() - started) / 1000, frame };
  }, total);
}

/**
 * What was announced by `expectPaint`.
 */
function painted(lab: Lab): Promise<number> {
  return lab.page.evaluate(() => (window as BenchWindow).benchProbe.painted());
}

/**
 * Put the panel's model where the page's own code reaches it.
 */
export async function findModel(lab: Lab): Promise<void> {
  await lab.page.evaluate(async () => {
    for (const widget of window.jupyterapp.shell.widgets('left')) {
      if (widget.id === 'jp-s3-browser') {
        const panel = widget as unknown as {
          ready(): Promise<{ model: Model }>;
        };
        const { model } = await panel.ready();
        await model.restored;
        (window as BenchWindow).benchModel = model;
      }
    }
  });
}
