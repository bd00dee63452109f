// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { Histories } from '../../testing/history/clients';
import { Bystander, Person, readAll } from '../../testing/history/people';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;

useDrive({}, made => {
  d = made;
});

describe('a save between whose check and whose write somebody else wrote', () => {
  /**
   * Two people write, and then it is read what is left.
   *
   * @param condition - Whether the save has its `If-Match`.
   */
  async function collide(key: string, condition: boolean): Promise<Histories> {
    const histories = new Histories();
    const person = new Person(d, histories);
    const other = new Bystander(d, histories);
    await other.write(key, 'first');
    const loaded = await person.open(key);
    let isFirst = true;
    d.fixture.intercept(async (request, next) => {
      const { pathname } = new URL(request.url);
      if (request.method !== 'PUT' || !pathname.endsWith(key) || !isFirst) {
        return next();
      }
      isFirst = false;
      expect(request.headers.get('If-Match')).toMatch(/\w/);
      await other.write(key, 'theirs');
      const headers = new Headers(request.headers);
      headers.delete('If-Match');
      return condition ? next() : fetch(new Request(request, { headers }));
    });
    const saved = await person.save(key, loaded!, 'mine');
    d.fixture.intercept(null);
    expect([saved, person.told]).toEqual(condition ? [false, 1] : [true, 0]);
    await readAll(d, histories);
    return histories;
  }

  it('is told, and loses nothing', async () => {
    const key = 'collision/kept.txt';
    const histories = await collide(key, true);
    expect(histories.faults()).toEqual([]);
    expect(await d.text(key)).toBe('theirs');
  });

  it('is found to lose their version where its condition is taken away', async () => {
    const key = 'collision/lost.txt';
    const histories = await collide(key, false);
    expect(histories.faults()).toHaveLength(1);
    expect(await d.text(key)).toBe('mine');
  });
});

describe('a deletion whose answer is lost, after which somebody else wrote', () => {
  /**
   * A person deletes, and somebody else writes anew what they find gone.
   *
   * @param guard - Whether what is there is looked at before it is deleted
   * again.
   */
  async function collide(key: string, guard: boolean): Promise<Histories> {
    const histories = new Histories();
    const person = new Person(d, histories);
    const other = new Bystander(d, histories);
    await other.write(key, 'first');
    let isFirst = true;
    d.fixture.intercept(async (request, next) => {
      const { pathname } = new URL(request.url);
      if (request.method !== 'DELETE' || !pathname.endsWith(key) || !isFirst) {
        return next();
      }
      isFirst = false;
      await next();
      await other.read(key);
      await other.write(key, 'theirs');
      await other.read(key);
      if (guard) {
        throw new TypeError('Failed to fetch');
      }
      // As HTTP clients do which send again what seems to be without harm.
      return fetch(request.url, {
        method: 'DELETE',
        headers: request.headers
      });
    });
    await person.delete(key);
    d.fixture.intercept(null);
    expect(isFirst).toBe(false);
    expect(person.told).toBe(guard ? 1 : 0);
    await readAll(d, histories);
    return histories;
  }

  it('is told, and leaves what they wrote', async () => {
    const key = 'deletion/kept.txt';
    const histories = await collide(key, true);
    expect(histories.faults()).toEqual([]);
    expect(await d.text(key)).toBe('theirs');
  });

  it('is found to lose it where it is sent again without a look', async () => {
    const key = 'deletion/lost.txt';
    const histories = await collide(key, false);
    expect(histories.faults()).toHaveLength(1);
    expect(await d.exists(key)).toBe(false);
  });
});
