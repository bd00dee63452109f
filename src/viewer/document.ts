// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import {
  ABCWidgetFactory,
  DocumentModel,
  DocumentWidget,
  TextModelFactory
} from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';
import { Panel } from '@lumino/widgets';

import { VIEW_ONLY } from '../names';

type ModelOptions = NonNullable<Parameters<TextModelFactory['createNew']>[0]>;

/**
 * The name of the models of files that are only viewed.
 */
export const VIEW_MODEL = 's3-view';

/**
 * Makes the models of files that are viewed by ranges: JupyterLab asks for such a
 * file without its content.
 */
export class ViewModelFactory extends TextModelFactory {
  constructor(private readonly _trans: TranslationBundle) {
    super(false);
  }

  get name(): string {
    return VIEW_MODEL;
  }

  /** None: then `Context` asks for a model without content. */
  get fileFormat(): Contents.FileFormat {
    return null;
  }

  createNew(options: ModelOptions = {}): DocumentRegistry.ICodeModel {
    return new ViewedModel(this._trans, options);
  }
}

/**
 * The model of a file that is only viewed. It holds no text, and gives none: a
 * save would replace the file by an empty one.
 */
class ViewedModel extends DocumentModel {
  constructor(
    private readonly _trans: TranslationBundle,
    options: ModelOptions
  ) {
    super({ ...options, collaborationEnabled: false });
  }

  toString(): string {
    throw new Error(
      this._trans.__('This view only shows the file, and cannot save it.')
    );
  }
}

/**
 * Where a view is shown.
 */
export class ViewPanel extends Panel {
  constructor() {
    super();
    this.addClass('jp-S3View');
  }

  /** Give the focus to the widget that takes it. */
  protected onActivateRequest(msg: Message): void {
    const [main] = this.widgets.filter(({ isVisible }) => isVisible);
    if (main) {
      main.activate();
    } else {
      super.onActivateRequest(msg);
    }
  }
}

/**
 * A document that is viewed.
 */
export type ViewDocument = DocumentWidget<ViewPanel>;

/**
 * Makes documents that show tables.
 */
export class TableFactory extends ABCWidgetFactory<ViewDocument> {
  /**
   * @param show - Loads the view into a new document.
   */
  constructor(
    options: DocumentRegistry.IWidgetFactoryOptions<Widget>,
    private readonly _show: (document: ViewDocument) => void
  ) {
    super({
      ...options,
      contentProviderId: VIEW_ONLY,
      fileTypes: [],
      modelName: VIEW_MODEL,
      readOnly: true
    });
  }

  protected createNewWidget(context: DocumentRegistry.Context): ViewDocument {
    const document = new DocumentWidget({ content: new ViewPanel(), context });
    this._show(document);
    return document;
  }
}
