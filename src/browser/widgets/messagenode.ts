// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * A message in the panel, one paragraph a line, with collapsible details. In a
 * dialog it is `MessageText`.
 */
export function messageNode(
  message: string,
  details: string,
  trans: TranslationBundle
): HTMLElement {
  const node = document.createElement('div');
  node.className = 'jp-S3Message';
  for (const line of message.split('\n')) {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    node.append(paragraph);
  }
  if (details) {
    node.append(detailsNode(details, trans));
  }
  return node;
}

/**
 * The node of collapsible details.
 */
export function detailsNode(
  details: string,
  trans: TranslationBundle
): HTMLElement {
  const fold = document.createElement('details');
  const summary = document.createElement('summary');
  const text = document.createElement('pre');
  fold.className = 'jp-S3Message-details';
  summary.textContent = trans.__('Show details');
  text.textContent = details;
  fold.append(summary, text);
  return fold;
}
