// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { LIBRARIES } from '../catalog';
import { librariesFor, writeSnippet } from '../snippet';
import type { ISnippetStore, Language, Library } from '../types';
import {
  allRequests,
  factsOf,
  OLD_POD,
  POD,
  requestOf,
  storeOf,
  TABLE
} from './requests';

const PLAIN = factsOf('csv', {
  encoding: 'utf-8',
  table: { ...TABLE, separator: ',', decimal: '.', textColumns: [] }
});

const REQUESTS = {
  python: allRequests('python'),
  r: allRequests('r'),
  julia: allRequests('julia'),
  shell: allRequests('shell')
};

const read = (
  library: Library,
  store: ISnippetStore = POD,
  language: Language = 'python'
) =>
  writeSnippet(
    requestOf({ library, language, store, facts: PLAIN, showsRows: true })
  ).code;

describe('a plain CSV in a pod of the Datalab', () => {
  // What their users write, line by line; DuckDB reads no variable itself, and
  // AWSS3 knows no other store.
  it.each([
    ['python', 'pandas', 8],
    ['python', 'storage-options', 4],
    ['python', 'polars', 4],
    ['python', 'duckdb', 16],
    ['python', 'ibis', 17],
    ['python', 'pyarrow', 9],
    ['python', 'dask', 4],
    ['python', 'pyspark', 11],
    ['python', 'boto3', 8],
    ['r', 'aws.s3', 10],
    ['r', 'duckdb', 14],
    ['r', 'paws', 10],
    ['julia', 'AWSS3', 15],
    ['shell', 'mc', 1],
    ['shell', 'aws', 1]
  ] as const)('%s, %s: at most %i lines', (language, library, most) => {
    const lines = read(library, POD, language).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(most);
  });

  it('has a bound for each library that reads it without a link', () => {
    const languages: Language[] = ['python', 'r', 'julia', 'shell'];
    const offered = languages.flatMap(language =>
      librariesFor(requestOf({ facts: PLAIN }), language)
    );
    expect(offered.filter(each => each !== 'curl')).toHaveLength(15);
  });

  it('is read as a person would write it', () => {
    expect(read('pandas')).toBe(
      [
        'import pandas as pd',
        'import s3fs',
        '',
        'fs = s3fs.S3FileSystem()',
        '',
        'with fs.open("bucket/folder/towns.csv", "rb") as file_in:',
        '    df = pd.read_csv(file_in)',
        'df.head()',
        ''
      ].join('\n')
    );
    expect(read('boto3')).toContain('\ns3 = boto3.client("s3")\n');
    expect(read('mc', POD, 'shell')).toBe(
      'mc cp s3/bucket/folder/towns.csv towns.csv\n'
    );
  });
});

describe('where the host alone is a variable', () => {
  it('pandas has the line of the user guide', () => {
    expect(read('pandas', OLD_POD)).toContain(
      '\nfs = s3fs.S3FileSystem(client_kwargs={"endpoint_url": "https://" + os.environ["AWS_S3_ENDPOINT"]})\n'
    );
  });

  it.each([
    ['python', 'polars', '"aws_endpoint_url": "https://" + os.environ['],
    ['python', 'pyarrow', 'endpoint_override="https://" + os.environ['],
    ['python', 'boto3', 'endpoint_url="https://" + os.environ['],
    ['r', 'aws.s3', 's3_options <- list(region = "")'],
    ['r', 'paws', 'endpoint = paste0("https://", Sys.getenv('],
    ['julia', 'AWSS3', '"https://" * ENV["AWS_S3_ENDPOINT"]'],
    ['shell', 'mc', '@$AWS_S3_ENDPOINT"'],
    ['shell', 'aws', '--endpoint-url "https://$AWS_S3_ENDPOINT"']
  ] as const)('%s, %s is told it', (language, library, wanted) => {
    expect(read(library, OLD_POD, language)).toContain(wanted);
  });
});

describe('where nothing leads there', () => {
  it.each(
    LIBRARIES.filter(each => each.library !== 'curl').map(
      each => [each.language, each.library] as const
    )
  )('the endpoint is in the text: %s, %s', (language, library) => {
    const requests = REQUESTS[language].filter(
      each => each.library === library && each.publicUrl === null
    );
    for (const request of requests) {
      const { code } = writeSnippet({ ...request, store: storeOf({}) });
      expect(code).toContain('minio.lab.example');
      expect(code).not.toMatch(/AWS_\w*ENDPOINT|S3_ENDPOINT/);
    }
    expect(requests.length).toBeGreaterThan(0);
  });
});

describe('the keys', () => {
  it('are those of a file where none are variables', () => {
    const store = storeOf({ botocoreFinds: true, hasKeys: false });
    expect(read('duckdb', store)).toContain(
      's3_keys = boto3.Session().get_credentials()'
    );
    expect(read('polars', store)).toContain('pl.CredentialProviderAWS()');
    expect(read('mc', store, 'shell')).toContain(
      'aws configure export-credentials'
    );
    expect(read('pandas', store)).toBe(read('pandas'));
  });
});

describe('every snippet of every environment', () => {
  it.each(['python', 'r', 'julia', 'shell'] as const)(
    'asks for one variable at a time: %s',
    language => {
      for (const store of [
        POD,
        OLD_POD,
        storeOf({}),
        { ...POD, kernels: null }
      ]) {
        for (const request of REQUESTS[language]) {
          const { code } = writeSnippet({ ...request, store });
          expect(code).not.toMatch(
            /^ +or os\.environ|environ\.get\([^,]*\) or/m
          );
          const named = code.match(/(?:AWS_ENDPOINT_URL|S3_ENDPOINT)\b/g) ?? [];
          expect(new Set(named).size).toBeLessThan(2);
        }
      }
    }
  );
});
