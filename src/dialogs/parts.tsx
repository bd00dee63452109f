// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect } from '@jupyterlab/ui-components';
import * as React from 'react';

/**
 * A failure, in words.
 */
export interface IItemFailure {
  readonly message: string;
  readonly details: string;
}

/**
 * A message, one paragraph a line, with collapsible details. Its place has the
 * class `jp-S3Message`.
 */
export function MessageText(
  props: IItemFailure & { trans: TranslationBundle }
): React.ReactElement {
  const { details, message, trans } = props;
  return (
    <>
      {message.split('\n').map((line, index) => (
        <p key={index}>{line}</p>
      ))}
      {details && <Details label={trans.__('Show details')}>{details}</Details>}
    </>
  );
}

/**
 * A text for the curious, behind a line that opens it.
 */
export function Details(props: {
  label: string;
  children: string;
}): React.ReactElement {
  return (
    <details className="jp-S3Message-details">
      <summary>{props.label}</summary>
      <pre>{props.children}</pre>
    </details>
  );
}

/**
 * A failure inside a dialog, announced to screen readers.
 *
 * @param children - What can be done about it.
 */
export function Failure(props: {
  failure: IItemFailure;
  trans: TranslationBundle;
  children?: React.ReactNode;
}): React.ReactElement {
  return (
    <div className="jp-S3Message" role="alert">
      <MessageText {...props.failure} trans={props.trans} />
      {props.children}
    </div>
  );
}

/**
 * The first of some names, and how many more there are.
 *
 * @param names - A text, or a text and what is said about it.
 * @param limit - How many are shown.
 */
export function NameList(props: {
  names: readonly React.ReactNode[];
  limit: number;
  trans: TranslationBundle;
}): React.ReactElement {
  const { limit, names, trans } = props;
  const rest = names.length - limit;
  return (
    <ul>
      {names.slice(0, limit).map((name, index) => (
        <li key={index}>{name}</li>
      ))}
      {rest > 0 && <li>{trans._n('and %1 more', 'and %1 more', rest)}</li>}
    </ul>
  );
}

/**
 * A field under its name.
 */
export function Field(props: {
  label: string;
  children: React.ReactNode;
}): React.ReactElement {
  return (
    <label className="jp-S3Field">
      {props.label}
      {props.children}
    </label>
  );
}

/**
 * A list that one of some values is chosen from.
 *
 * @param id - For the `label` that names it.
 * @param label - Its name for screen readers, where none is shown.
 * @param nameOf - What is shown for a value.
 */
export function Select<T extends string>(props: {
  id?: string;
  label?: string;
  value: T | null;
  values: readonly T[];
  nameOf: (value: T) => string;
  choose: (value: T) => void;
}): React.ReactElement {
  const { choose, id, label, nameOf, value, values } = props;
  return (
    <HTMLSelect
      id={id}
      aria-label={label}
      value={value ?? ''}
      onChange={event => {
        const chosen = values.find(each => each === event.target.value);
        if (chosen !== undefined) {
          choose(chosen);
        }
      }}
    >
      {values.map(each => (
        <option key={each} value={each}>
          {nameOf(each)}
        </option>
      ))}
    </HTMLSelect>
  );
}
