// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { ILabStatus } from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import { SessionContext } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

/**
 * The arguments of `console:create` for a console beside a document on the
 * drive: they add the document's session, whose path includes the drive's name
 * (`docregistry/src/context.ts`).
 *
 * JupyterLab's console removes the drive's name from its path
 * (`console/src/panel.ts`), so it finds no session, asks for a kernel, and asks
 * again when the layout is restored.
 *
 * @param path - The document's path.
 * @param args - The command's other arguments.
 */
export async function withSession(
  app: JupyterFrontEnd,
  path: string,
  args: ReadonlyPartialJSONObject
): Promise<ReadonlyPartialJSONObject> {
  const { kernels, kernelspecs, sessions } = app.serviceManager;
  const status = await app.resolveOptionalService(ILabStatus);
  const more = {
    path,
    sessionContext: new SessionContext({
      kernelManager: kernels,
      sessionManager: sessions,
      specsManager: kernelspecs,
      path,
      name: typeof args.name === 'string' ? args.name : PathExt.basename(path),
      type: 'console',
      kernelPreference: args.kernelPreference as
        ISessionContext.IKernelPreference | undefined,
      setBusy: status ? () => status.setBusy() : undefined
    })
  };
  // JupyterLab's command accepts it, although it is not JSON.
  return { ...args, ...(more as unknown as ReadonlyPartialJSONObject) };
}
