// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The commands of the table in front. They are added with the first table.
 */
export namespace TableCommandIDs {
  export const goToRow = 's3-drive:table-go-to-row';
  export const find = 's3-drive:table-find';
  export const filter = 's3-drive:table-filter';
  export const sortUp = 's3-drive:table-sort-up';
  export const sortDown = 's3-drive:table-sort-down';
  export const columns = 's3-drive:table-columns';
  export const copy = 's3-drive:table-copy';
  export const showCell = 's3-drive:table-show-cell';
  export const insertSnippet = 's3-drive:table-insert-snippet';
}

/**
 * The command that shows a folder as a table. It is added with the panel.
 */
export const OPEN_AS_TABLE = 's3-drive:open-as-table';
