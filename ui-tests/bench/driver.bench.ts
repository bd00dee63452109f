// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { test } from '@playwright/test';
import { createServer, type IncomingMessage } from 'http';
import type { AddressInfo } from 'net';
import { writeFileSync } from 'fs';

import { Lab } from './lab';
import { works } from './works';

/**
 * What the bench asks for: a piece of work on one of the JupyterLabs.
 */
interface IOrder {
  work: string;
  lab: string;
  args: { [name: string]: unknown };
}

/** How long one piece of work may take, in ms. */
const LIMIT = 10 * 60_000;

const LATE = Symbol('late');

test('does what the bench asks for', async ({ browser }) => {
  const labs = new Map<string, Lab>();

  const obey = async ({ work, lab, args }: IOrder): Promise<unknown> => {
    if (work === 'open') {
      await labs.get(lab)?.close();
      const opened = await Lab.open(browser, String(args.url));
      labs.set(lab, opened);
      return opened.startup();
    }
    const found = labs.get(lab);
    const known = works[work];
    if (!found || !known) {
      throw new Error(`There is no ${found ? work : lab}.`);
    }
    const answer = await within(known(found, args), LIMIT);
    if (answer === LATE) {
      // What hangs would keep everything after it too.
      await found.close();
      labs.set(lab, await Lab.open(browser, found.url));
      throw new Error(`It took more than ${LIMIT / 60_000} minutes.`);
    }
    return answer;
  };

  await new Promise<void>(resolve => {
    const server = createServer((request, response) => {
      if (request.method === 'DELETE') {
        response.end();
        server.close();
        resolve();
        return;
      }
      bodyOf(request)
        .then(body => obey(JSON.parse(body) as IOrder))
        .then(
          value => ({ value }),
          (error: Error) => ({ error: reasonOf(error) })
        )
        .then(answer => response.end(JSON.stringify(answer)))
        .catch(() => response.destroy());
    });
    server.requestTimeout = 0;
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      writeFileSync(process.env.S3_DRIVE_BENCH_PORT || 'port', `${port}\n`);
    });
  });
  for (const lab of labs.values()) {
    await lab.close();
  }
});

/**
 * What an error says, without where it was thrown.
 */
function reasonOf(error: Error): string {
  const [reason] = error.message.split('\n');
  return reason.replace(/^(\w+\.\w+: )?(Error: )?/, '');
}

/**
 * The whole text of a request.
 */
function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => resolve(text));
    request.on('error', reject);
  });
}

/**
 * The value of a promise, or `LATE` when it is not there in time.
 */
function within<T>(work: Promise<T>, time: number): Promise<T | typeof LATE> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(LATE), time);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
