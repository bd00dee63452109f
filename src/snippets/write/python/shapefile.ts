// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { indented } from '../code';
import { pythonLiteral } from '../../../literals';
import type { IParts, ISnippetSubject } from '../types';
import { globEscaped } from './folders';

/**
 * The statements that read an unzipped shapefile: several files with the same
 * base name, which are copied to one local folder.
 *
 * @param fs - The variable of the file system.
 */
export function readShapefile(
  { names, path }: ISnippetSubject,
  fs: string
): Omit<IParts, 'setup'> {
  const [, start] = /^(.*?)(?:\.shp)?$/is.exec(path) ?? [];
  const variable = names.free('gdf');
  const folder = names.free('folder');
  const part = names.free('part');
  const all = pythonLiteral(`${globEscaped(`${start}.`)}*`);
  return {
    imports: ['import tempfile', 'import geopandas as gpd'],
    body: [
      '# A shapefile has parts: .shp, .shx, .dbf and others of the same name.',
      `with tempfile.TemporaryDirectory() as ${folder}:`,
      ...indented([
        `for ${part} in ${fs}.glob(${all}):`,
        ...indented([
          `${fs}.get_file(${part}, ${folder} + "/file." + ${part}.split(".")[-1].lower())`
        ]),
        `${variable} = gpd.read_file(${folder} + "/file.shp")`
      ])
    ],
    variable
  };
}
