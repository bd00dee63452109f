// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import type { IS3Connection } from '../../../s3/http/types';
import { DirectAccess } from '../../../s3/uploads/direct';
import { Policies } from '../../../s3/policy/policycache';
import { Folders } from '../folders';
import type { IDriveContext } from '../../context';
import { VanishedFolders } from '../../vanishedfolders';
import { Writable } from '../writable';
import { S3Location } from '../../../s3/location';

/** A page as the store returns it. */
interface IFakePage {
  readonly keys?: string[];
  readonly prefixes?: string[];
}

/** A middleware of the SDK, in place of the network. */
type Middleware = (
  next: (args: object) => Promise<object>
) => (args: object) => Promise<object>;

/** `Folders` over pages that are returned one after the other. */
function foldersOver(pages: IFakePage[]): {
  folders: Folders;
  tokens: (string | undefined)[];
  fail: (error: Error) => void;
} {
  const tokens: (string | undefined)[] = [];
  let failure: Error | null = null;
  const send = async (make: (sdk: unknown) => unknown) => {
    let input: { ContinuationToken?: string } = {};
    let parse: Middleware = next => next;
    make({
      ListObjectsV2Command: class {
        constructor(given: object) {
          input = given;
        }
        readonly middlewareStack = {
          add: (middleware: Middleware) => {
            parse = middleware;
          }
        };
      }
    });
    const token = input.ContinuationToken;
    tokens.push(token);
    const error = failure;
    failure = null;
    if (error) {
      throw error;
    }
    const at = Number(token ?? 0);
    const { keys = [], prefixes = [] } = pages[at];
    const isLast = at + 1 === pages.length;
    const xml = keys.map(key => `<Contents><Key>${key}</Key></Contents>`);
    const listing = `<ListBucketResult>${xml.join('')}</ListBucketResult>`;
    const body = new TextEncoder().encode(listing);
    await parse(async () => ({ response: { statusCode: 200, body } }))({});
    return {
      CommonPrefixes: prefixes.map(Prefix => ({ Prefix })),
      IsTruncated: !isLast,
      NextContinuationToken: isLast ? undefined : String(at + 1)
    };
  };
  const connection = {
    send,
    serverSettings: ServerConnection.makeSettings()
  } as unknown as IS3Connection;
  const context: IDriveContext = {
    connection,
    direct: new DirectAccess(connection, { isWanted: () => false }),
    policies: new Policies(connection),
    vanished: new VanishedFolders(connection, () => undefined, null),
    sharing: async () => null,
    trans: nullTranslator.load(''),
    options: { maxEditableSize: 1, checkpoints: true },
    documents: () => null,
    mimetype: () => '',
    notify: () => undefined,
    emit: () => undefined
  };
  const folders = new Folders(context, new Writable(context, () => undefined), {
    bookmarks: () => [],
    recents: () => []
  });
  return {
    folders,
    tokens,
    fail: error => {
      failure = error;
    }
  };
}

const FOLDER = S3Location.fromPath('b/f/');

const rest = async (folders: Folders) => {
  const paths: string[] = [];
  for await (const page of folders.more('b/f')) {
    paths.push(...page.map(item => item.path));
  }
  return paths;
};

describe('pages of a folder', () => {
  it('tell an object from the folder of its name, pages apart', async () => {
    const { folders } = foldersOver([
      { keys: ['f/a', 'f/proj'] },
      { keys: ['f/proj!', 'f/proj-x', 'f/proj.txt'] },
      { prefixes: ['f/proj/'], keys: ['f/z'] }
    ]);
    await folders.list(FOLDER);
    expect(folders.flags('b/f/proj')).toEqual({});
    expect(await rest(folders)).toEqual([
      'b/f/proj!',
      'b/f/proj-x',
      'b/f/proj.txt',
      'b/f/proj/',
      'b/f/z'
    ]);
    expect(folders.flags('b/f/proj')).toEqual({
      ambiguous: true,
      key: 'f/proj'
    });
    expect(folders.flags('b/f/proj/')).toEqual({
      ambiguous: true,
      key: 'f/proj/'
    });
    expect(folders.flags('b/f/proj-x')).toEqual({});
  });

  it('do so too when the store tells the folder first', async () => {
    const { folders } = foldersOver([
      { prefixes: ['f/proj/'] },
      { keys: ['f/proj'] }
    ]);
    const first = await folders.list(FOLDER);
    expect(first.content[0].path).toBe('b/f/proj');
    expect(await rest(folders)).toEqual(['b/f/proj/', 'b/f/proj']);
    expect(folders.flags('b/f/proj').ambiguous).toBe(true);
  });

  it('keep what is special of later pages when listed again', async () => {
    const { folders } = foldersOver([{ keys: ['f/a'] }, { keys: ['f//x'] }]);
    await folders.list(FOLDER);
    const [marked] = await rest(folders);
    expect(folders.flags(marked)).toEqual({
      unaddressable: 'empty-segment',
      key: 'f//x'
    });
    await folders.list(FOLDER);
    expect(folders.flags(marked).unaddressable).toBe('empty-segment');
  });

  it('go on with the page that failed', async () => {
    const { fail, folders, tokens } = foldersOver([
      { keys: ['f/a'] },
      { keys: ['f/b'] },
      { keys: ['f/c'] }
    ]);
    await folders.list(FOLDER);
    expect(folders.isTruncated('b/f')).toBe(true);
    fail(new Error('No answer.'));
    await expect(rest(folders)).rejects.toThrow('No answer.');
    expect(await rest(folders)).toEqual(['b/f/b', 'b/f/c']);
    expect(folders.isTruncated('b/f')).toBe(false);
    expect(tokens).toEqual([undefined, '1', '1', '2']);
  });
});
