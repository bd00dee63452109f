// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error, type Origin } from '../../../s3/errors';
import { until } from '../../../testing/until';
import { Recovery } from '../recovery';

/** A location that is reachable again after some attempts. */
class Place {
  constructor(
    private _left: number,
    readonly error: unknown
  ) {
    this.problem = error;
  }

  problem: unknown;
  isShown = true;
  isBusy = false;
  looks = 0;
  recovery: Recovery | null = null;

  async relist(): Promise<void> {
    this.looks += 1;
    this.problem = this.looks < this._left ? this.error : null;
    this.recovery?.update();
  }
}

function error(code: string, status: number, origin: Origin) {
  return new S3Error({ message: '', code, status, origin });
}

const LOST = error('NetworkError', 502, 'network');
const WAIT = { interval: 10, max: 20 };

let recovery: Recovery;

afterEach(() => recovery.dispose());

function watch(place: Place): Recovery {
  recovery = place.recovery = new Recovery(place, WAIT);
  recovery.update();
  return recovery;
}

describe('a place that nobody answers for', () => {
  it.each([
    LOST,
    error('Jupyter502', 502, 'jupyter'),
    error('Jupyter503', 503, 'jupyter'),
    error('StoreUnreachable', 502, 'proxy'),
    error('StoreConnectionLost', 502, 'proxy'),
    error('SlowDown', 503, 'store')
  ])('is looked at until it is back: %p', async lost => {
    const place = new Place(3, lost);
    watch(place);
    await until(() => expect(place.problem).toBeNull());
    expect(place.looks).toBe(3);
    // It can fail and recover again.
    place.problem = lost;
    recovery.update();
    await until(() => expect(place.problem).toBeNull());
    expect(place.looks).toBe(4);
  });

  it('is looked at at once when the browser is online again', async () => {
    const place = new Place(1, LOST);
    place.isShown = false;
    watch(place);
    window.dispatchEvent(new Event('online'));
    await until(() => expect(place.problem).toBeNull());
    expect(place.looks).toBe(1);
  });

  it('is left alone where something else is wrong', () => {
    for (const problem of [null, error('AccessDenied', 403, 'store')]) {
      const place = new Place(1, problem);
      watch(place);
      window.dispatchEvent(new Event('online'));
      expect(place.looks).toBe(0);
      recovery.dispose();
    }
  });
});
