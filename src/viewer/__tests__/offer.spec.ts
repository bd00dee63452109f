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

/**
 * The first viewer for a path, and whether the table is among the others.
 *
 * @param chosen - What JupyterLab's settings say for CSV.
 */
function offered(path: string, isDefault = true, chosen?: string) {
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
    ['s3:b/x.log', 'a text that may be a table']
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

  it.each(['x.csv', 's3:b/x.py', 's3:b/x.ipynb', 's3:b/csv', 's3:b/x.csv.gz'])(
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
