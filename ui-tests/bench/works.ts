// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Lab } from './lab';
import {
  clickRow,
  leave,
  listAll,
  openFolder,
  refresh,
  scroll
} from './listing';
import {
  change,
  download,
  fetchUrl,
  putUrl,
  select,
  upload
} from './transfers';

/**
 * A piece of work, with what the bench says about it.
 */
export type Work = (
  lab: Lab,
  args: { [name: string]: unknown }
) => Promise<unknown>;

/**
 * What the bench may ask for; times are in seconds.
 */
export const works: { readonly [name: string]: Work } = {
  place: async (lab, args) => leave(lab, String(args.path)),
  openFolder: (lab, args) =>
    openFolder(lab, String(args.name), String(args.first)),
  listAll: (lab, args) =>
    listAll(lab, String(args.name), String(args.first), Number(args.total)),
  click: (lab, args) => clickRow(lab, Number(args.index)),
  scroll: lab => scroll(lab),
  refresh: (lab, args) => refresh(lab, Number(args.total)),
  requests: async lab => lab.listings(),
  download: (lab, args) => download(lab, String(args.path)),
  fetchUrl: (lab, args) => fetchUrl(lab, String(args.url)),
  upload: (lab, args) => upload(lab, String(args.path), args.files as string[]),
  putUrl: (lab, args) => putUrl(lab, String(args.url), String(args.file)),
  requestsTo: async (lab, args) => lab.requestsTo(String(args.origin)),
  remove: (lab, args) => change(lab, 'delete', String(args.path)),
  rename: (lab, args) =>
    change(lab, 'rename', String(args.path), String(args.target)),
  select: (lab, args) =>
    select(
      lab,
      args.what as 'move' | 'copy' | 'delete',
      String(args.path),
      args.names as string[],
      String(args.target)
    )
};
