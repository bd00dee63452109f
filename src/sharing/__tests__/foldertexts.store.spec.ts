// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the texts are the same, and what strangers get is in sharing

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { execFile, spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, dirname, join } from 'path';
import { promisify } from 'util';
import { gzipSync } from 'zlib';

import { getStatus } from '../../s3/server/status';
import { Policies } from '../../s3/policy/policycache';
import type { IFixture } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import { findMc } from '../../testing/clients/mc';
import type { IDescription } from '../description';
import type { IFolderFiles } from '../folderfiles';
import { addressesText } from '../folderfiles';
import type { FolderTool } from '../foldertexts';
import { folderText, toolsFor } from '../foldertexts';
import { Sharing } from '../sharing';
import { S3Location } from '../../s3/location';

/** A realistic folder: nested, with names that shells would split. */
const FILES: { readonly [name: string]: string } = {
  'a.csv': 'town,count\nPau,3\n',
  'sub dir/été 2024.csv': 'town,count\nLyon,5\n',
  "sub dir/it's $HOME & 100%.txt": 'text'
};
const FOLDER = "open/l'été data/";
const NAME = "l'été data";

/** What runs the text for a tool. */
const PROGRAMS = {
  curl: ['sh', '-c'],
  wget: ['sh', '-c'],
  python: ['python', '-c'],
  r: ['Rscript', '-e']
} as const;

const has = (program: string) =>
  spawnSync(program, ['--version']).error === undefined;

let fixture: IFixture;
let sharing: Sharing;
let bucket: string;

const at = (key: string) => S3Location.fromPath(`${bucket}/${key}`);
let description: IDescription;
let files: IFolderFiles;

useStore({}, async made => {
  ({ fixture, bucket } = made);
  const { connection, foreign } = fixture;
  sharing = new Sharing({
    connection,
    policies: new Policies(connection),
    status: () => getStatus(connection)
  });
  const put = (Key: string, Body: string) =>
    foreign.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  for (const [name, body] of Object.entries(FILES)) {
    await put(FOLDER + name, body);
  }
  await put(`${FOLDER}empty/`, '');
  await put('open/private.txt', 'private');
  const outcome = await sharing.setVisibility(at(FOLDER), 'public');
  description = outcome.description;
  files = await sharing.files(at(FOLDER));
});

/** Run a text in an empty folder, without any credentials. */
async function run<T>(
  program: string,
  args: string[],
  look: (folder: string, stdout: string) => T
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 's3-drive-fetch-'));
  const mc = findMc();
  const PATH = [process.env.PATH, ...(mc ? [dirname(mc)] : [])].join(delimiter);
  const env = { PATH, HOME: folder, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      cwd: folder,
      env
    });
    return look(folder, stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files downloaded into the folder of that name. */
function fetched(folder: string): { [name: string]: string } {
  const found = readdirSync(join(folder, NAME), {
    recursive: true,
    withFileTypes: true
  });
  const base = join(folder, NAME);
  return Object.fromEntries(
    found
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [path.slice(base.length + 1), readFileSync(path, 'utf8')])
  );
}

