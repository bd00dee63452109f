// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { UUID } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';
import * as React from 'react';

import { askForm } from '../dialogs/ask';
import { DialogBody } from '../dialogs/body';
import { Field } from '../dialogs/parts';
import { publicationText } from '../dialogs/publicquestion';
import type { IPublicationQuestion } from '../drive/context';
import { explain } from '../drive/messages/messages';
import type { S3Location } from '../s3/location';

/**
 * How long to wait after the last keystroke before the address is checked (ms).
 */
const SETTLE_MS = 250;

/**
 * The folder that the person chose, and what the dialog said about it.
 */
export interface IChosenPlace {
  /** Its key is `''` or ends in a slash. */
  readonly folder: S3Location;
  /** What the dialog said would become public there. */
  readonly told: readonly IPublicationQuestion[];
}

/**
 * Let the person name a folder of S3 that receives something. The dialog, its
 * button included, says at once what would become public there.
 *
 * @returns `null` when the person cancels.
 *
 * @throws What `judge` throws for the address that was accepted.
 */
export async function askPlace(
  options: PlaceForm.IOptions
): Promise<IChosenPlace | null> {
  const { trans } = options;
  const typed = await askForm({
    title: options.title,
    body: new PlaceForm(options),
    decline: trans.__('Cancel'),
    accept: trans.__('Copy')
  });
  if (!typed?.text.trim()) {
    return null;
  }
  // Accepted before it was checked: the dialog has not said anything about it.
  return (
    typed.judged ?? { ...(await options.judge(typed.text)), told: [] as const }
  );
}

/**
 * The text in the field, and what it means.
 */
interface ITyped {
  readonly text: string;
  readonly judged: IChosenPlace | null;
}

/**
 * A field for an address. Below it the form says what others could read there.
 */
export class PlaceForm extends DialogBody {
  constructor(options: PlaceForm.IOptions) {
    super('jp-S3PlaceForm');
    this._options = options;
    this._text = options.value;
    void this._judge();
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._soon.dispose();
      super.dispose();
    }
  }

  /** Called by the dialog. */
  getValue(): ITyped {
    return { text: this._text, judged: this._judged };
  }

  protected render(): React.ReactElement {
    const { suggestions, trans } = this._options;
    const text = this._told
      .map(question => publicationText(question, trans))
      .join('\n');
    return (
      <>
        <Field label={trans.__('The bucket or folder that receives it')}>
          <input
            className="jp-mod-styled"
            value={this._text}
            list={this._listId}
            placeholder={trans.__('s3://bucket/folder/')}
            onChange={event => this._type(event.target.value)}
          />
        </Field>
        <datalist id={this._listId}>
          {suggestions.map(address => (
            <option key={address} value={address} />
          ))}
        </datalist>
        <div
          className="jp-S3PlaceForm-note"
          role="status"
          data-kind={text ? 'public' : 'problem'}
        >
          {text || this._problem}
        </div>
      </>
    );
  }

  private _type(text: string): void {
    this._text = text;
    this._judged = null;
    void this._soon.invoke().catch(() => undefined);
    this.redraw();
  }

  private async _judge(): Promise<void> {
    const text = this._text;
    const { judge, trans } = this._options;
    const found = await judge(text).catch((error: unknown) => ({
      problem: text.trim() ? explain(error, trans).message : ''
    }));
    if (this.isDisposed || text !== this._text) {
      return;
    }
    this._judged = 'folder' in found ? found : null;
    this._problem = 'problem' in found ? found.problem : '';
    this._told = this._judged?.told ?? [];
    const isPublic = this._told.length > 0;
    this.nameAccept(
      isPublic ? trans.__('Copy and Publish') : trans.__('Copy'),
      isPublic
    );
    this.update();
  }

  private readonly _options: PlaceForm.IOptions;
  private readonly _listId = `jp-s3-places-${UUID.uuid4()}`;
  private readonly _soon = new Debouncer(() => this._judge(), SETTLE_MS);
  private _text: string;
  private _judged: IChosenPlace | null = null;
  /** What the note says; it stays until the next address is judged. */
  private _told: readonly IPublicationQuestion[] = [];
  private _problem = '';
}

/**
 * The namespace of `PlaceForm` statics.
 */
export namespace PlaceForm {
  /** Options for creating a `PlaceForm`. */
  export interface IOptions {
    readonly title: string;
    /** The address shown first. */
    readonly value: string;
    readonly suggestions: readonly string[];
    readonly trans: TranslationBundle;
    /**
     * Find what an address means, and what would become public there.
     *
     * @throws When it means no folder.
     */
    readonly judge: (text: string) => Promise<IChosenPlace>;
  }
}
