// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Page } from '@playwright/test';

/** Each page begins without a saved layout, as for somebody new. */
export async function forgetLayouts(page: Page): Promise<void> {
  await page.route(/\/api\/workspaces\/[^?]+/, (route, request) =>
    request.method() === 'GET'
      ? route.fulfill({
          json: { data: {}, metadata: { id: 'default' } }
        })
      : route.fallback()
  );
}

/** The part of JupyterLab's layout that is saved with a workspace. */
interface ILayout {
  left?: { current?: string | null };
  main?: unknown;
}

/** Whether a document is in the main area of a layout. */
export const shows = (name: string) => (layout: ILayout) =>
  JSON.stringify(layout.main ?? {}).includes(name);

/** Whether JupyterLab's own file browser is in front. */
export const isHomeInFront = ({ left }: ILayout) =>
  left?.current === 'filebrowser';

/** Whether the S3 panel is in front. */
export const isPanelInFront = ({ left }: ILayout) =>
  left?.current === 'jp-s3-browser';

/**
 * Do something, and wait until a layout is kept that shows it: one from before
 * may be on its way.
 */
export async function kept(
  page: Page,
  act: () => Promise<void>,
  isDone: (layout: ILayout) => boolean
): Promise<void> {
  const saved = page.waitForResponse(answer => {
    const request = answer.request();
    return (
      /\/api\/workspaces\//.test(answer.url()) &&
      request.method() === 'PUT' &&
      isDone(request.postDataJSON().data['layout-restorer:data'] ?? {})
    );
  });
  await act();
  await saved;
}
