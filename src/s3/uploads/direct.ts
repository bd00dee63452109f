// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../http/types';
import { compressionIn } from '../metadata/encoding';
import { abortedError } from '../http/failures';
import { head } from '../objects/head';
import { createLink, createPartLinks, MAX_PART_LINKS } from '../server/links';
import type { IS3Location } from '../location';
import { RequestQueue } from '../transport/queue';
import { linkSignals } from '../http/signals';
import { getStatus } from '../server/status';
import { quoted } from '../http/headers';

/**
 * Large transfers between the browser and the store by presigned links, where
 * the browser can reach the store: no byte passes through the Jupyter server.
 *
 * Requests to the store carry nothing of Jupyter: no token, no cookie, no
 * referrer. Anything that does not work is done through the proxy without
 * notice.
 */
export class DirectAccess {
  /**
   * @param options - `isWanted`: the user's setting, read at each use. `fetch`:
   * sends a request to the store.
   */
  constructor(
    connection: IS3Connection,
    options: { isWanted: () => boolean; fetch?: DirectFetch }
  ) {
    this._connection = connection;
    this._isWanted = options.isWanted;
    this._fetch = options.fetch ?? ((url, init) => fetch(url, init));
  }

  /**
   * Whether the browser can reach a bucket directly, determined once.
   */
  async isOpen(bucket: string): Promise<boolean> {
    if (!this._isWanted()) {
      return false;
    }
    let open = this._open.get(bucket);
    if (!open) {
      open = this._probe(bucket).catch(() => false);
      this._open.set(bucket, open);
    }
    return open;
  }

  /**
   * A sender for the parts of an upload, or `null` if they go through the
   * proxy.
   *
   * @param count - How many parts it has.
   */
  async parts(
    upload: IS3Location & { readonly uploadId: string },
    count: number
  ): Promise<DirectParts | null> {
    return (await this.isOpen(upload.bucket))
      ? new DirectParts(this._connection, this._send, upload, count)
      : null;
  }

  /**
   * A link by which the browser saves an object under its own name, or `null`
   * if the download goes through the proxy.
   */
  async downloadUrl(location: IS3Location): Promise<string | null> {
    if (!(await this.isOpen(location.bucket))) {
      return null;
    }
    try {
      const [{ contentEncoding }, link] = await Promise.all([
        head(this._connection, location.bucket, location.key),
        createLink(this._connection, {
          ...location,
          method: 'GET',
          expiresIn: DOWNLOAD_SECONDS,
          disposition: 'attachment'
        })
      ]);
      // The browser would decompress it by its own rules.
      return compressionIn(contentEncoding) ? null : link.url;
    } catch {
      return null;
    }
  }

  /**
   * Send the store a request that cannot succeed: a part of an upload that does
   * not exist. The response shows whether the store lets this page write there
   * (CORS) and accepts the signature; nothing is written.
   */
  private async _probe(bucket: string): Promise<boolean> {
    const { features, endpoint, publicEndpoint } = await getStatus(
      this._connection
    );
    const base = publicEndpoint ?? endpoint;
    if (!features.direct || isMixed(base)) {
      return false;
    }
    const upload = { bucket, key: PROBE_KEY, uploadId: PROBE_KEY };
    const { urls } = await createPartLinks(this._connection, upload, [1], 60);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PROBE_MS);
    try {
      const { signal } = patience;
      const answer = await this._send(urls[0], { method: 'PUT', signal });
      const text = await answer.text();
      return /<Code>(NoSuchUpload|AccessDenied)<\/Code>/.test(text);
    } finally {
      clearTimeout(timer);
    }
  }

  private readonly _send = (
    url: string,
    init: RequestInit
  ): Promise<Response> =>
    this._fetch(url, {
      ...init,
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer'
    });

  private readonly _connection: IS3Connection;
  private readonly _isWanted: () => boolean;
  private readonly _fetch: DirectFetch;
  private readonly _open = new Map<string, Promise<boolean>>();
}

/**
 * Sends the parts of one upload directly to the store, until one fails.
 */
export class DirectParts {
  constructor(
    connection: IS3Connection,
    send: DirectFetch,
    upload: IS3Location & { readonly uploadId: string },
    count: number
  ) {
    this._connection = connection;
    this._send = send;
    this._upload = upload;
    this._count = count;
  }

  /**
   * Send a part.
   *
   * @returns Its ETag, `''` if the store does not let the page read it; `null`
   * when the part, and all that follow, must go through the proxy.
   *
   * @throws `S3Error` `Aborted` by the signal.
   */
  async put(
    number: number,
    part: Blob,
    signal: AbortSignal
  ): Promise<string | null> {
    if (this._isBroken) {
      return null;
    }
    const release = await QUEUE.acquire({ signal, priority: 'background' });
    const linked = linkSignals(signal);
    try {
      const url = await this._url(number, linked.signal);
      const answer = await this._send(url, {
        method: 'PUT',
        body: part,
        signal: linked.signal
      });
      await answer.arrayBuffer();
      if (answer.ok) {
        return quoted(answer.headers.get('etag') ?? undefined);
      }
    } catch {
      if (signal.aborted) {
        throw abortedError();
      }
    } finally {
      linked.unlink();
      release();
    }
    this._isBroken = true;
    return null;
  }

  /** The link for a part, requested together with those for the next parts. */
  private async _url(number: number, signal: AbortSignal): Promise<string> {
    const known = await this._links.get(number);
    if (known && known.until > Date.now() + MARGIN_MS) {
      return known.url;
    }
    const count = Math.min(MAX_PART_LINKS, this._count - number + 1);
    const numbers = Array.from({ length: count }, (_, i) => number + i);
    const asked = createPartLinks(
      this._connection,
      this._upload,
      numbers,
      UPLOAD_SECONDS,
      { signal }
    );
    numbers.forEach((one, index) => {
      const link = asked.then(({ urls, expiresAt }) => ({
        url: urls[index],
        until: expiresAt.getTime()
      }));
      link.catch(() => undefined);
      this._links.set(one, link);
    });
    return (await asked).urls[0];
  }

  private readonly _connection: IS3Connection;
  private readonly _send: DirectFetch;
  private readonly _upload: IS3Location & { readonly uploadId: string };
  private readonly _count: number;
  private readonly _links = new Map<
    number,
    Promise<{ url: string; until: number }>
  >();
  private _isBroken = false;
}

/**
 * Sends a request to the store.
 */
export type DirectFetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Parts sent directly to the store have their own queue, with the same number
 * of slots as that of the proxy.
 */
const QUEUE = new RequestQueue();

/** How long the store may take to respond to the probe (ms). */
const PROBE_MS = 5000;

/** The key and the upload id of the probe; neither is ever created. */
const PROBE_KEY = '.s3-drive-probe';

/** A download begins at once, and continues after its link has expired. */
const DOWNLOAD_SECONDS = 300;

/** How long links for parts are valid; they are renewed. */
const UPLOAD_SECONDS = 3600;

/**
 * A link that expires sooner than this (ms) is renewed: the part has to be sent
 * by then.
 */
const MARGIN_MS = 60_000;

/**
 * Whether a page on https would request a store on http, which browsers refuse.
 */
export function isMixed(base: string, page = location.protocol): boolean {
  return page === 'https:' && !base.toLowerCase().startsWith('https:');
}
