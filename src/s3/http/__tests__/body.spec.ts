// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat, readAll, watchBody } from '../body';

/** A response whose body returns the chunks, then ends or hangs. */
function response(
  chunks: number[][],
  headers: { [name: string]: string } = {},
  hang = false
): Response {
  const stream = new ReadableStream<Uint8Array>({
    start: controller => {
      chunks.forEach(chunk => controller.enqueue(Uint8Array.from(chunk)));
      if (!hang) {
        controller.close();
      }
    }
  });
  return new Response(stream, { headers });
}

/** Options for watching a body. */
function watching(stallTimeout: number) {
  const controller = new AbortController();
  return {
    stallTimeout,
    signal: controller.signal,
    abort: jest.fn(() => controller.abort()),
    done: jest.fn()
  };
}

async function read(given: Response, stallTimeout = 1000) {
  const options = watching(stallTimeout);
  const chunks: Uint8Array[] = [];
  const stream = watchBody(given, options);
  let failure: unknown = null;
  try {
    await readAll(stream, chunk => chunks.push(chunk));
  } catch (error) {
    failure = error;
  }
  return { bytes: [...concat(chunks)], failure, ...options };
}

afterEach(() => jest.useRealTimers());

describe('watchBody', () => {
  it('hands on a body of the announced length', async () => {
    const result = await read(
      response([[1, 2], [3]], { 'Content-Length': '3' })
    );
    expect(result.bytes).toEqual([1, 2, 3]);
    expect(result.failure).toBeNull();
    expect(result.abort).not.toHaveBeenCalled();
    expect(result.done).toHaveBeenCalledTimes(1);
  });

  it('hands on a body of no announced length, and none at all', async () => {
    expect((await read(response([[1]]))).bytes).toEqual([1]);
    expect((await read(new Response(null))).failure).toBeNull();
  });

  it.each(['2', '4'])('fails one that announces %s bytes', async length => {
    const result = await read(
      response([[1, 2, 3]], { 'Content-Length': length })
    );
    expect(result.failure).toMatchObject({ code: 'Interrupted', status: 502 });
    expect(result.abort).toHaveBeenCalled();
    expect(result.done).toHaveBeenCalled();
  });

  it('does not compare the length of what the browser has decoded', async () => {
    const headers = { 'Content-Length': '2', 'Content-Encoding': 'gzip' };
    const result = await read(response([[1, 2, 3]], headers));
    expect(result.failure).toBeNull();
  });

  it('gives up a body that stalls', async () => {
    // The response itself ignores signals.
    const options = watching(20);
    const watched = watchBody(response([[1]], {}, true), options);
    const reader = watched.getReader();
    expect((await reader.read()).value).toEqual(Uint8Array.of(1));
    await expect(reader.read()).rejects.toMatchObject({
      code: 'Interrupted',
      details: expect.stringContaining('No byte for')
    });
    expect(options.abort).toHaveBeenCalled();
    expect(options.done).toHaveBeenCalled();
  });

  it('does not hurry a slow reader', async () => {
    jest.useFakeTimers();
    const options = watching(20);
    const stream = watchBody(response([[1], [2]]), options);
    const reader = stream.getReader();
    await reader.read();
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect((await reader.read()).value).toEqual(Uint8Array.of(2));
    expect(options.abort).not.toHaveBeenCalled();
  });

  it('ends the request when the reader gives up', async () => {
    const options = watching(1000);
    const stream = watchBody(response([[1]], {}, true), options);
    await stream.cancel();
    expect(options.abort).toHaveBeenCalled();
    expect(options.done).toHaveBeenCalled();
  });

  it('ends with its signal', async () => {
    const options = watching(1000);
    const stream = watchBody(response([], {}, true), options);
    setTimeout(options.abort, 20);
    await expect(stream.getReader().read()).rejects.toMatchObject({
      code: 'Interrupted'
    });
  });
});
