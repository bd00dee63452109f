// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { knownLines, takenNames } from '../surroundings';
import { POD, storeOf } from '../../write/__tests__/requests';
import { writeSnippet } from '../../write/snippet';
import type { ISnippetRequest } from '../../write/types';
import { S3Location } from '../../../s3/location';
import { expectWork } from '../../../testing/expectwork';

const names = (source: string) => takenNames([source], 'python').sort();

describe('takenNames', () => {
  it.each([
    ['df = 1', ['df']],
    ['df: pd.DataFrame = 1', ['df']],
    ['a, b = 1, 2', ['a', 'b']],
    ['(a, [b, *c]) = f()', ['a', 'b', 'c']],
    ['a = b = 1', ['a', 'b']],
    ['n += 1', ['n']],
    ['n //= 2', ['n']],
    ['été = 1', ['été']],
    ['    inner = 1', ['inner']],
    ['for key, value in items:', ['key', 'value']],
    ['[x for x in y]', ['x']],
    ['with open(p) as f:', ['f']],
    ['def run(a):', ['run']],
    ['async def go():', ['go']],
    ['class Thing:', ['Thing']],
    ['import pandas as pd, os', ['as', 'os', 'pandas', 'pd']],
    ['from x import a, b as c', ['a', 'as', 'b', 'c']],
    ['if (n := f()) > 1:', ['n']],
    ['a == b', []],
    ['f(x=1)', []],
    ['df.x = 1', []],
    ['df["x"] = 1', []],
    ['print(df)', []]
  ])('Python: %s', (source, found) => {
    expect(names(source)).toEqual(found);
  });

  it.each([
    ['r', 'df <- read()\nread() -> y\nz = 1\nx.y <<- 2', 'df x.y y z'],
    ['r', 'for (i in 1:2) f(i == 2)', 'i'],
    ['julia', 'df = 1\na, b = 2\nconst C = 3\nfunction f(x)', 'C a b df f'],
    ['shell', 'A=1\nexport B=2\n[ $A = 1 ]', 'A B']
  ] as const)('%s: %s', (language, source, found) => {
    expect(takenNames([source], language).sort().join(' ')).toBe(found);
  });

  it('leaves out what another language runs', () => {
    expect(takenNames(['%%bash\nx=1', '%%time\ny = 1'], 'python')).toEqual([
      'y'
    ]);
  });

  it('is quick with long lines', async () => {
    const hostile = [
      `${'a,'.repeat(20_000)}`,
      `${'('.repeat(20_000)}a`,
      `for ${'x '.repeat(20_000)}`,
      `"${'\\'.repeat(20_001)}`,
      `"""${'" '.repeat(20_000)}`
    ];
    await expectWork(2000, () => {
      takenNames(hostile, 'python');
      knownLines(hostile, 'python');
    });
  });
});

describe('knownLines', () => {
  it('has what holds for what comes after it', () => {
    const source = [
      'import os  ',
      'def f():',
      '    import pandas as pd',
      '',
      '    return pd',
      '# import s3fs',
      'if a:',
      '    b = 1',
      'class C:',
      '    import io',
      'text = """',
      'import json',
      '"""',
      'x = "#"'
    ].join('\n');
    expect(knownLines([source], 'python')).toEqual([
      'import os',
      'if a:',
      '    b = 1',
      'text = """"""',
      'x = "#"'
    ]);
  });

  it('has nothing of what another language runs', () => {
    expect(knownLines(['%%bash\nimport os', '%%R\nx'], 'python')).toEqual([]);
    expect(knownLines(['%%time\nimport os'], 'python')).toContain('import os');
  });

  it('takes comments from R', () => {
    expect(knownLines(['# a\nx <- 1\n'], 'r')).toEqual(['x <- 1', '']);
  });
});

describe('a second snippet', () => {
  const request = (sources: string[]): ISnippetRequest => ({
    location: S3Location.fromPath('b/data.bin'),
    kind: 'file',
    facts: {
      format: 'binary',
      variant: null,
      compression: null,
      encoding: null,
      table: null,
      columns: null,
      doubt: null
    },
    language: 'python',
    library: 'pandas',
    operation: 'read',
    publicUrl: null,
    store: POD,
    known: knownLines(sources, 'python'),
    names: { taken: takenNames(sources, 'python') }
  });

  it('repeats neither imports nor the file system, and takes another name', () => {
    const first = writeSnippet(request([]));
    expect(first.code).toContain('import s3fs');
    const second = writeSnippet(request([first.code]));
    expect(second.code).not.toMatch(/import|S3FileSystem/);
    expect(second.variable).not.toBe(first.variable);
    // Variables of a function are not available outside.
    const body = first.code.replace(/^/gm, '    ');
    const third = writeSnippet(request([`def f():\n${body}`]));
    expect(third.code).toContain('import s3fs');
  });
});

describe('a bucket in another region', () => {
  const request = (
    language: ISnippetRequest['language'],
    library: ISnippetRequest['library'],
    region: string | null
  ): ISnippetRequest => ({
    location: S3Location.fromPath('b/data.parquet'),
    kind: 'file',
    facts: {
      format: 'parquet',
      variant: null,
      compression: null,
      encoding: null,
      table: null,
      columns: null,
      doubt: null
    },
    language,
    library,
    operation: 'read',
    publicUrl: null,
    store: {
      ...storeOf({
        botocoreFinds: true,
        regionVariable: 'AWS_DEFAULT_REGION'
      }),
      endpoint: 'https://s3.us-east-1.amazonaws.com',
      bucketRegion: region
    },
    known: [],
    names: { taken: [] }
  });

  // boto3 and s3fs find the region themselves, these do not.
  it.each([
    ['python', 'duckdb'],
    ['python', 'pyarrow'],
    ['r', 'arrow'],
    ['r', 'aws.s3'],
    ['r', 'duckdb'],
    ['r', 'paws'],
    ['julia', 'AWSS3']
  ] as const)('is named in the code: %s, %s', (language, library) => {
    const { code } = writeSnippet(request(language, library, 'eu-west-3'));
    expect(code).toMatch(/["']eu-west-3["']/);
    expect(code).not.toMatch(/us-east-1|AWS_(DEFAULT_)?REGION/);
    const usual = writeSnippet(request(language, library, null)).code;
    expect(usual).not.toContain('eu-west-3');
  });
});
