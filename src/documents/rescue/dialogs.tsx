// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { caretDownEmptyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { askForm, askQuestion, isAgreed } from '../../dialogs/ask';
import { DialogBody } from '../../dialogs/body';
import { messageBody } from '../../dialogs/errordialog';
import { Field } from '../../dialogs/parts';
import { explain, problemIn } from '../../drive/messages/messages';
import type { Problem } from '../../s3/errorcodes';

/**
 * What to do with a document that could not be saved.
 */
export type Rescue = 'workspace' | 'download' | 'renew';

/** What other keys would help against. */
const KEY_PROBLEMS: readonly Problem[] = [
  'expired',
  'no-credentials',
  'wrong-credentials'
];

/**
 * Say that a document was not saved, and offer to keep what is on the screen, or
 * to renew the access where its end is the reason.
 */
export async function askRescue(
  title: string,
  error: unknown,
  trans: TranslationBundle
): Promise<Rescue | null> {
  const { message, details } = explain(error, trans);
  const kept = trans.__(
    'What you see here is not saved yet. It stays as long as this page is open.'
  );
  const isOfKeys = KEY_PROBLEMS.includes(problemIn(error));
  const renewal = {
    label: trans.__('Renew Access and Save…'),
    answer: 'renew'
  } as const;
  const { answer } = await askQuestion<Rescue>({
    title,
    body: messageBody(`${message}\n${kept}`, details, trans),
    decline: trans.__('Close'),
    choices: [
      { label: trans.__('Download a Copy'), answer: 'download' },
      { label: trans.__('Save a Copy in the Workspace'), answer: 'workspace' },
      ...(isOfKeys ? [renewal] : [])
    ],
    preferred: isOfKeys ? 'renew' : 'workspace'
  });
  return answer;
}

/**
 * The target of "Save As".
 */
export interface ISaveTarget {
  readonly isWorkspace: boolean;
  /** The text as it was typed. */
  readonly text: string;
}

/**
 * Ask for the target of a "Save As": S3 or the workspace, and the name.
 *
 * @param path - The document: `bucket/key`.
 * @param dir - The folder of the workspace that is proposed.
 */
export async function askSaveTarget(
  path: string,
  dir: string,
  trans: TranslationBundle
): Promise<ISaveTarget | null> {
  const target = await askForm({
    title: trans.__('Save File As…'),
    body: new SaveForm(path, dir, trans),
    decline: trans.__('Cancel'),
    accept: trans.__('Save')
  });
  return target?.text ? target : null;
}

/**
 * A field for a path, and the choice between S3 and the workspace.
 */
class SaveForm extends DialogBody {
  constructor(path: string, dir: string, trans: TranslationBundle) {
    super('jp-S3SaveForm');
    this._trans = trans;
    this._proposals = {
      s3: path,
      workspace: PathExt.join(dir, PathExt.basename(path))
    };
    this._text = path;
  }

  /** Called by the dialog. */
  getValue(): ISaveTarget {
    return {
      isWorkspace: this._where === 'workspace',
      text: this._text.trim()
    };
  }

  protected render(): React.ReactElement {
    const trans = this._trans;
    return (
      <>
        <Field label={trans.__('Where')}>
          <div className="jp-select-wrapper">
            <select
              className="jp-mod-styled"
              value={this._where}
              onChange={event => this._go(event.target.value as Drive)}
            >
              <option value="s3">{trans.__('S3: bucket/folder/name')}</option>
              <option value="workspace">
                {trans.__('Workspace: folder/name')}
              </option>
            </select>
            <caretDownEmptyIcon.react
              tag="span"
              stylesheet="select"
              right="8px"
              top="5px"
              width="18px"
            />
          </div>
        </Field>
        <Field label={trans.__('Name')}>
          <input
            type="text"
            className="jp-mod-styled"
            value={this._text}
            onChange={event => {
              this._text = event.target.value;
              this.redraw();
            }}
          />
        </Field>
      </>
    );
  }

  /**
   * Save in another drive. A text that the person has typed stays; a proposal is
   * replaced by the other one.
   */
  private _go(where: Drive): void {
    if (this._text === this._proposals[this._where]) {
      this._text = this._proposals[where];
    }
    this._where = where;
    this.redraw();
  }

  private readonly _trans: TranslationBundle;
  private readonly _proposals: { readonly [drive in Drive]: string };
  private _text: string;
  private _where: Drive = 's3';
}

/** Where a document is saved. */
type Drive = 's3' | 'workspace';

/**
 * Ask whether to replace a file of the workspace.
 */
export function confirmReplace(
  path: string,
  trans: TranslationBundle
): Promise<boolean> {
  return isAgreed({
    title: trans.__('Name already exists'),
    body: trans.__(
      '"%1" exists already in the workspace. Replacing it cannot be undone.',
      path
    ),
    decline: trans.__('Cancel'),
    accept: { label: trans.__('Replace'), isWarning: true },
    preferred: null
  });
}
