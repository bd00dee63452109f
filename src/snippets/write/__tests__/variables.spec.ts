// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { writeSnippet } from '../snippet';
import { type ISnippetRequest, type Language } from '../types';
import { Names, stem } from '../variables';
import { allRequests, requestOf } from './requests';

describe('stem', () => {
  it.each([
    ['a/b/été 1.csv.gz', 'ete_1'],
    ['a/b/', 'b'],
    ['2024-01.csv', '2024_01'],
    ['.hidden', 'hidden'],
    ['東京.csv', ''],
    ['---.csv', ''],
    ['x'.repeat(99), 'x'.repeat(24)],
    ['', '']
  ])('of %j is %j', (key, name) => {
    expect(stem(key)).toBe(name);
  });
});

describe('Names', () => {
  it('gives what is wished for, else the name with that of the file', () => {
    expect(new Names('a/towns.csv', []).free('df')).toBe('df');
    expect(new Names('a/towns.csv', ['df']).free('df')).toBe('df_towns');
  });

  it('counts where that is taken too, or the file has no letter', () => {
    const taken = ['df', 'df_towns', 'df_towns_2'];
    expect(new Names('towns.csv', taken).free('df')).toBe('df_towns_3');
    expect(new Names('東京.csv', ['df']).free('df')).toBe('df_2');
  });

  it('gives no name twice', () => {
    const names = new Names('towns.csv', []);
    const given = ['df', 'df', 'df', 'df_towns'].map(wish => names.free(wish));
    expect(new Set(given).size).toBe(4);
  });

  it('takes the variable of the notebook that was made in the same way', () => {
    const lines = ['x = [', '    1,', ']'];
    const names = new Names('towns.csv', ['x'], lines);
    const same = (name: string) => `${name} = [\n    1,\n]`;
    expect(names.settled('x', same).name).toBe('x');
    const other = (name: string) => `${name} = [\n    2,\n]`;
    expect(names.settled('x', other).name).toBe('x_towns');
  });

  it('leaves it where it has become something else since', () => {
    const lines = ['x = 1', 'x = 2'];
    const names = new Names('towns.csv', ['x'], lines);
    expect(names.settled('x', name => `${name} = 1`)).toEqual({
      name: 'x_towns',
      statement: 'x_towns = 1'
    });
  });
});

describe('the file system of the notebook', () => {
  const write = (known: string[], taken: string[], publicUrl?: string) =>
    writeSnippet(
      requestOf({ known, names: { taken }, publicUrl: publicUrl ?? null })
    ).code;

  it('is made where there is none', () => {
    const code = write([], []);
    expect(code).toContain('\nfs = s3fs.S3FileSystem(');
    expect(code).toContain('with fs.open("bucket/folder/towns.csv"');
  });

  it('is used again, whatever it is called', () => {
    const known = ['import s3fs', 'store = s3fs.S3FileSystem()'];
    const code = write(known, ['s3fs', 'store']);
    expect(code).not.toContain('S3FileSystem(');
    expect(code).not.toContain('import s3fs');
    expect(code).toContain('with store.open(');
  });

  it('is used again where its call takes several lines', () => {
    const known = [
      'from s3fs import S3FileSystem',
      'fs = S3FileSystem(',
      '    client_kwargs={"endpoint_url": "https://store.example"},',
      ')',
      'fs.ls("bucket")'
    ];
    expect(write(known, ['fs'])).toContain('\nfs.invalidate_cache()\n');
  });

  it('forgets what it has listed, unless it keeps no lists', () => {
    const own = 'fs = s3fs.S3FileSystem(';
    expect(write([`${own})`], ['fs'])).toContain('fs.invalidate_cache()\n');
    expect(write([`${own}use_listings_cache=False)`], ['fs'])).not.toContain(
      'invalidate_cache'
    );
  });

  it.each([
    ['is another thing', ['fs = 3']],
    ['reads as a stranger', ['fs = s3fs.S3FileSystem(anon=True)']],
    ['became another thing', ['fs = s3fs.S3FileSystem()', 'fs = 3']],
    ['is in a function', ['def f():', '    fs = s3fs.S3FileSystem()']]
  ])('gets another name where `fs` %s', (_, known) => {
    const code = write(known, ['fs']);
    expect(code).toContain('fs_towns = s3fs.S3FileSystem(');
    expect(code).toContain('with fs_towns.open(');
  });
});

describe('the set-up', () => {
  it('is not written again where the notebook has it', () => {
    const first = writeSnippet(requestOf());
    const taken = [
      'S3_ENDPOINT_URL',
      'fs',
      'pd',
      's3fs',
      'os',
      'df',
      'file_in'
    ];
    const known = first.code.split('\n');
    const again = writeSnippet(requestOf({ known, names: { taken } }));
    expect(again.code.trimEnd()).toBe(again.body);
    expect(again.variable).toBe('df_towns');
    expect(first.body).toContain(
      'df = pd.read_csv(file_in, sep=";", decimal=",",'
    );
  });
});

const ASSIGNED: { readonly [language in Language]?: readonly RegExp[] } = {
  python: [
    /^ *([\w, ]+?) \+?= /gm,
    /^ *for ([\w, ]+) in /gm,
    /\bas (\w+)[:,]/g
  ],
  r: [/^([\w.]+) <- /gm],
  julia: [/^(\w+) = /gm]
};

describe.each(['python', 'r', 'julia'] as const)('code of %s', language => {
  const assignedBy = (code: string) =>
    (ASSIGNED[language] ?? []).flatMap(pattern =>
      [...code.matchAll(pattern)].flatMap(match => match[1].split(', '))
    );
  const requests = allRequests(language);
  const all = new Set(
    requests.flatMap(request => assignedBy(writeSnippet(request).code))
  );

  it('gives values to something', () => {
    expect(requests.length).toBeGreaterThan(10);
    expect([...all]).toContain('df');
  });

  const kinds = new Map<string, ISnippetRequest[]>();
  for (const request of requests) {
    const kind = `${request.library}: ${request.operation} a ${request.kind}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), request]);
  }

  it.each([...kinds])('never takes a name of the notebook: %s', (_, each) => {
    for (const request of each) {
      const taken = new Set(all);
      // The names of the first round must not come again in the second.
      for (let round = 0; round < 2; round++) {
        const names = { taken: [...taken] };
        const { code } = writeSnippet({ ...request, names });
        const assigned = assignedBy(code);
        expect(assigned.filter(name => taken.has(name))).toEqual([]);
        assigned.forEach(name => taken.add(name));
      }
    }
  });
});
