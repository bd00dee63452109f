// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { interruptedError } from './failures';
import { unlessAborted } from './signals';

/**
 * The options for watching a body.
 */
export interface IWatchOptions {
  /** Milliseconds without a byte after which the body is abandoned. */
  stallTimeout: number;

  /** Fires when the request ends, for whatever reason. */
  signal: AbortSignal;

  /** Ends the request. */
  abort: () => void;

  /** Called once, when the body was read, was cancelled, or has failed. */
  done: () => void;
}

/**
 * The body of a response, watched for stalls and for its length.
 *
 * A proxy in front of Jupyter may not pass on that a response was cut off: then
 * the body just stalls. Only the time spent waiting for a byte counts, not the
 * time in which the reader is busy. A body shorter or longer than announced
 * fails.
 */
export function watchBody(
  response: Response,
  options: IWatchOptions
): ReadableStream<Uint8Array> {
  const reader = response.body?.getReader();
  const expected = announcedLength(response);
  let received = 0;
  const pull = async (
    controller: ReadableStreamDefaultController<Uint8Array>
  ) => {
    let stalled = false;
    const timer = setTimeout(() => {
      stalled = true;
      options.abort();
    }, options.stallTimeout);
    try {
      const { done, value } = reader
        ? await unlessAborted(reader.read(), options.signal)
        : { done: true, value: undefined };
      if (value) {
        received += value.length;
        controller.enqueue(value);
      }
      if (!done && (expected === null || received <= expected)) {
        return;
      }
      if (expected !== null && received !== expected) {
        throw new Error(`${received} bytes of ${expected} have arrived`);
      }
      controller.close();
      options.done();
    } catch (reason) {
      const details = stalled
        ? `No byte for ${options.stallTimeout / 1000} s`
        : String(reason);
      options.abort();
      options.done();
      controller.error(interruptedError(details));
    } finally {
      clearTimeout(timer);
    }
  };
  const cancel = () => {
    options.abort();
    options.done();
  };
  // Nothing is read ahead, so that every wait is for the network.
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
}

/**
 * Read a stream to its end.
 *
 * @param onChunk - Called with each chunk as it arrives; the rest is not read
 * if it throws.
 */
export async function readAll(
  stream: ReadableStream<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void
): Promise<void> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    try {
      onChunk(value);
    } catch (error) {
      await reader.cancel();
      throw error;
    }
  }
}

/**
 * Read a body line by line, as it arrives. Text after the last line end is not
 * a line: the body was cut off.
 */
export async function readLines(
  body: ReadableStream<Uint8Array>,
  onLine: (line: string) => void
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  await readAll(body, chunk => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
}

/**
 * Chunks as one array.
 */
export function concat(chunks: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(
    chunks.reduce((length, chunk) => length + chunk.length, 0)
  );
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/**
 * How many bytes a body will have; `null` if unknown. The browser decodes an
 * encoded body, while the announced length is that of the stored bytes.
 */
function announcedLength(response: Response): number | null {
  const length = response.headers.get('content-length');
  return length === null || response.headers.has('content-encoding')
    ? null
    : Number(length);
}
