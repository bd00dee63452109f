// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { writeSnippet } from '../snippet';
import { imported, missingImports, sortedImports } from '../imports';
import { OLD_POD, requestOf } from './requests';

describe('imported', () => {
  it.each([
    ['import os', ['import os']],
    ['import os, sys as s  # both', ['import os', 'import sys as s']],
    [
      'from a.b import c, d  as e',
      ['from a.b import c', 'from a.b import d as e']
    ],
    ['from a import (b, c)', ['from a import b', 'from a import c']],
    ['using AWS, AWSS3', ['using AWS', 'using AWSS3']],
    ['    import os', []],
    ['important = 1', []],
    ['# import os', []]
  ])('%j: %j', (line, found) => {
    expect(imported(line)).toEqual(found);
  });
});

describe('missingImports', () => {
  it.each([
    [['import os, pandas as pd'], []],
    [['import os; import pandas as pd'], []],
    [['import os', 'import pandas'], ['import pandas as pd']],
    [['def f():', '    import os', 'import pandas as pd'], ['import os']]
  ])('beside %j: %j', (known, missing) => {
    expect(missingImports(['import os', 'import pandas as pd'], known)).toEqual(
      missing
    );
  });
});

it('missingImports leaves a line of which a part is missing', () => {
  const line = 'using AWS, AWSS3';
  expect(missingImports([line], ['using AWS'])).toEqual([line]);
  expect(missingImports([line], ['using AWSS3, AWS'])).toEqual([]);
});

describe('sortedImports', () => {
  it('names each once, the standard library first', () => {
    const lines = ['import s3fs', 'import os', 'import io', 'import s3fs'];
    expect(sortedImports(lines)).toEqual([
      'import io',
      'import os',
      'import s3fs'
    ]);
  });
});

describe('a snippet', () => {
  it('leaves out what the notebook imports', () => {
    const known = ['import pandas as pd, s3fs'];
    const request = requestOf({ known, store: OLD_POD });
    const { code, imports } = writeSnippet(request);
    expect(code.split('\n')[0]).toBe('import os');
    expect(code).not.toContain('import pandas');
    expect(code).not.toContain('import s3fs');
    expect(imports).toContain('import pandas as pd');
  });
});
