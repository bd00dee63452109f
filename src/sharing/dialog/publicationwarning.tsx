// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { isAgreed } from '../../dialogs/ask';
import { drawnBody } from '../../dialogs/body';
import { NameList } from '../../dialogs/parts';
import { webAddress } from '../../dialogs/weblink';
import type { IContents } from '../foldercontents';
import type { IConsent, IVisibilityQuestion } from '../types';
import '../../../style/sharing.css';

/** The number of hidden files that are named. */
const NAMED = 5;

/**
 * Whether a question offers, and preselects, deleting earlier versions.
 */
export function hasCheckpoints({ contents }: IVisibilityQuestion): boolean {
  return (contents?.checkpoints ?? 0) > 0;
}

/**
 * Ask before something becomes public: only open data may, and a folder makes
 * all its files public. "Cancel" has the focus.
 */
export async function confirmPublication(
  question: IVisibilityQuestion,
  trans: TranslationBundle
): Promise<IConsent | null> {
  let withoutCheckpoints = hasCheckpoints(question);
  const isWanted = await isAgreed({
    title: trans.__('Make public?'),
    body: drawnBody(null, () => (
      <Question
        question={question}
        onChoice={isWanted => {
          withoutCheckpoints = isWanted;
        }}
        trans={trans}
      />
    )),
    decline: trans.__('Cancel'),
    accept: { label: trans.__('Make Public'), isWarning: true },
    preferred: null
  });
  return isWanted ? { withoutCheckpoints } : null;
}

/**
 * The text of the question.
 *
 * @param onChoice - Called with whether earlier versions should be deleted
 * first.
 */
export function Question(props: {
  question: IVisibilityQuestion;
  onChoice: (withoutCheckpoints: boolean) => void;
  trans: TranslationBundle;
}): React.ReactElement {
  const { question, trans } = props;
  const { contents, isFirst, location, rules } = question;
  const page = webAddress(rules.openDataUrl);
  return (
    <div className="jp-S3Message jp-S3Publish">
      <p className="jp-S3Share-place">{location.uri}</p>
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
            : contents.objects === 0
              ? trans.__('It is empty so far.')
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
          <NameList names={hidden} limit={NAMED} trans={trans} />
        </>
      )}
    </>
  );
}
