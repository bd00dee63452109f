// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the failures are scripted

import { S3Error } from '../../s3/errors';
import { type } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

afterEach(() => jest.restoreAllMocks());

/** Names that only the drive gives. */
const OURS = /\.ipynb_checkpoints|-checkpoint|\.s3-drive-|probe/;

/** Refuse requests for the drive's own objects, as a store does. */
function refuse(
  isOurs: (key: string, command: string) => boolean,
  status: number,
  code: string
): void {
  const { connection } = d.fixture;
  const send = connection.send.bind(connection);
  jest.spyOn(connection, 'send').mockImplementation((make, options) =>
    send(sdk => {
      const command = make(sdk);
      const { Bucket: bucket, Key: key = '' } = command.input as {
        Bucket?: string;
        Key?: string;
      };
      if (isOurs(key, command.constructor.name)) {
        const message = `The store says no to ${key}`;
        const origin = 'store';
        throw new S3Error({ message, code, status, origin, bucket, key });
      }
      return command;
    }, options)
  );
}

/** A document that is opened, saved twice, opened again, moved and deleted. */
async function work(key: string): Promise<void> {
  await d.put(key, 'zero');
  const context = await d.open(key);
  for (const text of ['one', 'two']) {
    type(context, text);
    await context.save();
    await context.createCheckpoint();
    await context.listCheckpoints();
  }
  await d.open(key);
  expect(await d.text(key)).toBe('two');
  await d.contents.rename(`s3:${b}/${key}`, `s3:${b}/${key}.new`);
  await d.contents.delete(`s3:${b}/${key}.new`);
  expect(await d.exists(`${key}.new`)).toBe(false);
}

/** The messages that were shown, each once. */
const told = () => d.notices.map(({ message }) => message);

const answers: [number, string][] = [
  [400, 'XMinioInvalidObjectName'],
  [400, 'KeyTooLongError'],
  [403, 'AccessDenied'],
  [404, 'NoSuchKey'],
  [409, 'OperationAborted'],
  [500, 'InternalError'],
  [502, 'StoreConnectionLost'],
  [507, 'XMinioStorageFull']
];

/** What is told of a checkpoint: nothing where none may or can be there. */
const QUIET = new Set(['AccessDenied', 'NoSuchKey']);

describe.each(answers)('the answer %i %s', (status, code) => {
  it('to checkpoints is told once a document, in its name, or not', async () => {
    const key = `cp-${status}-${code}/doc.txt`;
    refuse(asked => asked.includes('.ipynb_checkpoints'), status, code);
    await work(key);
    expect(told()).toEqual(
      QUIET.has(code) ? [] : [expect.stringContaining(`s3://${b}/${key}`)]
    );
    expect(told().join()).not.toMatch(OURS);
  });

  it('to folder markers does not keep the last thing from going', async () => {
    const folder = `marker-${status}-${code}`;
    await d.put(`${folder}/only.txt`, 'x');
    refuse(
      (key, command) => key.endsWith('/') && /^(Put|Head)/.test(command),
      status,
      code
    );
    await d.contents.delete(`s3:${b}/${folder}/only.txt`);
    expect(await d.keys(folder)).toEqual([]);
    expect(told()).toEqual([]);
  });

  it('to journals is told in the name of the folder', async () => {
    const from = `journal-${status}-${code}`;
    await d.put(`${from}/x.txt`, 'x');
    refuse(key => key.includes('.s3-drive-'), status, code);
    const moved = d.drive.rename(`${b}/${from}`, `${b}/${from}-new`);
    const error = await moved.then(
      () => null,
      (reason: Error) => reason
    );
    expect(await d.text(`${from}/x.txt`)).toBe('x');
    expect(error?.message).toContain(`s3://${b}/${from}-new/`);
    expect(error?.message.split('says no')[0]).not.toMatch(OURS);
    expect(told()).toEqual([]);
  });

  it('to probes is not told, and a save decides', async () => {
    const key = `probe-${status}-${code}/doc.txt`;
    refuse(
      // A store that forbids the probe does not allow the write either.
      (asked, command) =>
        (status !== 403 && asked.includes('.s3-drive-probe')) ||
        /BucketVersioning|BucketPolicy/.test(command),
      status,
      code
    );
    await work(key);
    expect(told().filter(message => OURS.test(message))).toEqual([]);
  });
});
