// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import { S3Error } from '../../../s3/errors';
import { StatePanel } from '../statepanel';
import type { IPlaceFacts } from '../states';
import { stateOf } from '../states';

const trans = nullTranslator.load('jupyterlab_s3_drive');

const PLACE: IPlaceFacts = {
  isRoot: false,
  problem: null,
  hasEntries: false,
  loadedCount: 0,
  filteredCount: 0,
  isListed: true,
  isWritable: true
};

function failing(code: string, status = 403, origin = 'store'): IPlaceFacts {
  const problem = new S3Error({
    message: code,
    code,
    status,
    origin: origin as S3Error['origin'],
    bucket: 'b',
    key: 'x/',
    requestId: 'R1'
  });
  return { ...PLACE, isListed: false, problem };
}

describe('the state of a place', () => {
  it('is nothing where there are entries, or nothing is known yet', () => {
    expect(stateOf({ ...PLACE, hasEntries: true }, trans)).toBeNull();
    expect(stateOf({ ...PLACE, isListed: false }, trans)).toBeNull();
  });

  it('helps in an empty folder', () => {
    const state = stateOf(PLACE, trans);
    expect(state).toMatchObject({ kind: 'empty-folder', actions: ['upload'] });
    const locked = stateOf({ ...PLACE, isWritable: false }, trans);
    expect(locked?.message).toMatch(/read here, not write/);
    expect(locked?.actions).toEqual([]);
  });

  it('helps in an account without buckets', () => {
    const state = stateOf({ ...PLACE, isRoot: true }, trans);
    expect(state?.kind).toBe('empty-account');
    expect(state?.actions[0]).toBe('open-location');
  });

  it('says when a filter hides all', () => {
    const facts = { ...PLACE, loadedCount: 3, filteredCount: 3 };
    expect(stateOf(facts, trans)).toMatchObject({
      kind: 'all-hidden',
      actions: ['search-below', 'clear-filter']
    });
    const dots = stateOf({ ...PLACE, loadedCount: 3 }, trans);
    expect(dots?.title).toBe('Only hidden files');
  });

  it.each([
    [failing('CredentialsExpired', 403, 'proxy'), 'expired', 'renew'],
    [failing('CredentialsMissing', 403, 'proxy'), 'no-credentials', 'renew'],
    [failing('InvalidAccessKeyId'), 'wrong-credentials', 'renew'],
    [failing('StoreUnreachable', 502, 'proxy'), 'unreachable', 'retry'],
    [failing('StoreHostUnknown', 502, 'proxy'), 'unknown-host', 'retry'],
    [failing('StoreTlsFailed', 502, 'proxy'), 'tls', 'retry'],
    [failing('StoreTimeout', 504, 'proxy'), 'timeout', 'retry'],
    [failing('AccessDenied'), 'forbidden', 'open-location'],
    [failing('NoSuchBucket', 404), 'no-such-bucket', 'go-root'],
    [failing('NoSuchKey', 404), 'not-found', 'go-up'],
    [failing('404', 404, 'jupyter'), 'server-missing', 'retry']
  ])('has a sentence and a next step: %#', (facts, kind, action) => {
    const state = stateOf(facts, trans);
    expect(state?.kind).toBe(kind);
    expect(state?.actions[0]).toBe(action);
    expect(state?.title).toMatch(/\w+ \w+/);
    expect(state?.message.length).toBeGreaterThan(30);
    expect(state?.details).toContain('R1');
  });

  it('offers a location first where buckets may not be listed', () => {
    const state = stateOf({ ...failing('AccessDenied'), isRoot: true }, trans);
    expect(state?.title).toBe('You may not list the buckets');
    expect(state?.actions).toEqual(['open-location', 'retry']);
  });
});

describe('StatePanel', () => {
  it('shows a state, tells what was chosen, and hides', () => {
    const panel = new StatePanel(trans);
    const chosen = jest.fn();
    panel.requested.connect((_, action) => chosen(action));
    panel.setState(stateOf(failing('AccessDenied'), trans));
    expect(panel.isHidden).toBe(false);
    expect(panel.node.getAttribute('aria-live')).toBe('polite');
    expect(panel.node.querySelector('pre')?.textContent).toContain('R1');
    panel.node.querySelector<HTMLElement>('[data-action=go-root]')!.click();
    expect(chosen).toHaveBeenCalledWith('go-root');
    panel.setState(null);
    expect(panel.isHidden).toBe(true);
    panel.dispose();
  });

  it('does not fold up details when the same state comes again', () => {
    const panel = new StatePanel(trans);
    panel.setState(stateOf(failing('AccessDenied'), trans));
    panel.node.querySelector('details')!.open = true;
    panel.setState(stateOf(failing('AccessDenied'), trans));
    expect(panel.node.querySelector('details')!.open).toBe(true);
    panel.dispose();
  });
});
