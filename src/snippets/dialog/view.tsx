// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { ModelBody } from '../../dialogs/body';
import { Code } from '../../dialogs/codeview';
import { Failure, Select } from '../../dialogs/parts';
import type { Highlighter } from '../../dialogs/highlighting';
import { LANGUAGE_NAMES } from '../write/languages';
import { LIBRARY_NAMES } from '../write/librarynames';
import { PUBLIC_READINGS, type SnippetModel } from './model';
import {
  accessName,
  findings,
  generality,
  insertionObstacleText,
  operationName
} from './messages';

/**
 * The id of the node that shows the last action, or why nothing can be
 * inserted.
 */
export const TOLD_ID = 'jp-S3Snippet-told';

/**
 * The body of the snippet dialog: the results of the inspection, the choices,
 * and the code.
 */
export class SnippetView extends ModelBody<SnippetModel> {
  /**
   * @param highlight - Highlights code; `null`: it stays plain.
   */
  constructor(
    model: SnippetModel,
    highlight: Highlighter | null,
    trans: TranslationBundle
  ) {
    super('jp-S3Snippet', model);
    this._highlight = highlight;
    this._trans = trans;
  }

  protected render(): React.ReactElement {
    const { model } = this;
    const trans = this._trans;
    return (
      <>
        <p className="jp-S3Snippet-place">{model.location.uri}</p>
        <Findings model={model} trans={trans} />
        <Trouble model={model} trans={trans} />
        {model.found && (
          <>
            <Choices model={model} trans={trans} />
            {model.operation === 'write' && (
              <Writing model={model} trans={trans} />
            )}
            <Code
              text={model.text}
              language={model.language}
              label={trans.__('Snippet')}
              highlight={this._highlight}
            />
            <Told model={model} trans={trans} />
          </>
        )}
      </>
    );
  }

  private readonly _highlight: Highlighter | null;
  private readonly _trans: TranslationBundle;
}

/**
 * The props of all parts of the view.
 */
interface IProps {
  readonly model: SnippetModel;
  readonly trans: TranslationBundle;
}

/**
 * The results of the inspection, or that it is running.
 */
function Findings({ model, trans }: IProps): React.ReactElement {
  const { found, problem } = model;
  if (!found) {
    return <p role="status">{problem ? '' : trans.__('Looking at it…')}</p>;
  }
  const general = generality(found, trans);
  return (
    <div role="status">
      <ul className="jp-S3Snippet-findings">
        {findings(found, trans).map((finding, index) => (
          <li key={index}>{finding}</li>
        ))}
        {found.publicUrl && <li>{trans.__('public')}</li>}
      </ul>
      {general && <p className="jp-S3Snippet-general">{general}</p>}
    </div>
  );
}

/**
 * Why the inspection failed.
 */
function Trouble({ model, trans }: IProps): React.ReactElement | null {
  const { problem } = model;
  return (
    problem && (
      <Failure failure={problem} trans={trans}>
        <button
          type="button"
          className="jp-mod-styled jp-S3Snippet-again"
          onClick={() => void model.look()}
        >
          {trans.__('Try Again')}
        </button>
      </Failure>
    )
  );
}

/**
 * The choices of language, library and operation, and of what is public whether
 * it is read with keys.
 */
function Choices({ model, trans }: IProps): React.ReactElement {
  return (
    <div className="jp-S3Snippet-choices">
      <Choice
        label={trans.__('Language')}
        value={model.language}
        values={model.languages}
        nameOf={language => LANGUAGE_NAMES[language]}
        choose={language => void model.setLanguage(language)}
      />
      <Choice
        label={trans.__('Library')}
        value={model.library}
        values={model.libraries}
        nameOf={library => LIBRARY_NAMES[library]}
        choose={library => void model.setLibrary(library)}
      />
      <Choice
        label={trans.__('Operation')}
        value={model.operation}
        values={model.operations}
        nameOf={operation => operationName(operation, trans)}
        choose={operation => void model.setOperation(operation)}
      />
      {model.isAccessChosen && (
        <Choice
          label={trans.__('Access')}
          value={model.access}
          values={PUBLIC_READINGS}
          nameOf={access => accessName(access, trans)}
          choose={access => void model.setAccess(access)}
        />
      )}
    </div>
  );
}

/**
 * What is written, and whether it replaces the file.
 */
function Writing({ model, trans }: IProps): React.ReactElement {
  const id = React.useId();
  const { frames } = model;
  const isUnknown =
    model.isFrameAsked && frames.length === 0 && model.frame === '';
  return (
    <div className="jp-S3Snippet-choices">
      {model.isFrameAsked && (
        <div className="jp-S3Snippet-choice">
          <label htmlFor={id}>{trans.__('Data frame')}</label>
          <input
            id={id}
            className="jp-mod-styled"
            list={`${id}-names`}
            value={model.frame}
            placeholder={frames[0] ?? trans.__('Its name in your code')}
            aria-describedby={isUnknown ? `${id}-hint` : undefined}
            onChange={({ target }) => void model.setFrame(target.value)}
          />
          <datalist id={`${id}-names`}>
            {frames.map(name => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </div>
      )}
      {model.canReplaceFile && (
        <label className="jp-S3Snippet-replaces">
          <input
            type="checkbox"
            checked={model.replacesFile}
            onChange={({ target }) =>
              void model.setReplacesFile(target.checked)
            }
          />
          {trans.__('Replace this file')}
        </label>
      )}
      {isUnknown && (
        <p id={`${id}-hint`}>
          {trans.__('No data frame was found in the code above: say its name.')}
        </p>
      )}
    </div>
  );
}

/**
 * A choice among several values.
 */
function Choice<T extends string>(props: {
  label: string;
  value: T | null;
  values: readonly T[];
  nameOf: (value: T) => string;
  choose: (value: T) => void;
}): React.ReactElement {
  const { label, ...choice } = props;
  const id = React.useId();
  return (
    <div className="jp-S3Snippet-choice">
      <label htmlFor={id}>{label}</label>
      <Select id={id} {...choice} />
    </div>
  );
}

/**
 * The last action, or why nothing can be inserted.
 */
function Told({ model, trans }: IProps): React.ReactElement {
  const { obstacle, told } = model;
  return (
    <p id={TOLD_ID} className="jp-S3Snippet-told" role="status">
      {told || (obstacle ? insertionObstacleText(obstacle, trans) : '')}
    </p>
  );
}
