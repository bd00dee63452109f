// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Done } from './changes/selections';
import { Declined } from './exposure/consent';
import type { ErrorExplainer } from './messages/errorexplainer';

/**
 * The results of an operation on several files, with its errors as sentences.
 * An operation that failed as a whole has no results.
 *
 * @throws `Declined` when the person says no.
 */
export async function explainEach(
  explainer: ErrorExplainer,
  operation: () => Promise<Done>
): Promise<Done> {
  const done: Done = await operation().catch((error: unknown) => {
    if (error instanceof Declined) {
      throw error;
    }
    return new Map();
  });
  for (const [path, error] of done) {
    if (error !== null) {
      const again = () => Promise.reject(error);
      const told = await explainer.run(path, again).catch(told => told);
      done.set(path, told);
    }
  }
  return done;
}
