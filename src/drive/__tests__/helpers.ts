// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand
} from '@aws-sdk/client-s3';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { Context, TextModelFactory } from '@jupyterlab/docregistry';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { NotebookModelFactory } from '@jupyterlab/notebook';
import { ContentsManager } from '@jupyterlab/services';
import type { Contents, ServiceManager } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Widget } from '@lumino/widgets';
import { ServiceManagerMock } from '@jupyterlab/services/lib/testutils';

import { waitForDialog } from '@jupyterlab/testing';

import { connect, freshBucket } from '../../testing/fixtures';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { OpenDocuments } from '../../documents/opendocuments';
import type { IFixture } from '../../testing/fixtures';
import type { StoreName } from '../../testing/server';
import { S3Drive } from '../drive';
import type { IDriveOptions, ILocations, INotice } from '../context';

/**
 * A drive with a real server and store, and another client of the same store.
 */
export interface IDriveFixture {
  readonly fixture: IFixture;
  readonly drive: S3Drive;
  /** The drive as JupyterLab reaches it. */
  readonly contents: ContentsManager;
  readonly bucket: string;
  readonly options: IDriveOptions;
  readonly notices: INotice[];
  readonly events: Contents.IChangedArgs[];
  /** Write as another client. */
  put(
    key: string,
    body: string | Uint8Array,
    more?: Partial<PutObjectCommandInput>
  ): Promise<void>;
  /** Read the stored bytes as another client. */
  read(key: string): Promise<Uint8Array>;
  text(key: string): Promise<string>;
  head(key: string): Promise<{
    ContentType?: string;
    Metadata?: { [name: string]: string };
    ETag?: string;
  }>;
  tags(key: string): Promise<{ [name: string]: string }>;
  exists(key: string): Promise<boolean>;
  /** Delete as another client. */
  drop(key: string): Promise<void>;
  /** All keys, sorted. */
  keys(prefix?: string): Promise<string[]>;
  /** The documents that are open. */
  readonly documents: OpenDocuments;
  /** JupyterLab's commands: there are none, but a test may add some. */
  readonly commands: CommandRegistry;
  /** Open a document as JupyterLab does. */
  open(key: string, kind?: 'text' | 'notebook'): Promise<IContext>;
  dispose(): Promise<void>;
}

const factories = {
  text: () => new TextModelFactory(),
  notebook: () =>
    new NotebookModelFactory({ disableDocumentWideUndoRedo: true })
};

/** No sessions and no kernels. */
const mockServices = () => new ServiceManagerMock();

/** A document. */
export type IContext = Context<DocumentRegistry.IModel>;

/**
 * Make a drive with a bucket of its own.
 *
 * @param options - `own`: a server and a store that a test may kill, or a store
 * by its name. `bucket`: an existing one. `fixture`: an existing connection,
 * which its owner closes.
 */
