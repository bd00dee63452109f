// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { S3Location } from '../../s3/location';
import type { IDriveContext } from '../context';
import type { Consent } from '../exposure/consent';
import { locationInBucket } from '../lookup/kinds';
import { receivingFolder } from '../lookup/receivingfolder';
import type { Done, ISelectionOptions, Selections } from './selections';

/**
 * Moves, copies and deletes several files by their paths, and asks before
 * something becomes public.
 */
export class SelectionPaths {
  constructor(
    context: IDriveContext,
    consent: Consent,
    selections: Selections
  ) {
    this._context = context;
    this._consent = consent;
    this._selections = selections;
  }

  /** See `Selections.move`. */
  async move(
    localPaths: readonly string[],
    toLocalDir: string,
    options: ISelectionOptions
  ): Promise<Done> {
    const locations = this._places(localPaths);
    const folder = receivingFolder(this._context, toLocalDir);
    await this._consent.require(
      ...locations.map(from => ({ from, to: folder.child(from.name) }))
    );
    return this._selections.move(locations, folder, options);
  }

  /** See `Selections.copy`. */
  async copy(
    localPaths: readonly string[],
    toLocalDir: string,
    options: ISelectionOptions
  ): Promise<Done> {
    const locations = this._places(localPaths);
    const folder = receivingFolder(this._context, toLocalDir);
    await this._consent.require(
      ...locations.map(from => ({ to: folder.child(from.name) }))
    );
    return this._selections.copy(locations, folder, options);
  }

  /** See `Selections.delete`. */
  async delete(
    localPaths: readonly string[],
    options: ISelectionOptions
  ): Promise<Done> {
    return this._selections.delete(this._places(localPaths), options);
  }

  /** See `S3Drive.findAll`. */
  async find(localPaths: readonly string[]): Promise<Contents.IModel[]> {
    return this._selections.find(this._places(localPaths));
  }

  private _places(localPaths: readonly string[]): S3Location[] {
    return localPaths.map(path => locationInBucket(this._context, path));
  }

  private readonly _context: IDriveContext;
  private readonly _consent: Consent;
  private readonly _selections: Selections;
}
