// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { ModelBody } from '../dialogs/body';
import { showUntilClosed } from '../dialogs/formdialog';
import { Failure, Field } from '../dialogs/parts';
import { webAddress } from '../dialogs/weblink';
import type { IKeys } from '../s3/server/renew';
import type { IServerStatus } from '../s3/server/status';
import type { Renew } from './renewal';
import { Renewal } from './renewal';

/**
 * Renew the keys: the server tries what it can do by itself; where that gives
 * nothing, the person can paste keys.
 *
 * @param before - The status before; `null` if it is not known.
 *
 * @returns The status after; `null`: nothing was renewed.
 */
export async function showRenewal(
  before: IServerStatus | null,
  renew: Renew,
  trans: TranslationBundle
): Promise<IServerStatus | null> {
  const model = new Renewal(before, renew, trans);
  let after: IServerStatus | null = null;
  const done = model.renewed.then(status => {
    after = status;
  });
  void model.look();
  await showUntilClosed(
    trans.__('Renew access to S3'),
    new RenewalBody(model, trans),
    trans,
    'jp-S3RenewalDialog',
    done
  );
  return after;
}

/**
 * What was tried, and the fields for keys.
 */
class RenewalBody extends ModelBody<Renewal> {
  constructor(
    model: Renewal,
    private readonly _trans: TranslationBundle
  ) {
    super('jp-S3Renewal', model);
    // At once: the fields show what is in the model.
    model.stateChanged.connect(this.redraw, this);
  }

  protected render(): React.ReactElement {
    const { busy, takesKeys, tried } = this.model;
    const trans = this._trans;
    return (
      <>
        {tried.map(text => (
          <p key={text}>{text}</p>
        ))}
        {busy === 'looking' && (
          <p role="status">{trans.__('Looking for newer keys…')}</p>
        )}
        <Source status={this.model.before} trans={trans} />
        {takesKeys ? (
          <KeysForm model={this.model} trans={trans} />
        ) : (
          busy === null && (
            <p>
              {trans.__(
                'Keys cannot be pasted here: ask the administrator of the Jupyter server.'
              )}
            </p>
          )
        )}
      </>
    );
  }
}

/**
 * Where new keys come from, in the administrator's words.
 */
function Source(props: {
  status: IServerStatus | null;
  trans: TranslationBundle;
}): React.ReactElement | null {
  const { notice = '', url = '' } = props.status?.renewal ?? {};
  const address = webAddress(url);
  return notice || address ? (
    <p className="jp-S3Renewal-source">
      {notice}{' '}
      {address && (
        <a href={address} target="_blank" rel="noopener noreferrer">
          {props.trans.__('Get new keys')}
        </a>
      )}
    </p>
  ) : null;
}

/**
 * A field for a text with keys, and one for each of them.
 */
function KeysForm(props: {
  model: Renewal;
  trans: TranslationBundle;
}): React.ReactElement {
  const { model, trans } = props;
  const [text, setText] = React.useState('');
  const field = (name: keyof IKeys, label: string, type: string) => (
    <Field label={label}>
      <input
        type={type}
        className="jp-mod-styled"
        autoComplete="off"
        spellCheck={false}
        value={model.keys[name]}
        onChange={event => model.edit({ [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        void model.use();
      }}
    >
      <Field
        label={trans.__(
          'Paste what you have: lines that set variables, code in any language, a profile, an alias of mc, JSON'
        )}
      >
        <textarea
          className="jp-mod-styled"
          rows={4}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={event => {
            const { value } = event.target;
            model.paste(value);
            // What was understood is in the fields, which do not show secrets.
            setText(model.found?.isKeys ? '' : value);
          }}
        />
      </Field>
      <p className="jp-S3Renewal-found" role="status">
        {foundText(model, trans)}
      </p>
      {field('accessKey', trans.__('Access key'), 'text')}
      {field('secretKey', trans.__('Secret key'), 'password')}
      {field(
        'sessionToken',
        trans.__('Session token (temporary keys have one)'),
        'password'
      )}
      <p className="jp-S3Renewal-hint">
        {trans.__(
          'The server tries them at the store before it uses them. They stay in its memory, and are gone when it ends.'
        )}
      </p>
      {model.failure && <Failure failure={model.failure} trans={trans} />}
      <button
        type="submit"
        className="jp-mod-styled jp-mod-accept"
        disabled={!model.isReady}
      >
        {model.busy === 'trying'
          ? trans.__('Trying…')
          : trans.__('Use These Keys')}
      </button>
    </form>
  );
}

function foundText(model: Renewal, trans: TranslationBundle): string {
  const { before, found, keys } = model;
  if (!found) {
    return '';
  }
  if (!found.isKeys) {
    return trans.__(
      'No keys are found in this text: it needs an access key and its secret key. You can fill the fields instead.'
    );
  }
  const { host } = found;
  if (host && before?.endpoint && !before.endpoint.endsWith(`//${host}`)) {
    return trans.__(
      'These keys are for %1, and the store here is %2.',
      host,
      before.endpoint
    );
  }
  return keys.sessionToken
    ? trans.__('Found: temporary keys.')
    : trans.__('Found: keys without a session token.');
}
