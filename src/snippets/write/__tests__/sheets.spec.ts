// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { detect } from '../../../inspect/detect';
import { makeWorkbooks } from '../../../viewer/source/excel/__tests__/workbooks';
import { pandasReader } from '../python/pandascalls';
import { readerOf } from '../r/readers';

it('code reads the sheet that was chosen', async () => {
  const bytes = makeWorkbooks().get('types')!;
  const sample = { name: 'x.xlsx', size: bytes.length, head: bytes };
  const look = (choice = {}) => detect({ ...sample, tail: bytes }, choice);
  const chosen = await look({ sheet: 'Sans "titre"' });
  expect(pandasReader(chosen)?.args).toContain('sheet_name="Sans \\"titre\\""');
  expect(readerOf(chosen)?.args).toEqual(['sheet = "Sans \\"titre\\""']);
  const first = await look();
  expect(pandasReader(first)?.args.join()).not.toContain('sheet');
  expect(readerOf(first)?.args).toEqual([]);
});
