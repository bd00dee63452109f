// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISnippetStore } from './types';

/**
 * How a language spells what leads to the store.
 */
export interface ISpelling {
  /** Whether a URL is made of the host where both are variables. */
  readonly prefersHost: boolean;
  /** The URL in an environment variable, which may end in a slash. */
  url(name: string): string;
  /** The bare host in a variable. */
  host(name: string): string;
  /** The URL on https of the host in a variable. */
  onHttps(name: string): string;
  /** The host in the URL in a variable. */
  hostOf(name: string): string;
  /** A text. */
  literal(text: string): string;
}

/**
 * Whether the store is AWS, and a kernel finds it by itself.
 */
export function isFoundAws({ endpoint, kernels }: ISnippetStore): boolean {
  return isAws(endpoint) && kernels?.botocoreFinds !== false;
}

/**
 * The URL of the store: of a variable that leads there, else as a literal, so
 * that it is only in the code where the environment does not name it.
 */
export function urlOf(store: ISnippetStore, spelling: ISpelling): string {
  const { hostVariable, urlVariable } = store.kernels ?? {};
  if (urlVariable && !(hostVariable && spelling.prefersHost)) {
    return spelling.url(urlVariable);
  }
  return hostVariable
    ? spelling.onHttps(hostVariable)
    : spelling.literal(store.endpoint);
}

/**
 * The host of the store, with its port, in the same way.
 */
export function hostOf(store: ISnippetStore, spelling: ISpelling): string {
  const { hostVariable, urlVariable } = store.kernels ?? {};
  if (hostVariable) {
    return spelling.host(hostVariable);
  }
  return urlVariable
    ? spelling.hostOf(urlVariable)
    : spelling.literal(store.endpoint.replace(/^.*:\/\//, ''));
}

/**
 * Whether the store is on http, for which most libraries need an option.
 */
export function isPlainHttp({ endpoint }: ISnippetStore): boolean {
  return /^http:/i.test(endpoint);
}

/**
 * The region as a literal, unless a library finds it by itself: the
 * default of all of them, or that of a variable which AWS's SDKs read.
 */
export function regionToName(
  { bucketRegion, region, kernels }: ISnippetStore,
  readsVariable: boolean
): string | null {
  const isKnown = readsVariable
    ? !!kernels?.regionVariable
    : region === DEFAULT_REGION;
  return bucketRegion ?? (isKnown ? null : region);
}

function isAws(endpoint: string): boolean {
  return /^https?:\/\/[^/]*\bamazonaws\.com(\.cn)?$/i.test(endpoint);
}

/** What all libraries take where nobody names a region. */
const DEFAULT_REGION = 'us-east-1';