describe('a public folder', () => {
  it('is listed, without markers', () => {
    const keys = Object.keys(FILES).map(name => FOLDER + name);
    expect(files).toEqual({ keys: keys.sort(), isMore: false });
  });

  it('has an address for each file, at which a stranger gets it', async () => {
    const addresses = addressesText(description, files).trim().split('\n');
    const texts = await Promise.all(
      addresses.map(async url => (await fetch(url)).text())
    );
    expect(texts.sort()).toEqual(Object.values(FILES).sort());
    // The URL of the folder itself returns nothing useful.
    const own = await fetch(description.publicUrl ?? '');
    expect(own.ok && (await own.text()) !== '').toBe(false);
  });

  const shell: FolderTool[] = ['curl', 'wget', 'mc', 'aws'];

  it.each(shell)('is downloaded by the text for %s', async tool => {
    expect(toolsFor(description)).toContain(tool);
    const text = folderText(tool, description, files);
    if (!has(tool === 'mc' ? (findMc() ?? 'mc') : tool)) {
      // The tool is not installed, so that its text can only be parsed.
      expect(spawnSync('sh', ['-n', '-c', text]).status).toBe(0);
      return;
    }
    expect(await run('sh', ['-c', text], fetched)).toEqual(FILES);
  });

  it.each(['curl', 'wget', 'python', 'r', 'pandas'] as const)(
    'has what is stored as a gzip unpacked by the text for %s',
    async tool => {
      const isPandas = tool === 'pandas';
      const contents: { [name: string]: string } = {
        'a b.csv': 'town,count\nPau,3\n',
        'sub/plain.csv': 'town,count\nLyon,5\n'
      };
      const key = `encoded ${tool}/`;
      const put = (name: string, Body: string | Uint8Array, more = {}) =>
        fixture.foreign.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key + name + (isPandas ? '' : '.bin'),
            Body,
            ...more
          })
        );
      const gzip = { ContentEncoding: 'gzip' };
      await put('a b.csv', gzipSync(contents['a b.csv']), gzip);
      await put('sub/plain.csv', contents['sub/plain.csv']);
      // The name of the second is that of the gzip itself.
      const packed = gzipSync('town,count\nPau,3\n');
      if (!isPandas) {
        await fixture.foreign.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: `${key}c.bin.gz`,
            Body: packed,
            ...gzip
          })
        );
      }
      const location = at(key);
      const { description } = await sharing.setVisibility(location, 'public');
      const found = await sharing.files(location);
      const text = folderText(isPandas ? 'python' : tool, description, found);
      if (isPandas) {
        const shown = 'print([int(t["count"][0]) for t in tables.values()])';
        const code = `${text}\n${shown}`;
        const said = await run('python', ['-c', code], (_, out) => out.trim());
        expect(said).toBe('[3, 5]');
        return;
      }
      const [program, option] = PROGRAMS[tool];
      if (!has(program)) {
        return;
      }
      const read = await run(program, [option, text], folder => {
        const of = (name: string) =>
          readFileSync(join(folder, key, name), 'base64');
        return ['a b.csv.bin', 'sub/plain.csv.bin', 'c.bin.gz'].map(of);
      });
      const plain = Object.values(contents).map(body =>
        Buffer.from(body).toString('base64')
      );
      expect(read).toEqual([...plain, packed.toString('base64')]);
    }
  );

  it('has its tables read by pandas', async () => {
    const text = folderText('python', description, files);
    const shown =
      'print({name: int(table["count"][0]) for name, table in tables.items()})';
    const said = await run('python', ['-c', `${text}\n${shown}`], (_, stdout) =>
      stdout.trim()
    );
    expect(said).toBe(
      `{"${NAME}/a.csv": 3, "${NAME}/sub dir/été 2024.csv": 5}`
    );
  });

  it('is downloaded by Python where it holds no tables', async () => {
    const plain = {
      keys: files.keys.map(key => `${key}.bin`),
      isMore: false
    };
    for (const [old, body] of Object.entries(FILES)) {
      await fixture.foreign.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: `${FOLDER}${old}.bin`,
          Body: body
        })
      );
    }
    const found = await run(
      'python',
      ['-c', folderText('python', description, plain)],
      fetched
    );
    const wanted = Object.entries(FILES).map(([name, body]) => [
      `${name}.bin`,
      body
    ]);
    expect(found).toEqual(Object.fromEntries(wanted));
  });

  it('is downloaded by R', async () => {
    const text = folderText('r', description, files);
    if (has('Rscript')) {
      expect(await run('Rscript', ['-e', text], fetched)).toEqual(FILES);
    } else {
      expect(text).toContain('download.file(');
    }
  });

  it('that strangers may not list has its addresses still', async () => {
    const key = 'unlisted/';
    await fixture.foreign.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${key}a.bin`, Body: 'x' })
    );
    const { description: open } = await sharing.setVisibility(
      at(key),
      'public'
    );
    const closed = { ...open, isListable: false };
    const found = await sharing.files(at(key));
    expect(toolsFor(closed)).not.toContain('mc');
    for (const tool of ['curl', 'wget'] as const) {
      const text = folderText(tool, closed, found);
      const body = await run('sh', ['-c', text], folder =>
        readFileSync(join(folder, 'unlisted', 'a.bin'), 'utf8')
      );
      expect(body).toBe('x');
    }
  });
});
