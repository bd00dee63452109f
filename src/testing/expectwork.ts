// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What `yardstick` takes on the machines whose figures stand in the specs (ms).
 */
const YARDSTICK_MS = 60;

/**
 * Run something, and expect it to take less than so much work (ms of the
 * processor), whatever else the machine does. A machine that is slower at the
 * time may take longer in proportion.
 */
export async function expectWork(
  limit: number,
  run: () => unknown
): Promise<void> {
  const spent = await work(run);
  if (spent >= limit) {
    const slower = (await work(yardstick)) / YARDSTICK_MS;
    expect(spent).toBeLessThan(limit * Math.max(1, slower));
  }
}

/** For how long (ms) this process works for something. */
async function work(run: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await run();
  const { system, user } = process.cpuUsage(start);
  return (system + user) / 1000;
}

/** Some work of the kind that is limited: text that is split and matched. */
function yardstick(): number {
  const text = 'one;"two, 2";3,5\n'.repeat(80_000);
  return text
    .split('\n')
    .filter(line => /^\w+;"[^"]*";\d+,\d+$/.test(line))
    .map(line => line.split(';').length)
    .reduce((sum, count) => sum + count, 0);
}
