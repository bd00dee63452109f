// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRenewal, IServerStatus } from '../../s3/server/status';

type Credentials = IServerStatus['credentials'];

/**
 * A status of the server: temporary keys of alice, unless a test says otherwise.
 */
export function statusWith(
  credentials: Partial<Credentials> = {},
  renewal: Partial<IRenewal> = {},
  more: Partial<IServerStatus> = {}
): IServerStatus {
  return {
    version: '0.1.0',
    endpoint: 'https://minio.example',
    publicEndpoint: null,
    kernels: null,
    region: 'us-east-1',
    addressing: 'path',
    credentials: {
      source: 'env',
      state: 'valid',
      account: 'alice',
      accessKey: 'ASIA…WXYZ',
      // As a clock that is a year late tells it.
      expiresAt: '2025-12-08T09:00:00Z',
      secondsLeft: 7 * 24 * 3600,
      ...credentials
    },
    renewal: {
      isAutomatic: false,
      ways: ['chain', 'paste'],
      notice: '',
      url: '',
      ...renewal
    },
    problem: null,
    features: {},
    sharing: {
      openDataNotice: '',
      openDataUrl: '',
      diffusionFolder: '',
      diffusionIsOpen: false,
      sharedBucketUrl: ''
    },
    ...more
  };
}