export async function makeDrive(
  options: {
    own?: boolean | StoreName;
    locations?: ILocations;
    bucket?: string;
    fixture?: IFixture;
    /** The largest file to open (bytes). */
    maxEditableSize?: number;
  } = {}
): Promise<IDriveFixture> {
  const fixture = options.fixture ?? (await connect({ own: options.own }));
  const { foreign } = fixture;
  const bucket = options.bucket ?? (await freshBucket(fixture));
  const documents: { current: OpenDocuments | null } = { current: null };
  const { maxEditableSize = 2 ** 20 * 8 } = options;
  const settings = { maxEditableSize, checkpoints: true };
  const drive = new S3Drive({
    connection: fixture.connection,
    fileTypes: path => (path.endsWith('.csv') ? 'text/csv' : ''),
    options: settings,
    documents: () => documents.current && Promise.resolve(documents.current),
    locations: options.locations ?? { bookmarks: () => [], recents: () => [] }
  });
  const notices: INotice[] = [];
  const events: Contents.IChangedArgs[] = [];
  drive.notices.connect((_, notice) => notices.push(notice));
  drive.fileChanged.connect((_, change) => events.push(change));
  const contents = new ContentsManager({
    serverSettings: fixture.serverSettings
  });
  contents.addDrive(drive);
  const manager: ServiceManager.IManager = Object.create(mockServices(), {
    contents: { value: contents }
  });
  const contexts: IContext[] = [];
  const widgets = new Map<Widget, IContext>();
  const commands = new CommandRegistry();
  documents.current = new OpenDocuments({
    commands,
    drive: {
      name: drive.name,
      load: async () => ({ drive, connection: fixture.connection })
    },
    manager: {
      services: manager,
      contextForWidget: (widget: Widget) => widgets.get(widget),
      openOrReveal: () => undefined
    } as unknown as IDocumentManager,
    trans: nullTranslator.load('jupyterlab_s3_drive'),
    widgets: () => [...widgets.keys()]
  });
  const read = async (key: string) => {
    const found = await foreign.send(
      new GetObjectCommand({ Bucket: bucket, Key: key })
    );
    return found.Body!.transformToByteArray();
  };
  const head = (key: string) =>
    foreign.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  return {
    fixture,
    drive,
    contents,
    bucket,
    commands,
    documents: documents.current,
    options: settings,
    notices,
    events,
    read,
    head,
    put: async (key, body, more = {}) => {
      await foreign.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...more })
      );
    },
    text: async key => new TextDecoder().decode(await read(key)),
    tags: async key => {
      const { TagSet } = await foreign.send(
        new GetObjectTaggingCommand({ Bucket: bucket, Key: key })
      );
      return Object.fromEntries(
        (TagSet ?? []).map(({ Key, Value }) => [Key!, Value!])
      );
    },
    exists: key =>
      head(key).then(
        () => true,
        () => false
      ),
    drop: async key => {
      await foreign.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    keys: async (prefix = '') => {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const page = await foreign.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ContinuationToken: token
          })
        );
        keys.push(...(page.Contents ?? []).map(object => object.Key!));
        token = page.NextContinuationToken;
      } while (token);
      return keys.sort();
    },
    open: async (key, kind = 'text') => {
      const factory: unknown = factories[kind]();
      const context = new Context({
        manager,
        factory:
          factory as DocumentRegistry.IModelFactory<DocumentRegistry.IModel>,
        path: `s3:${bucket}/${key}`,
        kernelPreference: { shouldStart: false, canStart: false }
      });
      contexts.push(context);
      // As in `DocumentWidgetManager`: a document is disposed of with its last
      // widget.
      const widget = new Widget();
      widgets.set(widget, context);
      widget.disposed.connect(() => {
        widgets.delete(widget);
        context.dispose();
      });
      await context.initialize(false);
      return context;
    },
    dispose: async () => {
      contexts.forEach(context => context.dispose());
      drive.dispose();
      contents.dispose();
      await fixture.dispose();
    }
  };
}

/**
 * The status of the error that a promise rejects with; fails if it does not.
 */
export async function statusOf(promise: Promise<unknown>): Promise<number> {
  const error = await promise.then(
    () => {
      throw new Error('It was expected to fail.');
    },
    (reason: { response?: { status: number } }) => reason
  );
  if (!error.response) {
    throw error;
  }
  return error.response.status;
}

/**
 * Change a text document, as typing does.
 */
export function type(context: IContext, text: string): void {
  context.model.fromString(text);
  context.model.dirty = true;
}

/**
 * Wait for JupyterLab's next dialog, and answer it.
 *
 * @param label - The label of the button to press.
 * @param said - What the dialog says: another one may still be there.
 *
 * @returns The dialog's title and text.
 */
export async function answer(label: string, said = /^/): Promise<string> {
  const dialogs = document.body.getElementsByClassName('jp-Dialog');
  const last = () => dialogs[dialogs.length - 1];
  await waitForDialog(document.body, 20000);
  for (let i = 0; !said.test(last()?.textContent ?? '') && i < 4000; i++) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  const dialog = last();
  const text = dialog.textContent ?? '';
  const button = [...dialog.getElementsByTagName('button')].find(
    candidate => candidate.textContent === label
  );
  if (!button) {
    throw new Error(`No button ${label} in: ${text}`);
  }
  button.click();
  for (let i = 0; dialog.isConnected && i < 200; i++) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  return text;
}

/**
 * Save a document, answering the dialog that opens.
 *
 * @returns The dialog's text, and whether the save succeeded.
 */
export async function saveAnswering(
  context: IContext,
  label: string
): Promise<{ text: string; saved: boolean }> {
  const saving = context.save().then(
    () => true,
    () => false
  );
  const text = await answer(label);
  return { text, saved: await saving };
}
