// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The time span over which speed is measured (ms): long enough to be steady
 * between parts, short enough to follow the network.
 */
const SPAN_MS = 8000;

/**
 * Measures the speed of a task.
 */
export class Speed {
  /**
   * @param now - The current time in milliseconds.
   */
  constructor(now: () => number = () => performance.now()) {
    this._now = now;
  }

  /** Units per second over the last seconds; 0 before it is known. */
  get perSecond(): number {
    const [first] = this._samples;
    const last = this._samples[this._samples.length - 1];
    if (!first || last.at - first.at < 500) {
      return 0;
    }
    // Count the time since the last report, so that the speed falls when
    // progress stops.
    const seconds = (Math.max(this._now(), last.at) - first.at) / 1000;
    return Math.max(0, last.done - first.done) / seconds;
  }

  /** Report the amount done so far. */
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
