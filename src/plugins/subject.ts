// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { S3FileBrowser } from '../browser/browser';
import type { S3Location } from '../s3/location';

/**
 * The arguments of a command.
 */
type Args = ReadonlyPartialJSONObject;

/**
 * The panel, as far as a subject depends on it.
 */
interface ISubjectPanel {
  readonly browser: Pick<S3FileBrowser, 'targets'> | null;
  ready(connection?: string): Promise<Pick<S3FileBrowser, 'targets'>>;
}

/**
 * The paths that the arguments of a command name: `path`, or the strings in
 * `paths`. They are global (`s3:bucket/key`).
 *
 * @returns `null` if there are none: the command is about what is selected.
 */
export function pathsIn({ path, paths }: Args): string[] | null {
  return typeof path === 'string'
    ? [path]
    : Array.isArray(paths)
      ? paths.filter((each): each is string => typeof each === 'string')
      : null;
}

/**
 * What a command is about: what its arguments name, else what is selected in
 * the panel, else the panel's folder.
 *
 * The members that return at once are called at each click. Before the panel is
 * loaded they know the arguments only; those that return a promise load it.
 */
export class Subject {
  constructor(
    app: Pick<JupyterFrontEnd, 'serviceManager'>,
    panel: ISubjectPanel
  ) {
    this._app = app;
    this._panel = panel;
  }

  /** The paths in the drive (`bucket/key`) that the arguments name. */
  named(args: Args): string[] | null {
    const paths = pathsIn(args);
    if (!paths) {
      return null;
    }
    const { contents } = this._app.serviceManager;
    return paths.map(path => contents.localPath(path));
  }

  /** The connection that the arguments name; `undefined` for the panel's. */
  connection(args: Args): string | undefined {
    const [path] = pathsIn(args) ?? [];
    return path && (/^s3-(.+?):/.exec(path)?.[1] ?? 'default');
  }

  /** Whether there is any location; the root of the drive is none. */
  isAny(args: Args): boolean {
    return (
      this.named(args)?.some(path => path !== '') ??
      this._panel.browser?.targets.hasLocation(args) ??
      false
    );
  }

  /** Whether there is one location, and no other. */
  isOne(args: Args): boolean {
    const named = this.named(args);
    return named
      ? named.length === 1 && named[0] !== ''
      : this.selected(args) !== null;
  }

  /** Whether it is one selected key that cannot be addressed (R13). */
  isBlocked(args: Args): boolean {
    const targets = this._panel.browser?.targets;
    return (
      pathsIn(args) === null &&
      !!targets?.single(args) &&
      !targets.hasSingle(args)
    );
  }

  /** The only location, if the panel is loaded and knows it. */
  selected(args: Args): S3Location | null {
    return this._panel.browser?.targets.single(args) ?? null;
  }

  /**
   * The locations, without a request: the panel knows whether what is named is
   * a folder, where it has listed it.
   */
  async locations(args: Args): Promise<S3Location[]> {
    const named = pathsIn(args);
    const { targets } = await this._panel.ready(this.connection(args));
    return named
      ? named.flatMap(path => targets.locations({ path }))
      : targets.locations(args);
  }

  /**
   * The locations; what the arguments name is looked up in the store, so that
   * it exists, and a folder's key ends in a slash.
   *
   * @param find - Looks up paths in their drive. Its errors are passed on.
   */
  async found(
    args: Args,
    find: (localPaths: string[]) => Promise<S3Location[]>
  ): Promise<S3Location[]> {
    const named = this.named(args);
    return named ? find(named) : this.locations(args);
  }

  /**
   * The only location, looked up in the store where the arguments name it;
   * `null` if there are none or several.
   *
   * @param find - Looks up a path in the drive. Its errors are passed on.
   */
  async foundOne(
    args: Args,
    find: (localPath: string) => Promise<S3Location>
  ): Promise<S3Location | null> {
    const named = this.named(args);
    if (!named) {
      return (await this._panel.ready()).targets.single(args);
    }
    return named.length === 1 ? find(named[0]) : null;
  }

  private readonly _app: Pick<JupyterFrontEnd, 'serviceManager'>;
  private readonly _panel: ISubjectPanel;
}
