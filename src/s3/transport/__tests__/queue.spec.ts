// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { RequestQueue } from '../queue';
import { fc } from '../../../testing/random';

/** Wait until everything that is ready has run. */
const settle = () => new Promise(resolve => setTimeout(resolve));

describe('RequestQueue', () => {
  it('lets four in, and one more for each that leaves', async () => {
    const queue = new RequestQueue();
    const releases: (() => void)[] = [];
    for (let i = 0; i < 6; i++) {
      void queue.acquire().then(release => releases.push(release));
    }
    await settle();
    expect(releases).toHaveLength(4);
    releases[0]();
    releases[0]();
    await settle();
    expect(releases).toHaveLength(5);
  });

  it('lets interactive requests go before those of the background', async () => {
    const queue = new RequestQueue(1);
    const release = await queue.acquire();
    const order: string[] = [];
    const ask = async (
      name: string,
      priority: 'interactive' | 'background'
    ) => {
      const leave = await queue.acquire({ priority });
      order.push(name);
      leave();
    };
    const all = [
      ask('b1', 'background'),
      ask('b2', 'background'),
      ask('i1', 'interactive'),
      ask('i2', 'interactive')
    ];
    release();
    await Promise.all(all);
    expect(order).toEqual(['i1', 'i2', 'b1', 'b2']);
  });

  it('heeds the signal of one that waits', async () => {
    const queue = new RequestQueue(1);
    const release = await queue.acquire();
    const controller = new AbortController();
    const waiting = queue.acquire({ signal: controller.signal });
    const next = queue.acquire();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'Aborted' });
    release();
    (await next)();
  });

  it('refuses one that was cancelled before', async () => {
    const controller = new AbortController();
    controller.abort();
    const { signal } = controller;
    const queue = new RequestQueue(1);
    await expect(queue.acquire({ signal })).rejects.toMatchObject({
      code: 'Aborted'
    });
    (await queue.acquire())();
  });

  it('never has more in flight than it may, and forgets nobody', async () => {
    const request = fc.record({
      background: fc.boolean(),
      cancelled: fc.boolean(),
      turns: fc.nat(3)
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 30 }), async requests => {
        const queue = new RequestQueue(4);
        let inFlight = 0;
        const run = async ({
          background,
          cancelled,
          turns
        }: (typeof requests)[0]) => {
          const controller = new AbortController();
          const asked = queue.acquire({
            priority: background ? 'background' : 'interactive',
            signal: controller.signal
          });
          if (cancelled) {
            controller.abort();
          }
          const release = await asked.catch(() => null);
          if (release) {
            expect(++inFlight).toBeLessThanOrEqual(4);
            for (let turn = 0; turn < turns; turn++) {
              await Promise.resolve();
            }
            inFlight--;
            release();
          }
        };
        await Promise.all(requests.map(run));
        expect(inFlight).toBe(0);
        const releases = await Promise.all(
          [0, 1, 2, 3].map(() => queue.acquire())
        );
        releases.forEach(release => release());
      })
    );
  });
});
