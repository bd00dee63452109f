// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { S3Client } from '@aws-sdk/client-s3';

import type { SDK } from '../http/types';
import type { ProxyHandler } from './handler';

/**
 * The SDK module with a client that uses our handler.
 */
export interface IClient {
  readonly sdk: SDK;
  readonly client: S3Client;
}

/**
 * Load the SDK (in its own chunk, on the first use of the drive) and create a
 * client that signs nothing, has no credentials, and leaves retries to the
 * handler.
 */
export async function loadClient(handler: ProxyHandler): Promise<IClient> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    // The handler uses only the path: the server knows the endpoint and the
    // region.
    endpoint: 'http://store.invalid',
    forcePathStyle: true,
    region: 'us-east-1',
    defaultsMode: 'standard',
    requestHandler: handler,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    disableS3ExpressSessionAuth: true,
    maxAttempts: 1,
    httpAuthSchemeProvider: () => [{ schemeId: UNSIGNED }],
    httpAuthSchemes: [
      {
        schemeId: UNSIGNED,
        identityProvider: () => async () => ({}),
        signer: { sign: async request => request }
      }
    ]
  });
  return { sdk, client };
}

/**
 * The auth scheme of a request that is sent unsigned.
 */
const UNSIGNED = 'smithy.api#noAuth';
