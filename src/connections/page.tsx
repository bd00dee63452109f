// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Time } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { IItemFailure } from '../dialogs/parts';
import { Failure } from '../dialogs/parts';
import { explain } from '../drive/messages/messages';
import { S3Error } from '../s3/errors';
import type { IServerStatus } from '../s3/server/status';
import type { Access } from './access';
import { accountText, kernelText, lastsText, sourceText } from './texts';

/**
 * What the page can do.
 */
export interface IPageActions {
  /**
   * Ask the store for its buckets.
   *
   * @returns How many there are.
   *
   * @throws `S3Error`.
   */
  readonly test: () => Promise<number>;

  /** Let the person renew the access. */
  readonly renew: () => Promise<unknown>;
}

/**
 * The page with the connections to S3: where each leads to, whose keys it has,
 * and how long they last.
 */
export class ConnectionsPage extends VDomRenderer<Access> {
  constructor(
    access: Access,
    private readonly _actions: IPageActions,
    private readonly _trans: TranslationBundle
  ) {
    super(access);
    this.addClass('jp-S3Connections');
    this.node.tabIndex = -1;
  }

  protected onActivateRequest(): void {
    this.node.focus();
  }

  protected render(): React.ReactElement {
    const { status } = this.model;
    const trans = this._trans;
    return (
      <>
        <h1>{trans.__('S3 connections')}</h1>
        {status ? (
          <Connection
            access={this.model}
            status={status}
            actions={this._actions}
            trans={trans}
          />
        ) : (
          <p role="status">
            {trans.__('Waiting for the Jupyter server to answer…')}
          </p>
        )}
      </>
    );
  }
}

/** The outcome of a test. */
type Outcome = 'testing' | { buckets: number } | { failure: IItemFailure };

/**
 * One connection.
 */
function Connection(props: {
  access: Access;
  status: IServerStatus;
  actions: IPageActions;
  trans: TranslationBundle;
}): React.ReactElement {
  const { access, actions, status, trans } = props;
  const { credentials, features, region } = status;
  const [outcome, setOutcome] = React.useState<Outcome | null>(null);
  // What was found out was true of the keys before.
  React.useEffect(
    () => setOutcome(null),
    [credentials.accessKey, credentials.expiresAt, credentials.state]
  );
  const test = async () => {
    setOutcome('testing');
    try {
      setOutcome({ buckets: await actions.test() });
    } catch (error) {
      setOutcome({ failure: explain(error, trans) });
    }
  };
  const { secondsLeft, standing } = access;
  const end = credentials.expiresAt;
  const problem =
    status.problem &&
    explain(
      new S3Error({
        ...status.problem,
        details: status.problem.details ?? undefined,
        status: 403,
        origin: 'proxy'
      }),
      trans
    );
  const rows: [string, string][] = [
    [trans.__('Store'), status.endpoint],
    [trans.__('Region'), region],
    [trans.__('Account'), accountText(status)],
    [trans.__('Access key'), credentials.accessKey ?? ''],
    [trans.__('Keys come from'), sourceText(credentials.source, trans)],
    [trans.__('Access lasts'), lastsText(standing, secondsLeft, status, trans)],
    [trans.__('End'), end ? Time.format(new Date(end)) : ''],
    [
      trans.__('Permitted here'),
      features.readOnly ? trans.__('reading') : trans.__('reading and writing')
    ],
    [trans.__('Kernels, terminals'), kernelText(status, trans)]
  ];
  return (
    <section className="jp-S3Connection" data-s3-standing={standing}>
      <h2>{trans.__('The store of this Jupyter server')}</h2>
      <dl>
        {rows
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <React.Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </React.Fragment>
          ))}
      </dl>
      {problem && <Failure failure={problem} trans={trans} />}
      <div className="jp-S3Connection-buttons">
        <button
          className="jp-mod-styled jp-mod-accept"
          onClick={() => void actions.renew()}
        >
          {trans.__('Renew…')}
        </button>
        <button
          className="jp-mod-styled jp-mod-reject"
          disabled={outcome === 'testing'}
          onClick={() => void test()}
        >
          {trans.__('Test')}
        </button>
      </div>
      <TestOutcome outcome={outcome} trans={trans} />
    </section>
  );
}

function TestOutcome(props: {
  outcome: Outcome | null;
  trans: TranslationBundle;
}): React.ReactElement | null {
  const { outcome, trans } = props;
  if (outcome === null) {
    return null;
  }
  if (outcome === 'testing') {
    return <p role="status">{trans.__('Asking the store…')}</p>;
  }
  return 'failure' in outcome ? (
    <Failure failure={outcome.failure} trans={trans} />
  ) : (
    <p role="status">
      {trans._n(
        'The store answers, and lists %1 bucket.',
        'The store answers, and lists %1 buckets.',
        outcome.buckets
      )}
    </p>
  );
}
