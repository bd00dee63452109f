// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about the panel, and the store only holds what is shown.

import { nullTranslator } from '@jupyterlab/translation';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { EntryActions } from '../actions/actions';
import type { Counter } from '../../usage/count';
import { ConflictAsker } from '../../dialogs/nameconflicts';
import { countBelow } from '../../usage/count';
import { locate } from '../../drive/lookup/locate';
import { S3BrowserModel } from '../model/browsermodel';
import { problemIn } from '../../drive/messages/messages';
import { Tasks } from '../../transfers/tasks/tasks';
import { Uploads } from '../../transfers/uploads/uploads';
import { until } from '../../testing/until';
import { versioningOf } from '../../s3/objects/versioning';
import { fakeManager, names } from './fakes';
import { S3Location } from '../../s3/location';

const trans = nullTranslator.load('jupyterlab_s3_drive');

/** Answers every conflict with "Keep Both". */
class KeepBoth extends ConflictAsker {
  constructor() {
    super(trans, true);
  }
  async ask(): Promise<'both'> {
    return 'both';
  }
}

describe('the panel over a real store', () => {
  let d: IDriveFixture;
  let model: S3BrowserModel;
  let count: Counter;

  useDrive({}, made => {
    d = made;
    const { drive } = d;
    count = (path, signal) =>
      countBelow(
        d.fixture.connection,
        S3Location.fromPath(d.contents.localPath(path)),
        3,
        signal
      );
    model = new S3BrowserModel({
      drive,
      manager: fakeManager(d.contents),
      uploads: new Uploads({
        drive,
        trans,
        tasks: new Tasks(),
        asker: () => new KeepBoth()
      }),
      count,
      actions: made => new EntryActions(made),
      versioning: bucket => versioningOf(d.fixture.connection, bucket),
      tasks: new Tasks()
    });
  });

  afterAll(() => {
    model.dispose();
  });

  it('uploads, keeps both, moves, and leaves a folder that goes', async () => {
    const file = new File(['a;b\n1;2\n'], 'été à 100%.csv');
    await model.upload(file, `s3:${d.bucket}/in`);
    await model.cd(`/${d.bucket}/in`);
    expect(names(model)).toEqual(['été à 100%.csv']);
    await model.upload(file);
    await until(() =>
      expect(names(model).sort()).toEqual(
        ['été à 100%.csv', 'été à 100% (1).csv'].sort()
      )
    );

    const from = `s3:${d.bucket}/in/été à 100% (1).csv`;
    const dir = `s3:${d.bucket}/in/a+b (x`;
    await model.actions.bring([from], dir, false);
    await until(() =>
      expect(names(model).sort()).toEqual(['a+b (x', 'été à 100%.csv'])
    );

    await model.cd('a+b (x');
    await model.manager.rename(dir, `s3:${d.bucket}/in/new`);
    await until(() => {
      expect(model.localPath).toBe(`${d.bucket}/in`);
      expect(names(model)).toContain('new');
    });

    await model.cd('new');
    expect(names(model)).toEqual(['été à 100% (1).csv']);
    await model.drive.remove(`${d.bucket}/in/new`);
    await until(() => {
      expect(model.localPath).toBe(`${d.bucket}/in`);
      expect(names(model)).toContain('été à 100%.csv');
    });
  });

  it('counts what a deletion takes along, up to a limit', async () => {
    for (const name of ['1', '2']) {
      await model.upload(new File([name], name), `s3:${d.bucket}/count`);
    }
    const { signal } = new AbortController();
    const path = `s3:${d.bucket}/count`;
    const counted = { objects: 2, bytes: 2, more: false };
    expect(await count(path, signal)).toEqual(counted);
  });

  it('says why a place cannot be listed, and opens what can', async () => {
    await model.cd('/no-such-bucket-here/x');
    expect(problemIn(model.navigation.problem)).toBe('no-such-bucket');
    expect(names(model)).toEqual([]);
    await model.cd(`/${d.bucket}/no such folder`);
    expect(problemIn(model.navigation.problem)).toBe('not-found');
    const found = await locate(
      d.contents,
      's3',
      S3Location.fromPath(`${d.bucket}/count`)
    );
    expect(found).toEqual({ path: `s3:${d.bucket}/count`, isFolder: true });
  });

  it('finds in the background that one may write', async () => {
    await model.cd(`/${d.bucket}/count`);
    await until(() => expect(model.isWritable).toBe(true));
  });
});
