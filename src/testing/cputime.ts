// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * How long this process has worked since it began (ms), whatever else the
 * machine does: a limit on it holds on a busy machine too.
 */
export function cpuTime(): number {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1000;
}
