// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { renameFile } from '@jupyterlab/docmanager';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeModel } from '../../__tests__/fakes';

describe('panelDocumentManager', () => {
  const drive = new MemoryDrive({ 'b/a.csv': 'a', 'b/x/c.csv': 'c' });
  const model = makeModel(drive);
  const { manager } = model;
  const { contents } = manager.services;

  afterAll(() => {
    model.dispose();
  });

  it('lists a path without a drive on S3, as the path editor asks', async () => {
    const model = await contents.get('b/x', { content: true });
    expect(model.path).toBe('s3:b/x');
  });

  it('drops onto breadcrumbs, which name no drive', async () => {
    await renameFile(manager, 's3:b/x/c.csv', 'b/c.csv');
    expect(drive.files.has('b/c.csv')).toBe(true);
  });

  it('rejects between drives, where JupyterLab throws', async () => {
    const moved = renameFile(manager, 'local.csv', 's3:b/local.csv');
    await expect(moved).rejects.toThrow(/Copy to S3/);
    await expect(manager.copy('local.csv', 's3:b')).rejects.toThrow(
      /Copy to S3/
    );
    await expect(manager.overwrite('l.csv', 's3:b/l')).rejects.toThrow(
      /Copy to S3/
    );
  });

  it('is the document manager for all the rest', () => {
    expect(manager.registry.getFileType('text')).toBeTruthy();
    expect(contents.localPath('s3:b/x')).toBe('b/x');
  });
});
