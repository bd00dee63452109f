// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { routeUrl } from '../routes';

it.each(['http://h/user/é', 'http://h/user/é/', 'http://h/user/é//'])(
  'a route stands below its connection, and that below %s',
  baseUrl => {
    const settings = ServerConnection.makeSettings({ baseUrl });
    expect(routeUrl(settings, 'open data', 'transfers/x?y=1')).toBe(
      'http://h/user/%C3%A9/s3-drive/open%20data/transfers/x?y=1'
    );
  }
);

it('no other file makes such an address', () => {
  const root = join(__dirname, '..', '..', '..');
  const makers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !name.includes('__tests__'))
    .filter(name =>
      /s3-drive\/(?:\$\{|(?:default\/)?(?:api|archives|batch|exports|links|public|status|transfers|trust)\b)/.test(
        readFileSync(join(root, name), 'utf8').replace(
          /^\s*(?:\/\/|\/?\*).*$/gm,
          ''
        )
      )
    );
  expect(makers).toEqual(['s3/http/routes.ts']);
});
