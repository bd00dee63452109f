// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { waitForDialog } from '@jupyterlab/testing';
import { CommandRegistry } from '@lumino/commands';

import { answer } from '../../testing/drive/documents';
import type { IS3Drive, IS3Panel } from '../../tokens';
import { CommandIDs } from '../../names';
import { sharingPlugin } from '../sharing/sharing';

/** The sharing commands, with no selection in the panel. */
async function commandsAlone(): Promise<CommandRegistry> {
  const commands = new CommandRegistry();
  const panel: unknown = {
    browser: null,
    ready: async () => ({ targets: { single: () => null } })
  };
  const drive: unknown = {
    load: async () => ({ connection: {}, drive: { policies: {} } })
  };
  const none = [null, null, null, null, null];
  await sharingPlugin.activate(
    { commands } as unknown as JupyterFrontEnd,
    panel as IS3Panel,
    drive as IS3Drive,
    ...none
  );
  return commands;
}

describe('with nothing chosen', () => {
  it.each([CommandIDs.createLink, CommandIDs.setVisibility])(
    '%s is disabled, and says what is missing',
    async id => {
      const commands = await commandsAlone();
      expect(commands.isEnabled(id)).toBe(false);
      const done = commands.execute(id);
      await waitForDialog(document.body, 5000);
      expect(await answer('Close')).toContain('Choose a file or folder');
      expect(await done).toBeNull();
    }
  );

  it.each([CommandIDs.share, CommandIDs.copyUrl])(
    '%s is disabled, and does nothing',
    async id => {
      const commands = await commandsAlone();
      expect(commands.isEnabled(id)).toBe(false);
      expect(await commands.execute(id)).toBeFalsy();
    }
  );
});
