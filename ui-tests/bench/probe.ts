// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What measures inside the page.
 */
export interface IProbe {
  /**
   * Be ready for the next event of this type anywhere in the page, and for what
   * is painted after it. It is to be called before the event is on its way: an
   * input may overtake a call.
   *
   * @param done - Tells whether what is waited for stands in the document.
   */
  expectPaint(type: string, done: () => boolean): void;

  /**
   * The seconds from that event's own time stamp to the end of the frame in which
   * it was painted. Rejects after two minutes.
   */
  painted(): Promise<number>;

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

  let paint = Promise.resolve(0);

  (window as unknown as Probed).benchProbe = {
    expectPaint: (type, done) => {
      paint = new Promise((resolve, reject) => {
        setTimeout(
          () => reject(new Error(`Nothing was painted after ${type}.`)),
          120_000
        );
        const onEvent = (event: Event): void => {
          const started = event.timeStamp;
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve((performance.now() - started) / 1000);
          const look = (): void => {
            if (done()) {
              // What stands here before a frame is painted with it, and then
              // comes the message.
              port2.postMessage(null);
            } else {
              requestAnimationFrame(look);
            }
          };
          requestAnimationFrame(look);
        };
        document.addEventListener(type, onEvent, { capture: true, once: true });
      });
      // Told when it is asked for.
      paint.catch(() => undefined);
    },

    painted: () => paint,

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
