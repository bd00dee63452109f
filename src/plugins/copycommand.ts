// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CommandIDs, isS3Drive } from '../names';

/**
 * The command that copies entries from one drive to another: between S3 and the
 * workspace, whose name is `''`.
 *
 * @param target - The drive that receives them.
 * @param sources - The drive of each entry.
 *
 * @returns `null` for drives unknown to the server.
 */
export function commandFor(
  target: string,
  sources: readonly string[]
): string | null {
  if (isS3Drive(target) && sources.every(source => source === '')) {
    return CommandIDs.copyToS3;
  }
  if (target === '' && sources.every(isS3Drive)) {
    return CommandIDs.copyToWorkspace;
  }
  return null;
}
