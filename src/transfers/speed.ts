// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Over how long speed is measured (ms): long enough not to jump with each
 * part, short enough to follow the network.
 */
const SPAN_MS = 8000;

/**
 * How fast something advances.
 */
export class Speed {
  /**
   * @param now - The time in ms.
   */
  constructor(now: () => number = () => performance.now()) {
    this._now = now;
  }

  /** Units a second over the last seconds; 0 before it can be told. */
  get perSecond(): number {
    const [first] = this._samples;
    const last = this._samples[this._samples.length - 1];
    if (!first || last.at - first.at < 500) {
      return 0;
    }
    // What came to a halt is slow, not as fast as it was.
    const seconds = (Math.max(this._now(), last.at) - first.at) / 1000;
    return Math.max(0, last.done - first.done) / seconds;
  }

  /** Take note of how far it is. */
  add(done: number): void {
    const at = this._now();
    const last = this._samples[this._samples.length - 1];
    if (last && at - last.at < 100) {
      this._samples[this._samples.length - 1] = { at: last.at, done };
      return;
    }
    this._samples.push({ at, done });
    while (this._samples.length > 2 && at - this._samples[1].at > SPAN_MS) {
      this._samples.shift();
    }
  }

  private readonly _now: () => number;
  private readonly _samples: { at: number; done: number }[] = [];
}
