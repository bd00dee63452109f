// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { partsOf } from '../multipart';
import { fc } from '../../../testing/random';

const MIB = 2 ** 20;

describe('partsOf', () => {
  it('covers every byte once, in at most 10,000 parts', () => {
    const sizes = fc.oneof(
      fc.integer({ min: 1, max: 100 * MIB }),
      fc.integer({ min: 1, max: 50_000 * 1024 * MIB })
    );
    fc.assert(
      fc.property(
        sizes,
        fc.constantFrom(16 * MIB, 1024 * MIB),
        (size, step) => {
          const parts = partsOf(size, step);
          expect(parts.length).toBeLessThanOrEqual(10_000);
          let end = 0;
          parts.forEach((part, index) => {
            if (
              part.number !== index + 1 ||
              part.start !== end ||
              part.end <= end ||
              part.end - part.start > 5 * 1024 * MIB
            ) {
              throw new Error(`Part ${index}: ${JSON.stringify(part)}`);
            }
            end = part.end;
          });
          expect(end).toBe(size);
        }
      ),
      { numRuns: 50 }
    );
  });
});
