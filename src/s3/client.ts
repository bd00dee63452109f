// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { S3Client } from '@aws-sdk/client-s3';

import type { SDK } from './connection';
import type { ProxyHandler } from './handler';

/**
 * The SDK with a client that talks through our handler.
 */
export interface IClient {
  readonly sdk: SDK;
  readonly client: S3Client;
}

/**
 * Load the SDK (its own chunk, on the first use of the drive) and make a
 * client that signs nothing, holds no key, and leaves retries to the handler.
 */
export async function loadClient(handler: ProxyHandler): Promise<IClient> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    // The handler takes the path alone: the server knows store and region.
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
 * The auth scheme of a request that goes as it is.
 */
const UNSIGNED = 'smithy.api#noAuth';
