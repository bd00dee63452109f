// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

/**
 * Runs the original command with these arguments.
 */
export type RunCommand = (args: ReadonlyPartialJSONObject) => Promise<unknown>;

/**
 * Override one of JupyterLab's commands for the drive.
 *
 * Lumino has no way to replace a command, or to be notified before it runs
 * (`@lumino/commands`: `addCommand` rejects a known id).
 *
 * @param handle - Handles the command, or returns `null` to run the original
 * one. Its second argument runs the original command.
 */
export function override(
  commands: CommandRegistry,
  id: string,
  handle: (
    args: ReadonlyPartialJSONObject,
    run: RunCommand
  ) => Promise<unknown> | null
): void {
  const execute = commands.execute.bind(commands);
  const run: RunCommand = args => execute(id, args);
  commands.execute = (name, args) =>
    (name === id ? handle(args ?? {}, run) : null) ?? execute(name, args);
}
