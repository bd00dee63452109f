// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CommandRegistry } from '@lumino/commands';
import { override } from '../override';

const describedBy = { args: { type: 'object' } };

describe('override', () => {
  let commands: CommandRegistry;
  const core = jest.fn((args: unknown) => ['core', args]);

  beforeEach(() => {
    commands = new CommandRegistry();
    core.mockClear();
    commands.addCommand('core:open', { execute: core, describedBy });
    commands.addCommand('core:other', { execute: core, describedBy });
  });

  it('does a command otherwise, where it wants to', async () => {
    override(commands, 'core:open', ({ path }) =>
      path === 's3:b' ? Promise.resolve('ours') : null
    );
    expect(await commands.execute('core:open', { path: 's3:b' })).toBe('ours');
    expect(core).not.toHaveBeenCalled();
    expect(await commands.execute('core:open')).toEqual(['core', {}]);
    const args = { path: 's3:b' };
    expect(await commands.execute('core:other', args)).toEqual(['core', args]);
  });

  it('runs the command as it is, with other arguments', async () => {
    override(commands, 'core:open', (args, run) => run({ ...args, more: 1 }));
    expect(await commands.execute('core:open', { path: 'x' })).toEqual([
      'core',
      { path: 'x', more: 1 }
    ]);
  });

  it('may come before the command, and several times', async () => {
    override(commands, 'core:late', (args, run) => run({ ...args, first: 1 }));
    override(commands, 'core:late', (args, run) => run({ ...args, second: 2 }));
    await expect(commands.execute('core:late')).rejects.toThrow(/registered/);
    commands.addCommand('core:late', {
      execute: args => args,
      describedBy
    });
    expect(await commands.execute('core:late')).toEqual({
      second: 2,
      first: 1
    });
  });
});
