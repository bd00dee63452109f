// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISharingRules } from '../s3/status';
import { toUri, type IS3Location } from '../s3/path';
import { webAddress } from '../s3/webaddress';
import type { IContents } from './contents';

/** How many hidden files are named. */
const NAMED = 5;

/**
 * What a person is asked before something is published.
 */
export interface IQuestion {
  readonly place: IS3Location;
  /** Of a folder: what it holds, or `null` where it could not be counted. */
  readonly contents?: IContents | null;
  /** Whether this is the first publication in the bucket. */
  readonly isFirst: boolean;
  readonly rules: ISharingRules;
}

/**
 * What a person has agreed to.
 */
export interface IConsent {
  /** Whether the earlier versions that Jupyter keeps are to be deleted first. */
  readonly withoutCheckpoints: boolean;
}

/**
 * Whether a question offers to delete earlier versions, and so proposes it.
 */
export function hasCheckpoints({ contents }: IQuestion): boolean {
  return (contents?.checkpoints ?? 0) > 0;
}

/**
 * Ask whether to publish: that only open data may be, and what a folder makes
 * public. "Cancel" has the focus.
 */
export async function confirmPublication(
  question: IQuestion,
  trans: TranslationBundle
): Promise<IConsent | null> {
  let withoutCheckpoints = hasCheckpoints(question);
  const result = await showDialog({
    title: trans.__('Make public?'),
    body: ReactWidget.create(
      <Question
        question={question}
        onChoice={isWanted => {
          withoutCheckpoints = isWanted;
        }}
        trans={trans}
      />
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Make Public') })
    ],
    defaultButton: 0
  });
  return result.button.accept ? { withoutCheckpoints } : null;
}

/**
 * What is asked, in words.
 *
 * @param onChoice - Told whether earlier versions are to be deleted first.
 */
export function Question(props: {
  question: IQuestion;
  onChoice: (withoutCheckpoints: boolean) => void;
  trans: TranslationBundle;
}): React.ReactElement {
  const { question, trans } = props;
  const { contents, isFirst, place, rules } = question;
  const page = webAddress(rules.openDataUrl);
  return (
    <div className="jp-S3Message jp-S3Publish">
      <p className="jp-S3Share-place">{toUri(place)}</p>
      {contents !== undefined && <Folder contents={contents} trans={trans} />}
      {hasCheckpoints(question) && (
        <label className="jp-S3Publish-choice">
          <input
            type="checkbox"
            defaultChecked
            onChange={event => props.onChoice(event.target.checked)}
          />
          {trans._n(
            'Delete the earlier version that Jupyter keeps of a file in it first. It cannot be gone back to then.',
            'Delete the %1 earlier versions that Jupyter keeps of files in it first. They cannot be gone back to then.',
            contents?.checkpoints ?? 0
          )}
        </label>
      )}
      {isFirst && (
        <>
          <p>
            {rules.openDataNotice ||
              trans.__(
                'Only open data, and nothing sensitive or personal, may be published. Once something was public, others may have copied it.'
              )}
          </p>
          <p>
            {trans.__(
              'Nor is "private" a perfect confidentiality: sensitive data does not belong in this store at all.'
            )}
          </p>
          {page && (
            <p>
              <a href={page} target="_blank" rel="noopener noreferrer">
                {trans.__('The rules of this platform')}
              </a>
            </p>
          )}
        </>
      )}
    </div>
  );
}

/**
 * What becomes public with a folder.
 */
function Folder(props: {
  contents: IContents | null;
  trans: TranslationBundle;
}): React.ReactElement {
  const { contents, trans } = props;
  const hidden = contents?.hidden ?? [];
  const rest = hidden.length - NAMED;
  return (
    <>
      <p>
        {trans.__(
          'Anyone will be able to list this folder and read all that is in it and below, also what is put there later.'
        )}{' '}
        {contents &&
          (contents.isMore
            ? trans.__(
                'There are more than %1 files in it.',
                contents.objects.toLocaleString()
              )
            : trans._n(
                'There is %1 file in it.',
                'There are %1 files in it.',
                contents.objects
              ))}
      </p>
      {hidden.length > 0 && (
        <>
          <p>
            {trans._n(
              'One of them is hidden, and would become public too:',
              '%1 of them are hidden, and would become public too:',
              hidden.length
            )}
          </p>
          <ul>
            {hidden.slice(0, NAMED).map(name => (
              <li key={name}>{name}</li>
            ))}
            {rest > 0 && (
              <li>{trans._n('and %1 more', 'and %1 more', rest)}</li>
            )}
          </ul>
        </>
      )}
    </>
  );
}
