// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/**
 * Something that failed, in words.
 */
export interface IFailure {
  readonly message: string;
  readonly details: string;
}

/**
 * A message in a dialog, with details that fold out.
 *
 * @param children - What can be done about it.
 */
export function Failure(props: {
  failure: IFailure;
  trans: TranslationBundle;
  children?: React.ReactNode;
}): React.ReactElement {
  const { details, message } = props.failure;
  return (
    <div className="jp-S3Message" role="alert">
      <p>{message}</p>
      {details && (
        <details className="jp-S3Message-details">
          <summary>{props.trans.__('Show details')}</summary>
          <pre>{details}</pre>
        </details>
      )}
      {props.children}
    </div>
  );
}
