// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What measures inside the page.
 */
export interface IProbe {
  /**
   * Wait for the next event of this type anywhere in the page, and then until
   * something is painted.
   *
   * @param done - Tells whether what is waited for stands in the document.
   *
   * @returns The seconds from the event's own time stamp to the end of the frame
   * in which it was painted.
   *
   * @throws After two minutes.
   */
  painted(type: string, done: () => boolean): Promise<number>;

  /** Begin to watch the frames. */
  watchFrames(): void;

  /**
   * Stop to watch them.
   *
   * @returns The longest time between two frames in seconds.
   */
  longestFrame(): number;
}

/**
 * A window with the probe in it.
 */
export type Probed = Window & { benchProbe: IProbe };

/**
 * Puts the probe into a page. Playwright hands its text over, so it stands by
 * itself.
 */
export function installProbe(): void {
  let longest = 0;
  let last = 0;
  let watching = 0;

  const frame = (now: number): void => {
    longest = Math.max(longest, now - last);
    last = now;
    watching = requestAnimationFrame(frame);
  };

  /** Call back when what stands in the document now has been painted. */
  const afterPaint = (callback: () => void): void => {
    const channel = new MessageChannel();
    channel.port1.onmessage = callback;
    requestAnimationFrame(() => channel.port2.postMessage(null));
  };

  (window as unknown as Probed).benchProbe = {
    painted: (type, done) =>
      new Promise((resolve, reject) => {
        setTimeout(
          () => reject(new Error(`Nothing was painted after ${type}.`)),
          120_000
        );
        const onEvent = (event: Event): void => {
          const started = event.timeStamp;
          const look = (): void => {
            if (done()) {
              afterPaint(() => resolve((performance.now() - started) / 1000));
            } else {
              requestAnimationFrame(look);
            }
          };
          // The event's own handlers come first.
          queueMicrotask(look);
        };
        document.addEventListener(type, onEvent, { capture: true, once: true });
      }),

    watchFrames: () => {
      longest = 0;
      last = performance.now();
      watching = requestAnimationFrame(frame);
    },

    longestFrame: () => {
      cancelAnimationFrame(watching);
      // What blocks at this very moment has no frame yet.
      return Math.max(longest, performance.now() - last) / 1000;
    }
  };
}
