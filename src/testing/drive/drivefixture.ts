// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import { Context, TextModelFactory } from '@jupyterlab/docregistry';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { NotebookModelFactory } from '@jupyterlab/notebook';
import { ContentsManager } from '@jupyterlab/services';
import type { Contents, ServiceManager } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Widget } from '@lumino/widgets';
import { ServiceManagerMock } from '@jupyterlab/services/lib/testutils';

import { OpenDocuments } from '../../documents/opendocuments';
import type { IDriveOptions, ILocations, INotice } from '../../drive/context';
import { S3Drive } from '../../drive/drive';
import { connect, freshBucket, type IFixture } from '../fixtures';
import { foreignBucket, type IForeignBucket } from '../clients/foreignbucket';
import type { StoreName } from '../server';
import type { IContext } from './documents';

/**
 * A drive with a real server and store, and another client of the same store.
 */
export interface IDriveFixture extends IForeignBucket {
  readonly fixture: IFixture;
  readonly drive: S3Drive;
  /** The drive as JupyterLab reaches it. */
  readonly contents: ContentsManager;
  readonly options: IDriveOptions;
  readonly notices: INotice[];
  readonly events: Contents.IChangedArgs[];
  /** The documents that are open. */
  readonly documents: OpenDocuments;
  /** JupyterLab's commands: there are none, but a test may add some. */
  readonly commands: CommandRegistry;
  /** Open a document as JupyterLab does. */
  open(key: string, kind?: 'text' | 'notebook'): Promise<IContext>;
  /** The same for any path, as that of a file of the workspace. */
  openPath(path: string, kind?: 'text' | 'notebook'): Promise<IContext>;
  dispose(): Promise<void>;
}

const factories = {
  text: () => new TextModelFactory(),
  notebook: () =>
    new NotebookModelFactory({ disableDocumentWideUndoRedo: true })
};

/** No sessions and no kernels. */
const mockServices = () => new ServiceManagerMock();

/**
 * How a drive is made.
 */
export interface IDriveFixtureOptions {
  /** A server and a store that a test may kill, or a store by its name. */
  readonly own?: boolean | StoreName;
  readonly locations?: ILocations;
  /** An existing bucket; by default one is created. */
  readonly bucket?: string;
  /** An existing connection, which its owner closes. */
  readonly fixture?: IFixture;
  /** The largest file to open (bytes). */
  readonly maxEditableSize?: number;
}

/**
 * Make a drive with a bucket of its own.
 */
export async function makeDrive(
  options: IDriveFixtureOptions = {}
): Promise<IDriveFixture> {
  const fixture = options.fixture ?? (await connect({ own: options.own }));
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
  const openPath: IDriveFixture['openPath'] = async (path, kind = 'text') => {
    const factory: unknown = factories[kind]();
    const context = new Context({
      manager,
      factory:
        factory as DocumentRegistry.IModelFactory<DocumentRegistry.IModel>,
      path,
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
  };
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
  return {
    ...foreignBucket(fixture.foreign, bucket),
    fixture,
    drive,
    contents,
    commands,
    documents: documents.current,
    options: settings,
    notices,
    events,
    open: (key, kind) => openPath(`s3:${bucket}/${key}`, kind),
    openPath,
    dispose: async () => {
      contexts.forEach(context => context.dispose());
      drive.dispose();
      contents.dispose();
      await fixture.dispose();
    }
  };
}
