// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { NbConvert } from '@jupyterlab/services';
import { NbConvertManager, ServerConnection } from '@jupyterlab/services';

import { exportUrl, nameIn } from '../exportclient';
import { handOverExports } from '../exports';

const settings = ServerConnection.makeSettings({
  baseUrl: 'http://localhost:8888/user/é/'
});

it.each([
  ['attachment; filename="n.html"', 'n.html'],
  [
    'attachment; filename="_t_ _ 1.html"; filename*=UTF-8\'\'%C3%A9t%C3%A9%20%2B%201.html',
    'été + 1.html'
  ],
  ['', undefined],
  ['attachment', undefined]
])('the name in %j is %j', (header, name) => {
  expect(nameIn(header)).toBe(name);
});

it('the address of an export names each part to the letter', () => {
  const location = { bucket: 'b', key: "d é/a+b #1?'.ipynb" };
  const asked = { location, format: 'html', etag: null, limit: 10.5 };
  const url = exportUrl(settings, 'default', { ...asked, sanitize: true });
  const { pathname, search } = new URL(url);
  expect(decodeURIComponent(pathname)).toBe(
    `/user/é/s3-drive/default/exports/html/b/${location.key}`
  );
  expect(search).toBe('?limit=10&sanitize=true');
  expect(
    exportUrl(settings, 'default', { ...asked, sanitize: false })
  ).not.toContain('sanitize');
});

describe('what exports a notebook', () => {
  const options = (path: string): NbConvert.IExportOptions => ({
    path,
    format: 'html',
    exporterOptions: { download: true }
  });
  const isOurs = (path: string) => path.startsWith('s3:');

  it('is ours for our paths alone, as long as it is handed over', async () => {
    const manager = new NbConvertManager({ serverSettings: settings });
    const open = jest.spyOn(window, 'open').mockReturnValue(null);
    const ours = jest.fn(async () => undefined);
    const takeBack = handOverExports(manager, isOurs, ours);
    await manager.exportAs(options('s3:b/n.ipynb'));
    expect(ours).toHaveBeenCalledWith(options('s3:b/n.ipynb'));
    expect(open).not.toHaveBeenCalled();
    await manager.exportAs(options('work/n.ipynb'));
    expect(ours).toHaveBeenCalledTimes(1);
    expect(open).toHaveBeenCalledTimes(1);
    takeBack();
    await manager.exportAs(options('s3:b/n.ipynb'));
    expect(open).toHaveBeenCalledTimes(2);
  });
});
