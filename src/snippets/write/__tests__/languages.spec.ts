// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { spawnSync } from 'child_process';
import path from 'path';

import { nullTranslator } from '@jupyterlab/translation';

import {
  choose,
  kernelLanguage,
  languageFor,
  LANGUAGES,
  textLanguage
} from '../languages';
import { askedOf, SnippetSettings } from '../../compose/preferences';
import { choiceOf } from '../../compose/choice';
import { LIBRARIES } from '../catalog';
import { DEFAULT_LIBRARIES, SPECIAL_LIBRARIES } from '../librarynames';
import { S3Location } from '../../../s3/location';

const trans = nullTranslator.load('');
const location = S3Location.fromPath('b/a/"<b>.csv');

describe('the language', () => {
  it.each([
    ['python', 'python'],
    ['Python', 'python'],
    ['R', 'r'],
    ['julia', 'julia'],
    ['bash', 'shell'],
    ['scala', null],
    ['ruby', null],
    ['sql', null]
  ])('of a kernel of %s', (name, language) => {
    expect(kernelLanguage(name)).toBe(language);
  });

  it.each([
    ['text/x-python', 'python'],
    ['text/x-ipython', 'python'],
    ['text/x-rsrc', 'r'],
    ['text/x-julia', 'julia'],
    ['text/x-sh', 'shell'],
    ['text/plain', null],
    ['text/x-rst', null],
    ['text/x-ruby', null]
  ])('of a text of %s', (mimeType, language) => {
    expect(textLanguage(mimeType)).toBe(language);
  });

  it('of a library is the active one where both have it', () => {
    expect(languageFor('duckdb', 'r')).toBe('r');
    expect(languageFor('duckdb', 'julia')).toBe('python');
    expect(languageFor('mc', 'python')).toBe('shell');
    expect(languageFor('geopandas', 'r')).toBe('python');
  });
});

describe('the libraries', () => {
  it('are those of the catalogue, the settings and the documentation', () => {
    // It prints the lines that differ; `jlpm libraries` writes them.
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/libraries.js', '--check'],
      { cwd: path.join(__dirname, '../../../..'), encoding: 'utf8' }
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: ''
    });
  });

  it.each(LANGUAGES)(
    'of %s are the defaults and the special ones',
    language => {
      const written = LIBRARIES.filter(each => each.language === language);
      const named = [
        ...DEFAULT_LIBRARIES[language],
        ...SPECIAL_LIBRARIES[language]
      ];
      expect(written.map(({ library }) => library)).toEqual(named);
    }
  );

  it('give way to what can be done', () => {
    expect(choose(['geopandas', 'boto3'], 'pandas')).toBe('geopandas');
    expect(choose(['polars', 'pandas'], 'pandas')).toBe('pandas');
    expect(choose([], 'pandas')).toBeNull();
  });
});

describe('askedOf', () => {
  it('refuses what there is not', () => {
    expect(() => askedOf({ language: 'cobol' }, trans)).toThrow(/python, r/);
    expect(() => askedOf({ operation: 'x' }, trans)).toThrow(/read, write/);
    expect(askedOf({ path: 'x', library: 'mc' }, trans)).toEqual({
      language: undefined,
      library: 'mc',
      operation: undefined
    });
  });
});

describe('wishOf', () => {
  const choice = {
    offers: () => ['pandas', 'polars'] as const,
    preferences: new SnippetSettings(() => undefined)
  };

  it('takes the default of the active language', () => {
    expect(choiceOf(location, {}, null, choice, trans)).toEqual({
      language: 'python',
      library: 'pandas',
      operation: 'read'
    });
    expect(
      choiceOf(location, { library: 'polars' }, 'r', choice, trans)
    ).toEqual({
      language: 'python',
      library: 'polars',
      operation: 'read'
    });
  });

  it('refuses a library that cannot do it', () => {
    expect(() =>
      choiceOf(location, { library: 'dask' }, null, choice, trans)
    ).toThrow('"<b>.csv');
  });
});
