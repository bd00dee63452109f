// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// Runs as a process of its own: see `killedpage.ts`.

import { makeDrive } from '../drive/drivefixture';
import { connect } from '../fixtures';
import { OF_A_PAGE } from './changes';
import { TASK_VARIABLE, type IEnded, type IPageTask } from './killedpage';

const { bucket, points }: IPageTask = JSON.parse(
  process.env[TASK_VARIABLE] ?? ''
);

const LONG = 600_000;

it(
  'does what it is told to until it is killed',
  async () => {
    await Promise.all(
      points.map(async ({ change, name, url }) => {
        const fixture = await connect({ url });
        const d = await makeDrive({ fixture, bucket });
        const error = await OF_A_PAGE[change].run(d, `${bucket}/${name}`).then(
          () => null,
          ({ message }: Error) => message
        );
        const ended: IEnded = { name, error };
        process.stdout.write(`${JSON.stringify(ended)}\n`);
      })
    );
    await new Promise(resolve => setTimeout(resolve, LONG));
  },
  LONG
);
