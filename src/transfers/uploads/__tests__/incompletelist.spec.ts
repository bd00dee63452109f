// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import type { IOwnUpload } from '../../../drive/changes/uploads';
import { S3Error } from '../../../s3/errors';
import type { IIncompleteUpload } from '../../../s3/uploads/incomplete';
import { IncompleteList } from '../incompletelist';

const trans = nullTranslator.load('jupyterlab_s3_drive');

const upload = (name: string): IIncompleteUpload => ({
  bucket: 'b',
  key: `data/${name}`,
  uploadId: `id of ${name}`,
  begun: null
});

const own = (name: string, isRunning: boolean): IOwnUpload => ({
  ...upload(name),
  isRunning
});

/** Show the list, and wait until it is drawn. */
async function shown(
  uploads: IIncompleteUpload[],
  ...ours: IOwnUpload[]
): Promise<IncompleteList> {
  const list = new IncompleteList('data/', trans);
  Widget.attach(list, document.body);
  list.add(uploads, ours);
  list.end();
  await Promise.resolve();
  return list;
}

/** The check box of an upload, or of all. */
const box = (list: IncompleteList, label: string) =>
  list.node.querySelector<HTMLInputElement>(`[aria-label="${label}"]`)!;

const names = (list: IncompleteList) =>
  list.getValue().map(({ key }) => key.slice('data/'.length));

describe('IncompleteList', () => {
  it('selects what is checked', async () => {
    const list = await shown([upload('a'), upload('b')]);
    expect(names(list)).toEqual([]);
    box(list, 'data/b').click();
    expect(names(list)).toEqual(['b']);
    expect(box(list, 'data/b').checked).toBe(true);
    box(list, 'data/b').click();
    expect(names(list)).toEqual([]);
    list.dispose();
  });

  it('selects all but what is being uploaded here, until one is taken out', async () => {
    const list = await shown(
      [upload('a'), upload('b'), upload('c')],
      own('b', true),
      own('c', false)
    );
    expect(list.node.textContent).toContain('b being uploaded here');
    expect(list.node.textContent).toContain('c waits for a retry here');
    const all = box(list, 'Select all');
    all.click();
    expect(names(list)).toEqual(['a', 'c']);
    expect(box(list, 'data/b').disabled).toBe(true);
    box(list, 'data/a').click();
    expect(names(list)).toEqual(['c']);
    expect(all.checked).toBe(false);
    all.click();
    all.click();
    expect(names(list)).toEqual([]);
    list.dispose();
  });

  it('says how many there are, shows the first 500, and sizes as they come', async () => {
    const uploads = Array.from({ length: 501 }, (_, i) => upload(`${i}`));
    const list = await shown(uploads);
    const rows = () => list.node.querySelectorAll('tbody tr');
    expect(rows()).toHaveLength(500);
    expect(list.uploads).toHaveLength(500);
    const status = list.node.querySelector('[role=status]')!;
    expect(status.textContent).toBe(
      '501 uploads were begun and not completed. The first 500 are shown.'
    );
    expect(rows()[0].textContent).toBe('0…');
    list.setSize(uploads[0], 2048);
    list.setSize(uploads[1], null);
    await Promise.resolve();
    expect(rows()[0].textContent).toBe('02 KB');
    expect(rows()[1].textContent).toBe('1?');
    list.dispose();
  });

  it('says that there is none, and why they cannot be listed', async () => {
    const list = await shown([]);
    expect(list.node.textContent).toContain('no incomplete uploads here');
    list.fail(
      new S3Error({
        status: 501,
        code: 'NotImplemented',
        message: '',
        origin: 'store'
      })
    );
    await Promise.resolve();
    expect(list.node.textContent).toContain('This store does not tell');
    list.dispose();
  });
});
