// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import { attachment, downloadUrl } from '../downloadurl';
import { S3Location } from '../../../s3/location';

const settings = ServerConnection.makeSettings({
  baseUrl: 'http://localhost/user/name/'
});

describe('downloadUrl', () => {
  afterEach(() => {
    document.cookie = '_xsrf=; expires=Thu, 01 Jan 1970 00:00:00 GMT';
  });

  it('asks the proxy for an attachment', () => {
    const location = S3Location.fromPath('lab/a b/#hash?.csv', 'other');
    const url = new URL(downloadUrl(settings, location));
    expect(url.pathname).toBe(
      '/user/name/s3-drive/other/api/lab/a%20b/%23hash%3F.csv'
    );
    expect(url.hash).toBe('');
    expect(url.searchParams.get('response-content-disposition')).toContain(
      'attachment; filename='
    );
  });

  it('brings the XSRF token, as a link sends no header', () => {
    document.cookie = '_xsrf=2|abc|def';
    const url = new URL(downloadUrl(settings, S3Location.fromPath('b/k')));
    expect(url.searchParams.get('_xsrf')).toBe('2|abc|def');
  });
});

describe('attachment', () => {
  it('gives the name in UTF-8 and in ASCII', () => {
    expect(attachment('été "1".csv')).toBe(
      `attachment; filename="_t_ _1_.csv"; filename*=UTF-8''%C3%A9t%C3%A9%20%221%22.csv`
    );
  });

  it('lets nothing of a name out of its quotes', () => {
    const name = 'a";\r\nX-Evil: 1\\%41*\'().csv';
    const [, plain, encoded] = /filename="(.*)"; filename\*=UTF-8''(.*)$/s.exec(
      attachment(name)
    )!;
    expect(plain).not.toMatch(/["\r\n\\%]/);
    expect(encoded).toMatch(/^[\w%.!~-]+$/);
    expect(decodeURIComponent(encoded)).toBe(name);
  });
});
