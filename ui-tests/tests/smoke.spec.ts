// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { expect, test } from './fixtures';

test('JupyterLab starts with the panel in its left bar', async ({ panel }) => {
  await panel.open();
});

test('the server asks for its token', async ({ playwright, server }) => {
  const stranger = await playwright.request.newContext();
  const answer = await stranger.get(`${server.url}s3-drive/status`);
  expect(answer.status()).toBe(403);
  await stranger.dispose();
});

test('somebody else writes to the store, and a killed store comes back', async ({
  control,
  store,
  bucket
}) => {
  await store.put(bucket, 'folder/été + 1.txt', 'first');
  await control.killStore();
  await expect(store.get(bucket, 'folder/été + 1.txt')).rejects.toThrow();
  await control.startStore();
  expect(await store.get(bucket, 'folder/été + 1.txt')).toBe('first');
  expect(await store.keys(bucket)).toEqual(['folder/été + 1.txt']);
});
