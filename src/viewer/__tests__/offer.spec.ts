// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  ABCWidgetFactory,
  DocumentRegistry,
  DocumentWidget
} from '@jupyterlab/docregistry';
import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import { TABLE_FACTORY } from '../../names';
import { TableFactory, ViewModelFactory } from '../document';
import { openByContent } from '../openbycontent';
import { offerTables } from '../offer';

const trans = nullTranslator.load('test');

/** JupyterLab's editor, which opens everything. */
class Editor extends ABCWidgetFactory<DocumentWidget> {
  constructor(
    options = { name: 'Editor', fileTypes: ['*'], defaultFor: ['*'] }
  ) {
    super(options);
  }

  protected createNewWidget(context: DocumentRegistry.Context) {
    return new DocumentWidget({ content: new Widget(), context });
  }
}

/** JupyterLab's viewer of CSV. */
class CSVTable extends Editor {
  constructor() {
    super({ name: 'CSVTable', fileTypes: ['csv'], defaultFor: ['csv'] });
  }
}

/** @param chosen - What JupyterLab's settings say for CSV. */
function registryWith(isDefault = true, chosen?: string): DocumentRegistry {
  const registry = new DocumentRegistry();
  registry.addFileType({ name: 'csv', extensions: ['.csv'] });
  registry.addWidgetFactory(new Editor());
  registry.addWidgetFactory(new CSVTable());
  registry.setDefaultWidgetFactory('csv', chosen);
  registry.addModelFactory(new ViewModelFactory(trans));
  registry.addWidgetFactory(
    new TableFactory({ name: TABLE_FACTORY, fileTypes: [] }, () => undefined)
  );
  offerTables(
    registry,
    each => each.startsWith('s3:'),
    () => isDefault
  );
  return registry;
}

/** The first viewer for a path, and whether the table is among the others. */
function offered(path: string, ...how: Parameters<typeof registryWith>) {
  const registry = registryWith(...how);
  const names = registry.preferredWidgetFactories(path).map(({ name }) => name);
  return { first: names[0] ?? null, has: names.includes(TABLE_FACTORY) };
}

describe('the table viewer', () => {
  it.each([
    's3:b/x.csv',
    's3:b/é/X.TSV',
    's3:b/x.tab',
    's3:b/x.psv',
    's3:b/x.parquet'
  ])('opens %s', path => {
    expect(offered(path).first).toBe(TABLE_FACTORY);
  });

  it.each([
    ['s3:b/x.txt', 'a text that may be a table'],
    ['s3:b/x.log', 'a text that may be a table'],
    ['s3:b/csv', 'what it is shows in its content'],
    ['s3:b/x.bin', 'what it is shows in its content']
  ])('is offered for %s: %s', path => {
    expect(offered(path)).toEqual({ first: 'Editor', has: true });
  });

  it('is offered only, where a setting says so', () => {
    const found = offered('s3:b/x.csv', false);
    expect(found).toEqual({ first: 'CSVTable', has: true });
  });

  it('leaves the choice of JupyterLab’s settings', () => {
    const found = offered('s3:b/x.csv', true, 'Editor');
    expect(found).toEqual({ first: 'Editor', has: true });
    expect(offered('s3:b/x.tsv', true, 'Editor').first).toBe(TABLE_FACTORY);
  });

  it.each(['x.csv', 'x.bin', 's3:b/x.py', 's3:b/x.ipynb', 's3:b/x.png'])(
    'leaves %s alone',
    path => {
      expect(offered(path).has).toBe(false);
    }
  );

  it('gives no text that could be saved', () => {
    const factory = new ViewModelFactory(trans);
    const model = factory.createNew();
    expect(() => model.toString()).toThrow('cannot save');
    model.dispose();
    factory.dispose();
  });
});

describe('what is opened without a viewer being chosen', () => {
  /**
   * How a path is opened.
   *
   * @param binary - Which files are no text.
   * @param open - Which paths are open already.
   */
  async function openedWith(
    path: string,
    factory?: string,
    { binary = [''], open = [''] } = {}
  ) {
    const asked: string[] = [];
    const opened: string[] = [];
    const manager: Parameters<typeof openByContent>[0] = {
      registry: registryWith(),
      findWidget: each =>
        open.includes(each) ? (new Widget() as DocumentWidget) : undefined,
      openOrReveal: (each, name = 'default') => {
        opened.push(`${each} with ${name}`);
        return undefined;
      }
    };
    openByContent(
      manager,
      each => each.startsWith('s3:'),
      async each => {
        asked.push(each);
        return binary.includes(each);
      }
    );
    manager.openOrReveal(path, factory);
    await Promise.resolve();
    return { asked, opened };
  }

  it('is shown by its bytes where its name says nothing', async () => {
    const path = 's3:b/model.bin';
    expect(await openedWith(path, undefined, { binary: [path] })).toEqual({
      asked: [path],
      opened: [`${path} with ${TABLE_FACTORY}`]
    });
  });

  it('is edited where it is text', async () => {
    const path = 's3:b/LICENSE';
    expect(await openedWith(path)).toEqual({
      asked: [path],
      opened: [`${path} with default`]
    });
  });

  it.each([
    ['its name says what it is', 's3:b/x.py', undefined],
    ['its name says that it is a table', 's3:b/x.csv', undefined],
    ['an editor was chosen', 's3:b/x.bin', 'Editor'],
    ['it is in the workspace', 'x.bin', undefined],
    ['it is open already', 's3:b/open', undefined]
  ])('is not looked at where %s', async (_, path, factory) => {
    const how = { binary: [path], open: ['s3:b/open'] };
    expect(await openedWith(path, factory, how)).toEqual({
      asked: [],
      opened: [`${path} with ${factory ?? 'default'}`]
    });
  });
});
