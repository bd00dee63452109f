// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import type { IListPage } from '../../s3/objects/list';
import { UsageBody } from '../dialog';
import { measure, NOTHING } from '../measure';
import { until } from '../../testing/until';

const page = (...objects: [string, number, number][]): IListPage => ({
  objects: objects.map(([key, size, day]) => ({
    key,
    size,
    etag: '',
    lastModified: new Date(2026, 0, day)
  })),
  prefixes: [],
  nextToken: null
});

async function* pages(...given: IListPage[]): AsyncGenerator<IListPage> {
  for (const one of given) {
    yield one;
  }
}

const never = new AbortController().signal;
const trans = nullTranslator.load('');
/** Wait until a dialog's body contains some words. */
const says = (body: Widget, words: string) =>
  until(() => expect(body.node.textContent).toContain(words));

describe('measuring', () => {
  it('adds up objects, leaves markers out, and keeps the extremes', async () => {
    const usage = await measure(
      pages(
        page(['f/', 0, 9], ['f/a', 5, 1], ['f/b', 7, 2]),
        page(['f/c', 7, 3], ['f/d/', 4, 1])
      ),
      never,
      () => undefined
    );
    expect(usage).toMatchObject({
      objects: 4,
      bytes: 23,
      largest: { key: 'f/b' },
      newest: { key: 'f/c' }
    });
    expect(await measure(pages(), never, () => undefined)).toEqual(NOTHING);
  });

  it('counts along, and stops', async () => {
    let go: () => void = () => undefined;
    const list = async function* (signal: AbortSignal) {
      yield page(['a', 2 ** 30, 1]);
      await new Promise<void>(resolve => (go = resolve));
      if (signal.aborted) {
        throw new Error('Aborted');
      }
      yield page(['b', 1, 1]);
    };
    const body = new UsageBody('s3://b/f/', list, trans);
    Widget.attach(body, document.body);
    await says(body, '1 GB');
    expect(body.node.textContent).toContain('Counting…');
    body.node.querySelector('button')!.click();
    go();
    await says(body, 'Stopped: there is more.');
    expect(body.isAll).toBe(false);
    expect(body.usage.objects).toBe(1);
    body.dispose();
  });

  it('says why it broke off', async () => {
    const list = async function* () {
      yield page(['a', 1, 1]);
      throw new Error('No answer.');
    };
    const body = new UsageBody('s3://b/f/', list, trans);
    Widget.attach(body, document.body);
    await says(body, 'broke off');
    expect(body.node.textContent).toContain('No answer.');
    body.dispose();
  });
});
