// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { LabIcon } from '@jupyterlab/ui-components';
import { fileIcon, folderIcon } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { S3BrowserModel } from '../model/browsermodel';
import { explain } from '../../drive/messages/messages';
import type { IHit } from './searchbelow';
import { BelowSearch } from './searchbelow';
import type { FieldAction, FieldEvent } from './field';
import { SearchField } from './field';
import { SearchModel } from './model';
import type { IHitRequest } from './results';
import { SearchResults } from './results';
import { belowSentence, folderSentence } from './messages';
import '../../../style/search.css';

/**
 * The search of the panel: the field, the search in the current folder, and the
 * search below it, whose results replace the entries.
 */
export class Search implements IDisposable {
  constructor(model: S3BrowserModel) {
    const { drive, trans } = model;
    this._model = model;
    this.inFolder = new SearchModel(model);
    this.below = new BelowSearch((path, options) => drive.walk(path, options));
    this.field = new SearchField(trans);
    this.results = new SearchResults(hit => this._iconOf(hit), trans);
    this.results.id = 'jp-s3-search-results';
    this.field.happened.connect((_, event) => this._on(event), this);
    this.results.left.connect(() => this.field.focus(), this);
    this.inFolder.changed.connect(this._renderSoon, this);
    this.below.changed.connect(this._renderSoon, this);
    model.folder.progressed.connect(this._onProgress, this);
    model.pathChanged.connect(this.leaveBelow, this);
  }

  readonly field: SearchField;
  readonly results: SearchResults;
  readonly inFolder: SearchModel;
  readonly below: BelowSearch;

  /** A signal emitted when results replace the entries, or go away. */
  get placeChanged(): ISignal<this, void> {
    return this._placeChanged;
  }

  /** A signal emitted when the person moves from the field to the entries. */
  get passed(): ISignal<this, void> {
    return this._passed;
  }

  /** A signal emitted when an action is requested on a hit. */
  get requested(): ISignal<SearchResults, IHitRequest> {
    return this.results.requested;
  }

  /**
   * Whether the results of a search below the folder are shown instead of the
   * entries.
   */
  get isBelow(): boolean {
    return this.below.state !== 'idle';
  }

  get isDisposed(): boolean {
    return this.inFolder.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._model.folder.progressed.disconnect(this._onProgress, this);
      this._model.pathChanged.disconnect(this.leaveBelow, this);
      this.inFolder.dispose();
      this.below.dispose();
      Signal.clearData(this);
    }
  }

  /** Show the field and focus it. */
  open(): void {
    this.field.focus();
    this._render();
  }

  /** Clear the search and hide the field. */
  close(): void {
    this.clear();
    this.field.hide();
  }

  /** Clear the text. */
  clear(): void {
    this.leaveBelow();
    this.inFolder.text = '';
    this.field.value = '';
  }

  /** Search everything below the folder. */
  searchBelow(): void {
    const { localPath } = this._model;
    const { text } = this.inFolder;
    if (text && !this._model.isRoot) {
      void this.below.start(localPath, text);
      this._place();
    }
  }

  /** Show the entries of the folder again. */
  leaveBelow(): void {
    if (this.isBelow) {
      this.below.clear();
      this._place();
    }
  }

  private _on(event: FieldEvent): void {
    switch (event) {
      case 'typed':
        this.leaveBelow();
        this.inFolder.text = this.field.value;
        break;
      case 'left':
        if (this.inFolder.text) {
          this.clear();
        } else {
          this.close();
          this._passed.emit();
        }
        break;
      case 'entered':
        this._enter();
        break;
      case 'below':
        this.searchBelow();
        break;
      case 'stop':
        this.below.stop();
        break;
      case 'back':
        this.leaveBelow();
        this.field.focus();
        break;
      case 'retry':
        if (this.isBelow) {
          this.searchBelow();
        } else {
          this.inFolder.settle();
        }
        break;
    }
  }

  private _enter(): void {
    if (this.isBelow) {
      this.results.activateList();
    } else {
      this.inFolder.settle();
      this._passed.emit();
    }
  }

  private _place(): void {
    this.results.setHidden(!this.isBelow);
    this._placeChanged.emit();
    this._render();
  }

  private _onProgress(): void {
    if (this.inFolder.text) {
      this._renderSoon();
    }
  }

  /** Pages may come faster than frames. */
  private _renderSoon(): void {
    this._frame ??= requestAnimationFrame(() => {
      this._frame = null;
      if (!this.isDisposed) {
        this._render();
      }
    });
  }

  private _render(): void {
    const { trans } = this._model;
    this.field.value = this.inFolder.text;
    if (this.isBelow) {
      const { problem } = this.below;
      this.results.setHits(this.below.hits);
      const details = problem ? explain(problem, trans).details : '';
      const sentence = belowSentence(this.below, trans);
      this.field.setLine(sentence, details, this._belowActions());
    } else if (this.inFolder.text) {
      const sentence = folderSentence(this.inFolder, this._model);
      // An empty list shows the same text in larger type.
      const { folder, isRoot } = this._model;
      const actions: FieldAction[] =
        isRoot || folder.shown.list().length === 0 ? [] : ['below'];
      this.field.setLine(
        sentence,
        '',
        this.inFolder.problem ? ['retry', ...actions] : actions
      );
    } else {
      this.field.setLine('', '', []);
    }
  }

  private _belowActions(): FieldAction[] {
    switch (this.below.state) {
      case 'running':
        return ['stop', 'back'];
      case 'failed':
        return ['retry', 'back'];
      default:
        return ['back'];
    }
  }

  private _iconOf(hit: IHit): LabIcon | null {
    if (hit.isFolder) {
      return folderIcon;
    }
    const { registry } = this._model.manager;
    const [type] = registry.getFileTypesForPath(hit.path);
    return type?.icon ?? fileIcon;
  }

  private readonly _model: S3BrowserModel;
  private readonly _placeChanged = new Signal<this, void>(this);
  private readonly _passed = new Signal<this, void>(this);
  private _frame: number | null = null;
}

/**
 * The folder that holds a path of the drive, and the name in it.
 */
export function splitPath(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  return {
    folder: path.slice(0, Math.max(0, slash)),
    name: path.slice(slash + 1)
  };
}
