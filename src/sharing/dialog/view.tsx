// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { ModelBody } from '../../dialogs/body';
import { Details, Failure } from '../../dialogs/parts';
import type { Highlighter } from '../../dialogs/highlighting';
import { obstacleOf, offeredChange } from '../description';
import { FolderAddresses } from './folderaddresses';
import { ReceiverTexts } from './receiver';
import { visibilityIcon } from './visibilityicon';
import { LinkForm } from './linkform';
import type { ShareModel } from './model';
import { CopyField } from './parts';
import { headline, meaning, visibilityObstacleText } from '../messages';
import { hasCheckpoints, Question } from './publicationwarning';
import { type IVisibilityQuestion } from '../types';

/**
 * The body of the share dialog: who can read a location, the button to change
 * that, its URLs, temporary links, and texts for receivers.
 */
export class ShareView extends ModelBody<ShareModel> {
  /**
   * @param highlight - Highlights code; `null`: it stays plain.
   */
  constructor(
    model: ShareModel,
    highlight: Highlighter | null,
    trans: TranslationBundle
  ) {
    super('jp-S3Share', model);
    this._highlight = highlight;
    this._trans = trans;
    this.node.tabIndex = -1;
    this.node.addEventListener('focusin', event => {
      if (event.target !== this.node) {
        this._focused = event.target as HTMLElement;
      }
    });
  }

  protected render(): React.ReactElement {
    return (
      <>
        {this._body()}
        <AfterRender run={this._keepFocus} />
      </>
    );
  }

  private _body(): React.ReactElement {
    const { model } = this;
    const trans = this._trans;
    const { description, instructions, location, question } = model;
    if (question) {
      return <Asking model={model} question={question} trans={trans} />;
    }
    return (
      <>
        <p className="jp-S3Share-place">{location.uri}</p>
        <Who model={model} trans={trans} />
        {description?.publicUrl && description.isFolder && (
          <FolderAddresses
            description={description}
            model={model}
            highlight={this._highlight}
            trans={trans}
          />
        )}
        {description?.publicUrl && !description.isFolder && (
          <CopyField
            label={trans.__('Public address')}
            text={description.publicUrl}
            what={trans.__('Copy the public address')}
            trans={trans}
          />
        )}
        <CopyField
          label={trans.__('S3 URI')}
          text={location.uri}
          what={trans.__('Copy the S3 URI')}
          trans={trans}
        />
        {description && (
          <LinkForm key={location.id} model={model} trans={trans} />
        )}
        {instructions && (
          <ReceiverTexts
            instructions={instructions}
            model={model}
            highlight={this._highlight}
            trans={trans}
          />
        )}
      </>
    );
  }

  /**
   * Keep the focus in the dialog, where its keys work, when the focused element
   * is disabled or removed. Restores it afterwards.
   */
  private readonly _keepFocus = (): void => {
    const { activeElement, body } = document;
    const isLost =
      !activeElement || activeElement === body || activeElement === this.node;
    if (!this.isAttached || !isLost || !this._focused) {
      return;
    }
    const next =
      this._focused.isConnected && this._focused.matches(':enabled')
        ? this._focused
        : this.node.querySelector<HTMLElement>('.jp-S3Share-switch:enabled');
    (next ?? this.node).focus();
  };

  private readonly _highlight: Highlighter | null;
  private readonly _trans: TranslationBundle;
  private _focused: HTMLElement | null = null;
}

/**
 * Runs a function after each render.
 */
function AfterRender({ run }: { run: () => void }): null {
  React.useEffect(run);
  return null;
}

/**
 * The question before something becomes public. "Cancel" has the focus.
 */
