// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Problem } from '../../s3/errorcodes';
import type { S3Error } from '../../s3/errors';
import { refusalSentence } from './refusals';

/**
 * The sentence about a problem: what happened to which object, and what to do
 * if something can be done.
 *
 * @param place - The object, as shown to the person.
 */
export function sentenceOf(
  problem: Problem,
  place: string,
  error: S3Error,
  trans: TranslationBundle
): string {
  switch (problem) {
    case 'expired':
      return trans.__(
        'Your S3 credentials have expired, so %1 was not reached and nothing was changed. Renew them ("Renew Access to S3…" in the command palette), then try again.',
        place
      );
    case 'no-credentials':
      return trans.__(
        'The Jupyter server has no S3 credentials. Give it some ("Renew Access to S3…" in the command palette), then try again.'
      );
    case 'wrong-credentials':
      return trans.__(
        'The store does not accept your S3 credentials, so %1 was not reached. They are wrong or have expired: renew them ("Renew Access to S3…" in the command palette), then try again.',
        place
      );
    case 'forbidden':
      return asksForPayer(error)
        ? trans.__(
            'Whoever reads or writes %1 has to pay for it. If you want to, ask the administrator to set c.S3Drive.request_payer = "requester".',
            place
          )
        : trans.__(
            'The store does not allow you to do this with %1. Ask its owner for access, or open a place that you may use by its address.',
            place
          );
    case 'key-not-usable':
      return trans.__(
        '%1 is encrypted with a key that the store does not let you use, and was not written, as it would lie open without. Ask its owner for the right to use that key.',
        place
      );
    case 'source-locked':
      return trans.__(
        '%1 was copied, but the store does not let the old one be deleted: it is locked, or you may not delete it. Both exist now.',
        place
      );
    case 'source-left':
      return trans.__(
        '%1 was copied, but the store did not delete the old one: both exist, and both are whole. Do the same again: only the deletion is left to do.',
        place
      );
    case 'not-found':
      return trans.__(
        '%1 is not there. It may have been deleted or renamed: refresh the folder.',
        place
      );
    case 'no-such-bucket':
      return trans.__(
        'There is no bucket "%1" in this store. Check the name of the bucket and the address of the store.',
        error.bucket ?? place
      );
    case 'exists':
      return trans.__(
        '%1 already exists and was not touched. Choose another name.',
        place
      );
    case 'changed':
      return error.code === 'SourceChanged'
        ? trans.__(
            '%1 was changed by someone else while it was copied or moved. Nothing was deleted: look at the old and the new place, then try again.',
            place
          )
        : trans.__(
            '%1 was changed by someone else in the meantime; their version was kept and yours was not written. Try again: you will be asked which one to keep.',
            place
          );
    case 'file-changed':
      return trans.__(
        'The file for %1 was changed, moved or deleted on your computer since you chose it, so it was not uploaded. Choose it again.',
        place
      );
    case 'unreachable':
      return trans.__(
        'The store does not answer, so nothing is known of %1. Your work is still open here: try again in a moment.',
        place
      );
    case 'unknown-host':
      return trans.__(
        'The name of the store is not known to the network. Check the address of the store (AWS_S3_ENDPOINT) in the environment of the Jupyter server.'
      );
    case 'tls':
      return trans.__(
        'The certificate of the store is not trusted by the Jupyter server. Check the address of the store and AWS_CA_BUNDLE.'
      );
    case 'timeout':
      return trans.__(
        'The store took too long to answer about %1. Your work is still open here: try again in a moment.',
        place
      );
    case 'interrupted':
      return trans.__(
        'The connection was lost while working on %1. Your work is still open here: try again.',
        place
      );
    case 'broken-listing':
      return trans.__(
        'What the store lists for %1 cannot be relied on, so nothing was done with it. Tell whoever runs the store, or the proxy in front of it.',
        place
      );
    case 'broken-answer':
      return trans.__(
        'What was answered about %1 is no answer of an S3 store. Something in front of the store may have answered in its place, as a page to log in: tell whoever runs it.',
        place
      );
    case 'invalid-key':
      return trans.__(
        '%1 cannot be used as a name in the store or in a URL. Choose another name, or rename it with another S3 client.',
        place
      );
    case 'read-only':
      return trans.__(
        'The administrator has made S3 read-only here, so %1 was not changed. Copy it to your workspace to edit it.',
        place
      );
    case 'no-answer':
      return trans.__(
        'The Jupyter server does not answer, so nothing is known of %1. Check your network connection: your work is still open here, and the list is fetched again when the server answers.',
        place
      );
    case 'jupyter-down':
      return trans.__(
        'The proxy in front of the Jupyter server answers that it is not running (HTTP %2), so nothing is known of %1. Your work is still open here: start the server again, or wait until it is up.',
        place,
        error.status
      );
    case 'jupyter-forbidden':
      return trans.__(
        'The Jupyter server refused the request for %1. Log in again, or ask the administrator for the right to use S3.',
        place
      );
    case 'server-missing':
      return trans.__(
        'The server part of the S3 drive is not running. Install it with "pip install jupyterlab-s3-drive" and restart the Jupyter server.'
      );
    default:
      return refusalSentence(problem, place, error, trans);
  }
}

/**
 * Whether a refusal says that the requester has to pay.
 */
function asksForPayer({ code, message }: S3Error): boolean {
  return /requester.?pays|request-?payer/i.test(`${code} ${message}`);
}
