// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Time } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Select } from '../../dialogs/parts';
import type { ShareModel } from './model';
import { isFileName } from './model';
import type { ILinkLifetimes } from '../linklife';
import { customLife, DAY, HOUR, LONGEST } from '../linklife';
import { uploadAudienceText } from '../messages';
import { CopyField } from './parts';

interface IProps {
  model: ShareModel;
  trans: TranslationBundle;
}

/**
 * A form for temporary links, to read a file or to upload one into a folder.
 */
export function LinkForm({ model, trans }: IProps): React.ReactElement {
  const { description, offers, status } = model;
  const isFolder = description?.isFolder ?? false;
  const title = isFolder
    ? trans.__('Let someone send a file here')
    : trans.__('Temporary link');
  const refusal =
    status?.features.links === false
      ? trans.__('The administrator has switched links off.')
      : isFolder && status?.features.readOnly
        ? trans.__('The administrator has made the S3 drive read-only.')
        : !offers
          ? trans.__(
              'Your S3 credentials have expired: renew them to make links.'
            )
          : null;
  return (
    <section className="jp-S3Share-links">
      <h3>{title}</h3>
      {offers && refusal === null ? (
        <Form model={model} trans={trans} offers={offers} isFolder={isFolder} />
      ) : (
        <p className="jp-S3Share-obstacle">{refusal}</p>
      )}
      {model.link && <Made model={model} trans={trans} />}
    </section>
  );
}

/**
 * The fields for the lifetime and, for an upload, the name, and the button.
 */
function Form(
  props: IProps & { offers: ILinkLifetimes; isFolder: boolean }
): React.ReactElement {
  const { isFolder, model, offers, trans } = props;
  const { longest, usual } = offers;
  const preferred = usual.includes(DAY) ? DAY : (usual[0] ?? 0);
  const [choice, setChoice] = React.useState<number | 'custom'>(preferred);
  const [text, setText] = React.useState('');
  const [unit, setUnit] = React.useState<'hours' | 'days'>('hours');
  const [name, setName] = React.useState('');
  // 0 means the remaining lifetime of the credentials.
  const life =
    choice === 'custom' ? customLife(text, unit, longest) : choice || longest;
  const isReady = life !== null && (!isFolder || isFileName(name));
  const make = () =>
    model.makeLink(
      { operation: isFolder ? 'upload' : 'read', expiresIn: life ?? 0 },
      isFolder ? name : ''
    );
  return (
    <form
      className="jp-S3Share-form"
      onSubmit={event => {
        event.preventDefault();
        if (isReady) {
          void make();
        }
      }}
    >
      {isFolder && (
        <>
          <p className="jp-S3Share-outcome" role="status">
            {uploadAudienceText(model.audienceOfUpload(name), trans)}
          </p>
          <input
            className="jp-mod-styled"
            value={name}
            placeholder={trans.__('Name of the file')}
            aria-label={trans.__('Name of the file that is sent')}
            onChange={event => setName(event.target.value)}
          />
        </>
      )}
      <HTMLSelect
        aria-label={trans.__('How long the link works')}
        value={String(choice)}
        onChange={event => {
          const { value } = event.target;
          setChoice(value === 'custom' ? value : Number(value));
        }}
      >
        {usual.map(seconds => (
          <option key={seconds} value={seconds}>
            {lifeText(seconds, trans)}
          </option>
        ))}
        {longest < LONGEST && (
          <option value={0}>{trans.__('until my credentials end')}</option>
        )}
        <option value="custom">{trans.__('other…')}</option>
      </HTMLSelect>
      {choice === 'custom' && (
        <>
          <input
            className="jp-mod-styled jp-S3Share-number"
            inputMode="decimal"
            value={text}
            aria-label={trans.__('How long')}
            aria-invalid={text !== '' && life === null}
            onChange={event => setText(event.target.value)}
          />
          <Select
            label={trans.__('Unit')}
            value={unit}
            values={['hours', 'days']}
            nameOf={each =>
              each === 'hours' ? trans.__('hours') : trans.__('days')
            }
            choose={setUnit}
          />
        </>
      )}
      <button
        type="submit"
        className="jp-mod-styled jp-mod-accept"
        disabled={!isReady || model.busy !== null}
      >
        {trans.__('Create Link')}
      </button>
      <p className="jp-S3Share-hint">
        {hintOf(offers, choice === 'custom' && text !== '' && !life, trans)}
      </p>
    </form>
  );
}

/**
 * The new link, and when it really expires.
 */
function Made({ model, trans }: IProps): React.ReactElement | null {
  const { isCutShort, link } = model;
  if (!link?.expiresAt) {
    return null;
  }
  const end = Time.format(link.expiresAt);
  return (
    <>
      <CopyField
        label={trans.__('Link')}
        text={link.url}
        what={trans.__('Copy the link')}
        trans={trans}
      />
      <p className="jp-S3Share-hint" role="status">
        {link.kind === 'upload'
          ? trans.__(
              'Whoever has it can create "%1" here once, until %2. It never overwrites: the text below sends along what the link requires for that.',
              link.location.key.slice(model.location.key.length),
              end
            )
          : trans.__(
              'Whoever has it can read the file until %1. It cannot be taken back before, but by moving or deleting the file.',
              end
            )}
        {isCutShort &&
          ` ${trans.__('It ends with your credentials, earlier than asked for.')}`}
      </p>
    </>
  );
}

/**
 * Why longer links are not offered.
 */
function hintOf(
  { endsWith }: ILinkLifetimes,
  isInvalid: boolean,
  trans: TranslationBundle
): string {
  if (isInvalid) {
    return endsWith
      ? trans.__(
          'At least a minute, and at most until your credentials end: %1.',
          Time.format(endsWith)
        )
      : trans.__('At least a minute, and at most 7 days.');
  }
  return endsWith
    ? trans.__(
        'A link dies with the credentials that made it. Yours end on %1, so none is offered that says it works longer.',
        Time.format(endsWith)
      )
    : '';
}

function lifeText(seconds: number, trans: TranslationBundle): string {
  return seconds < DAY
    ? trans._n('%1 hour', '%1 hours', seconds / HOUR)
    : trans._n('%1 day', '%1 days', seconds / DAY);
}