function Asking(props: {
  model: ShareModel;
  question: IVisibilityQuestion;
  trans: TranslationBundle;
}): React.ReactElement {
  const { model, question, trans } = props;
  const [withoutCheckpoints, choose] = React.useState(hasCheckpoints(question));
  return (
    <section
      className="jp-S3Share-question"
      role="alertdialog"
      aria-label={trans.__('Make public?')}
    >
      <strong>{trans.__('Make public?')}</strong>
      <Question question={question} onChoice={choose} trans={trans} />
      <div className="jp-S3Share-form">
        <button
          type="button"
          autoFocus
          className="jp-mod-styled jp-mod-reject"
          onClick={() => model.answer(null)}
        >
          {trans.__('Cancel')}
        </button>
        <button
          type="button"
          className="jp-mod-styled jp-mod-warn"
          onClick={() => model.answer({ withoutCheckpoints })}
        >
          {trans.__('Make Public')}
        </button>
      </div>
    </section>
  );
}

/**
 * Who can read the location, why, and the button to change that.
 */
function Who(props: {
  model: ShareModel;
  trans: TranslationBundle;
}): React.ReactElement {
  const { model, trans } = props;
  const { busy, description, outcome, problem } = model;
  if (!description) {
    return (
      <section className="jp-S3Share-who" aria-busy={busy !== null}>
        {problem ? (
          <>
            <Failure failure={problem} trans={trans} />
            <button
              type="button"
              className="jp-mod-styled jp-mod-accept"
              onClick={() => void model.look()}
            >
              {trans.__('Try Again')}
            </button>
          </>
        ) : (
          <p role="status">{trans.__('Finding out who can read this…')}</p>
        )}
      </section>
    );
  }
  const Icon = visibilityIcon(description);
  const { statement } = description;
  return (
    <section
      className="jp-S3Share-who"
      data-visibility={description.visibility}
      aria-busy={busy === 'changing'}
    >
      <div className="jp-S3Share-head">
        <Icon.react tag="span" className="jp-S3Share-icon" />
        <strong>{headline(description, trans)}</strong>
        <Switch model={model} trans={trans} />
      </div>
      <p>{meaning(description, trans)}</p>
      <Obstacles model={model} trans={trans} />
      {statement && description.cause === 'statement' && (
        <Details label={trans.__('Show the statement')}>
          {JSON.stringify(statement, null, 2)}
        </Details>
      )}
      <p className="jp-S3Share-outcome" role="status">
        {busy === 'changing' ? trans.__('Changing the policy…') : outcome}
      </p>
      {problem && <Failure failure={problem} trans={trans} />}
    </section>
  );
}

/**
 * The button that makes the location public or private.
 */
function Switch(props: {
  model: ShareModel;
  trans: TranslationBundle;
}): React.ReactElement | null {
  const { model, trans } = props;
  const { busy, description } = model;
  if (!description) {
    return null;
  }
  const change = offeredChange(description);
  const obstacle = obstacleOf(description);
  return (
    <button
      type="button"
      className="jp-mod-styled jp-S3Share-switch"
      disabled={busy !== null || obstacle !== null}
      onClick={() => void model.setVisibility(change)}
    >
      {change === 'private'
        ? trans.__('Make Private')
        : trans.__('Make Public…')}
    </button>
  );
}

/**
 * Why the button is disabled, and a way to where the change is possible.
 */
function Obstacles(props: {
  model: ShareModel;
  trans: TranslationBundle;
}): React.ReactElement | null {
  const { model, trans } = props;
  const { description } = model;
  const obstacle = description && obstacleOf(description);
  if (!description || !obstacle) {
    return null;
  }
  const { inheritedFrom, location } = description;
  return (
    <p className="jp-S3Share-obstacle">
      {visibilityObstacleText(obstacle, description, trans)}{' '}
      {obstacle === 'folder' && inheritedFrom !== null && (
        <button
          type="button"
          className="jp-S3Share-go"
          onClick={() => void model.open(location.withKey(inheritedFrom))}
        >
          {trans.__('Show %1', inheritedFrom || location.bucket)}
        </button>
      )}
    </p>
  );
}
